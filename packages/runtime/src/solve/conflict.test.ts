import { type Backend, createHighs } from "@mandate/solver";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { repairText } from "../explain/repairs.ts";
import {
  adjust,
  amount,
  clause,
  compare,
  forEach,
  item,
  literal,
  type SituationSpec,
  sets,
  situationOf,
  source,
  usd,
  weight,
} from "../testkit/index.ts";
import { conflict, smallestHitting } from "./conflict.ts";
import { repairs } from "./repair.ts";
import { solveAccount } from "./solve.ts";

let backend: Backend;
beforeAll(async () => {
  backend = await createHighs();
});
afterAll(() => backend.dispose());

const STOCKS = {
  securities: { AAA: { price: 100 }, BBB: { price: 50 }, CCC: { price: 10 } },
  targets: [
    ["AAA", 0.4],
    ["BBB", 0.3],
    ["CCC", 0.28],
    ["Cash", 0.02],
  ],
  registration: "roth",
} satisfies SituationSpec;
const refs = sets(STOCKS);
const capped = clause(
  "SingleStock",
  compare(weight(item), "<=", literal("0.25"), [forEach("securities", refs.all)]),
);
const neverSell = (symbol: string) =>
  clause(`never sell ${symbol}`, compare(amount("sold", refs.of(symbol)), "=", usd(0)), {
    layer: "client",
    kind: "never sell",
  });
const band = clause(
  "Cash.band",
  [
    compare(weight(refs.of("Cash")), ">=", literal("0.01")),
    compare(weight(refs.of("Cash")), "<=", literal("0.05")),
  ],
  { kind: "band" },
);
const reserve = (dollars: number) =>
  clause(
    "reserve cash",
    { rule: "reserve", amount: usd(dollars), source: source("advisor"), text: "reserve cash" },
    { layer: "advisor", kind: "reserve cash" },
  );

function explain(spec: SituationSpec) {
  const situation = situationOf(spec);
  expect(solveAccount(situation, backend)).toEqual({ status: "infeasible" });
  const found = conflict(situation, backend);
  if (found === undefined) throw new Error("no conflict was found");
  return { situation, found, ids: found.clauses.map(({ id }) => id) };
}

describe("the fewest clauses that clash", () => {
  it("are a cap and the client's refusal to sell, whatever else is said", () => {
    const lots = [
      { symbol: "AAA", quantity: 400, cost: 50 },
      { symbol: "BBB", quantity: 300, cost: 50 },
    ];
    const others = [neverSell("BBB"), neverSell("CCC")];
    const { situation, found, ids } = explain({
      ...STOCKS,
      cash: 45_000,
      lots,
      clauses: [capped, ...others, neverSell("AAA")],
    });
    expect(ids).toEqual(["never sell AAA", "SingleStock"]);
    expect(found.facts).toEqual([]);
    expect(repairs(situation, found.clauses, backend)).toMatchObject([
      {
        layer: "client",
        loosenings: [{ operator: "<=", unit: "money", from: 0, to: expect.closeTo(15_000, 2) }],
      },
      {
        layer: "firm",
        loosenings: [{ operator: "<=", unit: "weight", from: 0.25, to: expect.closeTo(0.4, 6) }],
      },
    ]);
  });

  it("are a reserve and the cash band", () => {
    const { situation, found, ids } = explain({
      ...STOCKS,
      cash: 100_000,
      clauses: [band, reserve(8000), neverSell("AAA")],
    });
    expect(ids).toEqual(["reserve cash", "Cash.band"]);
    expect(repairs(situation, found.clauses, backend)).toMatchObject([
      {
        layer: "advisor",
        loosenings: [{ operator: ">=", unit: "money", from: 8000, to: expect.closeTo(5000, 2) }],
      },
      {
        layer: "firm",
        loosenings: [{ operator: "<=", unit: "weight", from: 0.05, to: expect.closeTo(0.08, 6) }],
      },
    ]);
  });

  it("tell which rule of several would have to give way", () => {
    const rule = (symbol: string, at: string) => ({
      ...compare(weight(refs.of(symbol)), "<=", literal(at)),
      text: `weight(${symbol}) <= ${at}`,
    });
    const caps = clause("Caps", [rule("BBB", "0.9"), rule("AAA", "0.25")]);
    const lots = [{ symbol: "AAA", quantity: 400, cost: 50 }];
    const clauses = [caps, neverSell("AAA")];
    const { situation, found } = explain({ ...STOCKS, cash: 60_000, lots, clauses });
    expect(repairs(situation, found.clauses, backend).map(repairText)).toEqual([
      "let `never sell AAA` permit sales of $15,000.00",
      "raise `Caps` from 25.00% to 40.00% in `weight(AAA) <= 0.25`",
    ]);
  });

  it("are four where any three can hold", () => {
    const floor = clause("Invested", compare(weight(refs.of("Equity")), ">=", literal("0.9")));
    const caps = ["AAA", "BBB"].map((symbol) =>
      clause(`Cap${symbol}`, compare(weight(refs.of(symbol)), "<=", literal("0.2"))),
    );
    const third = clause("CapCCC", compare(weight(refs.of("CCC")), "<=", literal("0.4")));
    const { ids } = explain({ ...STOCKS, cash: 100_000, clauses: [...caps, third, floor, band] });
    expect(ids).toEqual(expect.arrayContaining(["CapAAA", "CapBBB", "CapCCC"]));
    expect(ids).toHaveLength(4);
  });

  it("name the tightening, not the limit that it tightens", () => {
    const tight = adjust("tighten", "SingleStock", literal("0.2"));
    const { ids } = explain({
      ...STOCKS,
      cash: 55_000,
      lots: [
        { symbol: "AAA", quantity: 225, cost: 50 },
        { symbol: "BBB", quantity: 450, cost: 50 },
      ],
      clauses: [capped, neverSell("AAA")],
      adjustments: [tight],
    });
    expect(ids).toEqual(["never sell AAA", "tighten SingleStock"]);
  });

  it("cite the block on purchases that makes a floor impossible", () => {
    const floor = clause("Floor", compare(weight(refs.of("AAA")), ">=", literal("0.1")));
    const { found, ids } = explain({ ...STOCKS, cash: 100_000, blocked: ["AAA"], clauses: [band, floor] });
    expect(ids).toEqual(["Floor"]);
    expect(found.facts).toEqual(["wash sales"]);
  });

  it("are found through minimum trades too", () => {
    const minimum = clause("Clutter", {
      rule: "minimum trade",
      amount: usd(60_000),
      source: source(),
      text: "minimum trade",
    });
    const floor = clause("Floor", compare(weight(refs.of("AAA")), ">=", literal("0.1")));
    const ceiling = clause("Ceiling", compare(weight(refs.of("AAA")), "<=", literal("0.5")));
    const { ids } = explain({ ...STOCKS, cash: 100_000, clauses: [minimum, floor, ceiling, band] });
    expect(ids).toEqual(["Clutter", "Floor", "Ceiling"]);
  });

  it("are none where the policy permits something", () => {
    expect(conflict(situationOf({ ...STOCKS, cash: 100_000, clauses: [band] }), backend)).toBeUndefined();
  });
});

describe("the smallest set that meets all others", () => {
  it("prefers what comes first", () => {
    const of = (...ids: string[]) => new Set(ids);
    expect(smallestHitting([], ["a"])).toEqual([]);
    expect(smallestHitting([of("a", "b"), of("b", "c")], ["a", "b", "c"])).toEqual(["b"]);
    expect(smallestHitting([of("a", "b"), of("c", "d")], ["d", "c", "b", "a"])).toEqual(["d", "b"]);
  });
});
