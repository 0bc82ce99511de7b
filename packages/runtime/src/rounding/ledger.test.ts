import { createStructured } from "@mandate/solver";
import { describe, expect, it } from "vitest";
import { contextAfter, contextBefore, costs } from "../exact/costs.ts";
import { decode } from "../lowering/index.ts";
import { solveAccount } from "../solve/index.ts";
import { type SituationSpec, situationOf, source } from "../testkit/index.ts";
import { below, sharesAt } from "./grid.ts";
import { Ledger, PLACES } from "./ledger.ts";
import { plansOf, quantityOf, tradesOf, withCount } from "./plan.ts";

/** Half of VTI is to go, all at a loss of 60 a share, of which replacement shares reach some. */
const LOSSES: SituationSpec = {
  securities: { VTI: { price: 200, increment: 1 }, BND: { price: 100, increment: 1 } },
  targets: [
    ["VTI", "0.2"],
    ["BND", "0.78"],
    ["Cash", "0.02"],
  ],
  cash: 1000,
  lots: [
    { id: "v", symbol: "VTI", quantity: 400, cost: 260, acquired: "2026-02-02" },
    { id: "b", symbol: "BND", quantity: 200, cost: 100, acquired: "2020-02-03" },
  ],
};

describe("the ledger", () => {
  for (const { washed, told } of [
    { washed: 30, told: "a part of the loss is washed and sold" },
    { washed: 390, told: "more of the loss is washed than is sold" },
    { washed: 0, told: "nothing is washed that could be" },
  ]) {
    it(`says of an increment what exact decimals say where ${told}`, () => {
      const situation = situationOf({ ...LOSSES, wash: { v: { washed, reachable: true } } });
      const backend = createStructured();
      const solved = solveAccount(situation, backend);
      backend.dispose();
      if (!("lowered" in solved)) throw new Error(`the situation is ${solved.status}`);
      const plans = plansOf(solved.lowered, contextBefore(situation), decode(solved.lowered, solved.x));
      // A minimum of washed shares lets no smaller sale be: sales are looked at just above it.
      const lane = plans.findIndex(({ side }) => side === "sell");
      const plan = plans[lane];
      if (plan === undefined) throw new Error("nothing is sold");
      const less = below(plan.grid, plan.count);
      const ledger = new Ledger(solved.lowered, plans);
      const fewer = plans.map((one, at) => (at === lane ? withCount(one, less) : one));
      const exactly = (trades: typeof plans) =>
        costs(contextAfter(situation, tradesOf(solved.lowered, trades))).total;
      const change = exactly(fewer).minus(exactly(plans)).toNumber();
      expect(ledger.change(ledger.move(lane, sharesAt(plan.grid, less), PLACES.up))).toBeCloseTo(change, 6);
    });
  }

  it("takes tickets out of cash, and gives them back", () => {
    const trading = { commission: "0", ticket: "25", source: source() };
    const situation = situationOf({ ...LOSSES, objective: { trading } });
    const backend = createStructured();
    const solved = solveAccount(situation, backend);
    backend.dispose();
    if (!("lowered" in solved)) throw new Error(`the situation is ${solved.status}`);
    const plans = plansOf(solved.lowered, contextBefore(situation), decode(solved.lowered, solved.x));
    const exactly = (of: typeof plans) =>
      costs(contextAfter(situation, tradesOf(solved.lowered, of))).total.toNumber();
    const lane = plans.findIndex(({ side }) => side === "buy");
    const plan = plans[lane];
    if (plan === undefined) throw new Error("nothing is bought");
    const none = plans.map((one, at) => (at === lane ? withCount(one, 0) : one));
    const change = exactly(none) - exactly(plans);
    const bought = new Ledger(solved.lowered, plans);
    expect(bought.change(bought.move(lane, 0, PLACES.down))).toBeCloseTo(change, 6);
    const idle = new Ledger(solved.lowered, none);
    expect(idle.change(idle.move(lane, quantityOf(plan), PLACES.up))).toBeCloseTo(-change, 6);
  });

  it("prices two moves together as one after the other, and one alone again once nothing is held", () => {
    const situation = situationOf(LOSSES);
    const backend = createStructured();
    const solved = solveAccount(situation, backend);
    backend.dispose();
    if (!("lowered" in solved)) throw new Error(`the situation is ${solved.status}`);
    const plans = plansOf(solved.lowered, contextBefore(situation), decode(solved.lowered, solved.x));
    expect(plans.map(({ side }) => side).sort()).toEqual(["buy", "sell"]);
    const ledger = new Ledger(solved.lowered, plans);
    const [first, second] = plans.map(({ grid, count }, lane) => {
      return ledger.move(lane, sharesAt(grid, below(grid, count)), PLACES.down);
    });
    if (first === undefined || second === undefined) throw new Error("two trades have two moves");
    const alone = [ledger.change(first), ledger.change(second)];
    ledger.hold(first);
    const both = ledger.change(second);
    ledger.release(first);
    expect([ledger.change(first), ledger.change(second)]).toEqual(alone);
    ledger.apply(first);
    expect(both).toBeCloseTo((alone[0] ?? 0) + ledger.change(second), 9);
    // They share cash and classes: together they do not cost what each does alone.
    expect(Math.abs(both - (alone[0] ?? 0) - (alone[1] ?? 0))).toBeGreaterThan(1);
  });
});
