/** What the next shares of a plan are, in columns of the lowered problem: a purchase, or the lots of a sale in order. */
import type { Counting, Lowered, Part } from "../lowering/index.ts";
import { type Plan, quantityOf } from "./plan.ts";

/** Shares of one column in a row. */
export interface Segment {
  readonly column: number;
  /** shares; Infinity for purchases */
  readonly shares: number;
}

/** Of what lots' losses count: binaries of groups, every washed part of which is sold (semantics.md 4). */
export type Counted = ReadonlySet<number>;

/** Groups whose losses count once plans are traded. */
export function countedBy(lowered: Lowered, plans: readonly Plan[]): Counted {
  const { frame, draft } = lowered;
  const { counting } = draft;
  const counted = new Set([...counting.values()].map(({ binary }) => binary));
  if (counted.size === 0) return counted;
  const sold = new Float64Array(frame.lots.length);
  for (const plan of plans) {
    let left = quantityOf(plan);
    for (const place of plan.lots) {
      sold[place] = Math.min(left, frame.lots[place]?.quantity ?? 0);
      left -= sold[place] ?? 0;
    }
  }
  frame.lots.forEach(({ security, washedQuantity }, place) => {
    const binary = counting.get(security)?.binary ?? -1;
    if ((sold[place] ?? 0) < washedQuantity * (1 - 1e-9)) counted.delete(binary);
  });
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

export function segmentsOf(lowered: Lowered, plan: Plan, counted: Counted): readonly Segment[] {
  const { frame, draft, buy, partsOf, parts: allParts } = lowered;
  const { security, side, lots, price } = plan;
  if (side === "buy") return [{ column: buy[security] ?? -1, shares: Number.POSITIVE_INFINITY }];
  const parts = (partsOf[security] ?? []).flatMap((part) => allParts[part] ?? []);
  const counting = draft.counting.get(security);
  const segments: Segment[] = [];
  for (const place of lots) {
    let left = frame.lots[place]?.quantity ?? 0;
    const own = orderOf(
      parts.filter((part) => part.lots.includes(place)),
      counting,
      counted,
    );
    own.forEach((part, at) => {
      const all = (part.upper * frame.value) / price;
      const shares = at === own.length - 1 || part.lots.length > 1 ? left : Math.min(left, all);
      if (shares > 0) segments.push({ column: part.column, shares });
      left -= shares;
    });
  }
  return segments;
}
