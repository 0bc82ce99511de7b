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
