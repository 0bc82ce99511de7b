/** Trades at which one account is looked at: what is proposed, nothing, at random, and the edges of what is permitted. */
import { check, lower, type Trade } from "@mandate/runtime/testing";
import { randomFrom } from "../generate/random.ts";
import type { Probe } from "./compare.ts";
import type { Case } from "./situations.ts";
import { edge, type Point, permitted, pointOfTrades, randomPoint, tradesAt } from "./trades.ts";

/** @param points random trades; each way to one that is forbidden is followed to where it leaves what is permitted */
export function* probesOf({ seed, account, situation, propose }: Case, points: number): Generator<Probe> {
  const random = randomFrom(seed).child(`differential ${account}`);
  const { frame } = lower(situation);
  const probe = (trades: readonly Trade[]): Probe => ({ trades, checked: check(situation, trades) });
  let inside: Point | undefined;
  for (const trades of [propose().after?.trades, []]) {
    if (trades === undefined) continue;
    const probed = probe(trades);
    if (permitted(probed.checked)) inside ??= pointOfTrades(trades);
    if (trades.length > 0) yield probed;
  }
  // No lot sells more than it has, and none of them should by the lowering: those within reach of a wash have many columns.
  for (const lot of situation.account.lots) {
    if (!situation.wash.has(lot.id) && !random.chance(0.1)) continue;
    // Where nothing is taxed a lot may stand for another: then it is all of them that cannot be exceeded.
    const one = situation.account.registration === "taxable";
    const own = one ? [lot] : situation.account.lots.filter(({ symbol }) => symbol === lot.symbol);
    const lots = own.map(({ id, quantity }) => ({ lot: id, quantity: quantity.times(1.25) }));
    const quantity = lots.reduce((sum, sale) => sum.plus(sale.quantity), lot.quantity.times(0));
    yield probe([{ symbol: lot.symbol, side: "sell", quantity, lots }]);
  }
  for (let turn = 0; turn < points; turn++) {
    const point = randomPoint(random, frame);
    const probed = probe(tradesAt(situation, point));
    yield probed;
    if (permitted(probed.checked)) inside ??= point;
    else if (inside !== undefined) {
      for (const near of edge(situation, inside, point)) yield probe(tradesAt(situation, near));
    }
  }
}
