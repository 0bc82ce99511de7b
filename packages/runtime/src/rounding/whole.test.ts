import { type Backend, createHighs } from "@mandate/solver";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { check } from "../checker/index.ts";
import { proposeAccount } from "../propose/account.ts";
import {
  clause,
  compare,
  literal,
  type SituationSpec,
  sets,
  situationOf,
  source,
  weight,
} from "../testkit/index.ts";
import { wholeTrades } from "./whole.ts";

let backend: Backend;
beforeAll(async () => {
  backend = await createHighs();
});
afterAll(() => backend.dispose());

/** $1,000 in cash, two securities in whole shares, and how much of the account each may be. */
function spec(prices: readonly [number, number], least: number, most: number): SituationSpec {
  const securities = {
    AAA: { price: prices[0], increment: 1, spread: 0 },
    BBB: { price: prices[1], increment: 1, spread: 0 },
  };
  const refs = sets({ securities });
  return {
    securities,
    targets: [
      ["AAA", 0.5],
      ["BBB", 0.48],
      ["Cash", 0.02],
    ],
    cash: 1000,
    clauses: [
      clause("floor", compare(weight(refs.of("Equity")), ">=", literal(least))),
      clause("ceiling", compare(weight(refs.of("Equity")), "<=", literal(most))),
    ],
  };
}

const settings = (situation: ReturnType<typeof situationOf>) => ({
  bundle: situation.bundle,
  market: situation.market,
  backend,
  timeLimitSeconds: 10,
  purchasesFromLots: false,
  now: () => 0,
});

describe("trades in whole increments", () => {
  it("are found where few of them are permitted", () => {
    // 270 + 2 · 310 = 890 is the only sum of whole shares in $880 to $900.
    const situation = situationOf(spec([270, 310], 0.88, 0.9));
    const found = wholeTrades(situation, backend);
    if (found.status !== "found") throw new Error(found.status);
    expect(found.trades.map(({ symbol, quantity }) => [symbol, quantity.toNumber()])).toEqual([
      ["AAA", 1],
      ["BBB", 2],
    ]);
    expect(check(situation, found.trades).passed).toBe(true);
  });

  it("are told to be none where none are permitted", () => {
    // No sum of whole shares lies in $900 to $920: 270 · 3 is 810, 270 + 2 · 310 is 890, 3 · 310 is 930.
    expect(wholeTrades(situationOf(spec([270, 310], 0.9, 0.92)), backend).status).toBe("none");
  });

  it("sell a position of an odd size whole, whatever the increment", () => {
    const securities = { AAA: { price: 100, increment: 1, spread: 0 } };
    const refs = sets({ securities });
    const situation = situationOf({
      securities,
      targets: [["Cash", 1]],
      cash: 10,
      lots: [
        { symbol: "AAA", quantity: "1.25", cost: 50 },
        { symbol: "AAA", quantity: "0.4", cost: 150 },
      ],
      clauses: [clause("out", compare(weight(refs.of("AAA")), "<=", literal(0)))],
    });
    const found = wholeTrades(situation, backend);
    if (found.status !== "found") throw new Error(found.status);
    expect(found.trades.map(({ quantity }) => quantity.toNumber())).toEqual([1.65]);
    expect(check(situation, found.trades).passed).toBe(true);
  });

  it("pay no ticket for a trade of nothing, to have less cash", () => {
    const base = spec([270, 310], 0.88, 0.9);
    const refs = sets(base);
    // $890 invested leaves $110: two tickets of $2 leave $106, above the ceiling of $105; a third would be for nothing.
    const situation = situationOf({
      ...base,
      securities: { ...base.securities, CCC: { price: 400, increment: 1, spread: 0 } },
      targets: [...base.targets, ["CCC", 0]],
      objective: { trading: { commission: "0", ticket: "2", source: source() } },
      clauses: [
        ...(base.clauses ?? []),
        clause("little cash", compare(weight(refs.of("Cash")), "<=", literal(0.105))),
      ],
    });
    expect(wholeTrades(situation, backend).status).toBe("none");
  });

  it("are proposed; where there are none the account is infeasible by its increments, no defect of ours", () => {
    const some = situationOf(spec([270, 310], 0.88, 0.9));
    expect(proposeAccount(settings(some), some).proposal.status).toBe("proposed");
    const none = situationOf(spec([270, 310], 0.9, 0.92));
    expect(proposeAccount(settings(none), none).proposal).toMatchObject({
      status: "infeasible",
      code: "INCREMENTS",
    });
  });
});
