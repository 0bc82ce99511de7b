/** Columns of sales, purchases and cash, and the wash-sale rule on loss lots (semantics.md 1 and 4). */
import { addTerm, constant } from "./affine.ts";
import type { Counting, Draft, Part } from "./draft.ts";
import type { FrameLot } from "./frame.ts";

/** Differences of V below this are no shares. */
const DUST = 1e-15;

/** Adds the columns that every account has. `merge`: lots of a security may stand for each other. */
export function addDecisions(draft: Draft, merge: boolean): void {
  const { frame } = draft;
  const reach = new Map<string, Reached>();
  for (let i = 0; i < frame.count; i++) {
    const lots = frame.lotsOf[i] ?? [];
    if (merge) {
      let upper = 0;
      for (const lot of lots) upper += frame.lots[lot]?.value ?? 0;
      if (lots.length > 0) addPart(draft, { security: i, lots, upper, gain: 0, long: false, loss: false });
      continue;
    }
    const group = frame.compiled.group[frame.universe[i] ?? 0] ?? "";
    for (const place of lots) {
      const lot = frame.lots[place];
      if (lot === undefined) continue;
      if (frame.taxable && lot.gain < 0 && (lot.washed > 0 || lot.reachable)) {
        let known = reach.get(group);
        if (known === undefined) {
          known = { counted: -1, washed: [], counts: [], idle: [] };
          reach.set(group, known);
        }
        addWashed(draft, place, lot, known);
      } else addPart(draft, partOf(place, lot, lot.value, frame.taxable ? lot.gain : 0));
    }
  }
  for (const group of reach.values()) countLosses(draft, group);
  for (let i = 0; i < frame.count; i++) draft.buy[i] = draft.column(0, Math.max(0, 1 - (frame.held[i] ?? 0)));
  draft.cash = draft.column(0, Infinity);
}

function partOf(place: number, lot: FrameLot, upper: number, gain: number): Omit<Part, "column"> {
  return { security: lot.security, lots: [place], upper, gain, long: lot.long, loss: lot.gain < 0 };
}

function addPart(draft: Draft, part: Omit<Part, "column">): Part {
  const added = { ...part, column: draft.column(0, part.upper) };
  draft.partsOf[part.security]?.push(draft.parts.length);
  draft.parts.push(added);
  return added;
}

/** Loss lots of a group that replacement shares touch. */
interface Reached {
  /** the binary that says whether losses count; -1 before there is an unmatched part */
  counted: number;
  readonly washed: Part[];
  readonly counts: Part[];
  /** by place in `counts` */
  readonly idle: Part[];
}

/** Losses of a group count only if every washed part of it is sold. */
function countLosses(draft: Draft, { counted, washed, counts, idle }: Reached): void {
  if (counted < 0) return;
  const of = (security: number): Counting => {
    let known = draft.counting.get(security);
    if (known === undefined) {
      known = { binary: counted, washed: 0, first: [], counts: [], idle: [] };
      draft.counting.set(security, known);
    }
    return known;
  };
  for (const { security, column, upper } of washed) {
    draft.own = security;
    draft.row({ constant: 0, cols: [column, counted], coefs: [1, -upper] }, 0, Infinity);
    const own = of(security);
    own.washed += upper;
    own.first.push({ column, upper });
  }
  draft.own = -1;
  for (const [at, { security, column, upper }] of counts.entries()) {
    const own = of(security);
    own.counts.push(column);
    own.idle.push({ column: idle[at]?.column ?? -1, upper });
  }
}

/**
 * A loss lot that replacement shares touch: its washed part counts 0; its unmatched part counts only where the group's
 * binary says that every washed part of the group is sold, and may else be sold with its loss counting 0.
 */
function addWashed(draft: Draft, place: number, lot: FrameLot, group: Reached): void {
  const unmatched = lot.value - lot.washed;
  if (lot.washed > 0) group.washed.push(addPart(draft, partOf(place, lot, lot.washed, 0)));
  if (unmatched <= DUST) return;
  if (!lot.reachable) {
    addPart(draft, partOf(place, lot, unmatched, lot.gain));
    return;
  }
  if (group.counted < 0) group.counted = draft.column(0, 1, true);
  const counts = addPart(draft, partOf(place, lot, unmatched, lot.gain));
  group.counts.push(counts);
  const idle = addPart(draft, partOf(place, lot, unmatched, 0));
  group.idle.push(idle);
  draft.own = lot.security;
  draft.row({ constant: 0, cols: [counts.column, group.counted], coefs: [1, -unmatched] }, -Infinity, 0);
  draft.row({ constant: -unmatched, cols: [counts.column, idle.column], coefs: [1, 1] }, -Infinity, 0);
  draft.own = -1;
}

/** y = C + Σ s − Σ b − trading costs paid; tickets by indicators that `traded` gives in columns. */
export function addCashBalance(draft: Draft): void {
  const { frame } = draft;
  const form = constant(frame.cash);
  for (const part of draft.parts) addTerm(form, part.column, 1 - (frame.tradeRate[part.security] ?? 0));
  for (let i = 0; i < frame.count; i++) {
    addTerm(form, draft.buy[i] ?? -1, -1 - (frame.tradeRate[i] ?? 0));
    const traded = draft.tradedForm[i];
    if (frame.ticket > 0 && traded !== undefined) {
      for (let k = 0; k < traded.cols.length; k++)
        addTerm(form, traded.cols[k] ?? 0, -frame.ticket * (traded.coefs[k] ?? 0));
    }
  }
  addTerm(form, draft.cash, -1);
  draft.row(form, 0, 0);
}
