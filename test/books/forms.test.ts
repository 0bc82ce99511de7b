/** One book in every form that a book can have gives the same bytes; what is wrong with it is told in the same words. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { BookError, run } from "@mandate/runtime";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { openProject, writeProject } from "../faults/project.ts";
import { runCli } from "../support/cli.ts";
import { type Cluster, hasPostgres, startCluster } from "../support/postgres/cluster.ts";
import { sql } from "../support/postgres/sql.ts";
import { asParquetAndDuckDb, asPostgres } from "../support/tables/forms.ts";

const folder = mkdtempSync(join(tmpdir(), "mandate-forms-"));
const project = join(folder, "project");
const csv = join(project, "book");
let cluster: Cluster | undefined;
let expected: Record<string, string>;

const KEYS = { accounts: "account", securities: "symbol" };

interface Aside {
  readonly account: string;
  readonly code: string;
  readonly reason: string;
  readonly file: string;
  readonly row: number;
  readonly key?: string;
}

async function solve(name: string, place: string): Promise<Record<string, string>> {
  const out = join(folder, name);
  const { bundle, bundleHash, book } = await openProject(project, place);
  try {
    await run({
      ...{ bundle, bundleHash, book, out, accounts: [], solver: "auto", workers: 1, resume: false },
      ...{ timeLimitSeconds: 10, shardSize: 100, version: "of a test", clock: () => "2026-11-20T00:00:00Z" },
      progress: () => undefined,
    });
  } finally {
    await book.close();
  }
  const files = ["proposals.jsonl", "trades.csv", "quarantine.jsonl", "run.json"];
  return Object.fromEntries(files.map((file) => [file, readFileSync(join(out, file), "utf8")]));
}

const asides = (files: Record<string, string>): readonly Aside[] =>
  (files["quarantine.jsonl"] ?? "")
    .trimEnd()
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as Aside);

/** The lines in which two files differ, shortened: whole proposals say too much. */
function differences(found = "", wanted = ""): readonly string[] {
  const [a, b] = [found.split("\n"), wanted.split("\n")];
  return Array.from({ length: Math.max(a.length, b.length) }, (_, at) => at)
    .filter((at) => a[at] !== b[at])
    .map((at) => `${a[at]?.slice(0, 200)} and not ${b[at]?.slice(0, 200)}`);
}

const words = ({ account, code, reason }: Aside): string => `${account} ${code} ${reason}`;

/** A file's lines in the order of their first cells: a database has its tables in the order of their keys. */
function sortFile(path: string): void {
  const [header = "", ...lines] = readFileSync(path, "utf8").trimEnd().split("\n");
  writeFileSync(path, `${[header, ...lines.sort((a, b) => (a < b ? -1 : 1))].join("\n")}\n`);
}

beforeAll(async () => {
  writeProject(project, 7);
  for (const table of ["securities", "accounts", "lots", "activity"]) sortFile(join(csv, `${table}.csv`));
  const lots = join(csv, "lots.csv");
  const [header = "", first = "", ...rest] = readFileSync(lots, "utf8").trimEnd().split("\n");
  const columns = header.split(",");
  // What types let through: a sale that was booked as a holding, and a day to come.
  const damaged = (line: string, column: string, cell: string): string =>
    line
      .split(",")
      .map((each, at) => (columns[at] === column ? cell : each))
      .join(",");
  const other = rest.findIndex((line) => line.split(",")[0] !== first.split(",")[0]);
  rest[other] = damaged(rest[other] ?? "", "acquired", "2031-01-05");
  writeFileSync(lots, `${[header, damaged(first, "quantity", "-5"), ...rest].join("\n")}\n`);
  expected = await solve("csv", csv);
  expect(asides(expected).map(({ code }) => code)).toEqual(expect.arrayContaining(["MDT7216", "MDT7218"]));
  await asParquetAndDuckDb(csv, folder);
  if (hasPostgres) cluster = await startCluster();
}, 120_000);

afterAll(() => {
  cluster?.remove();
  rmSync(folder, { recursive: true, force: true });
});

describe("a book", () => {
  it("of Parquet files gives the bytes of its CSV files", { timeout: 60_000 }, async () => {
    const found = await solve("of-parquet", join(folder, "parquet"));
    expect(differences(found["proposals.jsonl"], expected["proposals.jsonl"])).toEqual([]);
    expect(differences(found["trades.csv"], expected["trades.csv"])).toEqual([]);
    expect(asides(found).map(words)).toEqual(asides(expected).map(words));
    // Rows of a Parquet file count from 1, and have no header among them.
    expect(asides(found).map(({ row, key }) => ({ row: row + 1, key }))).toEqual(
      asides(expected).map(({ row }) => ({ row, key: undefined })),
    );
  });

  it("in a DuckDB file too, and says which row of which table", { timeout: 60_000 }, async () => {
    const found = await solve("of-duckdb", join(folder, "book.duckdb"));
    expect(differences(found["proposals.jsonl"], expected["proposals.jsonl"])).toEqual([]);
    expect(differences(found["trades.csv"], expected["trades.csv"])).toEqual([]);
    expect(asides(found).map(words)).toEqual(asides(expected).map(words));
    const future = asides(found).find(({ code }) => code === "MDT7218");
    expect(future?.file).toBe("book.duckdb/lots");
    expect(future?.key).toMatch(
      /^account = '[^']+' AND lot (IS NULL|= '[^']+') AND symbol = '[^']+' AND acquired = '2031-01-05'$/,
    );
  });

  it.skipIf(!hasPostgres)("in PostgreSQL too, at any address of it", { timeout: 60_000 }, async () => {
    const url = cluster?.url() ?? "";
    await asPostgres(csv, url, "today", KEYS);
    const found = await solve("of-postgres", `${url}?schema=today`);
    expect(differences(found["proposals.jsonl"], expected["proposals.jsonl"])).toEqual([]);
    expect(differences(found["trades.csv"], expected["trades.csv"])).toEqual([]);
    expect(asides(found).map(words)).toEqual(asides(expected).map(words));
    const future = asides(found).find(({ code }) => code === "MDT7218");
    expect(future?.file).toBe("postgres/lots");
    // What it is told by finds it.
    expect(await sql(url, `SELECT account FROM today.lots WHERE ${future?.key}`)).toEqual([
      [future?.account],
    ]);
    // Whoever reads in another session's settings, or after rows were written anew in another order, reads the same book.
    await sql(
      url,
      "ALTER DATABASE postgres SET datestyle = 'SQL, DMY'",
      "CREATE TABLE kept AS SELECT * FROM today.lots ORDER BY symbol, account DESC",
      "TRUNCATE today.lots",
      "INSERT INTO today.lots SELECT * FROM kept",
    );
    const again = await solve("of-postgres-again", `${url}?schema=today`);
    expect(differences(again["proposals.jsonl"], found["proposals.jsonl"])).toEqual([]);
    expect(again["quarantine.jsonl"]).toBe(found["quarantine.jsonl"]);
    const hash = (files: Record<string, string>): unknown => JSON.parse(files["run.json"] ?? "").book;
    expect(hash(again)).toBe(hash(found));
    await sql(
      url,
      "UPDATE today.accounts SET cash = cash + 1 WHERE account = (SELECT min(account) FROM today.accounts)",
    );
    expect(hash(await solve("of-postgres-changed", `${url}?schema=today`))).not.toBe(hash(found));
  });
});

describe.skipIf(!hasPostgres)("a book in PostgreSQL that cannot be read", () => {
  const refused = async (place: string): Promise<string> => {
    try {
      await (await openProject(project, place)).book.close();
      return "it was read";
    } catch (error) {
      expect(error).toBeInstanceOf(BookError);
      return error instanceof Error ? error.message : "";
    }
  };

  it("is refused in one sentence", { timeout: 120_000 }, async () => {
    const url = cluster?.url() ?? "";
    const at = url.replace(/^postgres:\/\//, "");
    const book = (place: string): string => `the book at \`${place}\` cannot be read`;
    await sql(
      url,
      "CREATE ROLE locked LOGIN PASSWORD 'right'",
      "CREATE ROLE stranger LOGIN",
      "CREATE DATABASE ascii ENCODING 'SQL_ASCII' TEMPLATE template0",
      "CREATE SCHEMA half",
      "CREATE TABLE half.securities (symbol text, price numeric, price_date date)",
      "CREATE TABLE half.accounts (account text)",
    );
    await asPostgres(csv, url, "closed", KEYS);
    expect(await refused(url)).toBe(
      "the database `postgres` has no table `securities` in its schema `public`; the schema `closed` has one: end the address with `?schema=closed`",
    );
    expect(await refused(`${url}?schema=half`)).toBe("`postgres/accounts` has no column `registration`");
    expect(await refused(cluster?.url("ascii") ?? "")).toBe(
      "the database `ascii` does not say how its text is encoded (SQL_ASCII); a book's is in UTF-8",
    );
    expect(await refused(cluster?.url("nowhere") ?? "")).toBe(
      `${book(at.replace("/postgres", "/nowhere"))}: there is no database \`nowhere\``,
    );
    expect(await refused(cluster?.url("postgres", "stranger") ?? "")).toMatch(/has no table `securities`/);
    expect(await refused(`${cluster?.url("postgres", "stranger")}?schema=closed`)).toMatch(
      /: the user lacks a right: permission denied for schema closed$/,
    );
    const locked = cluster?.url("postgres", "locked") ?? "";
    vi.stubEnv("PGPASSWORD", "wrong");
    expect(await refused(locked)).toBe(
      `${book(at.replace("mandate@", "locked@"))}: the user or the password is wrong`,
    );
    vi.stubEnv("PGPASSWORD", undefined);
    expect(await refused(locked.replace("locked@", "locked:wrong@"))).toBe(
      `${book(at.replace("mandate@", "locked@"))}: the user or the password is wrong`,
    );
    expect(await refused(locked)).toBe(
      `${book(at.replace("mandate@", "locked@"))}: it asks for a password; put it into the variable \`PGPASSWORD\`, or into a \`.pgpass\` file`,
    );
    expect(await refused("postgres://127.0.0.1:1/book")).toBe(
      `${book("127.0.0.1:1/book")}: nothing answers there; is PostgreSQL running, and is the port right?`,
    );
    expect(await refused("postgres://127.0.0.1")).toBe(
      "the address `127.0.0.1/` names no database; write it as `postgres://user@host:5432/database`",
    );
    // The command line takes an address where it takes a folder, and never shows a password.
    const secret = locked.replace("locked@", "locked:secret@");
    const { code, err } = runCli([
      "solve",
      "--project",
      project,
      "--book",
      secret,
      "--out",
      join(folder, "refused"),
    ]);
    expect({ code, err }).toEqual({
      code: 2,
      err: `mandate: ${book(at.replace("mandate@", "locked@"))}: the user or the password is wrong\n`,
    });
  });
});
