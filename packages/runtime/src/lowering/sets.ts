/** Sets of the typed core within one account. */
import type { Loop, SetRef } from "@mandate/compiler";
import { heldAsLong } from "../account/dates.ts";
import type { Frame } from "./frame.ts";

/** Which lots of a set are meant: what `held less than 1 year` passes. */
export interface LotFilter {
  readonly passes: (acquired: string) => boolean;
  /** whether what is bought in the run, held 0 days, passes */
  readonly bought: boolean;
}

export interface LocalSet {
  /** the account's securities in it, ascending */
  readonly members: readonly number[];
  readonly cash: boolean;
  readonly lots?: LotFilter;
}

export interface Item {
  readonly label: string;
  readonly set: LocalSet;
  /** of the universe, for `tighten … for`: security or class */
  readonly names: (symbol: string) => boolean;
}

export type Environment = ReadonlyMap<string, Item>;
export const NO_ITEMS: Environment = new Map();

/** Resolves sets for one account, remembering the fixed ones. */
export class Sets {
  private readonly fixed = new Map<number, LocalSet>();

  constructor(readonly frame: Frame) {}

  resolve(ref: SetRef, environment: Environment): LocalSet {
    switch (ref.set) {
      case "fixed":
        return this.byId(ref.id);
      case "chosen":
        return this.chosen(ref.option);
      case "variable": {
        const item = environment.get(ref.name);
        if (item === undefined) throw new RangeError(`no loop declares ${ref.name}`);
        return item.set;
      }
      case "lots": {
        const { asOf } = this.frame.situation.market;
        const of = this.resolve(ref.of, environment);
        const passes = (acquired: string) => heldAsLong(acquired, asOf, ref.comparison, ref.duration);
        return { members: of.members, cash: false, lots: { passes, bought: passes(asOf) } };
      }
      default:
        return combine(ref.set, this.resolve(ref.left, environment), this.resolve(ref.right, environment));
    }
  }

  private byId(id: number): LocalSet {
    let set = this.fixed.get(id);
    if (set === undefined) {
      const bits = this.frame.compiled.membership(id);
      const members: number[] = [];
      for (let i = 0; i < this.frame.count; i++) if (bits[this.frame.universe[i] ?? 0] === 1) members.push(i);
      set = { members, cash: this.frame.situation.bundle.sets[id]?.cash ?? false };
      this.fixed.set(id, set);
    }
    return set;
  }

  private chosen(option: string): LocalSet {
    const { policy, bundle } = this.frame.situation;
    const value = policy.choices.find((choice) => choice.option === option)?.value;
    let union: LocalSet = { members: [], cash: false };
    if (value?.kind !== "lists") return union;
    for (const list of value.lists) {
      const id = bundle.lists[list];
      if (id === undefined) throw new RangeError(`the bundle has no list ${list}`);
      union = combine("union", union, this.byId(id));
    }
    return union;
  }

  /** Whether a loop has turns of which the account holds and is offered nothing: one of them stands for all. */
  emptyTurn(loop: Loop, environment: Environment): Item | undefined {
    const { range } = loop;
    if (range.over === "classes") return undefined;
    const { bundle } = this.frame.situation;
    const inUniverse = universeMembers(this, range.of, environment);
    const at = inUniverse.find((index) => (this.frame.local[index] ?? -1) < 0);
    const security = at === undefined ? undefined : bundle.universe[at];
    if (security === undefined) return undefined;
    const issuers = range.over === "issuers";
    if (issuers) {
      const known = new Set<string>();
      for (const i of this.resolve(range.of, environment).members) known.add(this.issuerOf(i));
      const other = inUniverse.find((index) => !known.has(this.frame.compiled.issuer[index] ?? ""));
      const label = other === undefined ? undefined : this.frame.compiled.issuer[other];
      return label === undefined ? undefined : emptyItem(label);
    }
    return emptyItem(security.symbol);
  }

  /** The turns of a loop that the account has something to do with, in the universe's order. */
  items(loop: Loop, environment: Environment): Item[] {
    const { range } = loop;
    const { frame } = this;
    if (range.over === "classes") {
      return range.classes.map((name) => {
        const declared = frame.compiled.classes.get(name);
        if (declared === undefined) throw new RangeError(`the bundle has no class ${name}`);
        return { label: name, set: this.byId(declared.set), names: (symbol) => symbol === name };
      });
    }
    const of = this.resolve(range.of, environment);
    const itemOf = (label: string, members: readonly number[]): Item => ({
      label,
      set: of.lots === undefined ? { members, cash: false } : { members, cash: false, lots: of.lots },
      names: (symbol) => symbol === label || members.some((i) => frame.symbol[i] === symbol),
    });
    if (range.over === "securities") return of.members.map((i) => itemOf(frame.symbol[i] ?? "", [i]));
    const byIssuer = new Map<string, number[]>();
    for (const i of of.members) {
      const issuer = this.issuerOf(i);
      const group = byIssuer.get(issuer);
      if (group === undefined) byIssuer.set(issuer, [i]);
      else group.push(i);
    }
    return [...byIssuer].map(([label, members]) => itemOf(label, members));
  }

  private issuerOf(i: number): string {
    return this.frame.compiled.issuer[this.frame.universe[i] ?? 0] ?? "";
  }
}

function emptyItem(label: string): Item {
  return { label, set: { members: [], cash: false }, names: (symbol) => symbol === label };
}

function combine(how: "union" | "intersection" | "difference", left: LocalSet, right: LocalSet): LocalSet {
  const inRight = new Set(right.members);
  let members: number[];
  if (how === "union") members = [...new Set([...left.members, ...right.members])].sort((a, b) => a - b);
  else members = left.members.filter((i) => inRight.has(i) === (how === "intersection"));
  const cash =
    how === "union"
      ? left.cash || right.cash
      : left.cash && (how === "intersection" ? right.cash : !right.cash);
  const lots = left.lots ?? right.lots;
  return lots === undefined ? { members, cash } : { members, cash, lots };
}

/** Members by index into the universe, ascending: what the account does not hold too. */
function universeMembers(sets: Sets, ref: SetRef, environment: Environment): readonly number[] {
  const { bundle, policy } = sets.frame.situation;
  switch (ref.set) {
    case "fixed":
      return bundle.sets[ref.id]?.members ?? [];
    case "chosen": {
      const value = policy.choices.find((choice) => choice.option === ref.option)?.value;
      const lists = value?.kind === "lists" ? value.lists : [];
      const all = lists.flatMap((list) => bundle.sets[bundle.lists[list] ?? -1]?.members ?? []);
      return [...new Set(all)].sort((a, b) => a - b);
    }
    case "variable":
      return sets.resolve(ref, environment).members.map((i) => sets.frame.universe[i] ?? 0);
    case "lots":
      return universeMembers(sets, ref.of, environment);
    default: {
      const left = universeMembers(sets, ref.left, environment);
      const right = new Set(universeMembers(sets, ref.right, environment));
      if (ref.set === "union") return [...new Set([...left, ...right])].sort((a, b) => a - b);
      return left.filter((index) => right.has(index) === (ref.set === "intersection"));
    }
  }
}
