import { mkdir, readdir, rename, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { openBook } from "./open.ts";
import { littleBook } from "./testkit/bundle.ts";
import { inFolder, littleOptions, sql, withBook } from "./testkit/folder.ts";

const files = littleBook();

describe("a good book", () => {
  it("is read whole, in its order, in exact decimals", async () => {
    await withBook(files, async (book) => {
      expect(book.quarantine).toEqual([]);
      expect(book.warnings).toEqual([]);
      const accounts = await book.readAll();
      expect(accounts.map(({ account }) => account)).toEqual(
        Array.from({ length: 12 }, (_, i) => String(1001 + i)),
      );
      const [first] = accounts;
      expect(first?.cash.toString()).toBe("1000.25");
      expect(first?.ytdShort.toString()).toBe("-120.5");
      expect(first?.profile).toBe("Careful");
      expect({ ...first?.choices }).toEqual({ "Tax.gains_budget": "10000" });
      expect(first?.lots.map(({ id, symbol, quantity }) => `${id} ${symbol} ${quantity}`)).toEqual([
        "L0 AAA 10.5",
        "L1 BBB 11.5",
        "L2 CCC 12.5",
      ]);
      expect(book.market.securities.get("AAA")?.spread.toString()).toBe("0.0004");
      expect(book.households).toHaveLength(6);
      expect(book.households[1]).toEqual({ name: "H1", positions: [2, 3] });
    });
  });

  it("gives shards, and the activity of a household", async () => {
    await withBook(files, async (book) => {
      expect((await book.accounts(3, 2)).map(({ account }) => account)).toEqual(["1004", "1005"]);
      expect((await book.accounts(11, 5)).map(({ account }) => account)).toEqual(["1012"]);
      expect((await book.accountsAt([7, 0])).map(({ account }) => account)).toEqual(["1001", "1008"]);
      expect(
        (await book.activity([2, 3])).map(({ account, symbol, date }) => `${account} ${symbol} ${date}`),
      ).toEqual(["1003 CCC 2026-11-12", "1004 DDD 2026-11-13"]);
    });
  });

  it("has the same hash wherever it lies, and another when a byte differs", async () => {
    const hash = (contents: typeof files): Promise<string> => withBook(contents, async (book) => book.hash);
    const first = await hash(files);
    expect(first).toMatch(/^[0-9a-f]{64}$/);
    expect(await hash(files)).toBe(first);
    expect(await hash({ ...files, "lots.csv": `${files["lots.csv"]}1001,Z,AAA,1,1,2020-01-01\n` })).not.toBe(
      first,
    );
  });

  it("takes purchases from lots where the whole book has no activity", async () => {
    const { "activity.csv": _, ...rest } = files;
    const lots = `${files["lots.csv"]}1001,NEW,AAA,4,9.5,2026-11-02\n`;
    await withBook({ ...rest, "lots.csv": lots }, async (book) => {
      expect(book.activityFrom).toBe("lots");
      const [bought] = await book.activity([0, 1]);
      expect(bought).toMatchObject({ account: "1001", symbol: "AAA", side: "buy", date: "2026-11-02" });
    });
  });

  it("names lots without an id by symbol and place", async () => {
    const lots =
      "account,symbol,quantity,unit_cost,acquired\n1001,AAA,1,1,2020-01-01\n1001,AAA,2,1,2020-01-02\n";
    await withBook({ ...files, "lots.csv": lots }, async (book) => {
      expect((await book.readAll())[0]?.lots.map(({ id }) => id)).toEqual(["AAA#1", "AAA#2"]);
    });
  });
});

describe("the form of the files", () => {
  const same = async (changed: Readonly<Record<string, string | Uint8Array>>): Promise<void> => {
    const plain = await withBook(files, (book) => book.readAll());
    await withBook({ ...files, ...changed }, async (book) => {
      expect(book.quarantine).toEqual([]);
      expect(await book.readAll()).toEqual(plain);
    });
  };
  const each = (change: (text: string) => string | Uint8Array) =>
    Object.fromEntries(Object.entries(files).map(([name, text]) => [name, change(text)]));

  it("takes a mark, CRLF, mixed line ends, blank lines, quotes, and no last newline", async () => {
    await same(each((text) => `\ufeff${text}`));
    await same(each((text) => text.replaceAll("\n", "\r\n")));
    await same(each((text) => text.replace("\n", "\r\n")));
    await same(each((text) => text.replaceAll("\n", "\n\n")));
    await same(each((text) => text.trimEnd()));
    await same(each((text) => text.replaceAll(/[^,\n]+/g, '"$&"')));
    await same(each((text) => text.replaceAll(",", " , ")));
  });

  it("takes UTF-16 with a mark", async () => {
    await same(each((text) => Buffer.from(`\ufeff${text}`, "utf16le")));
  });

  it("counts the lines of a quoted cell, and keeps later rows' numbers", async () => {
    const lots = files["lots.csv"]
      ?.replace("1001,L0,", '1001,"L\n\n0",')
      .replace("1003,L0,GGG,10.5", "1003,L0,GGG,x");
    await withBook({ ...files, "lots.csv": lots ?? "" }, async (book) => {
      expect((await book.accounts(0, 1))[0]?.lots[0]?.id).toBe("L\n\n0");
      expect(book.quarantine).toMatchObject([{ account: "1003", code: "MDT7214", row: 10, value: "x" }]);
    });
  });

  it("reads Parquet and a DuckDB file as it reads CSV", async () => {
    const bad = { ...files, "lots.csv": files["lots.csv"]?.replace("1004,L1,", "1004,L0,") ?? "" };
    await inFolder(bad, async (folder) => {
      const csv = await openBook(folder, littleOptions());
      const expected = { accounts: await csv.readAll(), bad: csv.quarantine };
      await csv.close();
      const parquet = join(folder, "parquet");
      await mkdir(parquet);
      const names = ["securities", "accounts", "lots", "activity"];
      const from = (name: string): string =>
        `read_csv('${join(folder, name)}.csv', header = true, all_varchar = true)`;
      await sql(names.map((name) => `COPY (SELECT * FROM ${from(name)}) TO '${parquet}/${name}.parquet'`));
      const database = join(folder, "book.duckdb");
      await sql(
        names.map(
          (name) =>
            `CREATE TABLE ${name} AS SELECT * FROM ${from(name).replace("all_varchar", "sample_size = -1, all_varchar").replace("all_varchar = true", "all_varchar = false")}`,
        ),
        database,
      );
      for (const location of [parquet, database]) {
        const book = await openBook(location, littleOptions());
        expect(await book.readAll()).toEqual(expected.accounts);
        const plain = ({ account, code, value }: (typeof expected.bad)[number]): string =>
          `${account} ${code} ${value}`;
        expect(book.quarantine.map(plain)).toEqual(expected.bad.map(plain));
        expect(book.quarantine.map(({ row }) => row + 1)).toEqual(expected.bad.map(({ row }) => row));
        await book.close();
      }
    });
  });

  it("follows links, and takes brackets and quotes in a path for themselves", async () => {
    await inFolder(files, async (folder) => {
      const odd = join(folder, "..", "bo'ok [1]*");
      await rename(folder, odd);
      const link = join(odd, "..", "link");
      await symlink(odd, link);
      for (const location of [odd, link]) {
        const book = await openBook(location, littleOptions());
        expect(await book.readAll()).toHaveLength(12);
        await book.close();
      }
    });
  });

  it("keeps columns named after what objects have", async () => {
    const accounts = files["accounts.csv"]
      ?.split("\n")
      .map((line, at) => (line === "" ? line : `${line}${at === 0 ? ",__proto__,constructor" : ",x,y"}`))
      .join("\n");
    await withBook({ ...files, "accounts.csv": accounts ?? "" }, async (book) => {
      const [first] = await book.readAll();
      expect(Object.entries(first?.columns ?? {})).toEqual([
        ["__proto__", "x"],
        ["constructor", "y"],
      ]);
      expect(Reflect.get({}, "x")).toBeUndefined();
    });
  });

  it("leaves no temporary files", async () => {
    const left = async (): Promise<string[]> =>
      (await readdir(tmpdir())).filter((name) => name.startsWith("mandate-book-"));
    const before = await left();
    const book = await inFolder(files, (folder) => openBook(folder, littleOptions()));
    const during = (await left()).filter((name) => !before.includes(name));
    await book.close();
    const after = await left();
    expect(during.length).toBeGreaterThan(0);
    expect(during.some((name) => !after.includes(name))).toBe(true);
    await inFolder(files, async (folder) => {
      await rm(join(folder, "lots.csv"));
      await writeFile(join(folder, "lots.csv"), "");
      await expect(openBook(folder, littleOptions())).rejects.toThrow("empty");
    });
  });
});

describe("temporary folders of runs that were killed", () => {
  it("go when the next book is opened; those of runs under way, and other people's, stay", async () => {
    // No process has the first number: it is beyond what any system hands out.
    const names = [`mandate-book-${2 ** 30}-left`, `mandate-book-${process.pid}-mine`, "mandate-book-notes"];
    const folders = names.map((name) => join(tmpdir(), name));
    try {
      for (const folder of folders) await mkdir(join(folder, "spill"), { recursive: true });
      await withBook(files, () => Promise.resolve());
      const present = await readdir(tmpdir());
      expect(names.map((name) => present.includes(name))).toEqual([false, true, true]);
    } finally {
      for (const folder of folders) await rm(folder, { recursive: true, force: true });
    }
  });
});

describe("a book that several read at once", () => {
  it("gives each the whole of what it asked for", async () => {
    await withBook(littleBook(400), async (book) => {
      const all = await book.readAll();
      const parts = await Promise.all(
        Array.from({ length: 40 }, async (_, at) => {
          const accounts = await book.accounts(at * 10, 10);
          const activity = await book.activity(Array.from({ length: 10 }, (_, k) => at * 10 + k));
          return { accounts, activity };
        }),
      );
      expect(parts.flatMap(({ accounts }) => accounts)).toEqual(all);
      expect(parts.map(({ activity }) => activity.length)).toEqual(Array(40).fill(10));
    });
  });
});
