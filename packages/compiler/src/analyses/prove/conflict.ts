/** The fewest clauses that clash: whole clauses taken away one by one, and what is left proved in fractions. */
import type { Backend } from "@mandate/solver";
import type { ChoiceValue } from "../../bundle/index.ts";
import type { Rational } from "../exact/rational.ts";
import type { Ranges } from "../linear/concrete.ts";
import { decide } from "../linear/decide.ts";
import type { Element } from "../linear/element.ts";
import { ExactSystem } from "../linear/exactSystem.ts";
import type { Targets } from "../linear/expression.ts";
import type { Frame } from "../linear/frame.ts";
import type { Space } from "../linear/space.ts";
import type { SystemRow } from "../linear/system.ts";

export interface Setting {
  readonly backend: Backend;
  readonly space: Space;
  readonly choice: (option: string) => ChoiceValue | undefined;
  readonly ranges: Ranges;
  readonly targets?: Targets;
  readonly frame?: Frame;
}

export interface Conflict {
  readonly elements: readonly Element[];
  /** rows that add up to a contradiction, each with how often it is counted */
  readonly rows: readonly { readonly row: SystemRow<Rational>; readonly by: Rational }[];
}

function input(setting: Setting, elements: readonly Element[]) {
  return {
    space: setting.space,
    elements,
    choice: setting.choice,
    ...(setting.targets === undefined ? {} : { targets: setting.targets }),
  };
}

/** Lowest layers go first, and within one the last declared: what stays is what stood there before. */
function byLayer(a: Element, b: Element): number {
  return (
    b.rank - a.rank ||
    (a.base.source.file < b.base.source.file ? 1 : a.base.source.file > b.base.source.file ? -1 : 0) ||
    b.base.source.start - a.base.source.start ||
    (a.id < b.id ? 1 : -1)
  );
}

/**
 * @param elements that clash together
 * @returns the fewest of them that still do, with the proof; undefined where fractions find a portfolio after all
 */
export function fewest(setting: Setting, elements: readonly Element[]): Conflict | undefined {
  let kept = [...elements].sort(byLayer);
  const clash = (some: readonly Element[]) =>
    !decide(setting.backend, input(setting, some), setting.ranges).feasible;
  if (!clash(kept)) return undefined;
  // The model's bands go before the firm's limits do: a clash is a matter of limits where it can be.
  const order = [...kept].sort((a, b) => rankForDeletion(a) - rankForDeletion(b) || byLayer(a, b));
  for (const element of order) {
    const without = kept.filter((one) => one !== element);
    if (clash(without)) kept = without;
  }
  kept.sort((a, b) => byLayer(b, a));
  const exact = new ExactSystem(input(setting, kept), setting.ranges);
  const verdict = exact.feasible(exact.system.rows.map((_, index) => index));
  if (verdict.feasible) return undefined;
  const rows = verdict.support.flatMap((index, i) => {
    const row = exact.system.rows[index];
    const by = verdict.multipliers[i];
    return row === undefined || by === undefined ? [] : [{ row, by }];
  });
  return { elements: kept, rows };
}

function rankForDeletion({ rank }: Element): number {
  return rank === 0 ? -1 : 0;
}
