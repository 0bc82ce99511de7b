/** The book of a project, where it has one. The database is loaded only here, and only when asked for. */
import { resolve } from "node:path";
import { type Bundle, failed, type LoadedProject, type ProjectHost } from "@mandate/compiler";
import type { OpenBook } from "@mandate/runtime";
import { CliError } from "../exit.ts";
import { atInterruption } from "../files/atomic.ts";
import { portable } from "../files/nodeHost.ts";

/** Where a project's book lies: as its manifest says, else the folder `book`. */
function bookPlace(loaded: LoadedProject): string {
  return resolve(loaded.root, loaded.manifest?.book ?? "book");
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
  const { BookError, dropUnfinished, openBook } = await import("@mandate/runtime");
  atInterruption(dropUnfinished);
  const { stale_after = 3, price_jump = 0.4, previous_book } = loaded.manifest ?? {};
  try {
    const book = await openBook(place, {
      bundle,
      ...(asOf === undefined ? {} : { asOf }),
      staleAfterBusinessDays: stale_after,
      priceJump: String(price_jump),
      ...(previous_book === undefined ? {} : { previousBook: resolve(loaded.root, previous_book) }),
    });
    try {
      return await read(book);
    } finally {
      await book.close();
    }
  } catch (error) {
    if (error instanceof BookError) throw new CliError(error.message);
    throw error;
  }
}
