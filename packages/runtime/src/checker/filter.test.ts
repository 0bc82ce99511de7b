import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { contextAfter, contextBefore } from "../exact/costs.ts";
import { exact } from "../exact/decimal.ts";
import { compareEstimates, estimate, estimateOf } from "../exact/estimate.ts";
import { evaluate } from "../exact/expression.ts";
import type { Context } from "../exact/measures.ts";
import type { Trade } from "../proposal/proposal.ts";
import {
  amount,
  clause,
  compare,
  literal,
  type SituationSpec,
  sets,
  situationOf,
  usd,
  weight,
} from "../testkit/index.ts";
import { checkedRows } from "./rows.ts";

const symbols = ["AAA", "BBB", "CCC", "DDD"];

/** Shares and prices with more decimals than a float has digits, too. */
const shares = fc.tuple(fc.integer({ min: 1, max: 10 ** 9 }), fc.integer({ min: 0, max: 9 })).map(decimal);
const price = fc.tuple(fc.integer({ min: 1, max: 10 ** 7 }), fc.integer({ min: 0, max: 6 })).map(decimal);

function decimal([digits, places]: readonly [number, number]): string {
  return exact(`${digits}e-${places}`).toFixed();
}

const account = fc.record({
  prices: fc.array(price, { minLength: 4, maxLength: 4 }),
  held: fc.array(shares, { minLength: 4, maxLength: 4 }),
  /** tenths of each holding that are sold */
  sold: fc.array(fc.integer({ min: 0, max: 10 }), { minLength: 4, maxLength: 4 }),
  of: fc.constantFrom("AAA", "Most", "Equity", "Cash"),
  measure: fc.constantFrom("weight" as const, "value" as const, "sold" as const, "traded" as const),
  operator: fc.constantFrom("<=" as const, ">=" as const),
  /** where the bound is planted: on the level, or off it by this part of what is tolerated, or by far less than a float */
  off: fc.constantFrom(
    "0",
    "1",
    "-1",
    "0.999999999",
    "-0.999999999",
    "1.000000001",
    "-1.000000001",
    "1e-30",
    "-1e-30",
    "1e8",
    "-1e8",
  ),
  grandfathered: fc.boolean(),
});

type Drawn = typeof account extends fc.Arbitrary<infer T> ? T : never;

function specOf(drawn: Drawn): SituationSpec {
  return {
    securities: Object.fromEntries(symbols.map((symbol, at) => [symbol, { price: drawn.prices[at] ?? "1" }])),
    lists: { Most: ["AAA", "BBB", "CCC"] },
    targets: [["AAA", "0.5"]],
    cash: "1000.01",
    lots: symbols.map((symbol, at) => ({ symbol, quantity: drawn.held[at] ?? "1", cost: 1 })),
  };
}

function tradesOf({ held, sold }: Drawn): Trade[] {
  return symbols.flatMap((symbol, at): Trade[] => {
    const quantity = exact(held[at] ?? "1")
      .times(sold[at] ?? 0)
      .dividedBy(10);
    if (quantity.isZero()) return [];
    return [{ symbol, side: "sell", quantity, lots: [{ lot: `${symbol}#${at + 1}`, quantity }] }];
  });
}

/** The rule's left side, and the account with the rule planted at its level after the trades. */
function planted(drawn: Drawn): { readonly after: Context; readonly clear: boolean } {
  const spec = specOf(drawn);
  const set = sets(spec).of(drawn.of);
  const left = drawn.measure === "weight" ? weight(set) : amount(drawn.measure, set);
  const plain = situationOf(spec);
  const level = evaluate(contextAfter(plain, tradesOf(drawn)), left) ?? exact(0);
  const tolerated = drawn.measure === "weight" ? exact("1e-9") : exact("1e-9").times(plain.value);
  const bound = level.plus(tolerated.times(drawn.off)).toFixed();
  const rule = compare(left, drawn.operator, drawn.measure === "weight" ? literal(bound) : usd(bound));
  const situation = situationOf({
    ...spec,
    clauses: [clause("Planted", rule, { grandfathered: drawn.grandfathered })],
  });
  const after = contextAfter(situation, tradesOf(drawn));
  const about = estimate(after, left, new Map());
  if (about === undefined) throw new Error(`${drawn.measure} has no estimate`);
  return { after, clear: compareEstimates(about, estimateOf(exact(bound))) !== 0 };
}

/** What semantics.md 3 and 5 say, in decimals alone. */
function holdsInDecimals(after: Context): boolean {
  const [planted] = after.situation.policy.clauses;
  const [rule] = planted?.rules ?? [];
  if (rule?.rule !== "compare") throw new Error("no rule was planted");
  const of = (context: Context) => evaluate(context, rule.left) ?? exact(0);
  const sign = rule.operator === "<=" ? 1 : -1;
  let bound = evaluate(after, rule.right) ?? exact(0);
  const tolerated = exact("1e-9").times(rule.left.unit.unit === "weight" ? 1 : after.portfolio.value);
  const today = of(contextBefore(after.situation));
  if (planted?.grandfathered === true && today.minus(bound).times(sign).greaterThan(0)) bound = today;
  return !of(after).minus(bound).times(sign).greaterThan(tolerated);
}

describe("the checker's filter", () => {
  it("decides as decimals do, on limits planted at a level, at its tolerance and around both", () => {
    let clear = 0;
    let unclear = 0;
    fc.assert(
      fc.property(account, (drawn) => {
        const { after, clear: decided } = planted(drawn);
        if (decided) clear += 1;
        else unclear += 1;
        const [row] = [...checkedRows(after, () => true)];
        expect(row?.holds).toBe(holdsInDecimals(after));
        const level =
          row === undefined
            ? undefined
            : evaluate(after, row.rule.rule === "compare" ? row.rule.left : row.rule.amount);
        expect(row?.level.toFixed()).toBe(level?.toFixed());
      }),
      { seed: 20261122, numRuns: 600 },
    );
    expect(clear).toBeGreaterThan(50);
    expect(unclear).toBeGreaterThan(50);
  });

  it("never errs by more than it says", () => {
    fc.assert(
      fc.property(account, (drawn) => {
        const spec = specOf(drawn);
        const set = sets(spec).of(drawn.of);
        const expr = drawn.measure === "weight" ? weight(set) : amount(drawn.measure, set);
        const after = contextAfter(situationOf(spec), tradesOf(drawn));
        const about = estimate(after, expr, new Map());
        const level = evaluate(after, expr);
        if (about === undefined || level === undefined) throw new Error("nothing to compare");
        expect(level.minus(about.value).abs().lessThanOrEqualTo(about.error)).toBe(true);
      }),
      { seed: 20261123, numRuns: 600 },
    );
  });
});
