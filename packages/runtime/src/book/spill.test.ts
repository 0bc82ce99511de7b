import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { openBook } from "./open.ts";
import { littleBook } from "./testkit/bundle.ts";
import { inFolder, littleOptions, sql } from "./testkit/folder.ts";

const ACCOUNTS = 500;
const TIMES = 2000;

/** Lots by the million, in no order, in an otherwise little book: sorted as text they are 100 MB. */
async function large(folder: string): Promise<string> {
  const place = join(folder, "large", "book");
  await mkdir(place, { recursive: true });
  const csv = (table: string): string =>
    `read_csv('${join(folder, table)}.csv', header = true, all_varchar = true)`;
  await sql([
    `COPY (SELECT account, 'a lot that was bought long ago ' || i AS lot, symbol, quantity, unit_cost, acquired
       FROM ${csv("lots")}, range(${TIMES}) r(i) WHERE lot = 'L1' ORDER BY hash(account, i)) TO '${place}/lots.parquet'`,
    ...["securities", "accounts", "activity"].map(
      (table) => `COPY (SELECT * FROM ${csv(table)}) TO '${place}/${table}.parquet'`,
    ),
  ]);
  return place;
}

it("a book larger than the database's memory is sorted on the disk, or refused in one sentence", {
  timeout: 240_000,
}, async () => {
  await inFolder(littleBook(ACCOUNTS), async (folder) => {
    const place = await large(folder);
    const book = await openBook(place, { ...littleOptions(), memory: "48MB" });
    try {
      expect(book.quarantine).toEqual([]);
      for (const position of [0, 250, ACCOUNTS - 1]) {
        const [account] = await book.accounts(position, 1);
        expect(new Set(account?.lots.map(({ id }) => id)).size).toBe(TIMES);
      }
    } finally {
      await book.close();
    }
    await expect(openBook(place, { ...littleOptions(), memory: "2MB" })).rejects.toMatchObject({
      name: "BookError",
      message: "there is no room for temporary files: the disk or the memory is full",
    });
  });
});
