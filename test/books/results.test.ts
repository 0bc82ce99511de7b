/** The proposals as Parquet files: what `proposals.jsonl` says, in typed columns, and the same bytes each time. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run } from "@mandate/runtime";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openProject, writeProject } from "../faults/project.ts";
import { parquetColumns, parquetRows } from "../support/tables/parquet.ts";

const folder = mkdtempSync(join(tmpdir(), "mandate-results-"));
const project = join(folder, "project");

beforeAll(() => {
  writeProject(project, 7);
  // Somebody whom the book itself puts aside: no shard has a line of his.
  const accounts = join(project, "book", "accounts.csv");
  const [header = "", ...lines] = readFileSync(accounts, "utf8").trimEnd().split("\n");
  const registration = header.split(",").indexOf("registration");
  const odd = lines.map((line, at) =>
    line
      .split(",")
      .map((cell, column) => (at === 5 && column === registration ? "odd" : cell))
      .join(","),
  );
  writeFileSync(accounts, `${[header, ...odd].join("\n")}\n`);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function solve(name: string, parquet: boolean, resume = false): Promise<string> {
  const out = join(folder, name);
  const { bundle, bundleHash, book } = await openProject(project);
  try {
    await run({
      ...{ bundle, bundleHash, book, out, accounts: [], solver: "auto", workers: 1, resume, parquet },
      ...{ timeLimitSeconds: 10, shardSize: 8, version: "of a test", clock: () => "2026-11-20T00:00:00Z" },
      progress: () => undefined,
    });
  } finally {
    await book.close();
  }
  return out;
}

const filesIn = (out: string): readonly string[] => readdirSync(join(out, "parquet")).sort();

/** A value as both forms can say it: numbers and decimals as numbers, nothing where there is nothing. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value === "object" && value !== null)
    return Object.fromEntries(
      Object.entries(value)
        .filter(([, each]) => each !== null)
        .map(([key, each]) => [key, plain(each)]),
    );
  return typeof value === "string" && /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : value;
}

describe("proposals as Parquet", () => {
  it("say what the lines of JSON say", { timeout: 120_000 }, async () => {
    const out = await solve("first", true);
    const lines = readFileSync(join(out, "proposals.jsonl"), "utf8").trimEnd().split("\n");
    const wanted = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    const statuses = new Set(wanted.map(({ status }) => status));
    expect([...statuses]).toEqual(expect.arrayContaining(["proposed", "quarantined"]));
    const found = new Map<string, Record<string, unknown>>();
    const trades = new Map<string, unknown[]>();
    for (const file of filesIn(out).filter((name) => name.startsWith("accounts-")))
      for (const row of await parquetRows(join(out, "parquet", file))) {
        expect(found.has(String(row["account"]))).toBe(false);
        found.set(String(row["account"]), row);
      }
    for (const file of filesIn(out).filter((name) => name.startsWith("trades-")))
      for (const { account, ...trade } of await parquetRows(join(out, "parquet", file)))
        trades.set(String(account), [...(trades.get(String(account)) ?? []), trade]);
    expect(found.size).toBe(wanted.length);
    for (const line of wanted) {
      const account = String(line["account"]);
      const own = trades.get(account) ?? [];
      expect(plain({ ...found.get(account), trades: own })).toEqual(plain(line));
      expect(Number(found.get(account)?.["trades"])).toBe(own.length);
    }
    expect([...trades.values()].flat().length).toBeGreaterThan(20);
    const [first = ""] = filesIn(out).filter((name) => name.startsWith("trades-"));
    expect(await parquetColumns(join(out, "parquet", first))).toMatchObject({
      account: "VARCHAR",
      quantity: "DECIMAL(35,20)",
      price: "DECIMAL(35,20)",
      value: "DECIMAL(38,2)",
    });
  });

  it("are the same bytes each time, and go with the run they belong to", { timeout: 120_000 }, async () => {
    const [first, again] = [join(folder, "first"), await solve("again", true)];
    expect(filesIn(again)).toEqual(filesIn(first));
    expect(filesIn(again).length).toBeGreaterThan(6);
    for (const file of filesIn(again))
      expect(readFileSync(join(again, "parquet", file)), file).toEqual(
        readFileSync(join(first, "parquet", file)),
      );
    // Of an earlier run that was larger; and a file of somebody else's.
    mkdirSync(join(again, "parquet"), { recursive: true });
    writeFileSync(join(again, "parquet", "trades-0000099.parquet"), "old");
    writeFileSync(join(again, "parquet", "notes.txt"), "mine");
    await solve("again", true);
    expect(filesIn(again)).toEqual([...filesIn(first), "notes.txt"].sort());
    await solve("again", false);
    expect(filesIn(again)).toEqual(["notes.txt"]);
  });
});
