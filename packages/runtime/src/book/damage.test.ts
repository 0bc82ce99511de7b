import { appendFileSync, writeFileSync } from "node:fs";
import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { recordFaults } from "@mandate/compiler";
import { describe, expect, it } from "vitest";
import { openWorkbench } from "./database.ts";
import { openBook } from "./open.ts";
import { importCsv } from "./source/csv.ts";
import { locate } from "./source/location.ts";
import { littleBook } from "./testkit/bundle.ts";
import { damagedBooks, refusedBooks } from "./testkit/damage.ts";
import { inFolder, littleOptions, withBook } from "./testkit/folder.ts";

const files = littleBook();
const codes: ReadonlySet<string> = new Set(Object.values(recordFaults).map(({ code }) => code));

describe("damaged books", () => {
  it("have codes that are all different", () => {
    expect(codes.size).toBe(Object.keys(recordFaults).length);
  });

  it("lose only the accounts that the damage touches, and tell file, row and code", {
    timeout: 120_000,
  }, async () => {
    const good = new Map(
      (await withBook(files, (book) => book.readAll())).map((each) => [each.account, each]),
    );
    const corpus = damagedBooks(files, 20261120);
    expect(corpus.length).toBeGreaterThanOrEqual(60);
    for (const { name, files: damaged, record, touched } of corpus) {
      await withBook(damaged, async (book) => {
        const told = [...book.quarantine, ...book.warnings].map(({ file, row, code }) => ({
          file,
          row,
          code,
        }));
        expect(told, name).toContainEqual({ ...record, file: `book/${record?.file}` });
        const aside = [...new Set(book.quarantine.map(({ account }) => account))];
        expect(aside.filter((account) => good.has(account)).sort(), name).toEqual([...touched].sort());
        for (const account of await book.readAll()) {
          if (
            !touched.includes(account.account) &&
            record?.code !== "MDT7224" &&
            record?.code !== "MDT7231"
          ) {
            expect(account, name).toEqual(good.get(account.account));
          }
        }
        expect((await book.readAll()).length, name).toBe(good.size - touched.length);
        for (const { reason } of [...book.quarantine, ...book.warnings]) {
          expect(reason, name).toMatch(/^[^\n]{5,600}$/);
        }
      });
    }
  });

  it("are refused as a whole, in one sentence, where a file cannot be read at all", {
    timeout: 60_000,
  }, async () => {
    for (const { name, files: damaged } of refusedBooks(files)) {
      const attempt = withBook(damaged, (book) => book.readAll());
      await expect(attempt, name).rejects.toMatchObject({
        name: "BookError",
        message: expect.stringMatching(/^[^\n]{10,300}$/),
      });
    }
  });

  it("says which column was meant", async () => {
    const lots = (files["lots.csv"] ?? "").replace("quantity", "quantiy");
    await expect(withBook({ ...files, "lots.csv": lots }, (book) => book.readAll())).rejects.toThrow(
      "`book/lots.csv` has no column `quantity`; it has `quantiy`: did you mean `quantity`?",
    );
  });

  it("are told by what is missing: the folder, a file, or a file that is something else", async () => {
    await inFolder(files, async (folder) => {
      const options = littleOptions();
      await expect(openBook(join(folder, "nowhere"), options)).rejects.toThrow("it is not there");
      await expect(openBook(join(folder, "lots.csv"), options)).rejects.toThrow("no DuckDB file");
      await expect(openBook("postgres://db", options)).rejects.toThrow("names no database");
      await writeFile(join(folder, "lots.parquet"), "PAR1");
      await expect(openBook(folder, options)).rejects.toThrow("both `lots.csv` and `lots.parquet`");
      await rm(join(folder, "lots.csv"));
      await expect(openBook(folder, options)).rejects.toThrow("is no Parquet file, or is damaged");
      await rm(join(folder, "lots.parquet"));
      await expect(openBook(folder, options)).rejects.toThrow("has no `lots.csv`");
    });
  });
});

describe("what touches more than its row", () => {
  const codesOf = (changed: Readonly<Record<string, string>>, options = {}): Promise<string[]> =>
    withBook(
      { ...files, ...changed },
      async (book) => book.quarantine.map(({ account, code, row }) => `${account} ${code} ${row}`),
      options,
    );
  const change = (file: string, from: string, to: string): Readonly<Record<string, string>> => ({
    [file]: (files[file] ?? "").replace(from, to),
  });

  it("duplicates: every row of the key", async () => {
    const twice = `${files["accounts.csv"]}1003,Again,,roth,Core,5,0,0,0,0,0,0,,\n`;
    expect(await codesOf({ "accounts.csv": twice })).toEqual(["1003 MDT7221 4", "1003 MDT7221 14"]);
    expect(await codesOf(change("lots.csv", "1002,L1,", "1002,L0,"))).toEqual([
      "1002 MDT7223 5",
      "1002 MDT7223 6",
    ]);
  });

  it("more records than anybody reads: the first are listed, the rest counted", async () => {
    const many = (line: (at: number) => string): string =>
      Array.from({ length: 3000 }, (_, at) => `${line(at)}\n`).join("");
    const lots = [
      files["lots.csv"],
      many((at) => `9999,G${at},AAA,1,1,2019-01-10`),
      many((at) => `,N${at},AAA,1,1,2019-01-10`),
      many(() => "1003,SAME,AAA,1,1,2019-01-10"),
    ].join("");
    const { quarantine, warnings } = await withBook({ ...files, "lots.csv": lots }, async (book) => book);
    for (const [account, code, records] of [
      ["9999", "MDT7224", quarantine.filter((record) => record.account === "9999")],
      ["", "MDT7231", warnings.filter(({ file }) => file === "book/lots.csv")],
      ["1003", "MDT7223", quarantine.filter((record) => record.account === "1003")],
    ] as const) {
      const last = records.at(-1);
      expect(records.length, account).toBe(1001);
      expect(new Set(records.slice(0, -1).map((record) => record.code))).toEqual(new Set([code]));
      expect(last?.code).toBe("MDT7248");
      expect(last?.reason).toMatch(/^2,000 more faults were found/);
      expect(last?.row).toBe((records[0]?.row ?? 0) + 1000);
    }
    expect(quarantine.length).toBe(2002);
  });

  it("a household of more accounts than are solved together: a placeholder, and all of them", async () => {
    const row = (account: number, household: string): string =>
      `${account},Many,${household},roth,Core,5,0,0,0,0,0,0,,\n`;
    const many = (count: number): string =>
      Array.from({ length: count }, (_, at) => row(5000 + at, "NONE")).join("");
    const told = (accounts: string) =>
      withBook(
        { ...files, "accounts.csv": `${files["accounts.csv"]}${accounts}` },
        async (book) => book.quarantine,
      );
    expect(await told(many(1000))).toEqual([]);
    const aside = await told(many(1001));
    expect(aside.map(({ account }) => account)).toEqual(
      Array.from({ length: 1001 }, (_, at) => `${5000 + at}`),
    );
    expect(aside.at(-1)).toEqual({
      account: "6000",
      reason:
        "household `NONE` has 1,001 accounts, and at most 1,000 are solved together; if it stands for no household, leave the cell empty",
      code: "MDT7249",
      file: "book/accounts.csv",
      row: 1014,
      value: "NONE",
    });
  });

  it("a cut id: the account that it must have been, in a file sorted like the book", async () => {
    expect(await codesOf(change("lots.csv", "1004,L0,BBB,10.5,15.1234,2019-01-10", "1004"))).toEqual([
      "1004 MDT7226 11",
    ]);
    const cut = (files["lots.csv"] ?? "").replace("1004,L1,CCC,11.5,15.1234,2019-02-11", "1004,L1,CCC,11.5");
    expect(await codesOf({ "lots.csv": cut })).toEqual(["1004 MDT7226 12"]);
  });

  it("a file of lots that breaks off: everyone whose lots may have been lost", async () => {
    const text = files["lots.csv"] ?? "";
    const cut = text.slice(0, text.indexOf("1010,L2") + 12);
    const found = await codesOf({ "lots.csv": cut });
    expect(found).toEqual(["1010 MDT7226 31", "1011 MDT7242 31", "1012 MDT7242 31"]);
  });

  it("a menu's column that is none: the accounts that chose in it", async () => {
    const found = await codesOf(change("accounts.csv", "Tax.gains_budget", "Tax.gain_budget"));
    expect(found).toEqual(["1001 MDT7212 2", "1006 MDT7212 7", "1011 MDT7212 12"]);
  });

  it("a price that jumped since the previous book", async () => {
    await inFolder(
      change("securities.csv", "80.50", "40.50") && {
        ...files,
        ...change("securities.csv", "80.50", "40.50"),
      },
      async (previousBook) => {
        const found = await codesOf({}, { previousBook });
        expect(new Set(found.map((each) => each.slice(5)))).toEqual(new Set(["MDT7207 9"]));
      },
    );
  });

  it("a price date of the future does not make the other prices old", async () => {
    await inFolder({ ...files, ...change("securities.csv", "2026-11-20", "2099-01-01") }, async (folder) => {
      const { asOf: _, ...options } = littleOptions();
      const book = await openBook(folder, options);
      expect(book.asOf).toBe("2026-11-20");
      expect(new Set(book.quarantine.map(({ code }) => code))).toEqual(new Set(["MDT7208"]));
      await book.close();
    });
  });

  it("a target without a row: the accounts of the model, and the holders", async () => {
    const without = (files["securities.csv"] ?? "").replace(/^GGG.*\n/m, "");
    await withBook({ ...files, "securities.csv": without }, async (book) => {
      const aside = new Set(book.quarantine.map(({ account }) => account));
      for (const income of ["1002", "1004", "1006", "1008", "1010", "1012"])
        expect(aside.has(income)).toBe(true);
      expect(book.quarantine[0]?.reason).not.toContain("undefined");
    });
  });

  it("a file that goes away, or changes, while it is read", async () => {
    await inFolder(files, async (folder) => {
      const bench = await openWorkbench("100MB");
      const place = await locate(folder);
      const sources = place.kind === "folder" ? place.files : [];
      const [first, second] = sources;
      if (first === undefined || second === undefined) throw new Error("the little book has two files");
      await rm(first.path);
      await expect(importCsv(bench, first)).rejects.toMatchObject({
        code: "MDT7308",
        file: "book/securities.csv",
      });
      // Large enough that it is still being read when it grows.
      writeFileSync(second.path, `${files["accounts.csv"]}${"\n".repeat(500_000)}`);
      const importing = importCsv(bench, second);
      const growing = setInterval(() => appendFileSync(second.path, "x"), 2);
      await expect(importing.finally(() => clearInterval(growing))).rejects.toMatchObject({
        code: "MDT7308",
      });
      await bench.close();
    });
  });
});
