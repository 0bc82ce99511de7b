/** The securities that portfolios are made of, and the sets of a bundle within them. */
import type { Bundle, Loop, SetRef } from "../../bundle/index.ts";
import { type walkExpr, walkRule } from "./walk.ts";

/** A security, or a stand-in for any number of securities that the universe may yet gain. */
interface Place {
  readonly symbol: string;
  readonly issuer: string;
  /** how many of its kind there are */
  readonly copies: number;
}

export interface Space {
  readonly places: readonly Place[];
  readonly bySymbol: ReadonlyMap<string, number>;
  /** what the places beyond the universe are made after */
  readonly grown?: string;
}

export interface LocalSet {
  /** places, ascending */
  readonly members: readonly number[];
  readonly cash: boolean;
}

export const NOTHING: LocalSet = { members: [], cash: false };

/** A bundle as it speaks of a space. */
export interface View {
  readonly bundle: Bundle;
  readonly space: Space;
  readonly fixed: (id: number) => LocalSet;
  readonly attribute: (place: number, name: string) => string | undefined;
}

/** A stand-in counts for so many that no cap on each of them ever caps their sum. */
const MANY = 1000;

interface Growth {
  readonly places: Place[];
  readonly like: Like[];
  /** attributes whose values it goes beyond */
  readonly by: string;
}

/** The security whose sets a stand-in shares, or the leaf class that is all it belongs to. */
type Like = ({ readonly security: number } | { readonly leaf: string }) & {
  /** values of the attributes that are averaged, beyond those of the universe */
  readonly values?: ReadonlyMap<string, string>;
};

/**
 * One bundle's own universe. With `open`, the universe may grow: each kind of security has others like it that no list
 * names, and each class some that only the class knows. What follows without them does not hang on who is listed today.
 */
export function viewOf(bundle: Bundle, open = false): View {
  const growth: Growth = open ? growthOf(bundle) : { places: [], like: [], by: "" };
  const places = [
    ...bundle.universe.map(({ symbol, issuer }): Place => ({ symbol, issuer, copies: 1 })),
    ...growth.places,
  ];
  const space = { places, bySymbol: new Map(places.map(({ symbol }, at) => [symbol, at])), grown: growth.by };
  return viewIn(bundle, space, (at) => at, growth);
}

/** Two bundles in the space of both universes; a symbol is the same security in both. */
export function jointViews(a: Bundle, b: Bundle): readonly [View, View] {
  const places = new Map<string, Place>();
  for (const { symbol, issuer } of [...a.universe, ...b.universe])
    places.set(symbol, { symbol, issuer, copies: 1 });
  const list = [...places.values()];
  const bySymbol = new Map(list.map(({ symbol }, at) => [symbol, at]));
  const space: Space = { places: list, bySymbol };
  const into = (bundle: Bundle) =>
    viewIn(bundle, space, (at) => bySymbol.get(bundle.universe[at]?.symbol ?? "") ?? -1, {
      places: [],
      like: [],
      by: "",
    });
  return [into(a), into(b)];
}

function viewIn(bundle: Bundle, space: Space, place: (index: number) => number, growth: Growth): View {
  const sets = new Map<number, LocalSet>();
  const kinds = setKinds(bundle);
  const security = new Map(bundle.universe.map((_, index) => [place(index), index]));
  return {
    bundle,
    space,
    fixed: (id) => {
      const known = sets.get(id);
      if (known !== undefined) return known;
      const declared = bundle.sets[id];
      if (declared === undefined) throw new RangeError(`the bundle has no set ${id}`);
      const members = declared.members.map(place);
      const within = new Set(declared.members);
      growth.like.forEach((like, at) => {
        const inside =
          "leaf" in like ? kinds.leaves(id).has(like.leaf) : !kinds.named(id) && within.has(like.security);
        if (inside) members.push(bundle.universe.length + at);
      });
      const made = { members: members.sort((x, y) => x - y), cash: declared.cash };
      sets.set(id, made);
      return made;
    },
    attribute: (at, name) => {
      const like = growth.like[at - bundle.universe.length];
      const beyond = like?.values?.get(name);
      if (beyond !== undefined) return beyond;
      const index = like !== undefined && "security" in like ? like.security : security.get(at);
      return index === undefined ? undefined : bundle.universe[index]?.attributes[name];
    },
  };
}

interface Kinds {
  /** leaf classes that lie in a set as classes do: whole, whoever is in them */
  readonly leaves: (id: number) => ReadonlySet<string>;
  /** a set that names its members one by one: nobody joins it without an edit of the policy */
  readonly named: (id: number) => boolean;
}

function setKinds(bundle: Bundle): Kinds {
  const within = new Map<number, Set<string>>();
  for (const { name, set, leaf } of bundle.classes) {
    if (!leaf) continue;
    for (let at: string | undefined = name; at !== undefined; ) {
      const declared = bundle.classes.find((one) => one.name === at);
      const id: number = declared?.set ?? set;
      within.set(id, (within.get(id) ?? new Set()).add(name));
      at = declared?.parent;
    }
  }
  const all = new Set(bundle.classes.filter(({ leaf }) => leaf).map(({ name }) => name));
  const none = new Set<string>();
  return {
    leaves: (id) =>
      within.get(id) ?? (bundle.sets[id]?.members.length === bundle.universe.length ? all : none),
    named: (id) => {
      const set = bundle.sets[id];
      if (set === undefined || within.has(id)) return false;
      const [only] = set.members;
      const single =
        set.members.length === 1 && only !== undefined && bundle.universe[only]?.symbol === set.label;
      return single || set.label.startsWith("{");
    },
  };
}

function growthOf(bundle: Bundle): Growth {
  const averaged = new Set<string>();
  let issuers = false;
  const visitor = {
    loop: ({ range }: Loop) => {
      if (range.over === "issuers") issuers = true;
    },
    expr: (expr: Parameters<typeof walkExpr>[0]) => {
      if (expr.e === "average") averaged.add(expr.attribute);
    },
  };
  for (const { rules } of [...bundle.clauses, ...bundle.preferences])
    for (const rule of rules) walkRule(rule, visitor);
  for (const { block } of bundle.profiles)
    for (const clause of block.clauses) for (const rule of clause.rules) walkRule(rule, visitor);
  for (const { blocks } of bundle.accounts)
    for (const block of blocks)
      for (const clause of block.clauses) for (const rule of clause.rules) walkRule(rule, visitor);
  const kinds = setKinds(bundle);
  const signature: string[][] = bundle.universe.map(({ attributes }) =>
    [...averaged].map((name) => `${name}=${attributes[name] ?? ""}`),
  );
  bundle.sets.forEach((set, id) => {
    if (kinds.named(id)) return;
    for (const member of set.members) signature[member]?.push(String(id));
  });
  const kinded = extremes(bundle, averaged);
  const growth: Growth = { places: [], like: [], by: [...averaged].sort().join(" ") };
  const seen = new Set<string>();
  signature.forEach((parts, security) => {
    const key = parts.join(",");
    if (seen.has(key)) return;
    seen.add(key);
    const { symbol = "", issuer = "" } = bundle.universe[security] ?? {};
    for (const { word, values } of kinded)
      join(growth, `another like ${symbol}${word}`, { security, ...values });
    // An issuer of one security may bring out a second.
    if (issuers) {
      growth.places.push({ symbol: `another of ${issuer}, like ${symbol}`, issuer, copies: 1 });
      growth.like.push({ security });
    }
  });
  for (const { name, leaf } of bundle.classes) {
    if (!leaf || name === "Cash") continue;
    for (const { word, values } of kinded)
      join(growth, `another of ${name}${word}`, { leaf: name, ...values });
  }
  return growth;
}

/** Averages go by what the universe's cells say today: others may lie beyond all of them. */
function extremes(
  bundle: Bundle,
  averaged: ReadonlySet<string>,
): readonly { readonly word: string; readonly values?: { readonly values: ReadonlyMap<string, string> } }[] {
  if (averaged.size === 0) return [{ word: "" }];
  const low = new Map<string, string>();
  const high = new Map<string, string>();
  for (const name of averaged) {
    const all = bundle.universe.flatMap(({ attributes }) =>
      attributes[name] === undefined ? [] : Number(attributes[name]),
    );
    const [least, most] = [Math.min(0, ...all), Math.max(0, ...all)];
    low.set(name, (2 * least - most - 1).toFixed(6));
    high.set(name, (2 * most - least + 1).toFixed(6));
  }
  return [
    { word: "" },
    { word: ", with less", values: { values: low } },
    { word: ", with more", values: { values: high } },
  ];
}

/** One of a kind that can be told apart, and the many others. */
function join(growth: Growth, symbol: string, like: Growth["like"][number]): void {
  growth.places.push({ symbol, issuer: symbol, copies: 1 });
  growth.places.push({ symbol: `${symbol} (any)`, issuer: `${symbol} (any)`, copies: MANY });
  growth.like.push(like, like);
}

export type Items = ReadonlyMap<string, LocalSet>;

export function resolveSet(
  view: View,
  ref: SetRef,
  items: Items,
  lists: (option: string) => readonly string[],
): LocalSet {
  switch (ref.set) {
    case "fixed":
      return view.fixed(ref.id);
    case "variable":
      return items.get(ref.name) ?? NOTHING;
    case "chosen":
      return lists(ref.option).reduce<LocalSet>((all, list) => {
        const id = view.bundle.lists[list];
        return id === undefined ? all : combine("union", all, view.fixed(id));
      }, NOTHING);
    case "lots":
      return resolveSet(view, ref.of, items, lists);
    default:
      return combine(
        ref.set,
        resolveSet(view, ref.left, items, lists),
        resolveSet(view, ref.right, items, lists),
      );
  }
}

function combine(how: "union" | "intersection" | "difference", left: LocalSet, right: LocalSet): LocalSet {
  const other = new Set(right.members);
  const members =
    how === "union"
      ? [...new Set([...left.members, ...right.members])].sort((a, b) => a - b)
      : left.members.filter((member) => other.has(member) === (how === "intersection"));
  const cash =
    how === "union"
      ? left.cash || right.cash
      : left.cash && (how === "intersection" ? right.cash : !right.cash);
  return { members, cash };
}

/** Whether two spaces have the same places, so that a portfolio of one is one of the other. */
export function samePlaces(a: Space, b: Space): boolean {
  if (a === b) return true;
  if (a.grown !== b.grown || a.places.length !== b.places.length) return false;
  return a.places.every(({ symbol, issuer, copies }, at) => {
    const other = b.places[at];
    return (
      other !== undefined && other.symbol === symbol && other.issuer === issuer && other.copies === copies
    );
  });
}
