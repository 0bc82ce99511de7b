/** The bundle of a firm and its accounts: their sets numbered in the order in which they are first named. */
import type { SetIR } from "./bundle.ts";
import type { AccountColumnIR, AccountIR, Bundle } from "./index.ts";

/** A part whose sets have the numbers of a table of their own. */
export interface Numbered<T> {
  readonly ir: T;
  /** the numbers in it, each once, in the order met */
  readonly sets: readonly number[];
}

type FirmIR = Omit<Bundle, "sets" | "accounts" | "accountColumns">;

export interface Assembly {
  readonly firm: Numbered<FirmIR>;
  readonly accounts: readonly Numbered<AccountIR>[];
  readonly columns: readonly AccountColumnIR[];
  /** by table number */
  readonly table: readonly SetIR[];
}

/** Puts a bundle together. Parts whose sets keep their numbers are taken over as they are. */
export function assemble({ firm, accounts, columns, table }: Assembly): Bundle {
  const numbers = new Map<number, number>();
  const sets: SetIR[] = [];
  for (const part of [firm, ...accounts]) {
    for (const old of part.sets) {
      const set = table[old];
      if (set === undefined || numbers.has(old)) continue;
      numbers.set(old, sets.length);
      sets.push(set);
    }
  }
  // The universe names no sets, and is by far the longest.
  const { universe, ...named } = firm.ir;
  const { classes, lists, ...others } = renumbered({ ir: named, sets: firm.sets }, numbers);
  const moved = (old: number): number => numbers.get(old) ?? old;
  return {
    ...others,
    universe,
    accountColumns: columns,
    classes: classes.map((info) => ({ ...info, set: moved(info.set) })),
    sets,
    lists: Object.fromEntries(Object.entries(lists).map(([name, old]) => [name, moved(old)])),
    accounts: accounts.map((account) => renumbered(account, numbers)),
  };
}

/** Renumbered parts, for as long as their sets keep the numbers they got. */
const known = new WeakMap<object, { readonly numbers: readonly number[]; readonly ir: unknown }>();

function renumbered<T extends object>(part: Numbered<T>, numbers: ReadonlyMap<number, number>): T {
  const { ir, sets } = part;
  if (sets.every((old) => numbers.get(old) === old)) return ir;
  const now = sets.map((old) => numbers.get(old) ?? old);
  const before = known.get(ir);
  if (before?.numbers.every((number, place) => number === now[place]) === true) return before.ir as T;
  const fresh = copy(ir, numbers);
  known.set(ir, { numbers: now, ir: fresh });
  return fresh;
}

/** A bundle is plain data; a reference to a set of the table is `{ set: "fixed", id }` wherever it stands. */
function copy<T>(value: T, numbers: ReadonlyMap<number, number>): T {
  if (Array.isArray(value)) return value.map((item: unknown) => copy(item, numbers)) as T;
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([name, inner]): [string, unknown] => [
    name,
    copy(inner, numbers),
  ]);
  const made = Object.fromEntries(entries);
  if (made["set"] === "fixed" && typeof made["id"] === "number")
    made["id"] = numbers.get(made["id"]) ?? made["id"];
  return made as T;
}
