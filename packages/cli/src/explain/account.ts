/** One account of a project's book, to be solved anew. */
import type { Bundle, LoadedProject } from "@mandate/compiler";
import type { Inquiry } from "@mandate/runtime";
import { asOf, type Call } from "../options.ts";
import { askedBook, withBookAt } from "../project/book.ts";
import { solverOf, timeLimitOf } from "../solve/solver.ts";
import type { World } from "../world.ts";

/** @throws {CliError} where the book cannot be read or has no such account */
export function withAccount<T>(
  world: World,
  call: Call,
  loaded: LoadedProject,
  bundle: Bundle,
  account: string,
  look: (inquiry: Inquiry) => Promise<T>,
): Promise<T> {
  return withBookAt(askedBook(world, call, loaded), loaded, bundle, asOf(call), (book) =>
    look({
      bundle,
      book,
      account,
      solver: solverOf(call),
      timeLimitSeconds: timeLimitOf(call),
      now: () => performance.now(),
    }),
  );
}
