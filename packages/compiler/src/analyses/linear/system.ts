/** Rows of several elements over one set of columns: what a linear program decides. */
import type { ChoiceValue } from "../../bundle/index.ts";
import type { Element } from "./element.ts";
import type { Columns, Reading, Targets } from "./expression.ts";
import type { Field } from "./field.ts";
import type { Poly } from "./form.ts";
import { type Partition, partition } from "./partition.ts";
import { type Row, type RowsOf, rowsOf, sharedReserve } from "./rows.ts";
import type { Space } from "./space.ts";

/** The account's value is one dollar at the least: `$1,000,000 / V` is a million at the most. */
export const MOST_MONEY = 1e6;

export interface SystemRow<N> extends Row<N> {
  /** all elements that have a part in it: for a shared reserve several */
  readonly of: readonly Element[];
}

export interface System<N> {
  readonly field: Field<N>;
  readonly partition: Partition;
  readonly cash: number;
  /** columns: parts, cash, extras */
  readonly columns: number;
  readonly free: ReadonlySet<number>;
  /** the extra columns' names */
  readonly extras: ReadonlyMap<number, string>;
  readonly rows: readonly SystemRow<N>[];
  /** elements of which some rule is beyond linear programming, with why */
  readonly beyond: ReadonlyMap<Element, readonly string[]>;
  readonly incomplete: ReadonlySet<Element>;
}

export interface SystemInput {
  readonly space: Space;
  readonly elements: readonly Element[];
  /** of each element: decided choices; undefined for a variable */
  readonly choice: (option: string) => ChoiceValue | undefined;
  readonly targets?: Targets;
  /** purchases, sales and share counts as columns of their own, which no weight decides; by default they are left out */
  readonly history?: boolean;
  /** groups of places that are to be told apart from all others */
  readonly apart?: readonly (readonly number[])[];
}

export function buildSystem<N>(field: Field<N>, input: SystemInput): System<N> {
  const parts = partition(input.space, input.elements, input.apart);
  const cash = parts.size.length;
  const numbers = new Map<string, number>();
  const extras = new Map<number, string>();
  const free = new Set<number>();
  const columns: Columns = {
    cash,
    extra: (key, negative) => {
      const known = numbers.get(key);
      if (known !== undefined) return known;
      const column = cash + 1 + numbers.size;
      numbers.set(key, column);
      extras.set(column, key);
      if (negative) free.add(column);
      return column;
    },
  };
  const reading = (element: Element): Reading<N> => ({
    field,
    view: element.view,
    partition: parts,
    columns,
    choice: (option) => element.fixed?.get(option) ?? input.choice(option),
    history: input.history === true,
    ...(input.targets === undefined ? {} : { targets: input.targets }),
  });
  const built = input.elements.map((element) => {
    const rows = rowsOf(reading(element), element);
    return [element, { ...rows, own: rows.rows.map((row) => ({ ...row, of: [element] })) }] as const;
  });
  const [first] = input.elements;
  const whole = joined({
    field,
    partition: parts,
    cash,
    columns: cash + 1 + numbers.size,
    free,
    extras,
    built,
    shared: (reserves) => (first === undefined ? undefined : sharedReserve(reading(first), reserves)),
  });
  return { ...whole, rows: [...whole.rows, ...boughtIsHeld(whole)] };
}

/** What was bought is held afterwards, since nothing is both bought and sold (semantics.md 3). */
function boughtIsHeld<N>({ field, extras, rows }: System<N>): SystemRow<N>[] {
  const [like] = rows;
  if (like === undefined) return [];
  return [...extras].flatMap(([column, key]): SystemRow<N>[] => {
    const part = /^bought (\d+)$/.exec(key)?.[1];
    if (part === undefined) return [];
    const base = new Map([
      [column, field.one],
      [Number(part), field.negate(field.one)],
    ]);
    return [
      {
        ...like,
        poly: { base, by: new Map() },
        relation: "<=",
        operator: "<=",
        label: "",
        plain: false,
        of: [],
      },
    ];
  });
}

/** Rows of several elements over the same columns, put together. */
export function joined<N>(
  parts: Omit<System<N>, "rows" | "beyond" | "incomplete"> & {
    readonly built: readonly (readonly [Element, RowsOf<N> & { readonly own: readonly SystemRow<N>[] }])[];
    readonly shared: (reserves: readonly Row<N>[]) => Poly<N> | undefined;
  },
): System<N> {
  const { built, shared: share, ...frame } = parts;
  const rows: SystemRow<N>[] = [];
  const beyond = new Map<Element, readonly string[]>();
  const incomplete = new Set<Element>();
  const reserves: SystemRow<N>[] = [];
  for (const [element, own] of built) {
    if (own.beyond.length > 0) beyond.set(element, own.beyond);
    if (!own.complete) incomplete.add(element);
    for (const row of own.own) {
      rows.push(row);
      if (row.rule.rule === "reserve") reserves.push(row);
    }
  }
  const [first] = reserves;
  const shared = share(reserves);
  if (shared !== undefined && first !== undefined)
    rows.push({ ...first, poly: shared, plain: false, of: reserves.map(({ element }) => element) });
  return { ...frame, rows, beyond, incomplete };
}
