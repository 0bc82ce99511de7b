/** The book of a project. The database is loaded only here, and only when asked for. */
import { resolve } from "node:path";
import { type Bundle, failed, isAddress, type LoadedProject, type ProjectHost } from "@mandate/compiler";
import type { OpenBook } from "@mandate/runtime";
import { CliError } from "../exit.ts";
import { atInterruption } from "../files/atomic.ts";
import { portable } from "../files/nodeHost.ts";
import { type Call, textOf } from "../options.ts";
import type { World } from "../world.ts";

/** Business days after which a price is stale, and the jump from the previous book that is not believed (data.md). */
const STALE_AFTER = 3;
const PRICE_JUMP = 0.4;

/** Where a project's book lies: as its manifest says, else the folder `book`. */
function bookPlace(loaded: LoadedProject): string {
  return placeFrom(loaded.root, loaded.manifest?.book ?? "book");
}

/** A path is one from a folder; a database's address is its own. */
export function placeFrom(folder: string, named: string): string {
  return isAddress(named) ? named : resolve(folder, named);
}

/** Where the book of a command lies: as `--book` says, else the project's. */
export function askedBook(world: World, call: Call, loaded: LoadedProject): string {
  const named = textOf(call, "book");
  return named === undefined ? bookPlace(loaded) : placeFrom(world.folder, named);
}

/**
 * Opens the book of a project, reads from it, and closes it.
 *
 * @returns undefined if the project has no book
 * @throws {CliError} if there is one and it cannot be read
 */
export async function withBook<T>(
  loaded: LoadedProject,
  bundle: Bundle,
  host: ProjectHost,
  asOf: string | undefined,
  read: (book: OpenBook) => Promise<T>,
): Promise<T | undefined> {
  const place = bookPlace(loaded);
  if (loaded.manifest?.book === undefined && failed(host.kind(portable(place)))) return undefined;
  return withBookAt(place, loaded, bundle, asOf, read);
}

/**
 * Opens the book that lies in a place under a project's settings, reads from it, and closes it.
 *
 * @throws {CliError} if it cannot be read, or `read` finds that it cannot go on
 */
export async function withBookAt<T>(
  place: string,
  loaded: LoadedProject,
  bundle: Bundle,
  asOf: string | undefined,
  read: (book: OpenBook) => Promise<T>,
): Promise<T> {
  const { BookError, dropUnfinished, openBook, RunError } = await import("@mandate/runtime");
  atInterruption(dropUnfinished);
  const { stale_after = STALE_AFTER, price_jump = PRICE_JUMP, previous_book } = loaded.manifest ?? {};
  try {
    const book = await openBook(place, {
      bundle,
      ...(asOf === undefined ? {} : { asOf }),
      staleAfterBusinessDays: stale_after,
      priceJump: String(price_jump),
      ...(previous_book === undefined ? {} : { previousBook: placeFrom(loaded.root, previous_book) }),
    });
    try {
      return await read(book);
    } finally {
      await book.close();
    }
  } catch (error) {
    if (error instanceof BookError || error instanceof RunError) throw new CliError(error.message);
    throw error;
  }
}
