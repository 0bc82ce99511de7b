/**
 * One set of columns for everything that is asked of a project: what any of its clauses tells apart is a part of its
 * own, so that a clause's rows are built once and serve every question it has a place in.
 */
import type { ChoiceValue } from "../../bundle/index.ts";
import type { Element } from "./element.ts";
import type { Columns, Reading, Targets } from "./expression.ts";
import { type Field, floats } from "./field.ts";
import { distinguishes, type Partition, partition } from "./partition.ts";
import { type RowsOf, rowsOf, sharedReserve } from "./rows.ts";
import { joined, type System, type SystemInput, type SystemRow } from "./system.ts";
import { readBy } from "./walk.ts";

export interface Frame {
  readonly partition: Partition;
  /** groups of places that stand apart from others of their kind */
  readonly apart: readonly (readonly number[])[];
  /** whether the frame tells apart all that an element does; another system is needed where not */
  readonly covers: (element: Element) => boolean;
  /** a column for what no weight decides, beside those that rows ask for; free: it may be negative */
  readonly column: (key: string, free: boolean) => number;
  readonly cash: number;
  /** what the columns after cash are called, and which of them may be negative */
  readonly extras: ReadonlyMap<number, string>;
  readonly free: ReadonlySet<number>;
  /** the same as `buildSystem`, of rows that may have been built before */
  readonly system: (input: SystemInput) => System<number>;
}

/** @param elements everything that is going to be asked about, or what tells apart as much */
export function frameOf(
  space: SystemInput["space"],
  elements: readonly Element[],
  apart: readonly (readonly number[])[] = [],
): Frame {
  const parts = partition(space, elements, apart);
  const columns = new SharedColumns(parts.size.length);
  const store = new Store(floats, parts, columns);
  const covered = new WeakMap<object, boolean>();
  return {
    partition: parts,
    apart,
    column: columns.extra,
    cash: columns.cash,
    extras: columns.names,
    free: columns.free,
    covers: (element) => {
      const plain = element.waived.length === 0 && element.level?.for === undefined;
      const by = plain ? element.rules : element;
      const known = covered.get(by);
      if (known !== undefined) return known;
      const made = distinguishes(parts, element);
      covered.set(by, made);
      return made;
    },
    system: (input) => {
      const built = input.elements.map((element) => [element, store.rowsOf(element, input)] as const);
      const first = input.elements[0];
      return joined({
        field: floats,
        partition: parts,
        cash: columns.cash,
        columns: columns.count,
        free: columns.free,
        extras: columns.names,
        built,
        shared: (reserves) =>
          first === undefined ? undefined : sharedReserve(store.reading(first, input), reserves),
      });
    },
  };
}

class SharedColumns implements Columns {
  readonly names = new Map<number, string>();
  readonly free = new Set<number>();
  private readonly numbers = new Map<string, number>();

  constructor(readonly cash: number) {}

  get count(): number {
    return this.cash + 1 + this.numbers.size;
  }

  readonly extra = (key: string, free: boolean): number => {
    const known = this.numbers.get(key);
    if (known !== undefined) return known;
    const column = this.count;
    this.numbers.set(key, column);
    this.names.set(column, key);
    if (free) this.free.add(column);
    return column;
  };
}

type Built<N> = RowsOf<N> & { readonly own: readonly SystemRow<N>[] };

interface Reads {
  readonly options: readonly string[];
  readonly targets: boolean;
}

/** Rows by element, and by the choices and targets that they read. */
class Store<N> {
  private readonly rows = new WeakMap<Element, Map<string, Built<N>>>();
  private readonly reads = new WeakMap<Element, Reads>();
  private readonly targetNames = new WeakMap<Targets, number>();
  private targetCount = 0;

  constructor(
    private readonly field: Field<N>,
    private readonly partition: Partition,
    private readonly columns: Columns,
  ) {}

  rowsOf(element: Element, input: SystemInput): Built<N> {
    const key = this.keyOf(element, input);
    const known = this.rows.get(element);
    const before = known?.get(key);
    if (before !== undefined) return before;
    const rows = rowsOf(this.reading(element, input), element);
    const made = { ...rows, own: rows.rows.map((row): SystemRow<N> => ({ ...row, of: [element] })) };
    if (known === undefined) this.rows.set(element, new Map([[key, made]]));
    else known.set(key, made);
    return made;
  }

  reading(element: Element, input: SystemInput): Reading<N> {
    return {
      field: this.field,
      view: element.view,
      partition: this.partition,
      columns: this.columns,
      choice: (option) => element.fixed?.get(option) ?? input.choice(option),
      history: input.history === true,
      ...(input.targets === undefined ? {} : { targets: input.targets }),
    };
  }

  private keyOf(element: Element, { choice, targets, history }: SystemInput): string {
    let reads = this.reads.get(element);
    if (reads === undefined) {
      const levels = [...element.waived, ...(element.level === undefined ? [] : [element.level])];
      reads = readBy(
        element.rules,
        levels.map(({ level }) => level),
      );
      this.reads.set(element, reads);
    }
    const past = history === true ? "with what was traded" : "";
    if (reads.options.length === 0 && !reads.targets) return past;
    const values = reads.options.map(
      (option): ChoiceValue | undefined => element.fixed?.get(option) ?? choice(option),
    );
    return `${past}${JSON.stringify(values)}${reads.targets ? this.nameOf(targets) : ""}`;
  }

  private nameOf(targets: Targets | undefined): number {
    if (targets === undefined) return -1;
    const known = this.targetNames.get(targets);
    if (known !== undefined) return known;
    const made = this.targetCount++;
    this.targetNames.set(targets, made);
    return made;
  }
}
