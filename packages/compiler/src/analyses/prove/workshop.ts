/** What all questions about idle clauses of a project share: one frame of a universe that may grow, and its screen. */
import type { Backend } from "@mandate/solver";
import type { ChoiceValue } from "../../bundle/index.ts";
import { representatives } from "../linear/apart.ts";
import type { Ranges } from "../linear/concrete.ts";
import type { Element } from "../linear/element.ts";
import { frameOf } from "../linear/frame.ts";
import type { Partition } from "../linear/partition.ts";
import type { Space } from "../linear/space.ts";
import { readByRules } from "../linear/walk.ts";
import { Screen } from "./screen.ts";

export interface Workshop {
  readonly screen: Screen;
  /** items that stand apart for a clause; undefined where they do not */
  readonly labels: (
    element: Element,
    choice: (option: string) => ChoiceValue | undefined,
  ) => ReadonlySet<string> | undefined;
}

export interface Order {
  readonly backend: Backend;
  readonly space: Space;
  readonly ranges: Ranges;
  readonly choice: (option: string) => ChoiceValue | undefined;
  /** at their loosest: what most questions are about */
  readonly shared: readonly Element[];
  /** everything that is going to be asked about */
  readonly all: readonly Element[];
}

export function workshopOf({ backend, space, ranges, choice, shared, all }: Order): Workshop {
  // Before anything stands apart: what kinds there are. Then one item of each, for every clause that ranges over some.
  const whole = frameOf(space, all);
  const groups = new Map<string, readonly number[]>();
  for (const element of all)
    for (const group of representatives(undefined, element, choice, whole).groups)
      groups.set(group.join(","), group);
  const frame = frameOf(space, all, [...groups.values()]);
  const known = new WeakMap<Element["rules"], ReadonlySet<string>>();
  return {
    screen: new Screen(backend, frame, ranges, shared, { space, choice }),
    labels: (element, chosen) => {
      const before = known.get(element.rules);
      if (before !== undefined) return before;
      const found = representatives(undefined, element, chosen, whole);
      if (!found.groups.every((group) => standsApart(frame.partition, group))) return undefined;
      if (readByRules(element.rules).options.length === 0) known.set(element.rules, found.labels);
      return found.labels;
    },
  };
}

/** Whether places are parts of their own. */
function standsApart({ partOf, size, space }: Partition, group: readonly number[]): boolean {
  const counts = new Map<number, number>();
  for (const place of group) {
    const part = partOf[place] ?? 0;
    counts.set(part, (counts.get(part) ?? 0) + (space.places[place]?.copies ?? 1));
  }
  return [...counts].every(([part, count]) => count === size[part]);
}
