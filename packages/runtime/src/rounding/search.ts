/** Better roundings of the same trades: an increment more or less of one security, or of two at once. */
import type { Lowered } from "../lowering/index.ts";
import { above, below, floatOf, onGrid, sharesOf } from "./grid.ts";
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

/** Prices every step that is open; gives the cheapest. Steps of one side wait until the other side is nothing. */
function price(
  ledger: Ledger,
  steps: readonly (readonly Option[])[],
  waits: (lane: number) => boolean,
): Option | undefined {
  let cheapest: Option | undefined;
  for (const [lane, own] of steps.entries()) {
    const waiting = waits(lane);
    for (const option of own) {
      if (waiting) {
        option.dollars = Number.POSITIVE_INFINITY;
        continue;
      }
      option.dollars = ledger.change(option.move);
      if (cheapest === undefined || byDollars(option, cheapest) < 0) cheapest = option;
    }
  }
  return cheapest;
}

/** The best two steps together, where no single one helps: what one gives up in cash or a limit the other makes up. */
function bestPair(
  ledger: Ledger,
  steps: readonly (readonly Option[])[],
  others: readonly number[],
): readonly Option[] | undefined {
  const few = steps
    .flat()
    .filter(({ dollars }) => dollars < Number.POSITIVE_INFINITY)
    .sort(byDollars)
    .slice(0, PAIRED);
  let best: readonly Option[] | undefined;
  let least = -WORTHWHILE;
  for (let a = 0; a < few.length; a++) {
    const one = few[a];
    if (one === undefined) continue;
    const withOne = ledger.together(one.move);
    for (let b = a + 1; b < few.length; b++) {
      const two = few[b];
      if (two === undefined || one.move.lane === two.move.lane) continue;
      if (others[one.move.lane] === two.move.lane) continue;
      const dollars = withOne(two.move);
      if (dollars < least) {
        least = dollars;
        best = [one, two];
      }
    }
  }
  return best;
}

/**
 * Descends from a rounding until neither one step nor two together save anything. Missed limits count as dollars, so the
 * same descent mends them.
 */
export function descend(lowered: Lowered, start: readonly Plan[]): Plan[] {
  const plans = [...start];
  const ledger = ledgerOf(lowered, plans);
  const steps = plans.map((plan, lane) => {
    return stepsOf(ledger, plan, lane, onGrid(plan.grid, plan.quantity, false));
  });
  const others = otherSides(plans);
  const waits = (lane: number): boolean => {
    const other = plans[others[lane] ?? -1];
    return other !== undefined && !other.quantity.isZero();
  };
  let pairs = 0;
  for (let turn = 0; turn < 6 * plans.length + 16; turn++) {
    const single = price(ledger, steps, waits);
    let chosen: readonly Option[] | undefined;
    if (single !== undefined && single.dollars < -WORTHWHILE) chosen = [single];
    else if (pairs++ < MOST_PAIRS) chosen = bestPair(ledger, steps, others);
    if (chosen === undefined) break;
    for (const { move } of chosen) ledger.apply(move);
    for (const { move, quantity } of chosen) {
      const plan = plans[move.lane];
      if (plan === undefined) continue;
      plans[move.lane] = withQuantity(plan, sharesOf(plan.grid, quantity));
      steps[move.lane] = stepsOf(ledger, plan, move.lane, quantity);
    }
  }
  return plans;
}
