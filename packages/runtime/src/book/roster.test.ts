import { describe, expect, it } from "vitest";
import { openWorkbench } from "./database.ts";
import { createQuarantine } from "./quarantine.ts";
import { readRoster } from "./roster.ts";
import { importBook } from "./source/index.ts";
import { locate } from "./source/location.ts";
import { littleBook, littleBundle } from "./testkit/bundle.ts";
import { inFolder } from "./testkit/folder.ts";

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
          createQuarantine(),
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
