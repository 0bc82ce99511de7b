/** `mandate diff`: what an edit does, clause by clause, whatever its text looks like (language.md, Analyses 4). */
import type { Backend } from "@mandate/solver";
import type { Bundle } from "../../bundle/index.ts";
import { type Choices, choicesOf } from "../choices/variables.ts";
import type { OptionRange } from "../linear/concrete.ts";
import type { Element } from "../linear/element.ts";
import { jointViews, type View } from "../linear/space.ts";
import { elementOf, firmElements, followed, onDay, RANK } from "../prove/policy.ts";
import { accountChanges } from "./accounts.ts";
import type { ClauseChange } from "./change.ts";
import { clauseChange } from "./clause.ts";
import { names, pairs } from "./pairs.ts";
import type { Permits, Whole } from "./permits.ts";
import { modelChanges, settingChanges } from "./settings.ts";
import type { Version } from "./version.ts";

export interface DiffOptions {
  /** ISO date: what is in force */
  readonly today: string;
}

/**
 * Every clause and model of either version, in the order of names. Pure: the same bundles give the same changes.
 * @param a before @param b after
 */
export function diff(a: Bundle, b: Bundle, backend: Backend, options: DiffOptions): readonly ClauseChange[] {
  const [viewA, viewB] = jointViews(a, b);
  const before = version("a", viewA, options.today);
  const after = version("b", viewB, options.today);
  const choices = both(choicesOf(a), choicesOf(b));
  const scene: Permits = {
    backend,
    space: viewA.space,
    choices,
    ranges: choices.ranges,
    choice: (option) => choices.settled.get(option),
    bundle: b,
  };
  const changes: ClauseChange[] = [];
  const firm = ({ view, bundle, firm: limits }: Version) => [
    ...limits,
    ...bundle.preferences.map((one) => elementOf(view, one, RANK.firm)),
  ];
  for (const pair of pairs(firm(before), firm(after)))
    changes.push(clauseChange(scene, pair, before.wholes, after.wholes));
  const bandChanges = new Map<string, readonly ClauseChange[]>();
  for (const name of names(a.models, b.models)) {
    const bands = (of: Version): Followed => bandsOf(of, name);
    const [old, now] = [bands(before), bands(after)];
    const found = pairs(old.bands, now.bands).map((pair) =>
      clauseChange(scene, pair, old.wholes, now.wholes),
    );
    bandChanges.set(name, found);
    changes.push(...found);
  }
  changes.push(...modelChanges(viewA, viewB, bandChanges), ...settingChanges(viewA, viewB));
  changes.push(...accountChanges(scene, before, after, options.today));
  return changes.sort((x, y) =>
    x.clause < y.clause ? -1 : x.clause > y.clause ? 1 : x.kind < y.kind ? -1 : 1,
  );
}

function version(side: "a" | "b", view: View, today: string): Version {
  const firm = firmElements(view);
  const inForce = onDay(firm, [], today);
  const { bundle } = view;
  const wholes = bundle.models.flatMap((model): Whole[] => {
    const follows = followed(view, model, bundle.edits, new Map());
    if (follows === undefined) return [];
    return [{ elements: [...inForce, ...follows.bands], model: model.name, targets: follows.targets }];
  });
  return { side, view, bundle, firm, wholes: wholes.length === 0 ? [{ elements: inForce }] : wholes };
}

interface Followed {
  readonly bands: readonly Element[];
  readonly wholes: readonly Whole[];
}

function bandsOf({ view, bundle, wholes }: Version, name: string): Followed {
  const model = bundle.models.find((one) => one.name === name);
  const follows = model === undefined ? undefined : followed(view, model, bundle.edits, new Map());
  const own = wholes.filter((whole) => whole.model === name);
  return { bands: follows?.bands ?? [], wholes: own.length === 0 ? wholes : own };
}

/** Options compared over what either version offers. */
function both(a: Choices, b: Choices): Choices {
  const ranges = new Map<string, OptionRange>(a.ranges);
  for (const [option, range] of b.ranges) {
    const other = ranges.get(option);
    ranges.set(
      option,
      other === undefined
        ? range
        : {
            low: Number(other.low) < Number(range.low) ? other.low : range.low,
            high: Number(other.high) > Number(range.high) ? other.high : range.high,
          },
    );
  }
  const settled = new Map(
    [...a.settled].filter(([option]) => b.settled.has(option) || !b.options.has(option)),
  );
  for (const [option, value] of b.settled)
    if (!a.options.has(option) || settled.has(option)) settled.set(option, value);
  return { ranges, settled, options: new Map([...a.options, ...b.options]) };
}
