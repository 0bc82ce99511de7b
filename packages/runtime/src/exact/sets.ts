/** Sets of the typed core, resolved for one account. */
import type { Bundle, Duration, EffectivePolicy, Loop, LotComparison, SetRef } from "@mandate/compiler";

export interface LotFilter {
  readonly comparison: LotComparison;
  readonly duration: Duration;
}

/** Members by index into the universe. With a filter, only their lots that pass it are meant. */
export interface ResolvedSet {
  readonly members: ReadonlySet<number>;
  readonly cash: boolean;
  readonly filter?: LotFilter;
}

/** What a loop variable stands for at one turn. */
export interface LoopItem {
  readonly label: string;
  readonly set: ResolvedSet;
  /** the class it is, where the loop is over classes */
  readonly class?: string;
}

export type Environment = ReadonlyMap<string, LoopItem>;

/** What set resolution looks at. */
export interface SetScope {
  readonly bundle: Bundle;
  readonly policy: EffectivePolicy;
}

const fixedSets = new WeakMap<Bundle, Map<number, ResolvedSet>>();

function fixed(bundle: Bundle, id: number): ResolvedSet {
  let cache = fixedSets.get(bundle);
  if (cache === undefined) {
    cache = new Map();
    fixedSets.set(bundle, cache);
  }
  let resolved = cache.get(id);
  if (resolved === undefined) {
    const set = bundle.sets[id];
    if (set === undefined) throw new RangeError(`the bundle has no set ${id}`);
    resolved = { members: new Set(set.members), cash: set.cash };
    cache.set(id, resolved);
  }
  return resolved;
}

function chosen(scope: SetScope, option: string): ResolvedSet {
  const choice = scope.policy.choices.find((candidate) => candidate.option === option);
  const members = new Set<number>();
  let cash = false;
  if (choice?.value.kind === "lists") {
    for (const list of choice.value.lists) {
      const id = scope.bundle.lists[list];
      if (id === undefined) throw new RangeError(`the bundle has no list ${list}`);
      const set = fixed(scope.bundle, id);
      for (const member of set.members) members.add(member);
      cash ||= set.cash;
    }
  }
  return { members, cash };
}

export function resolveSet(scope: SetScope, ref: SetRef, environment: Environment): ResolvedSet {
  switch (ref.set) {
    case "fixed":
      return fixed(scope.bundle, ref.id);
    case "chosen":
      return chosen(scope, ref.option);
    case "variable": {
      const item = environment.get(ref.name);
      if (item === undefined) throw new RangeError(`no loop declares ${ref.name}`);
      return item.set;
    }
    case "lots": {
      const of = resolveSet(scope, ref.of, environment);
      return {
        members: of.members,
        cash: false,
        filter: { comparison: ref.comparison, duration: ref.duration },
      };
    }
    case "union":
    case "intersection":
    case "difference": {
      const left = resolveSet(scope, ref.left, environment);
      const right = resolveSet(scope, ref.right, environment);
      const members = new Set<number>();
      for (const member of left.members) {
        if (ref.set === "union" || right.members.has(member) === (ref.set === "intersection"))
          members.add(member);
      }
      if (ref.set === "union") for (const member of right.members) members.add(member);
      const cash =
        ref.set === "union"
          ? left.cash || right.cash
          : ref.set === "intersection"
            ? left.cash && right.cash
            : left.cash && !right.cash;
      const filter = left.filter ?? right.filter;
      return filter === undefined ? { members, cash } : { members, cash, filter };
    }
  }
}

/** The turns of one loop, in the universe's order (issuers by their first security). */
export function loopItems(scope: SetScope, loop: Loop, environment: Environment): LoopItem[] {
  const { range } = loop;
  if (range.over === "classes") {
    return range.classes.map((name) => {
      const declared = scope.bundle.classes.find((candidate) => candidate.name === name);
      if (declared === undefined) throw new RangeError(`the bundle has no class ${name}`);
      return { label: name, set: fixed(scope.bundle, declared.set), class: name };
    });
  }
  const of = resolveSet(scope, range.of, environment);
  const members = [...of.members].sort((a, b) => a - b);
  const withFilter = (set: ReadonlySet<number>): ResolvedSet =>
    of.filter === undefined
      ? { members: set, cash: false }
      : { members: set, cash: false, filter: of.filter };
  if (range.over === "securities") {
    return members.map((index) => ({
      label: scope.bundle.universe[index]?.symbol ?? String(index),
      set: withFilter(new Set([index])),
    }));
  }
  const byIssuer = new Map<string, Set<number>>();
  for (const index of members) {
    const issuer = scope.bundle.universe[index]?.issuer ?? "";
    const group = byIssuer.get(issuer);
    if (group === undefined) byIssuer.set(issuer, new Set([index]));
    else group.add(index);
  }
  return [...byIssuer].map(([label, set]) => ({ label, set: withFilter(set) }));
}

const NO_ITEMS: Environment = new Map();

const turnsOfBundle = new WeakMap<Bundle, WeakMap<Loop, readonly Environment[]>>();

/** Turns of a single loop over what no account changes: once a bundle. */
function fixedTurns(scope: SetScope, loop: Loop): readonly Environment[] {
  let known = turnsOfBundle.get(scope.bundle);
  if (known === undefined) {
    known = new WeakMap();
    turnsOfBundle.set(scope.bundle, known);
  }
  let turns = known.get(loop);
  if (turns === undefined) {
    turns = loopItems(scope, loop, NO_ITEMS).map((item) => new Map([[loop.variable, item]]));
    known.set(loop, turns);
  }
  return turns;
}

/** Every combination of turns of nested loops, outermost first. */
export function* turns(
  scope: SetScope,
  loops: readonly Loop[],
  environment: Environment,
): Generator<Environment> {
  const [loop, ...rest] = loops;
  if (loop === undefined) {
    yield environment;
    return;
  }
  const fixedRange = loop.range.over === "classes" || loop.range.of.set === "fixed";
  if (rest.length === 0 && environment.size === 0 && fixedRange) {
    yield* fixedTurns(scope, loop);
    return;
  }
  for (const item of loopItems(scope, loop, environment)) {
    yield* turns(scope, rest, new Map(environment).set(loop.variable, item));
  }
}
