/** Whether portfolios that were found before an edit of the firm's limits do for what the limits say now. */
import { decidable, type Guarding, holds } from "../choices/guard.ts";
import type { Leaf } from "../choices/search.ts";
import { variablesOf } from "../choices/variables.ts";
import { linearRow } from "../linear/concrete.ts";
import { Beyond, type Element } from "../linear/element.ts";
import { floats } from "../linear/field.ts";
import { UNIT } from "../linear/form.ts";
import type { Frame } from "../linear/frame.ts";
import type { SystemInput, SystemRow } from "../linear/system.ts";
import { readByRules } from "../linear/walk.ts";
import type { DayLeaf } from "./accounts.ts";
import type { Scene } from "./choices.ts";
import { satisfied } from "./ground.ts";

/** More room than any float's error. */
const ROOM = 1e-6;

/** What binds by itself, all year: reserves add up, and what is kept is taken to be held. */
export function alone({ rules, base, from, until }: Element): boolean {
  return (
    from === undefined &&
    until === undefined &&
    !["keep", "never sell", "sell by"].includes(base.kind) &&
    rules.every(({ rule }) => rule === "compare")
  );
}

/** Of every permitted choice. @param scene whose frame the portfolios are of */
export function leavesStand(scene: Scene, frame: Frame, leaves: readonly Leaf[], fresh: Element): boolean {
  const variables = variablesOf([fresh], scene.choices);
  const choice = (option: string) => scene.choices.settled.get(option);
  const guarding: Guarding = { choices: scene.choices, variables, choice };
  const { options } = readByRules(fresh.rules);
  const torn = options.some(
    (option) => variables.has(`option ${option}`) || variables.has(`chosen ${option}`),
  );
  if (!alone(fresh) || !frame.covers(fresh) || torn || !decidable(fresh, guarding)) return false;
  const { rows } = frame.system({
    space: scene.view.space,
    elements: [fresh],
    choice,
    ...(scene.targets === undefined ? {} : { targets: scene.targets }),
  });
  return leaves.every(
    ({ assignment, ranges, x }) =>
      (fresh.when !== undefined && holds(fresh.when, assignment, guarding) === false) ||
      rows.every((row) => holdsAt(row, ranges, x)),
  );
}

function holdsAt(row: SystemRow<number>, ranges: Leaf["ranges"], x: Float64Array): boolean {
  if (row.poly.by.size === 0) return satisfied(row, x);
  try {
    const { form, relation } = linearRow(floats, row, ranges, "hardest");
    let sum = 0;
    for (const [column, coef] of form) sum += column === UNIT ? coef : coef * (x[column] ?? 0);
    return relation === "<=" && sum <= -ROOM;
  } catch (error) {
    if (error instanceof Beyond) return false;
    throw error;
  }
}

/** Of an account: what it has chosen, what it aims at, and limits of which it has its own version. */
export interface Holder {
  readonly choice: SystemInput["choice"];
  readonly targets?: SystemInput["targets"];
  readonly adjusts: ReadonlySet<string>;
}

export function daysStand(
  scene: Scene,
  frame: Frame,
  { choice, targets, adjusts }: Holder,
  leaves: readonly DayLeaf[],
  fresh: Element,
): boolean {
  if (adjusts.has(fresh.id) || !alone(fresh) || !frame.covers(fresh)) return false;
  const guarding: Guarding = { choices: scene.choices, variables: new Map(), choice };
  const { rows } = frame.system({
    space: scene.view.space,
    elements: [fresh],
    choice,
    ...(targets === undefined ? {} : { targets }),
  });
  return leaves.every(
    ({ facts, x }) =>
      (fresh.when !== undefined && holds(fresh.when, facts, guarding) !== true) ||
      rows.every((row) => satisfied(row, x)),
  );
}
