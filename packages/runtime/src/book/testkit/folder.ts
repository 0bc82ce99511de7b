/** Books in temporary folders. */
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { type BookOptions, type OpenBook, openBook } from "../open.ts";
import { AS_OF, littleBundle } from "./bundle.ts";

export type Contents = Readonly<Record<string, string | Uint8Array>>;

/** Writes the files as `book/` in a temporary folder, calls `use` with that folder's path, and removes it. */
export async function inFolder<T>(files: Contents, use: (folder: string) => Promise<T>): Promise<T> {
  const parent = await mkdtemp(join(tmpdir(), "mandate-test-"));
  const folder = join(parent, "book");
  try {
    await mkdir(folder);
    for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
    return await use(folder);
  } finally {
    await rm(parent, { recursive: true, force: true });
  }
}

export const littleOptions = (): BookOptions => ({
  bundle: littleBundle(),
  asOf: AS_OF,
  staleAfterBusinessDays: 3,
  priceJump: "0.4",
});

/** Opens a book of these files with the little bundle, and closes it when `use` is done. */
export async function withBook<T>(
  files: Contents,
  use: (book: OpenBook) => Promise<T>,
  options: Partial<BookOptions> = {},
): Promise<T> {
  return inFolder(files, async (folder) => {
    const book = await openBook(folder, { ...littleOptions(), ...options });
    try {
      return await use(book);
    } finally {
      await book.close();
    }
  });
}

/** Runs SQL in a database file, or in memory. */
export async function sql(statements: readonly string[], path = ":memory:"): Promise<void> {
  const instance = await DuckDBInstance.create(path);
  const connection = await instance.connect();
  for (const statement of statements) await connection.run(statement);
  connection.closeSync();
  instance.closeSync();
}
