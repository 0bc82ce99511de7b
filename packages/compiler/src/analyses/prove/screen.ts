/**
 * Whether a clause does something, in floats: most do, and a portfolio that misses nothing but the clause shows it. What
 * may be idle is left with the few clauses that make it so, for a proof in fractions.
 */
import type { Backend } from "@mandate/solver";
import { concrete, type LinearRow, linearRow, type Ranges } from "../linear/concrete.ts";
import { Beyond, type Element } from "../linear/element.ts";
import type { Targets } from "../linear/expression.ts";
import { floats } from "../linear/field.ts";
import type { Frame } from "../linear/frame.ts";
import {
  binding,
  type Counts,
  type FlatRow,
  farthest,
  flat,
  holds,
  missed,
  missedBy,
  optionColumns,
  type Sheaf,
  sheaves,
  shots,
} from "../linear/polytope.ts";
import type { SystemInput, SystemRow } from "../linear/system.ts";
import { readByRules } from "../linear/walk.ts";

/** A miss of more than this is one, whatever floats do (as in `decide`). */
const NEAR = 1e-6;
const MOST_POINTS = 240;
/** Rows of one clause that are shot at, and that have a linear program of their own, before the proof is tried. */
const MOST_SHOT = 12;
const MOST_PROGRAMS = 40;

interface Point {
  readonly x: Float64Array;
  /** of what is shared */
  readonly misses: ReadonlySet<Element>;
}

export interface Asked {
  readonly element: Element;
  /** what is to hold, the element not among it */
  readonly others: readonly Element[];
  readonly choice: SystemInput["choice"];
  readonly targets?: Targets;
  readonly isTarget: (row: SystemRow<number>) => boolean;
}

/**
 * What does something, with a portfolio that shows it where there is one, or because floats have nothing to say of it;
 * or what may make it idle; or nothing, where only a closer look can tell.
 */
export type Screened =
  | { readonly does: Float64Array | "always" | undefined }
  | { readonly idleBy: readonly Element[] | undefined };

const UNKNOWN: Screened = { idleBy: undefined };

export class Screen {
  private readonly shared: ReadonlySet<Element>;
  private readonly sheaves: readonly Sheaf[];
  private readonly columns: ReadonlyMap<string, number>;
  private readonly points: Point[] = [];
  private readonly targets = new WeakMap<SystemRow<number>, readonly FlatRow[]>();
  private readonly linear = new WeakMap<SystemRow<number>, LinearRow<number> | false>();

  /** @param shared what most questions are about: rows that hang on no account and no model */
  constructor(
    private readonly backend: Backend,
    private readonly frame: Frame,
    private readonly ranges: Ranges,
    shared: readonly Element[],
    private readonly base: Pick<SystemInput, "space" | "choice">,
  ) {
    // Reserves add up with those of an account: none of them stands alone.
    const alone = ({ rules }: Element) => !rules.some(({ rule }) => rule === "reserve");
    this.shared = new Set(shared.filter((element) => alone(element) && frame.covers(element)));
    this.columns = optionColumns(frame, ranges);
    const { rows } = frame.system({ ...base, elements: [...this.shared] });
    this.sheaves = sheaves(this.easiest(rows));
  }

  ask({ element, others, choice, targets, isTarget }: Asked): Screened {
    const { frame } = this;
    if (!frame.covers(element) || !others.every((one) => frame.covers(one))) return UNKNOWN;
    const input = { space: this.base.space, choice, ...(targets === undefined ? {} : { targets }) };
    const own = frame.system({ ...input, elements: [element] });
    if (own.incomplete.has(element)) return { does: "always" };
    const rows = own.rows.filter(isTarget);
    const aimed = rows.flatMap((row) => this.hardest(row));
    if (rows.length === 0 || aimed.length < rows.length) return { does: "always" };
    const counted = new Set(others);
    const extra = this.easiest(
      frame.system({ ...input, elements: others.filter((one) => !this.stands(one, choice)) }).rows,
    ).map(flat);
    const counts: Counts = ({ row }) => row.from.of.every((one) => counted.has(one));
    const fits = ({ misses, x }: Point) => {
      for (const one of misses) if (counted.has(one)) return false;
      return extra.every((row) => holds(row, x));
    };
    const misses = (x: Float64Array) => aimed.some((target) => missed(target, x) > NEAR);
    const shown = this.points.find((point) => misses(point.x) && fits(point));
    if (shown !== undefined) return { does: shown.x };
    const all = [...binding(this.sheaves, counts), ...extra];
    let start = this.points.findLast(fits)?.x;
    if (start === undefined) {
      start = farthest(this.backend, frame, this.ranges, all, undefined)?.x;
      if (start === undefined || misses(start)) return { does: start };
      this.keep(start);
    }
    const by = new Set<Element>();
    const open = aimed.filter((target) => {
      if (idleAlone(target, frame)) return false;
      const one = dominating(target, all, frame);
      for (const of of one?.row.from.of ?? []) by.add(of);
      return one === undefined;
    });
    const step = Math.max(1, Math.floor(open.length / MOST_SHOT));
    for (let at = 0; at < open.length; at += step) {
      const target = open[at];
      if (target === undefined || target.row.relation === "=") continue;
      for (const x of shots(frame, start, target, all))
        if (missed(target, x) > NEAR) {
          this.keep(x);
          return { does: x };
        }
    }
    for (const target of open.slice(0, MOST_PROGRAMS)) {
      const ways = target.row.relation === "=" ? ([1, -1] as const) : ([1] as const);
      for (const way of ways) {
        const found = farthest(this.backend, frame, this.ranges, all, target, way);
        if (found === undefined || found.by > NEAR) {
          if (found?.x !== undefined) this.keep(found.x);
          return { does: found?.x };
        }
        for (const one of found.support) by.add(one);
      }
    }
    return { idleBy: [...by] };
  }

  /** Whether a portfolio that was shown before satisfies an element at its easiest; no, where that cannot be told. */
  permits(x: Float64Array, element: Element, asked: Pick<Asked, "choice" | "targets">): boolean {
    const { frame } = this;
    if (!frame.covers(element)) return false;
    const { choice, targets } = asked;
    const input = { space: this.base.space, choice, ...(targets === undefined ? {} : { targets }) };
    const { rows } = frame.system({ ...input, elements: [element] });
    return this.easiest(rows).every((row) => holds(flat(row), x));
  }

  /** Whether the rows that all share are those of an element: what reads a choice that was made here has others. */
  private stands(element: Element, choice: SystemInput["choice"]): boolean {
    if (!this.shared.has(element)) return false;
    return readByRules(element.rules).options.every((option) => choice(option) === this.base.choice(option));
  }

  private keep(x: Float64Array): void {
    if (this.points.length >= MOST_POINTS) this.points.shift();
    this.points.push({ x, misses: missedBy(this.sheaves, x) });
  }

  private easiest(rows: readonly SystemRow<number>[]): readonly LinearRow<number>[] {
    return rows.flatMap((row) => {
      const known = this.linear.get(row);
      if (known !== undefined) return known === false ? [] : [known];
      const [made] = concrete({ field: floats, rows: [row] }, this.ranges, "easiest", this.columns).rows;
      this.linear.set(row, made ?? false);
      return made === undefined ? [] : [made];
    });
  }

  private hardest(row: SystemRow<number>): readonly FlatRow[] {
    const known = this.targets.get(row);
    if (known !== undefined) return known;
    const made = this.makeHardest(row);
    this.targets.set(row, made);
    return made;
  }

  private makeHardest(row: SystemRow<number>): readonly FlatRow[] {
    try {
      return [flat(linearRow(floats, row, this.ranges, "hardest", this.columns))];
    } catch (error) {
      if (error instanceof Beyond) return [];
      throw error;
    }
  }
}

/**
 * A row that alone makes the target idle: with columns that are nowhere negative, `a·x <= b` implies `c·x <= d` where
 * c <= λa and λb <= d.
 */
function dominating(target: FlatRow, rows: readonly FlatRow[], { free }: Frame): FlatRow | undefined {
  const { columns, coefs, bound } = target;
  if (target.row.relation === "=" || columns.some((column) => free.has(column))) return undefined;
  return rows.find((row) => {
    if (row.row.relation === "=" || row.bound < 0 || row.parts === undefined) return false;
    let factor = 0;
    for (let k = 0; k < columns.length; k++) {
      const wanted = coefs[k] ?? 0;
      if (wanted <= 0) continue;
      const has = row.parts.get(columns[k] ?? 0) ?? 0;
      if (has <= 0) return false;
      factor = Math.max(factor, wanted / has);
    }
    return factor * row.bound <= bound + 1e-12 && !row.columns.some((column) => free.has(column));
  });
}

/** Whether no long-only portfolio can miss the target. */
function idleAlone({ columns, coefs, bound, row }: FlatRow, { cash }: Frame): boolean {
  if (row.relation === "=" || bound < 0) return false;
  return columns.every((column, k) => (coefs[k] ?? 0) <= (column <= cash ? bound : -Infinity));
}
