import fc from "fast-check";
import { expect, it } from "vitest";
import { Exact } from "../exact/decimal.ts";
import { chunks, createFiller, openWorkbench } from "./database.ts";
import { putPriced, suspectsSql } from "./holdings.ts";
import { LOT_COLUMNS, lotReader } from "./lots.ts";
import { symbolCheck } from "./symbols.ts";
import { AS_OF } from "./testkit/bundle.ts";

it("the database passes over no lot that the judge would refuse", async () => {
  const digits = fc.stringMatching(/^[-+]?[0-9]{0,18}[.,e]?[0-9]{0,22}$/);
  const day = fc.oneof(
    fc.stringMatching(/^(18|19|20|21)[0-9]{2}-[01][0-9]-[0-3][0-9]$/),
    fc.constantFrom("2026-11-20", "2026-11-21", "2024-02-29", "2023-02-29", "1900-02-29", ""),
  );
  const lot = fc.tuple(
    fc.constant("id"),
    fc.constantFrom("AAA", "AAA", "AAA", "aaa", "", "ZZZ"),
    fc.oneof(
      { arbitrary: digits, weight: 4 },
      { arbitrary: fc.stringMatching(/^[0-9]{1,6}([.][0-9]{1,4})?$/), weight: 4 },
      fc.string(),
    ),
    fc.oneof(
      { arbitrary: digits, weight: 4 },
      { arbitrary: fc.stringMatching(/^[0-9]{1,6}([.][0-9]{1,4})?$/), weight: 4 },
      fc.string(),
    ),
    fc.oneof({ arbitrary: day, weight: 6 }, fc.string()),
  );
  const lots = fc.sample(lot, { numRuns: 20_000, seed: 7 });
  const bench = await openWorkbench("200MB");
  try {
    const filler = await createFiller(bench.connection, "raw_lots", LOT_COLUMNS.length);
    lots.forEach((cells, at) => {
      filler.add(at, cells);
    });
    filler.finish();
    const named = LOT_COLUMNS.map((name, at) => `c${at} AS ${name}`).join(", ");
    await bench.connection.run(
      `CREATE TABLE lots AS SELECT 0 AS place, row, '1001' AS account, ${named} FROM raw_lots`,
    );
    const price = new Exact(10);
    const good = new Map([["AAA", { symbol: "AAA", index: 0, price, spread: price, increment: price }]]);
    const securities = { good, bad: new Map(), nameless: [], named: new Set(["AAA"]) };
    const symbols = symbolCheck(securities, new Set(["AAA"]), new Map());
    const suspects = new Set<number>();
    await putPriced(bench, securities, symbols);
    for await (const chunk of chunks(bench.connection, suspectsSql(AS_OF))) {
      for (let at = 0; at < chunk.rows; at += 1) suspects.add(chunk.number(1, at));
    }
    const read = lotReader(AS_OF);
    const passed = lots.filter((_, at) => !suspects.has(at));
    expect(passed.length).toBeGreaterThan(50);
    for (const [id, symbol, quantity, cost, acquired] of passed) {
      expect(
        read(id, symbol, quantity, cost, acquired).faults,
        `${symbol} ${quantity} ${cost} ${acquired}`,
      ).toEqual([]);
      expect(symbol).toBe("AAA");
    }
  } finally {
    await bench.close();
  }
});
