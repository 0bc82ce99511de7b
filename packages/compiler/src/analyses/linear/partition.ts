/**
 * Securities that no clause tells apart, counted as one. The partition is equitable: within a part, every security
 * stands in the same number of rows of each kind, so that what holds for some portfolio holds for one that spreads
 * evenly in each part (colour refinement of linear programs: Grohe, Kersting, Mladenov, Selman, 2014).
 */
import type { Rule } from "../../bundle/index.ts";
import type { Element } from "./element.ts";
import { type Items, type LocalSet, resolveSet, type Space } from "./space.ts";
import { walkRule } from "./walk.ts";

export interface Partition {
  readonly space: Space;
  /** the part of each place */
  readonly partOf: Int32Array;
  /** how many securities each part stands for */
  readonly size: readonly number[];
  /** the first place of each part */
  readonly first: readonly number[];
}

const NO_ITEMS: Items = new Map();

/** Places of a set by issuer. */
export function byIssuer(space: Space, members: readonly number[]): number[][] {
  const groups = new Map<string, number[]>();
  for (const member of members) {
    const issuer = space.places[member]?.issuer ?? "";
    const group = groups.get(issuer);
    if (group === undefined) groups.set(issuer, [member]);
    else group.push(member);
  }
  return [...groups.values()];
}

/** What the elements tell apart, before anything is split. */
interface Distinctions {
  readonly sets: Map<string, LocalSet>;
  readonly issuers: Map<string, readonly number[]>;
  readonly values: ((place: number) => string | undefined)[];
  readonly singles: Set<number>;
}

function distinctions(elements: readonly Element[]): Distinctions {
  const found: Distinctions = { sets: new Map(), issuers: new Map(), values: [], singles: new Set() };
  const averaged = new Set<string>();
  for (const element of elements) {
    const { view } = element;
    const allLists = (option: string): readonly string[] => {
      const type = view.bundle.menus
        .flatMap((menu) => menu.options)
        .find(({ name }) => name === option)?.type;
      return type?.type === "lists" ? type.lists : [];
    };
    const note = (set: LocalSet) => found.sets.set(`${set.members.join(",")}`, set);
    for (const rule of element.rules) {
      walkRule(rule, {
        set: (set) => {
          if (set.set === "fixed") note(view.fixed(set.id));
          if (set.set === "chosen")
            for (const list of allLists(set.option)) {
              const id = view.bundle.lists[list];
              if (id !== undefined) note(view.fixed(id));
            }
        },
        loop: ({ range }) => {
          if (range.over === "classes")
            for (const name of range.classes) {
              const set = view.bundle.classes.find((one) => one.name === name)?.set;
              if (set !== undefined) note(view.fixed(set));
            }
          if (range.over === "issuers") {
            const { members } = resolveSet(view, range.of, NO_ITEMS, allLists);
            found.issuers.set(members.join(","), members);
          }
        },
        expr: (expr) => {
          if (expr.e !== "average" || averaged.has(expr.attribute)) return;
          averaged.add(expr.attribute);
          found.values.push((place) => view.attribute(place, expr.attribute));
        },
      });
      // Pairs of securities of one part are of two kinds, the same twice and two that differ: told apart one by one.
      if (nested(rule)) for (const place of rangesOf(rule, element, allLists)) found.singles.add(place);
    }
    for (const adjustment of [...element.waived, ...(element.level === undefined ? [] : [element.level])]) {
      const place = adjustment.for === undefined ? undefined : view.space.bySymbol.get(adjustment.for);
      if (place !== undefined) found.singles.add(place);
    }
  }
  return found;
}

function nested(rule: Rule): boolean {
  if (rule.rule !== "compare") return false;
  let sums = 0;
  walkRule(rule, { loop: () => sums++ });
  return sums > 1;
}

function rangesOf(rule: Rule, { view }: Element, lists: (option: string) => readonly string[]): number[] {
  const places: number[] = [];
  walkRule(rule, {
    loop: ({ range }) => {
      if (range.over !== "classes") places.push(...resolveSet(view, range.of, NO_ITEMS, lists).members);
    },
  });
  return places;
}

/** Whether a partition tells apart all that an element does: a system of it may be made of these parts. */
export function distinguishes({ partOf, size, space }: Partition, element: Element): boolean {
  const { sets, issuers, values, singles } = distinctions([element]);
  const counts = new Map<number, number>();
  for (const { members } of sets.values()) {
    counts.clear();
    for (const place of members) {
      const part = partOf[place] ?? 0;
      counts.set(part, (counts.get(part) ?? 0) + (space.places[place]?.copies ?? 1));
    }
    for (const [part, count] of counts) if (count !== size[part]) return false;
  }
  for (const place of singles)
    if (size[partOf[place] ?? 0] !== (space.places[place]?.copies ?? 1)) return false;
  if (values.some((value) => !even(partOf, value))) return false;
  for (const members of issuers.values()) {
    const pattern = new Map<number, string>();
    for (const group of byIssuer(space, members)) {
      const name = kindOf(partOf, group);
      for (const place of group) {
        const part = partOf[place] ?? 0;
        const before = pattern.get(part);
        if (before !== undefined && before !== name) return false;
        pattern.set(part, name);
      }
    }
  }
  return true;
}

function kindOf(partOf: ArrayLike<number>, group: readonly number[]): string {
  return group
    .map((place) => partOf[place] ?? 0)
    .sort((a, b) => a - b)
    .join(",");
}

/** Whether all of a part have one value. */
function even(partOf: Int32Array, value: (place: number) => string | undefined): boolean {
  const first = new Map<number, string | undefined>();
  return partOf.every((part, place) => {
    const own = value(place);
    if (first.has(part)) return first.get(part) === own;
    first.set(part, own);
    return true;
  });
}

/** @param apart places that are to be parts of their own, each group one */
export function partition(
  space: Space,
  elements: readonly Element[],
  apart: readonly (readonly number[])[] = [],
): Partition {
  const { sets, issuers, values, singles } = distinctions(elements);
  const color = new Int32Array(space.places.length);
  let next = 1;
  const split = (members: Iterable<number>, key: (place: number) => string) => {
    const fresh = new Map<string, number>();
    const changes: [number, number][] = [];
    for (const place of members) {
      const name = `${color[place] ?? 0}|${key(place)}`;
      let to = fresh.get(name);
      if (to === undefined) {
        to = next++;
        fresh.set(name, to);
      }
      changes.push([place, to]);
    }
    for (const [place, to] of changes) color[place] = to;
  };
  for (const set of sets.values()) split(set.members, () => "");
  for (const value of values) split(space.places.keys(), (place) => value(place) ?? "");
  for (const place of singles) split([place], () => "");
  for (const group of apart) split(group, () => "");
  for (let before = -1; issuers.size > 0; ) {
    for (const members of issuers.values()) {
      const pattern = new Map<number, string>();
      for (const group of byIssuer(space, members)) {
        const name = kindOf(color, group);
        for (const place of group) pattern.set(place, name);
      }
      split(members, (place) => pattern.get(place) ?? "");
    }
    const parts = new Set(color).size;
    if (parts === before) break;
    before = parts;
  }
  const partOf = new Int32Array(space.places.length);
  const number = new Map<number, number>();
  const size: number[] = [];
  const first: number[] = [];
  for (let place = 0; place < partOf.length; place++) {
    const own = color[place] ?? 0;
    let part = number.get(own);
    if (part === undefined) {
      part = size.length;
      number.set(own, part);
      size.push(0);
      first.push(place);
    }
    partOf[place] = part;
    size[part] = (size[part] ?? 0) + (space.places[place]?.copies ?? 1);
  }
  return { space, partOf, size, first };
}
