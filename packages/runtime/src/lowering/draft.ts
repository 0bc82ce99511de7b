/** A problem in the making: columns, rows that may still speak of weights and indicators, costs and limits. */
import type { ClauseBase, Unit } from "@mandate/compiler";
import { type Affine, addTerm, constant, virtual } from "./affine.ts";
import type { Frame } from "./frame.ts";
import { Sets } from "./sets.ts";

export type Term = "drift" | "alternates" | "tax" | "trading" | "preferences";

/** A way to sell: (part of) a lot, or several lots whose sale costs the same. Its column is dollars sold, of V. */
export interface Part {
  readonly security: number;
  /** places in `Frame.lots`, in the order in which they are sold */
  readonly lots: readonly number[];
  readonly column: number;
  readonly upper: number;
  /** gain that counts, per dollar sold: 0 where a loss is washed */
  readonly gain: number;
  readonly long: boolean;
  /** of a lot that stands at a loss, washed or not */
  readonly loss: boolean;
}

/** Where the solver's answer tells what a limit costs. */
export type Location =
  /** a row, and by how much its bound moves when the limit does */
  | { readonly at: "row"; readonly row: number; readonly coef: number }
  /** bounds of columns; each by how much its bound moves when the limit does */
  | {
      readonly at: "columns";
      readonly side: "upper" | "lower";
      readonly columns: readonly number[];
      readonly coefs: readonly number[];
    }
  | { readonly at: "nowhere" };

/** One item of one compare rule, one reserve, one band: its level and bound in the rule's own unit. */
export interface Limit {
  readonly clause: ClauseBase;
  /** which of the clause's rules */
  readonly rule: number;
  /** what the loops stand for: `AAPL`; empty without loops */
  readonly item: string;
  readonly operator: "<=" | ">=" | "=";
  readonly unit: Unit["unit"];
  /** fractions, dollars, shares, numbers or counts */
  readonly bound: number;
  readonly grandfathered: boolean;
  /** left of the comparison, multiplied out by `base` where there is one */
  readonly level: Affine;
  readonly base?: Affine;
  /** how much the problem's own bound moves when `bound` moves by 1 (times the base, where there is one) */
  readonly scale: number;
  location: Location;
}

export interface PendingRow {
  readonly form: Affine;
  readonly lower: number;
  readonly upper: number;
  readonly limit?: Limit;
  /** by how much the row's bound moves when that of `limit` does */
  readonly coef: number;
  /** where one row speaks for several */
  readonly limits?: readonly Limit[];
  /** the security that it speaks of and of nothing else: its ways to trade, and its own drift; -1 for none */
  readonly own: number;
}

export interface CostEntry {
  readonly column: number;
  readonly coef: number;
  readonly term: Term;
  /** what says so: an objective's clause (`drift of classes`), or a preference's id */
  readonly by: string;
}

/** A preference's rule as a sum that costs `slope` a unit where it is above 0; of V. */
export interface Missable {
  readonly form: Affine;
  readonly slope: number;
}

/** Where a loss counts only once its washed shares are sold (semantics.md 4), of one security; of V. */
export interface Counting {
  /** 1: the group's losses count */
  readonly binary: number;
  /** what has to go first */
  washed: number;
  /** the columns of that, and how much each takes */
  readonly first: { readonly column: number; readonly upper: number }[];
  /** the parts that count */
  readonly counts: number[];
  /** of each of these, the part that is sold in its place where losses do not count, and how much both take together */
  readonly idle: { readonly column: number; readonly upper: number }[];
}

/** Bounds of columns nearer than this, of V, are one. */
const SAME = 1e-12;

/** By how much a bound is tighter than the one there; whether the two are one and the same is noted. */
function tell(shared: Set<number>, place: number, tighterBy: number): number {
  if (Math.abs(tighterBy) <= SAME) shared.add(place);
  else if (tighterBy > 0) shared.delete(place);
  return tighterBy;
}

export class Draft {
  readonly sets: Sets;
  readonly lower: number[] = [];
  readonly upper: number[] = [];
  readonly integer: number[] = [];
  readonly rows: PendingRow[] = [];
  readonly costs: CostEntry[] = [];
  /** cost that no decision changes, by term */
  readonly offsets: Record<Term, number> = { drift: 0, alternates: 0, tax: 0, trading: 0, preferences: 0 };
  readonly limits: Limit[] = [];
  readonly missable: Missable[] = [];
  readonly parts: Part[] = [];
  readonly partsOf: number[][];
  /** by security */
  readonly counting = new Map<number, Counting>();
  readonly buy: Int32Array;
  /** the most that may be bought of each security, of V, once the rules are read */
  readonly most: Float64Array;
  cash = -1;
  /** the security that rows are of until it is set anew; see `PendingRow.own` */
  own = -1;
  /** the column that is at least the tracking error; -1 where nothing asks for it */
  deviation = -1;
  /** the tightest that clauses allow each security's weight, and the limits that do */
  readonly weightHigh: Float64Array;
  readonly weightLow: Float64Array;
  readonly highLimit: (Limit | undefined)[];
  readonly lowLimit: (Limit | undefined)[];
  /** by column: the limit that bounds it from above, and by how much that bound moves when the limit does */
  readonly capped = new Map<number, { readonly limit: Limit; readonly coef: number }>();
  /** columns and securities whose bound two say alike, a clause or what no policy can change: one alone gives no room */
  readonly shared = {
    upper: new Set<number>(),
    lower: new Set<number>(),
    high: new Set<number>(),
    low: new Set<number>(),
  };
  /** weights and indicators in columns, filled in once the rules are read */
  readonly weightForm: (Affine | undefined)[];
  readonly tradedForm: (Affine | undefined)[];
  readonly heldForm: (Affine | undefined)[];

  constructor(readonly frame: Frame) {
    this.sets = new Sets(frame);
    this.partsOf = Array.from({ length: frame.count }, () => []);
    this.buy = new Int32Array(frame.count).fill(-1);
    this.most = new Float64Array(frame.count);
    this.weightHigh = new Float64Array(frame.count).fill(Infinity);
    this.weightLow = new Float64Array(frame.count).fill(-Infinity);
    this.highLimit = new Array<Limit | undefined>(frame.count).fill(undefined);
    this.lowLimit = new Array<Limit | undefined>(frame.count).fill(undefined);
    this.weightForm = new Array<Affine | undefined>(frame.count).fill(undefined);
    this.tradedForm = new Array<Affine | undefined>(frame.count).fill(undefined);
    this.heldForm = new Array<Affine | undefined>(frame.count).fill(undefined);
  }

  column(lower: number, upper: number, integer = false): number {
    this.lower.push(lower);
    this.upper.push(upper);
    this.integer.push(integer ? 1 : 0);
    return this.lower.length - 1;
  }

  /** @param coef by how much the row's bound moves when the limit does */
  row(form: Affine, lower: number, upper: number, limit?: Limit, coef = 1): void {
    const row = { form, lower, upper, own: this.own, coef };
    this.rows.push(limit === undefined ? row : { ...row, limit });
  }

  cost(column: number, coef: number, term: Term, by: string): void {
    if (coef !== 0) this.costs.push({ column, coef, term, by });
  }

  /** Lowers a column's upper bound; never raises it. */
  cap(column: number, upper: number): void {
    const by = (this.upper[column] ?? Infinity) - upper;
    if (tell(this.shared.upper, column, by) > 0) this.upper[column] = upper;
  }

  raise(column: number, lower: number): void {
    const by = lower - (this.lower[column] ?? -Infinity);
    if (tell(this.shared.lower, column, by) > 0) this.lower[column] = lower;
  }

  /** A limit on a security's weight, where none so far is as tight. */
  boundWeight(i: number, bound: { readonly high?: number; readonly low?: number }, limit: Limit): void {
    const { high, low } = bound;
    if (high !== undefined && tell(this.shared.high, i, (this.weightHigh[i] ?? Infinity) - high) > 0) {
      this.weightHigh[i] = high;
      this.highLimit[i] = limit;
    }
    if (low !== undefined && tell(this.shared.low, i, low - (this.weightLow[i] ?? -Infinity)) > 0) {
      this.weightLow[i] = low;
      this.lowLimit[i] = limit;
    }
  }

  /** Dollars of a security sold, of V. */
  soldForm(i: number): Affine {
    const form = constant(0);
    for (const p of this.partsOf[i] ?? []) addTerm(form, this.parts[p]?.column ?? -1, 1);
    return form;
  }

  /** What may be sold of a security, of V. */
  sellable(i: number): number {
    let sum = 0;
    for (const lot of this.frame.lotsOf[i] ?? []) sum += this.frame.lots[lot]?.value ?? 0;
    return sum;
  }

  /** The form in columns of the problem alone. */
  expanded(form: Affine): Affine {
    if (form.cols.every((column) => column >= 0)) return form;
    const result = constant(form.constant);
    for (let k = 0; k < form.cols.length; k++) {
      const column = form.cols[k] ?? 0;
      const coef = form.coefs[k] ?? 0;
      if (column >= 0) addTerm(result, column, coef);
      else {
        const inner = this.formOf(column);
        result.constant += coef * inner.constant;
        for (let m = 0; m < inner.cols.length; m++)
          addTerm(result, inner.cols[m] ?? 0, coef * (inner.coefs[m] ?? 0));
      }
    }
    return result;
  }

  private formOf(column: number): Affine {
    const { kind, security } = virtual(column);
    const forms = kind === "weight" ? this.weightForm : kind === "traded" ? this.tradedForm : this.heldForm;
    const form = forms[security];
    if (form === undefined) throw new Error(`no ${kind} form for ${this.frame.symbol[security] ?? security}`);
    return form;
  }
}
