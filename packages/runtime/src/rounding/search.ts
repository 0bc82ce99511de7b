/** Better roundings of the same trades: an increment more or less of one security, or of two at once. */
import type { Lowered } from "../lowering/index.ts";
import { above, along, below, floatOf, onGrid, sharesOf } from "./grid.ts";
import { type Ledger, ledgerOf, type Move } from "./ledger.ts";
import { otherSides, type Plan, withQuantity } from "./plan.ts";

/** Dollars that a move must save to be worth making: floats of the ledger are no finer. */
const WORTHWHILE = 1e-7;

/** Moves whose pairs are tried. */
const PAIRED = 32;

/** Times that two steps at once are tried: each is a thousand prices. */
const MOST_PAIRS = 40;

interface Option {
  readonly move: Move;
  /** on the plan's grid */
  readonly quantity: bigint;
  dollars: number;
}

/** Steps up and down from a quantity; made anew only when the plan moves. */
function stepsOf(ledger: Ledger, { grid }: Plan, lane: number, from: bigint): Option[] {
  const steps: Option[] = [];
  for (const quantity of [above(grid, from), below(grid, from)]) {
    if (quantity === from) continue;
    steps.push({ move: ledger.move(lane, floatOf(grid, quantity)), quantity, dollars: 0 });
  }
  return steps;
}

function byDollars(a: Option, b: Option): number {
  return a.dollars - b.dollars || a.move.lane - b.move.lane || a.move.to - b.move.to;
}

/** Where a descent stands. */
interface Descent {
  readonly ledger: Ledger;
  readonly plans: Plan[];
  /** by lane: its steps */
  readonly steps: (readonly Option[])[];
  /** by lane: the lane of the same security's other side, or -1 */
  readonly others: readonly number[];
  /** by lane: 1 where its quantity is nothing */
  readonly idle: Uint8Array;
}

/** Steps of one side wait until the other side is nothing. */
function waits({ others, idle }: Descent, lane: number): boolean {
  const other = others[lane] ?? -1;
  return other >= 0 && idle[other] === 0;
}

/** Prices every step that is open; gives the cheapest. */
function price(descent: Descent): Option | undefined {
  const { ledger, steps } = descent;
  let cheapest: Option | undefined;
  for (let lane = 0; lane < steps.length; lane++) {
    const waiting = waits(descent, lane);
    const own = steps[lane] ?? [];
    for (let k = 0; k < own.length; k++) {
      const option = own[k];
      if (option === undefined) continue;
      option.dollars = waiting ? Number.POSITIVE_INFINITY : ledger.change(option.move);
      if (!waiting && (cheapest === undefined || byDollars(option, cheapest) < 0)) cheapest = option;
    }
  }
  return cheapest;
}

/** The best two steps together, where no single one helps: what one gives up in cash or a limit the other makes up. */
function bestPair({ ledger, steps, others }: Descent): readonly Option[] | undefined {
  const few = steps
    .flat()
    .filter(({ dollars }) => dollars < Number.POSITIVE_INFINITY)
    .sort(byDollars)
    .slice(0, PAIRED);
  const atLeast = few.map(({ move }) => ledger.least(move));
  const lowest = Math.min(...atLeast);
  let best: readonly Option[] | undefined;
  let least = -WORTHWHILE;
  for (let a = 0; a < few.length; a++) {
    const one = few[a];
    const alone = atLeast[a] ?? 0;
    if (one === undefined || alone + lowest >= least) continue;
    const withOne = ledger.together(one.move);
    for (let b = a + 1; b < few.length; b++) {
      const two = few[b];
      if (two === undefined || alone + (atLeast[b] ?? 0) >= least) continue;
      if (one.move.lane === two.move.lane || others[one.move.lane] === two.move.lane) continue;
      const dollars = withOne(two.move);
      if (dollars < least) {
        least = dollars;
        best = [one, two];
      }
    }
  }
  return best;
}

/** Increments that one step may be stretched to: 2 to this power. */
const STRETCH = 40;

/**
 * A step that saves something, stretched to as many increments as save the most: the cost of one trade is convex, and
 * increments may be a ten-thousandth of a share. Doubles the increments while that helps, then halves what is added.
 */
function stretched({ ledger, plans }: Descent, option: Option, from: bigint): Option {
  const { lane } = option.move;
  const plan = plans[lane];
  if (plan === undefined) return option;
  const way = option.quantity > from ? 1n : -1n;
  let best = option;
  let reached = 0n;
  const tryAt = (increments: bigint): boolean => {
    const quantity = along(plan.grid, option.quantity, way * increments);
    if (quantity === undefined) return false;
    const move = ledger.move(lane, floatOf(plan.grid, quantity));
    const dollars = ledger.change(move);
    if (dollars >= best.dollars - WORTHWHILE) return false;
    best = { move, quantity, dollars };
    reached = increments;
    return true;
  };
  let power = 0;
  while (power < STRETCH && tryAt((1n << BigInt(power + 1)) - 1n)) power += 1;
  for (let half = power - 1; half >= 0; half--) tryAt(reached + (1n << BigInt(half)));
  return best;
}

/**
 * Descends from a rounding until neither one step nor two together save anything. Missed limits count as dollars, so the
 * same descent mends them.
 */
export function descend(lowered: Lowered, start: readonly Plan[]): Plan[] {
  const plans = [...start];
  const ledger = ledgerOf(lowered, plans);
  const at = plans.map((plan) => onGrid(plan.grid, plan.quantity, false));
  const steps = plans.map((plan, lane) => stepsOf(ledger, plan, lane, at[lane] ?? 0n));
  const others = otherSides(plans);
  const idle = Uint8Array.from(plans, ({ quantity }) => (quantity.isZero() ? 1 : 0));
  const descent = { ledger, plans, steps, others, idle };
  let pairs = 0;
  for (let turn = 0; turn < 6 * plans.length + 16; turn++) {
    const single = price(descent);
    let chosen: readonly Option[] | undefined;
    if (single !== undefined && single.dollars < -WORTHWHILE)
      chosen = [stretched(descent, single, at[single.move.lane] ?? 0n)];
    else if (pairs++ < MOST_PAIRS) chosen = bestPair(descent);
    if (chosen === undefined) break;
    for (const { move } of chosen) ledger.apply(move);
    for (const { move, quantity } of chosen) {
      const plan = plans[move.lane];
      if (plan === undefined) continue;
      plans[move.lane] = withQuantity(plan, sharesOf(plan.grid, quantity));
      at[move.lane] = quantity;
      idle[move.lane] = quantity === 0n ? 1 : 0;
      steps[move.lane] = stepsOf(ledger, plan, move.lane, quantity);
    }
  }
  return plans;
}
