/** What the next shares of a plan are, in columns of the lowered problem: a purchase, or the lots of a sale in order. */
import type { Counting, Lowered, Part } from "../lowering/index.ts";
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

/** Of what lots' losses count: binaries of groups, every washed part of which is sold (semantics.md 4). */
export type Counted = ReadonlySet<number>;

/** Groups whose losses count once plans are traded. */
export function countedBy(lowered: Lowered, plans: readonly Plan[]): Counted {
  const { frame, draft } = lowered;
  const { counting } = draft;
  const sold = new Map<string, number>();
  for (const plan of plans) {
    let left = plan.side === "sell" ? plan.quantity.toNumber() : 0;
    for (const lot of plan.lots) {
      const taken = Math.min(left, Number(lot.quantity));
      sold.set(lot.id, taken);
      left -= taken;
    }
  }
  const counted = new Set([...counting.values()].map(({ binary }) => binary));
  for (const { id, security, washedQuantity } of frame.lots) {
    const binary = counting.get(security)?.binary ?? -1;
    if ((sold.get(id) ?? 0) < washedQuantity * (1 - 1e-9)) counted.delete(binary);
  }
  return counted;
}

/**
 * The parts of a lot in the order in which its shares go: the washed part first, which counts 0; then what of the loss
 * counts or, where the group's losses do not, the same shares with their loss counting 0.
 */
function orderOf(own: readonly Part[], counting: Counting | undefined, counted: Counted): readonly Part[] {
  const at = own.findIndex(({ column }) => counting?.counts.includes(column) === true);
  if (at < 0) return own;
  const rest = own[counted.has(counting?.binary ?? -1) ? at : at + 1];
  return rest === undefined ? own : [...own.slice(0, at), rest];
}

function saleSegments(lowered: Lowered, plan: Plan, security: number, counted: Counted): Segment[] {
  const { frame, draft } = lowered;
  const parts = (lowered.partsOf[security] ?? []).flatMap((part) => lowered.parts[part] ?? []);
  const counting = draft.counting.get(security);
  const segments: Segment[] = [];
  for (const lot of plan.lots) {
    let left = Number(lot.quantity);
    const ofLot = parts.filter((part) => part.lots.some((place) => frame.lots[place]?.id === lot.id));
    const own = orderOf(ofLot, counting, counted);
    own.forEach((part, at) => {
      const all = (part.upper * frame.value) / (frame.price[security] ?? 1);
      const shares = at === own.length - 1 || part.lots.length > 1 ? left : Math.min(left, all);
      if (shares > 0) segments.push({ column: part.column, shares });
      left -= shares;
    });
  }
  return segments;
}

export function laneOf(lowered: Lowered, plan: Plan, counted: Counted): Lane {
  const day = lowered.situation.market.securities.get(plan.symbol);
  const security = lowered.frame.local[day?.index ?? -1] ?? -1;
  const price = lowered.frame.price[security] ?? 1;
  if (plan.side === "buy") {
    const segments = [{ column: lowered.buy[security] ?? -1, shares: Number.POSITIVE_INFINITY }];
    return { plan, security, segments, sign: 1, price };
  }
  return { plan, security, segments: saleSegments(lowered, plan, security, counted), sign: -1, price };
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
