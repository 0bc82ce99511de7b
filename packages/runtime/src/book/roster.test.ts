import { describe, expect, it } from "vitest";
import { openWorkbench } from "./database.ts";
import { Quarantine } from "./quarantine.ts";
import { readRoster } from "./roster.ts";
import { importBook } from "./source/index.ts";
import { locate } from "./source/location.ts";
import { littleBook, littleBundle } from "./testkit/bundle.ts";
import { inFolder, withBook } from "./testkit/folder.ts";

describe("the roster", () => {
  it("keeps of an account what a run of a million of them can hold", async () => {
    await inFolder(littleBook(), async (folder) => {
      const bench = await openWorkbench("64MB");
      try {
        const accounts = (await importBook(bench, await locate(folder))).get("accounts");
        if (accounts === undefined) throw new Error("the little book has accounts");
        const { entries } = await readRoster(
          bench,
          accounts,
          littleBundle(),
          new Map(),
          [],
          new Quarantine(),
        );
        expect(entries).toHaveLength(12);
        expect(entries[2]).toEqual({
          account: "1003",
          household: "H1",
          registration: expect.any(String),
          row: 4,
        });
      } finally {
        await bench.close();
      }
    });
  });
});

it("has every account of a book, however many there are", { timeout: 120_000 }, async () => {
  const files = littleBook();
  const [header = "", first = ""] = (files["accounts.csv"] ?? "").split("\n");
  const cells = first.split(",");
  const household = header.split(",").indexOf("household");
  const row = (account: number): string =>
    cells.map((cell, at) => (at === 0 ? account : at === household ? "" : cell)).join(",");
  // More than the database takes at a time into a table that is filled.
  const count = 205_000;
  const accounts = Array.from({ length: count }, (_, at) => row(1001 + at));
  await withBook({ ...files, "accounts.csv": `${[header, ...accounts].join("\n")}\n` }, async (book) => {
    expect(book.entries).toHaveLength(count);
    expect(book.quarantine).toEqual([]);
    expect((await book.accounts(count - 1, 1)).map(({ account }) => account)).toEqual([String(1000 + count)]);
  });
});
