/** What all questions about idle clauses of a project share: one frame of a universe that may grow, and its screen. */
import type { Backend } from "@mandate/solver";
import type { ChoiceValue } from "../../bundle/index.ts";
import { representatives } from "../linear/apart.ts";
import type { Ranges } from "../linear/concrete.ts";
import type { Element } from "../linear/element.ts";
import { type Frame, frameOf } from "../linear/frame.ts";
import type { Partition } from "../linear/partition.ts";
import type { Space } from "../linear/space.ts";
import { Screen } from "./screen.ts";

export interface Workshop {
  /** with one item of each kind apart from the others, for every clause that ranges over some */
  readonly frame: Frame;
  /** before anything stood apart: what kinds there are */
  readonly whole: { readonly partition: Partition; readonly cash: number };
  readonly screen: Screen;
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
  const whole = frameOf(space, all);
  const groups = new Map<string, readonly number[]>();
  for (const element of all)
    for (const group of representatives(undefined, element, choice, whole).groups)
      groups.set(group.join(","), group);
  const frame = frameOf(space, all, [...groups.values()]);
  return { frame, whole, screen: new Screen(backend, frame, ranges, shared, { space, choice }) };
}

/** Whether places are parts of their own. */
export function standsApart({ partOf, size, space }: Partition, group: readonly number[]): boolean {
  const counts = new Map<number, number>();
  for (const place of group) {
    const part = partOf[place] ?? 0;
    counts.set(part, (counts.get(part) ?? 0) + (space.places[place]?.copies ?? 1));
  }
  return [...counts].every(([part, count]) => count === size[part]);
}
