/** What the next shares of a plan are, in columns of the lowered problem: a purchase, or the lots of a sale in order. */
import type { Lowered } from "../lowering/index.ts";
import type { Plan } from "./plan.ts";

/** Shares of one column in a row. */
export interface Segment {
  readonly column: number;
  /** shares; Infinity for purchases */
  readonly shares: number;
}

/** A plan as the ledger sees it. */
export interface Lane {
  readonly plan: Plan;
  /** the security's place in the account */
  readonly security: number;
  readonly segments: readonly Segment[];
  /** +1 for a purchase, −1 for a sale: what a share does to the weight */
  readonly sign: 1 | -1;
  /** dollars a share */
  readonly price: number;
}

function saleSegments(lowered: Lowered, plan: Plan, security: number): Segment[] {
  const { frame } = lowered;
  const parts = (lowered.partsOf[security] ?? []).flatMap((part) => lowered.parts[part] ?? []);
  const segments: Segment[] = [];
  for (const lot of plan.lots) {
    let left = Number(lot.quantity);
    const own = parts.filter((part) => part.lots.some((place) => frame.lots[place]?.id === lot.id));
    // The washed part of a loss counts 0 and is what goes first (semantics.md 4).
    own.sort((a, b) => Number(b.loss && b.gain === 0) - Number(a.loss && a.gain === 0));
    own.forEach((part, at) => {
      const all = (part.upper * frame.value) / (frame.price[security] ?? 1);
      const shares = at === own.length - 1 || part.lots.length > 1 ? left : Math.min(left, all);
      if (shares > 0) segments.push({ column: part.column, shares });
      left -= shares;
    });
  }
  return segments;
}

export function laneOf(lowered: Lowered, plan: Plan): Lane {
  const day = lowered.situation.market.securities.get(plan.symbol);
  const security = lowered.frame.local[day?.index ?? -1] ?? -1;
  const price = lowered.frame.price[security] ?? 1;
  if (plan.side === "buy") {
    const segments = [{ column: lowered.buy[security] ?? -1, shares: Number.POSITIVE_INFINITY }];
    return { plan, security, segments, sign: 1, price };
  }
  return { plan, security, segments: saleSegments(lowered, plan, security), sign: -1, price };
}

/** Calls `visit` with each column's change in shares between two quantities of a lane. */
export function between(
  lane: Lane,
  from: number,
  to: number,
  visit: (column: number, shares: number) => void,
): void {
  const low = Math.min(from, to);
  const high = Math.max(from, to);
  const direction = to > from ? 1 : -1;
  let start = 0;
  for (const { column, shares } of lane.segments) {
    const end = start + shares;
    const overlap = Math.min(high, end) - Math.max(low, start);
    if (overlap > 0) visit(column, direction * overlap);
    if (end >= high) return;
    start = end;
  }
}
