import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { type Compilation, compile } from "@mandate/compiler";
import { openBook } from "@mandate/runtime";
import { afterAll, describe, expect, it } from "vitest";
import { benchProject, benchSecurities, models, targetOf } from "./books/policy.ts";
import { writeBooks } from "./books.ts";

const made: string[] = [];
const folder = (): string => {
  const path = mkdtempSync(join(tmpdir(), "mandate-books-"));
  made.push(path);
  return path;
};
afterAll(() => {
  for (const path of made) rmSync(path, { recursive: true, force: true });
});

function compiled(files: ReadonlyMap<string, string>): Compilation {
  const read = (path: string) => {
    const text = files.get(path);
    return text === undefined ? undefined : { text };
  };
  const policies = [...files].flatMap(([path, text]) =>
    path.endsWith(".mandate") ? [{ path, text, layer: "firm" as const }] : [],
  );
  const layers = { firm: ["firm/**"], advisor: [], client: [] };
  const manifest = { name: "bench", universe: "data/securities.csv", layers };
  return compile({ manifest, files: policies, read }, { today: "2026-11-20" });
}

/** Rows of a query over a written book, `$table` being its file. */
async function rows(at: string, sql: string): Promise<unknown[][]> {
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  const text = sql.replace(
    /\$(\w+)/g,
    (_, table: string) => `read_parquet('${join(at, "book", `${table}.parquet`)}')`,
  );
  const found = (await connection.runAndReadAll(text))
    .getRows()
    .map((row) => row.map((value) => String(value)));
  connection.closeSync();
  instance.closeSync();
  return found;
}

const contents = `SELECT (SELECT md5(string_agg(a::VARCHAR, '|')) FROM $accounts a), (SELECT md5(string_agg(l::VARCHAR, '|')) FROM $lots l), (SELECT md5(string_agg(v::VARCHAR, '|')) FROM $activity v)`;

describe("the policy of large books", () => {
  it.each([5, 20, 60, 500, 2_000])(
    "compiles at %i securities, and its targets are the formula's",
    (count) => {
      const securities = benchSecurities(count);
      expect(securities).toHaveLength(count);
      const { bundle, diagnostics } = compiled(benchProject(securities));
      expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
      for (const [name, equity] of Object.entries(models)) {
        const total = securities.reduce((sum, security) => sum + targetOf(security, equity), 0);
        expect(total).toBeCloseTo(0.98, 9);
        const texts = JSON.stringify(bundle?.models.find((model) => model.name === name)?.nodes);
        const targets = [
          ...texts.matchAll(/"symbol":"(\w+)","rate":"0"\}\],"share":"[^"]+","target":"([^"]+)"/g),
        ];
        expect(targets).toHaveLength(count);
        for (const [, symbol, target] of targets) {
          const security = securities.find((one) => one.symbol === symbol);
          expect(Number(target)).toBeCloseTo(
            security === undefined ? Number.NaN : targetOf(security, equity),
            9,
          );
        }
      }
    },
  );
});

describe("large books", () => {
  it("have the same rows for the same seed, whatever the threads", async () => {
    const [one, two, three] = [folder(), folder(), folder()];
    await writeBooks(one, { accounts: 300, seed: 5 });
    await writeBooks(two, { accounts: 300, seed: 5, threads: 1 });
    await writeBooks(three, { accounts: 300, seed: 6 });
    expect(await rows(two, contents)).toEqual(await rows(one, contents));
    expect(await rows(three, contents)).not.toEqual(await rows(one, contents));
  });

  it("are a prefix of larger ones: growing changes nothing that was there", async () => {
    const [small, large] = [folder(), folder()];
    await writeBooks(small, { accounts: 50 });
    await writeBooks(large, { accounts: 120 });
    const lots = "SELECT * FROM $lots WHERE account <= 'A0000050'";
    expect(await rows(large, lots)).toEqual(await rows(small, lots));
  });

  it("are sorted by account, and complete: every lot's account, security and cost is there", async () => {
    const at = folder();
    const { tables } = await writeBooks(at, { accounts: 3_000, securities: 40, lots: 3 });
    expect(tables["accounts"]?.rows).toBe(3_000);
    for (const table of ["accounts", "lots", "activity"]) {
      const unsorted = `SELECT count(*) FROM (SELECT account, lag(account) OVER () AS before FROM $${table}) WHERE account < before`;
      expect(await rows(at, unsorted)).toEqual([["0"]]);
    }
    expect(
      await rows(
        at,
        "SELECT count(*) FROM $lots WHERE account NOT IN (SELECT account FROM $accounts) OR symbol NOT IN (SELECT symbol FROM $securities) OR quantity <= 0 OR unit_cost <= 0 OR acquired > DATE '2026-11-20'",
      ),
    ).toEqual([["0"]]);
    expect(
      await rows(
        at,
        "SELECT count(*) FROM (SELECT account, lot FROM $lots GROUP BY ALL HAVING count(*) > 1)",
      ),
    ).toEqual([["0"]]);
  });

  it("look like a firm's: near their models, losses among the young lots, some of all kinds of accounts", async () => {
    const at = folder();
    await writeBooks(at, { accounts: 3_000 });
    const [shares] = await rows(
      at,
      `SELECT avg((l.unit_cost > s.price)::INT), avg((l.acquired > DATE '2025-11-20')::INT), median(l.quantity * s.price)
       FROM $lots l JOIN $securities s USING (symbol)`,
    );
    const [losses = 0, short = 0, dollars = 0] = (shares ?? []).map(Number);
    expect(losses).toBeGreaterThan(0.15);
    expect(losses).toBeLessThan(0.45);
    expect(short).toBeGreaterThan(0.1);
    expect(short).toBeLessThan(0.35);
    expect(dollars).toBeGreaterThan(100);
    const [kinds] = await rows(
      at,
      `SELECT count(DISTINCT registration), count(DISTINCT model), avg((household IS NOT NULL)::INT), min(cash) FROM $accounts`,
    );
    const [registrations, followed, inHouseholds = 0, cash = -1] = (kinds ?? []).map(Number);
    expect([registrations, followed]).toEqual([4, 3]);
    expect(inHouseholds).toBeGreaterThan(0.4);
    expect(cash).toBeGreaterThanOrEqual(0);
  });

  it("stand where yesterday's run left them, if managed: near their models, no loss of more than three per cent", async () => {
    const at = folder();
    await writeBooks(at, { accounts: 1_000, state: "managed" });
    const [sums] = await rows(
      at,
      `SELECT max(l.unit_cost / s.price), avg((l.unit_cost > s.price)::INT),
         (SELECT quantile_cont(cash / (cash + (SELECT sum(quantity * price) FROM $lots JOIN $securities USING (symbol) WHERE account = a.account)), 0.9) FROM $accounts a)
       FROM $lots l JOIN $securities s USING (symbol)`,
    );
    const [deepest = 9, losses = 0, cash = 1] = (sums ?? []).map(Number);
    expect(deepest).toBeLessThan(1.0301);
    expect(losses).toBeGreaterThan(0.15);
    expect(cash).toBeLessThan(0.04);
  });

  it("are opened by the runtime without a word of complaint", async () => {
    const at = folder();
    const { tables } = await writeBooks(at, { accounts: 400, securities: 30 });
    const { bundle } = compiled(benchProject(benchSecurities(30)));
    if (bundle === undefined) throw new Error("the policy of large books does not compile");
    const opened = await openBook(join(at, "book"), { bundle, staleAfterBusinessDays: 3, priceJump: "0.4" });
    expect([opened.asOf, opened.entries.length, opened.quarantine, opened.warnings]).toEqual([
      "2026-11-20",
      400,
      [],
      [],
    ]);
    const accounts = await opened.readAll();
    expect(accounts.reduce((sum, { lots }) => sum + lots.length, 0)).toBe(tables["lots"]?.rows);
    await opened.close();
  });

  it("come with their project's files and leave nothing else", async () => {
    const at = folder();
    await writeBooks(at, { accounts: 10 });
    expect(readdirSync(at).sort()).toEqual(["book", "data", "firm", "mandate.json"]);
    expect(JSON.parse(readFileSync(join(at, "mandate.json"), "utf8"))).toMatchObject({ book: "book" });
  });
});
