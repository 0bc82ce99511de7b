/**
 * What drift costs (semantics.md 2, "drift"). φ(|w − t|) · V is worked out as φ of dollars, |v − t · V| with its steps
 * times V too: whole numbers throughout, and nothing is divided.
 */
import type { StepIR } from "@mandate/compiler";
import { type Decimal, exact, ZERO } from "./decimal.ts";
import { type DriftNode, type DriftNodes, driftNodes } from "./driftNodes.ts";
import { decimalOf, magnitude, power, product, rescaled, type Scaled, scaledOf } from "./integer.ts";
import type { Context } from "./measures.ts";
import type { Portfolio } from "./portfolio.ts";

interface Step {
  readonly slope: Scaled;
  readonly beyond: Scaled;
}

const stepsOf = new WeakMap<readonly StepIR[], readonly Step[]>();

function ordered(steps: readonly StepIR[]): readonly Step[] {
  let known = stepsOf.get(steps);
  if (known === undefined) {
    known = steps
      .map((step) => ({ slope: exact(step.slope), beyond: exact(step.beyond) }))
      .sort((a, b) => a.beyond.comparedTo(b.beyond))
      .map(({ slope, beyond }) => ({ slope: scaledOf(slope), beyond: scaledOf(beyond) }));
    stepsOf.set(steps, known);
  }
  return known;
}

function finest(all: readonly Scaled[]): number {
  let most = 0;
  for (const { places } of all) most = Math.max(most, places);
  return most;
}

/** What a clause holds an account's dollars against: targets and steps times V, whole numbers of 10^−`places` dollars. */
interface Goal {
  readonly value: Decimal;
  readonly places: number;
  readonly targets: readonly bigint[];
  readonly starts: readonly bigint[];
  readonly slopes: readonly bigint[];
  readonly slopePlaces: number;
}

const goals = new WeakMap<readonly DriftNode[], Map<readonly StepIR[], Goal>>();

/** The account's goal of the clause; the last one is kept, for the same account before and after its trades. */
function goalOf(nodes: readonly DriftNode[], steps: readonly StepIR[], value: Decimal, least: number): Goal {
  let ofNodes = goals.get(nodes);
  if (ofNodes === undefined) {
    ofNodes = new Map();
    goals.set(nodes, ofNodes);
  }
  const known = ofNodes.get(steps);
  if (known?.value === value && known.places >= least) return known;
  const pieces = ordered(steps);
  const v = scaledOf(value);
  const targets = nodes.map(({ target }) => product(target, v));
  const starts = pieces.map(({ beyond }) => product(beyond, v));
  const places = Math.max(least, finest(targets), finest(starts));
  const slopePlaces = finest(pieces.map(({ slope }) => slope));
  const made: Goal = {
    value,
    places,
    targets: targets.map((target) => rescaled(target, places)),
    starts: starts.map((start) => rescaled(start, places)),
    slopes: pieces.map(({ slope }) => rescaled(slope, slopePlaces)),
    slopePlaces,
  };
  ofNodes.set(steps, made);
  return made;
}

/** φ of so many dollars away from the target. */
function phi(away: bigint, { starts, slopes }: Goal): bigint {
  let cost = 0n;
  for (let k = 0; k < starts.length; k++) {
    const start = starts[k] ?? 0n;
    if (away <= start) break;
    const end = starts[k + 1];
    cost += ((end === undefined || away < end ? away : end) - start) * (slopes[k] ?? 0n);
  }
  return cost;
}

/** What each node of a clause costs in one portfolio: whole numbers of 10^−`places` dollars. */
export interface NodeCosts {
  readonly costs: readonly bigint[];
  readonly places: number;
}

function costsOf(
  { cash, value, positions }: Portfolio,
  steps: readonly StepIR[],
  among: DriftNodes,
): NodeCosts {
  const { nodes, nodesOf, ofPolicy } = among;
  const ofCash = scaledOf(cash);
  let own = 0;
  for (const { dollars } of positions.values()) own = Math.max(own, dollars.places);
  const held = nodes.map(() => 0n);
  for (const { index, dollars } of positions.values()) {
    const n = rescaled(dollars, own);
    for (const node of nodesOf(index)) held[node] = (held[node] ?? 0n) + n;
  }
  const goal = goalOf(ofPolicy, steps, value, Math.max(own, ofCash.places));
  const { places, targets, slopePlaces } = goal;
  const inCash = rescaled(ofCash, places);
  const finer = power(places - own);
  const costs = nodes.map((node, at) => {
    const inside = (held[at] ?? 0n) * finer + (node.cash ? inCash : 0n);
    return phi(magnitude(inside - (targets[at] ?? 0n)), goal);
  });
  return { costs, places: places + slopePlaces };
}

interface Known extends NodeCosts {
  readonly among: DriftNodes;
  readonly steps: readonly StepIR[];
}

const knownCosts = new WeakMap<Portfolio, Known[]>();

/** φ of each node's drift, times V: worked out once a portfolio. */
export function nodeCosts({ portfolio }: Context, steps: readonly StepIR[], among: DriftNodes): NodeCosts {
  const ofPortfolio = knownCosts.get(portfolio) ?? [];
  let known = ofPortfolio.find((one) => one.steps === steps && one.among === among);
  if (known === undefined) {
    known = { ...costsOf(portfolio, steps, among), among, steps };
    ofPortfolio.push(known);
    knownCosts.set(portfolio, ofPortfolio);
  }
  return known;
}

/** USD of all drift clauses. */
export function driftCost(context: Context): Decimal {
  let cost = ZERO;
  for (const clause of context.situation.policy.objective.drift) {
    const { costs, places } = nodeCosts(context, clause.steps, driftNodes(context, clause.of));
    let sum = 0n;
    for (const of of costs) sum += of;
    cost = cost.plus(decimalOf(sum, places));
  }
  return cost;
}
