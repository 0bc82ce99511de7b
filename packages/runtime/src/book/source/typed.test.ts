import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { openWorkbench } from "../database.ts";
import { openBook } from "../open.ts";
import { littleBook } from "../testkit/bundle.ts";
import { inFolder, littleOptions, sql } from "../testkit/folder.ts";
import { importBook } from "./index.ts";
import { locate } from "./location.ts";

const names = ["securities", "accounts", "lots", "activity"];

describe("typed tables", () => {
  it("put aside whom a cell with control characters touches, and nobody else", async () => {
    await inFolder(littleBook(), async (folder) => {
      const parquet = join(folder, "parquet");
      await mkdir(parquet);
      const database = join(folder, "book.duckdb");
      const csv = (name: string): string =>
        `read_csv('${join(folder, name)}.csv', header = true, all_varchar = true)`;
      await sql(
        [
          ...names.map((name) => `CREATE TABLE ${name} AS SELECT * FROM ${csv(name)}`),
          // Databases hold what no text file would: NUL, and an escape that a terminal obeys.
          "UPDATE lots SET lot = 'a' || chr(0) || 'b' WHERE account = '1003' AND lot = 'L0'",
          "UPDATE accounts SET name = chr(27) || '[2J' WHERE account = '1005'",
          "UPDATE accounts SET name = 'two' || chr(10) || 'lines' WHERE account = '1006'",
          ...names.map((name) => `COPY ${name} TO '${parquet}/${name}.parquet'`),
        ],
        database,
      );
      for (const location of [parquet, database]) {
        const book = await openBook(location, littleOptions());
        expect(book.quarantine.map(({ account, code }) => `${account} ${code}`)).toEqual([
          "1003 MDT7230",
          "1005 MDT7230",
        ]);
        expect(book.quarantine[0]?.reason).toContain("U+0000");
        expect((await book.readAll()).map(({ account }) => account)).toHaveLength(10);
        await book.close();
      }
    });
  });

  it("say a row of a database by its key", async () => {
    await inFolder(littleBook(), async (folder) => {
      const database = join(folder, "book.duckdb");
      await sql(
        [
          ...names.map(
            (name) =>
              `CREATE TABLE ${name} AS SELECT * FROM read_csv('${join(folder, name)}.csv', header = true, all_varchar = true)`,
          ),
          "UPDATE lots SET quantity = '-1', lot = 'O''Hara' WHERE account = '1003' AND lot = 'L0'",
          "UPDATE accounts SET cash = 'much' WHERE account = '1005'",
        ],
        database,
      );
      const book = await openBook(database, littleOptions());
      expect(book.quarantine.map(({ account, file, key }) => ({ account, file, key }))).toEqual([
        {
          account: "1003",
          file: "book.duckdb/lots",
          key: "account = '1003' AND lot = 'O''Hara' AND symbol = 'GGG' AND acquired = '2019-01-10'",
        },
        { account: "1005", file: "book.duckdb/accounts", key: "account = '1005'" },
      ]);
      expect(book.keyOf("1005")).toBe("account = '1005'");
      await book.close();
    });
  });

  it("that a database defines as a macro or a view of another file are not read", async () => {
    await inFolder(littleBook(), async (folder) => {
      const secret = join(folder, "secret.txt");
      await writeFile(secret, "symbol\nsecret");
      const database = join(folder, "book.duckdb");
      const leak = `(SELECT content FROM read_text('${secret}'))`;
      await sql(
        [
          ...names.map(
            (name) =>
              `CREATE TABLE ${name} AS SELECT * FROM read_csv('${join(folder, name)}.csv', header = true, all_varchar = true)`,
          ),
          // Functions that reading a table calls, of the file's own making.
          `CREATE MACRO trim(a, b) AS ${leak}`,
          `CREATE MACRO coalesce(a, b) AS ${leak}`,
          `CREATE VIEW factors AS SELECT * FROM read_text('${secret}')`,
        ],
        database,
      );
      const book = await openBook(database, littleOptions());
      const accounts = await book.readAll();
      await book.close();
      expect(accounts.length).toBeGreaterThan(0);
      expect(JSON.stringify(accounts)).not.toContain("secret");
    });
  });

  it("leave the database nothing else to read, on the machine or the network", async () => {
    await inFolder(littleBook(), async (folder) => {
      const bench = await openWorkbench("200MB");
      try {
        await importBook(bench, await locate(folder));
        for (const from of [
          `read_text('${join(folder, "..")}/x.txt')`,
          "read_text('/etc/hostname')",
          "read_csv('http://127.0.0.1:1/x.csv')",
        ])
          await expect(bench.connection.run(`SELECT * FROM ${from}`), from).rejects.toThrow(
            "disabled by configuration",
          );
        await expect(bench.connection.run("SET enable_external_access = true")).rejects.toThrow();
        await expect(bench.connection.run(`ATTACH '${join(folder, "other.duckdb")}'`)).rejects.toThrow();
      } finally {
        await bench.close();
      }
    });
  });

  it("of a small file that unpacks to the same row over and over are refused", async () => {
    await inFolder(littleBook(), async (folder) => {
      const accounts = join(folder, "accounts");
      const row = `SELECT a.* FROM (SELECT * FROM read_csv('${accounts}.csv', header = true, all_varchar = true) LIMIT 1) a`;
      await sql([`COPY (${row}, range(300000)) TO '${accounts}.parquet' (COMPRESSION zstd)`]);
      await rm(`${accounts}.csv`);
      await expect(openBook(folder, littleOptions())).rejects.toThrow("has 300,000 rows in");
    });
  });
});
