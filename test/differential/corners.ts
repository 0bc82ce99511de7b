/** Accounts made by hand, for what generated ones seldom or never have. */
import { proposeAccount, type Settings, testkit } from "@mandate/runtime/testing";
import type { Backend } from "@mandate/solver";
import type { Case } from "./situations.ts";

const { amount, clause, compare, literal, sets, situationOf, source, usd, weight } = testkit;
type Spec = testkit.SituationSpec;

const securities: Spec["securities"] = {
  AAA: { price: 50, spread: "0.001", class: "Equity" },
  BBB: { price: 80, spread: "0.001", class: "Equity" },
  MMF: { price: 1, class: "Cash" },
};
const lists = { One: ["AAA"], Two: ["BBB"] };
const refs = sets({ securities });
const POINTS = { unit: "points" } as const;
const driftOf = (symbol: string) =>
  ({ e: "measure", measure: "drift", of: refs.of(symbol), unit: POINTS }) as const;

const base: Spec = {
  securities,
  targets: [
    ["AAA", 0.5],
    ["BBB", 0.3],
    ["Cash", 0.2],
  ],
  cash: 4000,
  lots: [
    { symbol: "AAA", quantity: 40, cost: 30 },
    { symbol: "AAA", quantity: 30, cost: 60, acquired: "2026-09-01" },
    { symbol: "AAA", quantity: 10, cost: 45 },
    { symbol: "BBB", quantity: 4, cost: 90 },
  ],
};

const below = (dollars: number) =>
  ({
    c: "compare",
    operator: "<",
    left: { e: "fact", fact: "value", unit: testkit.MONEY },
    right: usd(dollars),
  }) as const;

const specs: readonly Spec[] = [
  { ...base, wash: { "AAA#2": { washed: 10, reachable: true } } },
  { ...base, clauses: [clause("never sell", compare(amount("sold", refs.of("AAA")), "=", usd(0)))] },
  {
    ...base,
    clauses: [clause("small", compare(amount("bought", refs.all), "<=", usd(100)), { when: below(10_000) })],
  },
  {
    ...base,
    clauses: [clause("large", compare(amount("bought", refs.all), "<=", usd(100)), { when: below(1000) })],
  },
  {
    ...base,
    targets: [
      ["AAA", 0.2],
      ["BBB", 0.4],
      ["AAA", 0.2],
      ["Cash", 0.2],
    ],
    clauses: [
      clause(
        "at target",
        compare(
          { e: "measure", measure: "drift", of: refs.of("AAA"), unit: { unit: "points" } },
          "<=",
          literal(0.01),
        ),
      ),
    ],
  },
  {
    ...base,
    clauses: [
      clause("least", {
        rule: "minimum trade",
        amount: usd(400),
        source: source(),
        text: "minimum trade $400",
      }),
    ],
  },
  {
    ...base,
    clauses: [
      clause("least", {
        rule: "minimum holding",
        amount: usd(400),
        source: source(),
        text: "minimum holding $400",
      }),
    ],
  },
  {
    ...base,
    objective: { trading: { commission: "0", ticket: "3", source: source() } },
    clauses: [
      clause("least", {
        rule: "minimum holding",
        amount: usd(3500),
        source: source(),
        text: "minimum holding $3,500",
      }),
    ],
  },
  {
    ...base,
    clauses: [
      clause("few", compare(testkit.total("holdings", testkit.COUNT), "<=", literal(1, testkit.COUNT))),
    ],
  },
  {
    ...base,
    clauses: [
      clause("near", compare({ e: "abs", of: driftOf("AAA"), unit: POINTS }, "<=", literal(0.05))),
      clause("far", compare({ e: "abs", of: driftOf("BBB"), unit: POINTS }, "<=", literal(0.3))),
    ],
  },
  {
    ...base,
    clauses: [
      clause(
        "neither",
        compare(
          { e: "max", of: [weight(refs.of("BBB")), weight(refs.of("AAA"))], unit: testkit.ACCOUNT },
          "<=",
          literal(0.55),
        ),
      ),
    ],
  },
  {
    ...base,
    clauses: [
      clause(
        "except",
        compare(
          weight({ set: "difference", left: refs.of("Equity"), right: refs.of("AAA") }),
          "<=",
          literal(0.1),
        ),
      ),
    ],
  },
  {
    ...base,
    lists,
    choices: [{ option: "Screens.exclude", value: { kind: "lists", lists: ["One", "Two"] } }],
    clauses: [
      clause(
        "screened",
        compare(amount("bought", { set: "chosen", option: "Screens.exclude" }), "<=", usd(50)),
      ),
    ],
  },
];

/** The class Cash with a fund of its own in the model, beside cash itself. */
function withFundOfCash() {
  const situation = situationOf({ ...base, targets: base.targets.filter(([what]) => what !== "Cash") });
  const nodes = [
    ...situation.policy.nodes,
    {
      node: "class" as const,
      class: "Cash",
      share: "0.2",
      target: "0.2",
      children: [
        {
          node: "holding" as const,
          members: [{ symbol: "MMF", rate: "0" }],
          share: "0.75",
          target: "0.15",
          source: source(),
        },
      ],
      source: source(),
    },
  ];
  const policy = {
    ...situation.policy,
    nodes,
    clauses: [
      clause(
        "cash near its target",
        compare(
          { e: "measure", measure: "drift", of: refs.of("Cash"), unit: { unit: "points" } },
          "<=",
          literal(0.1),
        ),
      ),
    ],
  };
  return { ...situation, policy };
}

/** @param now milliseconds of a steady clock, for the runtime's time limits */
export function corners(backend: Backend, now: () => number): Case[] {
  return [...specs.map(situationOf), withFundOfCash()].map((situation, at): Case => {
    const settings: Settings = {
      bundle: situation.bundle,
      market: situation.market,
      backend,
      timeLimitSeconds: 10,
      purchasesFromLots: false,
      now,
    };
    const propose = () => proposeAccount(settings, situation);
    return { seed: -1 - at, account: `corner ${at + 1}`, situation, propose };
  });
}
