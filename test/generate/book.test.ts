import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { compile } from "@mandate/compiler";
import { openBook } from "@mandate/runtime";
import { Decimal } from "decimal.js";
import { afterAll, describe, expect, it } from "vitest";
import { bookFiles, bookInMemory, generateBook } from "./book.ts";
import { projectInput } from "./input.ts";
import { generateProject } from "./project.ts";

const exact = (text: string): Decimal => new Decimal(text);
const books = Array.from({ length: 40 }, (_, seed) => generateBook(seed, generateProject(seed)));
const asOf = "2026-11-20";

const folder = mkdtempSync(join(tmpdir(), "mandate-generated-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("generated books", () => {
  it("are the same for the same seed", () => {
    const project = generateProject(4);
    expect(generateBook(9, project).tables).toEqual(generateBook(9, project).tables);
    expect(generateBook(9, project).tables).not.toEqual(generateBook(10, project).tables);
  });

  it("have accounts that are worth something, and lots of known securities", () => {
    for (const book of books) {
      const { market, accounts } = bookInMemory(book, exact);
      for (const account of accounts) {
        let value = account.cash;
        for (const lot of account.lots) {
          const security = market.securities.get(lot.symbol);
          expect(
            lot.quantity.gt(0) && lot.unitCost.gt(0) && lot.acquired <= asOf && security !== undefined,
          ).toBe(true);
          value = value.plus(lot.quantity.times(security?.price ?? 0));
        }
        expect(value.gt(0)).toBe(true);
      }
    }
  });

  it("reach every edge: dates, cash, gains and losses, households across registrations", () => {
    const lots = books.flatMap((book) => book.tables.lots.map(({ acquired }) => acquired));
    for (const day of [
      "2025-11-20",
      "2025-11-19",
      "2025-11-21",
      "2024-02-29",
      asOf,
      "2026-10-21",
      "2026-10-20",
    ]) {
      expect(lots).toContain(day);
    }
    const activity = books.flatMap((book) => book.tables.activity);
    for (const side of ["buy", "sell", "reinvest"])
      expect(activity.some((row) => row.side === side)).toBe(true);
    for (const day of ["2026-10-21", "2026-10-20"]) {
      expect(
        activity.some(({ side, date, gain }) => side === "sell" && date === day && gain.startsWith("-")),
      ).toBe(true);
    }
    const accounts = books.flatMap((book) => book.tables.accounts);
    expect(accounts.some(({ cash }) => cash.startsWith("-"))).toBe(true);
    expect(accounts.some(({ cash }) => cash === "0")).toBe(true);
    const mixed = books.some((book) => {
      const kinds = new Map<string, Set<string>>();
      for (const { household, registration } of book.tables.accounts) {
        if (household !== "") kinds.set(household, (kinds.get(household) ?? new Set()).add(registration));
      }
      return [...kinds.values()].some((found) => found.size > 1);
    });
    expect(mixed).toBe(true);
    expect(new Set(books.flatMap((book) => [...book.shapes.values()])).size).toBe(8);
  });

  it("are written as the tables of data.md", () => {
    const project = generateProject(7);
    const book = generateBook(1, project, { factors: 2 });
    const files = bookFiles(book);
    const lines = (file: string): string[] => (files.get(file) ?? "").trimEnd().split("\n");
    expect([...files.keys()].sort()).toEqual([
      "accounts.csv",
      "activity.csv",
      "factor_covariance.csv",
      "factors.csv",
      "lots.csv",
      "securities.csv",
    ]);
    expect(lines("lots.csv")[0]).toBe("account,lot,symbol,quantity,unit_cost,acquired");
    expect(lines("accounts.csv")).toHaveLength(book.tables.accounts.length + 1);
    expect(lines("securities.csv")).toHaveLength(project.securities.length + 1);
    expect([...bookFiles(generateBook(1, project, { noActivity: true })).keys()]).not.toContain(
      "activity.csv",
    );
  });

  it("are read back whole: no account put aside, every lot and sale as it was", async () => {
    for (let seed = 0; seed < 12; seed++) {
      const project = generateProject(seed, { risk: seed % 2 === 0 });
      const { bundle } = compile(projectInput(project), { today: asOf });
      if (bundle === undefined) throw new Error(`seed ${seed} does not compile`);
      const book = generateBook(seed, project, { factors: 2 });
      const place = join(folder, String(seed));
      mkdirSync(place);
      for (const [file, text] of bookFiles(book)) writeFileSync(join(place, file), text);
      const opened = await openBook(place, { bundle, asOf, staleAfterBusinessDays: 3, priceJump: "0.4" });
      expect([seed, opened.quarantine, opened.warnings]).toEqual([seed, [], []]);
      const inMemory = bookInMemory(book, exact);
      const read = await opened.readAll();
      const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
      const withoutColumns = (accounts: typeof read) =>
        accounts.map((account) => ({ ...account, columns: {} }));
      expect(plain(withoutColumns(read))).toEqual(plain(inMemory.accounts));
      expect(plain([...opened.market.securities])).toEqual(plain([...inMemory.market.securities]));
      await opened.close();
    }
  });
});
