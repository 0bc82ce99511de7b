/** Generated accounts of five securities, with what policies say about them. */
import { Decimal } from "decimal.js";
import fc from "fast-check";
import {
  ACCOUNT,
  amount,
  COUNT,
  clause,
  compare,
  forEach,
  item,
  literal,
  NUMBER,
  prefer,
  type SituationSpec,
  sets,
  source,
  total,
  usd,
  weight,
} from "../../testkit/index.ts";

export const SYMBOLS = ["AAA", "BBB", "CCC", "DDD", "EEE"];
const DATES = ["2019-05-01", "2025-11-20", "2025-11-21", "2026-08-03", "2026-11-10"];

const lot = fc.record({
  symbol: fc.constantFrom(...SYMBOLS),
  quantity: fc.integer({ min: 1, max: 400 }),
  cost: fc.integer({ min: 10, max: 200 }),
  acquired: fc.constantFrom(...DATES),
});

export const shape = fc.record({
  prices: fc.array(fc.integer({ min: 20, max: 150 }), { minLength: 5, maxLength: 5 }),
  parts: fc.array(fc.integer({ min: 0, max: 10 }), { minLength: 5, maxLength: 5 }),
  alternates: fc.boolean(),
  twins: fc.boolean(),
  lots: fc.array(lot, { minLength: 1, maxLength: 8 }),
  washed: fc.array(fc.integer({ min: 0, max: 30 }), { minLength: 8, maxLength: 8 }),
  cash: fc.integer({ min: 0, max: 30_000 }),
  registration: fc.constantFrom("taxable" as const, "taxable" as const, "roth" as const),
  netted: fc.boolean(),
  realised: fc.tuple(fc.integer({ min: -5000, max: 5000 }), fc.integer({ min: -5000, max: 5000 })),
  ticket: fc.constantFrom("0", "0", "12"),
  steps: fc.boolean(),
  rules: fc.subarray([
    "issuers",
    "gains",
    "trade",
    "holding",
    "turnover",
    "of",
    "count",
    "cash",
    "never",
  ] as const),
  liked: fc.subarray(["few", "clean", "worth"] as const),
});
export type Shape = typeof shape extends fc.Arbitrary<infer T> ? T : never;

export function specOf(given: Shape): SituationSpec {
  const securities = Object.fromEntries(
    SYMBOLS.map((symbol, at) => [
      symbol,
      {
        price: given.prices[at] ?? 50,
        spread: "0.001",
        class: at < 3 ? "Equity" : "FixedIncome",
        attributes: { score: String(10 * at + 5) },
        ...(given.twins && at < 2 ? { group: "TWINS", issuer: "TWINS" } : {}),
      },
    ]),
  );
  const base = { classes: { Equity: undefined, FixedIncome: undefined, Cash: undefined }, securities };
  const refs = sets(base);
  const all = given.parts.reduce((sum, part) => sum + part, 1);
  const share = (at: number) => new Decimal(given.parts[at] ?? 0).dividedBy(all).times("0.98").toFixed(6);
  const targets = SYMBOLS.map((symbol, at) => [
    given.alternates && at === 0 ? [symbol, "BBB@0.003"] : symbol,
    share(at),
  ]) as SituationSpec["targets"];
  const rules = {
    issuers: clause("Issuers", compare(weight(item), "<=", literal("0.4"), [forEach("issuers", refs.all)]), {
      grandfathered: true,
    }),
    gains: clause("Gains", compare(total("gains", undefined, { thisYear: true }), "<=", usd(500)), {
      grandfathered: true,
    }),
    trade: clause("MinTrade", { rule: "minimum trade", amount: usd(700), source: source(), text: "" }),
    holding: clause("MinHold", {
      rule: "minimum holding",
      amount: literal("0.04"),
      source: source(),
      text: "",
    }),
    turnover: clause("Turnover", compare(total("turnover", ACCOUNT), "<=", literal("0.3"))),
    of: clause("OfEquity", compare(weight(refs.of("AAA"), refs.of("Equity")), "<=", literal("0.5")), {
      grandfathered: true,
    }),
    count: clause("Trades", compare(total("trades", COUNT), "<=", literal(3, COUNT))),
    cash: clause("Cash.band", compare(weight(refs.of("Cash")), "<=", literal("0.5")), {
      grandfathered: true,
    }),
    never: clause("never sell", compare(amount("sold", refs.of("CCC")), "=", usd(0))),
  };
  const liked = {
    few: prefer("Few", compare(total("trades", COUNT), "<=", literal(1, COUNT)), 20, "usd"),
    clean: prefer("Clean", compare(weight(refs.of("DDD")), "<=", literal("0.05")), 0.15),
    worth: prefer("Worth", compare(amount("value", refs.of("EEE")), ">=", usd(2000)), 0.01, "usd"),
  };
  const wash: Record<string, { washed: number; reachable: boolean }> = {};
  given.lots.forEach(({ symbol, quantity, cost }, at) => {
    const washed = Math.min(quantity, given.washed[at] ?? 0);
    const price = given.prices[SYMBOLS.indexOf(symbol)] ?? 50;
    if (cost > price && at % 2 === 0) wash[`${symbol}#${at + 1}`] = { washed, reachable: true };
  });
  return {
    ...base,
    targets: [...targets, ["Cash", "0.02"]],
    cash: given.cash,
    lots: given.lots,
    registration: given.registration,
    realised: given.realised,
    wash: given.registration === "taxable" ? wash : {},
    objective: {
      drift: [
        {
          of: "classes",
          steps: [
            { slope: "0.2", beyond: "0.005" },
            { slope: "0.5", beyond: "0.04" },
          ],
          source: source(),
        },
        {
          of: "securities",
          steps: given.steps
            ? [
                { slope: "0.1", beyond: "0.01" },
                { slope: "0.3", beyond: "0.05" },
              ]
            : [{ slope: "0.1", beyond: "0" }],
          source: source(),
        },
      ],
      taxes: { netted: given.netted, times: literal(1, NUMBER), source: source() },
      trading: { commission: "0.0002", ticket: given.ticket, source: source() },
    },
    clauses: given.rules.map((name) => rules[name]),
    preferences: given.liked.map((name) => liked[name]),
  };
}
