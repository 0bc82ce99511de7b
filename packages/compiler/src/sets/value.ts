/** Sets of securities while they are being worked out, and the table of those that the bundle keeps. */
import type { SetIR, SetRef } from "../bundle/index.ts";

export type SetValue =
  /** known at compile time: indices into the universe, ascending */
  | {
      readonly kind: "fixed";
      readonly members: readonly number[];
      readonly cash: boolean;
      readonly label: string;
      readonly single: boolean;
    }
  /** known per account, or per turn of a `for each` */
  | { readonly kind: "open"; readonly ref: SetRef; readonly label: string; readonly single: boolean };

/** The sets that anything names, each with a number. It grows and never forgets: a number stays what it is. */
export interface SetTable {
  readonly list: SetIR[];
  readonly byKey: Map<string, number>;
  /** numbers of values met before: the key of a large set is long */
  readonly byValue: WeakMap<SetValue, number>;
  /** numbers asked for since `takeUsed`, each once, in the order met */
  used: number[];
  /** by number, the turn in which it was last asked for */
  readonly turns: number[];
  turn: number;
}

export function emptySetTable(): SetTable {
  return { list: [], byKey: new Map(), byValue: new WeakMap(), used: [], turns: [], turn: 1 };
}

/** The sets asked for since the last time, each once, in the order met. */
export function takeUsed(table: SetTable): readonly number[] {
  const { used } = table;
  table.turn += 1;
  if (used.length === 0) return NO_SETS;
  table.used = [];
  return used;
}

const NO_SETS: readonly number[] = [];

/** The set's number; equal members under one label are one set. */
export function intern(table: SetTable, value: SetValue & { readonly kind: "fixed" }): number {
  const id = numberOf(table, value);
  use(table, id);
  return id;
}

/** Notes the sets of a reference that was made elsewhere: a limit's, in the unit of a level that is put in place of its own. */
export function mention(table: SetTable, ref: SetRef): void {
  if (ref.set === "fixed") use(table, ref.id);
  else if (ref.set === "lots") mention(table, ref.of);
  else if (ref.set === "union" || ref.set === "intersection" || ref.set === "difference") {
    mention(table, ref.left);
    mention(table, ref.right);
  }
}

function use(table: SetTable, id: number): void {
  if (table.turns[id] === table.turn) return;
  table.turns[id] = table.turn;
  table.used.push(id);
}

function numberOf(table: SetTable, value: SetValue & { readonly kind: "fixed" }): number {
  const before = table.byValue.get(value);
  if (before !== undefined) return before;
  const key = `${value.label}\n${value.cash ? 1 : 0}\n${value.members.join(",")}`;
  const known = table.byKey.get(key);
  const id = known ?? table.list.length;
  if (known === undefined) {
    table.list.push({ label: value.label, members: value.members, cash: value.cash });
    table.byKey.set(key, id);
  }
  table.byValue.set(value, id);
  return id;
}

export function refOf(table: SetTable, value: SetValue): SetRef {
  return value.kind === "fixed" ? { set: "fixed", id: intern(table, value) } : value.ref;
}

/** Equal keys, equal sets (of fixed ones: equal members, whatever their label). */
export function keyOf(value: SetValue): string {
  return value.kind === "fixed"
    ? `${value.cash ? "cash," : ""}${value.members.join(",")}`
    : JSON.stringify(value.ref);
}

export type SetOperator = "union" | "intersection" | "difference";

export function combine(
  table: SetTable,
  operator: SetOperator,
  left: SetValue,
  right: SetValue,
  label: string,
): SetValue {
  if (left.kind === "fixed" && right.kind === "fixed") {
    const other = new Set(right.members);
    const members =
      operator === "union"
        ? [...new Set([...left.members, ...right.members])].sort((a, b) => a - b)
        : left.members.filter((member) => other.has(member) === (operator === "intersection"));
    const cash =
      operator === "union"
        ? left.cash || right.cash
        : operator === "intersection"
          ? left.cash && right.cash
          : left.cash && !right.cash;
    return { kind: "fixed", members, cash, label, single: false };
  }
  const a = refOf(table, left);
  const b = refOf(table, right);
  // Lots of a set are kept outermost: what was held for a time of both is the lots of what both share.
  if (operator === "intersection" && a.set === "lots") {
    return open({ ...a, of: { set: "intersection", left: a.of, right: b } }, label);
  }
  if (operator === "intersection" && b.set === "lots") {
    return open({ ...b, of: { set: "intersection", left: a, right: b.of } }, label);
  }
  if (operator === "difference" && a.set === "lots") {
    return open({ ...a, of: { set: "difference", left: a.of, right: b } }, label);
  }
  return open({ set: operator, left: a, right: b }, label);
}

export function open(ref: SetRef, label: string): SetValue {
  return { kind: "open", ref, label, single: false };
}
