import fc from "fast-check";
import { expect, it } from "vitest";
import { packActivity, unpackActivity } from "../account/activityText.ts";
import { ACTIVITY_COLUMNS, activityJudge, activityReader, activityTexts } from "./activity.ts";
import { chunks, createFiller, openWorkbench } from "./database.ts";
import { activityCells, putKnown, suspectsOfActivity } from "./movements.ts";
import { AS_OF } from "./testkit/bundle.ts";

const number = fc.oneof(
  { arbitrary: fc.stringMatching(/^[0-9]{1,6}([.][0-9]{1,4})?$/), weight: 6 },
  fc.constantFrom("", "0", "0.0", "-1", "-0", "-0.5", "1e3", ".5", "5.", "--1", "+4", "٣"),
  fc.stringMatching(/^[-+]?[0-9]{0,18}[.,e]?[0-9]{0,22}$/),
);
const cells = fc.record({
  symbol: fc.constantFrom("AAA", "AAA", "AAA", "aaa", "", "ZZZ"),
  date: fc.oneof(
    fc.constantFrom("2026-11-20", "2026-11-21", "2024-02-29", "2023-02-29", "1900-02-29", "2026-10-01", ""),
    fc.stringMatching(/^(18|19|20|21)[0-9]{2}-[01][0-9]-[0-3][0-9]$/),
  ),
  side: fc.constantFrom("buy", "sell", "reinvest", "Buy", "", "split"),
  quantity: number,
  price: number,
  gain: fc.oneof({ arbitrary: fc.constant(""), weight: 2 }, number),
});
const sample = fc.sample(cells, { numRuns: 8_000, seed: 11 });

it("what is plainly good is read as the schema reads it, and the schema judges the rest", () => {
  const [read, judge] = [activityReader(AS_OF), activityJudge(AS_OF)];
  // Decimals are written whole; a comparison of objects for each of so many would take half a minute.
  const found = sample.map((each) => JSON.stringify(read(each)));
  expect(found.filter((each) => each.includes('"value":{"symbol"')).length).toBeGreaterThan(200);
  expect(found).toEqual(sample.map((each) => JSON.stringify(judge(each))));
});

it("what is passed on as text is what was read, or nothing where nothing was", () => {
  const [texts, judge] = [activityTexts(AS_OF), activityJudge(AS_OF)];
  const found = sample.map((cells) => texts("1001", cells));
  const read = sample.map((cells) => judge(cells).value);
  expect(found.map((row) => JSON.stringify(row && packActivity(unpackActivity(row))))).toEqual(
    read.map((row) => JSON.stringify(row && packActivity({ account: "1001", ...row }))),
  );
});

it("the database passes over no activity that the judge would refuse", async () => {
  const bench = await openWorkbench("200MB");
  try {
    const filler = await createFiller(bench.connection, "raw_activity", ACTIVITY_COLUMNS.length);
    sample.forEach((each, at) => {
      filler.add(
        at,
        ACTIVITY_COLUMNS.map((name) => each[name]),
      );
    });
    filler.finish();
    const named = ACTIVITY_COLUMNS.map((name, at) => `c${at} AS ${name}`).join(", ");
    await bench.connection.run(
      `CREATE TABLE activity AS SELECT 0 AS place, row, '1001' AS account, ${named} FROM raw_activity`,
    );
    await putKnown(bench, new Set(["AAA"]));
    const suspects = new Set<number>();
    for await (const chunk of chunks(bench.connection, suspectsOfActivity(AS_OF))) {
      for (let at = 0; at < chunk.rows; at += 1) {
        const row = chunk.number(0, at);
        suspects.add(row);
        expect(activityCells(chunk, at, 2)).toEqual(sample[row]);
      }
    }
    const judge = activityJudge(AS_OF);
    const passed = sample.filter((_, at) => !suspects.has(at));
    expect(passed.length).toBeGreaterThan(80);
    for (const each of passed) {
      expect(judge(each).faults, JSON.stringify(each)).toEqual([]);
      expect(each.symbol).toBe("AAA");
    }
  } finally {
    await bench.close();
  }
});
