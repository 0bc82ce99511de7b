import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type OpenBook, openBook } from "./open.ts";
import { littleBook } from "./testkit/bundle.ts";
import { inFolder, littleOptions, sql } from "./testkit/folder.ts";

/** The little book's lots with these types, changed, as the Parquet file of a book beside the others. */
async function writeTyped(
  folder: string,
  name: string,
  { quantity, cost }: { readonly quantity: string; readonly cost: string },
  changes: readonly string[],
  order: string,
  more = "",
): Promise<string> {
  const place = join(folder, name, "book");
  await mkdir(place, { recursive: true });
  const csv = (table: string): string =>
    `read_csv('${join(folder, table)}.csv', header = true, all_varchar = true)`;
  await sql([
    `CREATE TABLE lots AS SELECT row_number() OVER () AS n, account, lot, symbol, CAST(quantity AS ${quantity}) AS quantity,
       CAST(unit_cost AS ${cost}) AS unit_cost, CAST(acquired AS DATE) AS acquired FROM ${csv("lots")}`,
    ...changes,
    `COPY (SELECT account, lot, symbol, quantity, unit_cost, acquired ${more} FROM lots ORDER BY ${order})
       TO '${place}/lots.parquet' (ROW_GROUP_SIZE 2048)`,
    ...["securities", "accounts", "activity"].map(
      (table) => `COPY (SELECT * FROM ${csv(table)}) TO '${place}/${table}.parquet'`,
    ),
  ]);
  return place;
}

/** All that a book tells. */
async function told(place: string): Promise<{ readonly all: unknown; readonly inPlace: boolean }> {
  const book = await openBook(place, littleOptions());
  try {
    const positions = book.entries.map(({ position }) => position);
    const all = {
      accounts: await book.readAll(),
      activity: await book.activity(positions),
      quarantine: book.quarantine,
      warnings: book.warnings,
    };
    return { all, inPlace: (await book.shard(positions)).held.columns !== undefined };
  } finally {
    await book.close();
  }
}

const TYPES = [
  { quantity: "DECIMAL(18, 4)", cost: "DECIMAL(9, 2)" },
  { quantity: "DECIMAL(30, 12)", cost: "DECIMAL(18, 8)" },
  { quantity: "DOUBLE", cost: "DOUBLE" },
  { quantity: "INTEGER", cost: "BIGINT" },
];

const at = "account = '1003' AND lot = 'L1'";

/** What may be wrong with lots that have types; whether they can be read in place still. */
const DAMAGE: Readonly<Record<string, { readonly changes: readonly string[]; readonly inPlace: boolean }>> = {
  nothing: { changes: [], inPlace: true },
  "quantities that no lot has": {
    changes: [
      `UPDATE lots SET quantity = -5 WHERE ${at}`,
      "UPDATE lots SET quantity = 0 WHERE account = '1005' AND lot = 'L0'",
      "UPDATE lots SET quantity = NULL WHERE account = '1005' AND lot = 'L1'",
    ],
    inPlace: true,
  },
  "costs that no lot has": {
    changes: [
      `UPDATE lots SET unit_cost = -1 WHERE ${at}`,
      "UPDATE lots SET unit_cost = NULL WHERE account = '1007' AND lot = 'L2'",
      "UPDATE lots SET unit_cost = 0 WHERE account = '1008' AND lot = 'L2'",
    ],
    inPlace: true,
  },
  "days that no lot has": {
    changes: [
      `UPDATE lots SET acquired = DATE '2031-01-01' WHERE ${at}`,
      "UPDATE lots SET acquired = DATE '1890-01-01' WHERE account = '1001' AND lot = 'L0'",
      "UPDATE lots SET acquired = 'infinity' WHERE account = '1002' AND lot = 'L0'",
      "UPDATE lots SET acquired = NULL WHERE account = '1012' AND lot = 'L0'",
    ],
    inPlace: true,
  },
  "symbols that nobody knows": {
    changes: [
      `UPDATE lots SET symbol = 'QQQQ' WHERE ${at}`,
      "UPDATE lots SET symbol = NULL WHERE account = '1004' AND lot = 'L0'",
    ],
    inPlace: true,
  },
  "accounts that nobody knows": {
    changes: [
      `UPDATE lots SET account = '1003x' WHERE ${at}`,
      "UPDATE lots SET account = NULL WHERE account = '1006' AND lot = 'L1'",
      "INSERT INTO lots SELECT 0, '0999', lot, symbol, quantity, unit_cost, acquired FROM lots LIMIT 3",
      "INSERT INTO lots VALUES (2, NULL, NULL, NULL, NULL, NULL, NULL)",
      "DELETE FROM lots WHERE account = '1010'",
    ],
    inPlace: false,
  },
  "an account between others that nobody knows": {
    changes: [
      "INSERT INTO lots SELECT (SELECT max(n) FROM lots WHERE account = '1003'), '1003x', lot, symbol, quantity, unit_cost, acquired FROM lots WHERE account = '1003'",
    ],
    inPlace: true,
  },
  "lots that are there twice": {
    changes: [
      "UPDATE lots SET lot = 'L0' WHERE account = '1003'",
      "INSERT INTO lots SELECT n, account, lot, symbol, quantity, unit_cost, acquired FROM lots WHERE account = '1009'",
    ],
    inPlace: true,
  },
  "lots without ids": {
    changes: [
      "UPDATE lots SET lot = NULL WHERE account = '1003'",
      "UPDATE lots SET lot = '' WHERE account = '1004'",
    ],
    inPlace: false,
  },
  "ids that are long, or of other scripts": {
    changes: [
      "UPDATE lots SET lot = 'a lot whose id is longer than a cell ' || lot WHERE account < '1006'",
      "UPDATE lots SET lot = 'é' || lot WHERE account = '1007'",
    ],
    inPlace: true,
  },
  "space around what means something": {
    changes: [
      `UPDATE lots SET lot = ' L1 ' WHERE ${at}`,
      "UPDATE lots SET symbol = 'AAA ' WHERE account = '1001' AND lot = 'L0'",
    ],
    inPlace: false,
  },
  "space around a symbol": {
    changes: [`UPDATE lots SET symbol = symbol || ' ' WHERE ${at}`],
    inPlace: false,
  },
  "control characters": {
    changes: [
      `UPDATE lots SET symbol = 'A' || chr(1) WHERE ${at}`,
      "UPDATE lots SET lot = 'A' || chr(27) WHERE account = '1005' AND lot = 'L0'",
    ],
    inPlace: false,
  },
  "a control character in a symbol": {
    changes: [`UPDATE lots SET symbol = 'A' || chr(1) WHERE ${at}`],
    inPlace: false,
  },
  "an account that is not together": {
    changes: ["UPDATE lots SET n = 1000 WHERE account = '1003' AND lot = 'L1'"],
    inPlace: false,
  },
};

/** The same rows, read where they lie and from a copy. */
async function bothWays(
  folder: string,
  index: number,
  types: Parameters<typeof writeTyped>[2],
  changes: readonly string[],
) {
  const written = (name: string, more: string) =>
    writeTyped(folder, `${name}${index}`, types, changes, "n, account, lot", more);
  return {
    laid: await told(await written("laid", ", n AS other")),
    // A column of that name keeps the database from counting a file's rows.
    copied: await told(await written("copied", ", n AS file_row_number")),
  };
}

describe("lots that are read where they lie", () => {
  for (const [name, { changes, inPlace }] of Object.entries(DAMAGE)) {
    it(`are what a copy of them is: ${name}`, { timeout: 60_000 }, async () => {
      await inFolder(littleBook(), async (folder) => {
        for (const [index, types] of TYPES.entries()) {
          const { laid, copied } = await bothWays(folder, index, types, changes);
          expect(laid.all, JSON.stringify(types)).toEqual(copied.all);
          expect([laid.inPlace, copied.inPlace], JSON.stringify(types)).toEqual([inPlace, false]);
        }
      });
    });
  }

  it("are copied where a number is good but not of a float's digits, or has none of its type's", async () => {
    await inFolder(littleBook(), async (folder) => {
      const odd: readonly (readonly [string, string, string])[] = [
        ["DECIMAL(38, 12)", "quantity", "0.123456789012"],
        ["DECIMAL(38, 12)", "quantity", "123456789012.5"],
        ["DOUBLE", "quantity", "0.0000001"],
        ["DOUBLE", "unit_cost", "0.0000123456789"],
        ["BIGINT", "quantity", "9007199254740993"],
        ["FLOAT", "quantity", "2.5"],
      ];
      for (const [index, [type, column, value]] of odd.entries()) {
        const types = { quantity: type, cost: type };
        const changes = [`UPDATE lots SET ${column} = ${value} WHERE ${at}`];
        const { laid, copied } = await bothWays(folder, index, types, changes);
        expect(laid.all, value).toEqual(copied.all);
        // Whatever is put aside for it may be read in place.
        expect([value, laid.inPlace]).toEqual([value, value === "9007199254740993"]);
      }
    });
  });

  it("are looked at whole, wherever a block of them ends", { timeout: 120_000 }, async () => {
    await inFolder(littleBook(3000), async (folder) => {
      // 1005 is longer than a block, and others lie across the ends of blocks.
      const changes = [
        `CREATE TABLE first AS SELECT *, CASE account WHEN '1005' THEN 300000 ELSE 90 END AS times FROM lots WHERE lot = 'L1'`,
        "DELETE FROM lots",
        "INSERT INTO lots SELECT n, account, 'L' || i, symbol, quantity, unit_cost, acquired FROM first, range(times) r(i)",
        "UPDATE lots SET lot = 'L1' WHERE account IN ('1005', '1004', '3999') AND lot = 'L7'",
      ];
      const types = { quantity: "DECIMAL(18, 4)", cost: "DECIMAL(18, 4)" };
      const place = await writeTyped(folder, "many", types, changes, "n, length(lot), lot");
      const book = await openBook(place, littleOptions());
      try {
        expect(book.quarantine.map(({ account, code }) => `${account} ${code}`)).toEqual(
          ["1004", "1005", "3999"].flatMap((account) => [`${account} MDT7223`, `${account} MDT7223`]),
        );
        expect(await held(book)).toEqual(Array(2997).fill(90));
        const [scattered] = await book.accountsAt([2998, 2, 1500]);
        expect(scattered?.lots.map(({ id }) => id)).toEqual(Array.from({ length: 90 }, (_, i) => `L${i}`));
      } finally {
        await book.close();
      }
    });
  });

  it("stop whoever reads them once their file is changed, or gone", { timeout: 60_000 }, async () => {
    await inFolder(littleBook(), async (folder) => {
      const types = { quantity: "DECIMAL(18, 4)", cost: "DECIMAL(18, 4)" };
      const place = await writeTyped(folder, "changing", types, [], "n, lot");
      const lots = join(place, "lots.parquet");
      const good = await readFile(lots);
      const changes: readonly (readonly [string, () => Promise<unknown>])[] = [
        ["was changed while it was read", () => writeFile(lots, good)],
        ["was changed while it was read", () => writeFile(lots, "no Parquet any more")],
        ["went away while it was read", () => rm(lots)],
      ];
      for (const [what, change] of changes) {
        await writeFile(lots, good);
        const book = await openBook(place, littleOptions());
        try {
          expect(await book.accounts(0, 3)).toHaveLength(3);
          await change();
          await expect(book.accounts(3, 3)).rejects.toMatchObject({
            name: "BookError",
            code: "MDT7308",
            message: expect.stringContaining(what),
          });
        } finally {
          await book.close();
        }
      }
    });
  });
});

async function held(book: OpenBook): Promise<number[]> {
  return (await book.accounts(0, book.entries.length)).map(({ lots }) => lots.length);
}
