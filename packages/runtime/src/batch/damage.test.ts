/**
 * Books that are damaged in every way that data.md lists, solved from end to end: every bad record stands in
 * `quarantine.jsonl` with its row, and every account that it does not touch has the same line, to the byte, as in the good
 * book. The line of an account may change only where
 * - the record touches it: then it is quarantined;
 * - the record touches another account of its household, which then proposes nothing that the account would have to heed
 *   as activity of the day (semantics.md 4): then its line is what it is when that other account is put aside for any reason;
 * - a lot or an activity of its household names no account, or one that the book does not know: whose it was cannot be told.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { BookError, openBook } from "../book/index.ts";
import { littleBook } from "../book/testkit/bundle.ts";
import { type DamagedBook, damagedBooks, refusedBooks } from "../book/testkit/damage.ts";
import { littlePolicy } from "../book/testkit/policy.ts";
import { run } from "./run.ts";

const AT_LEAST = 200;

const folder = mkdtempSync(join(tmpdir(), "mandate-damage-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const bundle = littlePolicy();
const files = littleBook();

interface Line {
  readonly account: string;
  readonly status: string;
}

interface Fault {
  readonly account: string;
  readonly code: string;
  readonly reason: string;
  readonly file: string;
  readonly row: number;
}

interface Solved {
  /** lines of `proposals.jsonl` by account, in their order */
  readonly lines: ReadonlyMap<string, string>;
  /** of `trades.csv`, by account */
  readonly trades: ReadonlyMap<string, string>;
  readonly quarantine: readonly Fault[];
}

const parsed = <T>(text: string): T => JSON.parse(text) as T;
const rowsOf = (text: string): string[] => text.split("\n").slice(0, -1);

/** Solves a book of these files. @throws BookError where it is refused as a whole */
async function solve(contents: DamagedBook["files"]): Promise<Solved> {
  const place = mkdtempSync(join(folder, "book-"));
  try {
    mkdirSync(join(place, "book"));
    for (const [name, text] of Object.entries(contents)) writeFileSync(join(place, "book", name), text);
    const book = await openBook(join(place, "book"), {
      bundle,
      asOf: "2026-11-20",
      staleAfterBusinessDays: 3,
      priceJump: "0.4",
    });
    const out = join(place, "run");
    try {
      await run({
        bundle,
        bundleHash: "of a test",
        book,
        out,
        accounts: [],
        solver: "auto",
        workers: 1,
        resume: false,
        timeLimitSeconds: 10,
        shardSize: 100,
        version: "0.1.0",
        clock: () => "2026-11-20T00:00:00Z",
        progress: () => undefined,
      });
    } finally {
      await book.close();
    }
    const read = (name: string): string[] => rowsOf(readFileSync(join(out, name), "utf8"));
    const trades = new Map<string, string>();
    for (const row of read("trades.csv").slice(1)) {
      const account = row.slice(0, row.indexOf(","));
      trades.set(account, `${trades.get(account) ?? ""}${row}\n`);
    }
    return {
      lines: new Map(read("proposals.jsonl").map((line) => [parsed<Line>(line).account, line])),
      trades,
      quarantine: read("quarantine.jsonl").map((line) => parsed<Fault>(line)),
    };
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}

/** Accounts and their households as the good book has them. */
const homes = new Map(
  rowsOf(files["accounts.csv"] ?? "")
    .slice(1)
    .map((row) => row.split(","))
    .map((cells) => [cells[0] ?? "", cells[2] ?? ""]),
);
const mates = (accounts: readonly string[]): ReadonlySet<string> => {
  const touched = new Set(accounts.map((account) => homes.get(account)));
  return new Set([...homes].filter(([, home]) => touched.has(home)).map(([account]) => account));
};

/** The good book with these accounts put aside for another reason: their cash is unreadable. */
const controls = new Map<string, Promise<Solved>>();
function without(accounts: readonly string[]): Promise<Solved> {
  const key = accounts.join(",");
  const known = controls.get(key);
  if (known !== undefined) return known;
  const [header = "", ...rows] = rowsOf(files["accounts.csv"] ?? "");
  const cash = header.split(",").indexOf("cash");
  const changed = rows.map((row) => {
    const cells = row.split(",");
    return cells
      .map((cell, at) => (at === cash && accounts.includes(cells[0] ?? "") ? "n/a" : cell))
      .join(",");
  });
  const solved = solve({ ...files, "accounts.csv": `${[header, ...changed].join("\n")}\n` });
  controls.set(key, solved);
  return solved;
}

/** The account that a damaged row belonged to before it named none that is known. */
function ownerOf({ record, touched }: DamagedBook): string | undefined {
  if (record === undefined || touched.length > 0 || !/lots|activity/.test(record.file)) return undefined;
  return rowsOf(files[record.file] ?? "")[record.row - 1]?.split(",")[0];
}

describe("damaged books, solved", () => {
  const corpus = [...damagedBooks(files, 20261120), ...damagedBooks(files, 7)].slice(0, AT_LEAST + 10);
  let good: Solved;

  beforeAll(async () => {
    good = await solve(files);
  }, 60_000);

  it("the good one: everybody is", () => {
    const statuses = [...good.lines.values()].map((line) => parsed<Line>(line).status);
    expect(statuses).toHaveLength(homes.size);
    expect(statuses.filter((status) => status === "proposed" || status === "no_trade")).toHaveLength(
      homes.size,
    );
    expect(good.quarantine).toEqual([]);
  });

  it("lose only whom the damage touches, and put every bad record where it is found", {
    timeout: 600_000,
  }, async () => {
    expect(corpus.length).toBeGreaterThanOrEqual(AT_LEAST);
    const told = { same: 0, put: 0, mates: 0, unknowable: 0 };
    for (const damaged of corpus) {
      const { name, record, touched } = damaged;
      const solved = await solve(damaged.files);
      expect(solved.quarantine, name).toContainEqual(
        expect.objectContaining({ code: record?.code, row: record?.row, file: `book/${record?.file}` }),
      );
      const owner = ownerOf(damaged);
      const near = mates([...touched, ...(owner === undefined ? [] : [owner])]);
      const aside = new Set(touched);
      const control = await without([...touched].sort());
      // The key of an account's own row may be what is damaged; then the account is no longer in the book by that name.
      for (const account of homes.keys()) {
        const line = solved.lines.get(account);
        if (aside.has(account)) {
          if (line !== undefined)
            expect(parsed<Line>(line).status, `${name}: ${account}`).toBe("quarantined");
          expect(
            solved.quarantine.some((fault) => fault.account === account),
            `${name}: ${account}`,
          ).toBe(true);
          expect(solved.trades.has(account), `${name}: ${account}`).toBe(false);
          told.put += 1;
        } else if (!near.has(account)) {
          expect(line, `${name}: ${account}`).toBe(good.lines.get(account));
          expect(solved.trades.get(account), `${name}: ${account}`).toBe(good.trades.get(account));
          told.same += 1;
        } else if (owner === undefined) {
          expect(line, `${name}: ${account}`).toBe(control.lines.get(account));
          told.mates += 1;
        } else {
          expect(parsed<Line>(line ?? "{}").status, `${name}: ${account}`).toMatch(/^(?:proposed|no_trade)$/);
          told.unknowable += 1;
        }
      }
    }
    console.info(
      `${corpus.length} damaged books of ${homes.size} accounts solved: ${told.same} accounts with the same line, ${told.put} quarantined, ${told.mates} of a touched household as if the other were put aside, ${told.unknowable} whose lost record names nobody`,
    );
  });

  it("are refused as a whole where a file cannot be read at all, in one sentence", {
    timeout: 120_000,
  }, async () => {
    const refused = refusedBooks(files);
    for (const { name, files: contents } of refused) {
      const attempt = solve(contents);
      await expect(attempt, name).rejects.toBeInstanceOf(BookError);
      await expect(attempt, name).rejects.toThrow(/^[^\n]{10,300}$/);
    }
    console.info(`${refused.length} books refused as a whole`);
  });
});
