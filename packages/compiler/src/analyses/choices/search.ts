/**
 * Whether every permitted choice leaves a portfolio. One linear program with every row at its hardest proves all
 * choices at once; where it fails, only the options on which its rows disagree are branched. What a row's hardest end
 * is follows from its sign, so that an affine option is decided by its two ends: the choices that leave a portfolio are
 * a convex set, and its corners prove all.
 */
import type { Backend } from "@mandate/solver";
import type { ChoiceValue } from "../../bundle/index.ts";
import type { LinearRow, OptionRange, Ranges } from "../linear/concrete.ts";
import { decide } from "../linear/decide.ts";
import type { Element } from "../linear/element.ts";
import type { Targets } from "../linear/expression.ts";
import type { Frame } from "../linear/frame.ts";
import type { Space } from "../linear/space.ts";
import { atomsOf } from "../linear/walk.ts";
import { type Assignment, decidable, type Guarding, variableOf } from "./guard.ts";
import type { Value } from "./variables.ts";
import { inForce, type Variant, variantsOf } from "./variants.ts";

export interface Question {
  readonly backend: Backend;
  readonly space: Space;
  readonly elements: readonly Element[];
  readonly guarding: Guarding;
  readonly ranges: Ranges;
  readonly targets?: Targets;
  readonly frame?: Frame;
  /** values that are not to be looked at: they have been told already */
  readonly without?: ReadonlyMap<string, ReadonlySet<string>>;
}

/** A choice that leaves nothing. */
export interface Dead {
  readonly assignment: Assignment;
  /** options at an end of their range */
  readonly ends: ReadonlyMap<string, string>;
  /** what clashes, not yet the fewest */
  readonly elements: readonly Element[];
}

/** A case that was looked at, and a portfolio that every clause of it permits, by column of the question's frame. */
export interface Leaf {
  readonly assignment: Assignment;
  readonly ranges: Ranges;
  readonly x: Float64Array;
}

/** Programs after which a search gives up: told, never taken for a proof. */
const MOST_NODES = 4000;

export type Outcome =
  | { readonly dead: Dead }
  | {
      readonly dead: undefined;
      readonly proved: boolean;
      readonly undecided: readonly Element[];
      /** all cases together are every choice; absent where some portfolio is not of the frame */
      readonly leaves: readonly Leaf[] | undefined;
    };

interface State {
  nodes: number;
  readonly leaves: Leaf[];
  framed: boolean;
}

export function search(question: Question): Outcome {
  const { guarding, elements } = question;
  const known = elements.filter((element) => decidable(element, guarding));
  const undecided = elements.filter((element) => !known.includes(element));
  const variants = known.flatMap((element) => {
    const all = variantsOf(element, guarding);
    if (all.length === 0 && element.rules.length > 0) undecided.push(element);
    return all;
  });
  const state: State = { nodes: 0, leaves: [], framed: true };
  const dead = visit(question, variants, new Map(), question.ranges, state);
  if (dead !== undefined && dead !== "given up") return { dead };
  const leaves = state.framed ? state.leaves : undefined;
  return { dead: undefined, proved: dead === undefined, undecided, leaves };
}

function visit(
  question: Question,
  variants: readonly Variant[],
  assignment: Assignment,
  ranges: Ranges,
  state: State,
): Dead | undefined | "given up" {
  if (++state.nodes > MOST_NODES) return "given up";
  const { guarding } = question;
  const possible = variants.filter((variant) => inForce(variant, assignment, guarding) !== false);
  const verdict = decide(
    question.backend,
    {
      space: question.space,
      elements: possible.map(({ element }) => element),
      choice: (option) => guarding.choice(option),
      ...(question.targets === undefined ? {} : { targets: question.targets }),
    },
    ranges,
    question.frame,
  );
  if (verdict.feasible) {
    state.framed &&= verdict.system.partition === question.frame?.partition;
    state.leaves.push({ assignment, ranges, x: verdict.x });
    return undefined;
  }
  const used = new Set(verdict.support.flatMap(({ from }) => from.of));
  const inUse = possible.filter(({ element }) => used.has(element));
  const waiting = firstWaiting(inUse, assignment, guarding);
  if (waiting !== undefined) {
    const variable = guarding.variables.get(waiting);
    const without = question.without?.get(waiting);
    let gaveUp = false;
    for (const value of variable?.values ?? []) {
      if (without?.has(value.text) === true) continue;
      const narrowed = narrow(ranges, variable?.kind === "amount" ? variable.name : undefined, value);
      if (narrowed === undefined) continue;
      const found = visit(question, variants, new Map(assignment).set(waiting, value), narrowed, state);
      if (found === "given up") gaveUp = true;
      else if (found !== undefined) return found;
    }
    return gaveUp ? "given up" : undefined;
  }
  const torn = firstTorn(verdict.support, ranges);
  if (torn === undefined)
    return {
      assignment,
      ends: endsOf(verdict.support, ranges),
      elements: inUse.map(({ element }) => element),
    };
  const range = ranges.get(torn);
  let gaveUp = false;
  for (const end of range === undefined ? [] : [range.low, range.high]) {
    const found = visit(
      question,
      variants,
      assignment,
      new Map(ranges).set(torn, { low: end, high: end }),
      state,
    );
    if (found === "given up") gaveUp = true;
    else if (found !== undefined) return found;
  }
  return gaveUp ? "given up" : undefined;
}

function narrow(ranges: Ranges, option: string | undefined, value: Value): Ranges | undefined {
  const before = option === undefined ? undefined : ranges.get(option);
  if (option === undefined || before === undefined || value.range === undefined) return ranges;
  const low = Number(value.range.low) > Number(before.low) ? value.range.low : before.low;
  const high = Number(value.range.high) < Number(before.high) ? value.range.high : before.high;
  return Number(low) > Number(high) ? undefined : new Map(ranges).set(option, { low, high });
}

/** A variable on which it hangs whether a clause that was used is in force at all. */
function firstWaiting(
  used: readonly Variant[],
  assignment: Assignment,
  guarding: Guarding,
): string | undefined {
  for (const variant of used) {
    if (inForce(variant, assignment, guarding) === true) continue;
    for (const key of variant.needs.keys()) if (!assignment.has(key)) return key;
    for (const atom of variant.of.when === undefined ? [] : atomsOf(variant.of.when)) {
      const key = variableOf(atom, guarding);
      if (key !== undefined && !assignment.has(key)) return key;
    }
  }
  return undefined;
}

/** An option that two rows took at two ends: no one choice is the hardest for both. */
function firstTorn(support: readonly LinearRow<number>[], ranges: Ranges): string | undefined {
  const seen = new Map<string, "low" | "high">();
  for (const { ends } of support) {
    for (const [option, end] of ends) {
      const range = ranges.get(option);
      if (range === undefined || range.low === range.high) continue;
      const before = seen.get(option);
      if (before !== undefined && before !== end) return option;
      seen.set(option, end);
    }
  }
  return undefined;
}

function endsOf(support: readonly LinearRow<number>[], ranges: Ranges): Map<string, string> {
  const ends = new Map<string, string>();
  for (const row of support)
    for (const [option, end] of row.ends) {
      const range: OptionRange | undefined = ranges.get(option);
      if (range !== undefined) ends.set(option, range[end]);
    }
  return ends;
}

/** What is chosen at a dead end: options with a value each, the others at whatever the caller has them. */
export function choiceAt(
  dead: Pick<Dead, "assignment" | "ends">,
  otherwise: (option: string) => ChoiceValue | undefined,
) {
  return (option: string): ChoiceValue | undefined => {
    const end = dead.ends.get(option);
    if (end !== undefined) return { kind: "quantity", value: end };
    return dead.assignment.get(`option ${option}`)?.choice ?? otherwise(option);
  };
}
