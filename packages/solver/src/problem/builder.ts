import type { Problem } from "./problem.ts";

/** One coefficient of a row. */
export interface Entry {
  col: number;
  coef: number;
}

/** The number of slots that growable arrays begin with. */
const FIRST_CAPACITY = 64;

/**
 * Gathers a problem column by column and row by row, then transposes the rows into columns.
 * The result depends on the calls alone: entries of a column come out in row order, duplicates in a row are summed
 * in the order given, and sums that are exactly zero are dropped.
 */
export class ProblemBuilder {
  /** constant part of the objective */
  offset = 0;
  private columns = 0;
  private rows = 0;
  private entries = 0;
  private cost = new Float64Array(FIRST_CAPACITY);
  private colLower = new Float64Array(FIRST_CAPACITY);
  private colUpper = new Float64Array(FIRST_CAPACITY);
  private integer = new Uint8Array(FIRST_CAPACITY);
  private rowLower = new Float64Array(FIRST_CAPACITY);
  private rowUpper = new Float64Array(FIRST_CAPACITY);
  private rowStart = new Int32Array(FIRST_CAPACITY);
  private entryCol = new Int32Array(FIRST_CAPACITY);
  private entryCoef = new Float64Array(FIRST_CAPACITY);

  /** Columns added so far. */
  get numCol(): number {
    return this.columns;
  }

  /** Rows added so far. */
  get numRow(): number {
    return this.rows;
  }

  /**
   * Adds a variable and returns its index.
   * @throws RangeError when a bound or the cost is not a number, the cost is infinite, or lower is above upper only
   *   by being +Infinity or -Infinity on the wrong side. (lower > upper itself is allowed: the problem is infeasible.)
   */
  addColumn(cost: number, lower: number, upper: number, integer = false): number {
    if (!Number.isFinite(cost)) throw new RangeError(`cost ${cost} of column ${this.columns} is not finite`);
    checkBounds("column", this.columns, lower, upper);
    if (this.columns === this.cost.length) {
      this.cost = grown(this.cost, Float64Array);
      this.colLower = grown(this.colLower, Float64Array);
      this.colUpper = grown(this.colUpper, Float64Array);
      this.integer = grown(this.integer, Uint8Array);
    }
    const column = this.columns++;
    this.cost[column] = cost;
    this.colLower[column] = lower;
    this.colUpper[column] = upper;
    this.integer[column] = integer ? 1 : 0;
    return column;
  }

  /** Adds `amount` to a column's cost. */
  addCost(column: number, amount: number): void {
    this.checkColumn(column);
    if (!Number.isFinite(amount)) throw new RangeError(`cost ${amount} of column ${column} is not finite`);
    this.cost[column] = (this.cost[column] ?? 0) + amount;
  }

  /**
   * Adds lower ≤ Σ coef · column ≤ upper and returns the row's index. Columns may be added later than the rows
   * that use them are not: an entry must name a column that exists.
   * @throws RangeError for an unknown column, a coefficient that is not finite, or bounds that are not numbers.
   */
  addRow(lower: number, upper: number, entries: readonly Entry[]): number;
  /** The same from parallel arrays: `columns[k]` with `coefs[k]`. */
  addRow(lower: number, upper: number, columns: ArrayLike<number>, coefs: ArrayLike<number>): number;
  addRow(
    lower: number,
    upper: number,
    entries: readonly Entry[] | ArrayLike<number>,
    coefs?: ArrayLike<number>,
  ): number {
    checkBounds("row", this.rows, lower, upper);
    if (coefs !== undefined && coefs.length !== entries.length) {
      throw new RangeError(`row ${this.rows} has ${entries.length} columns and ${coefs.length} coefficients`);
    }
    const before = this.entries;
    try {
      for (let k = 0; k < entries.length; k++) {
        const entry = entries[k];
        if (typeof entry === "number") this.addEntry(entry, coefs?.[k] ?? Number.NaN);
        else if (entry !== undefined) this.addEntry(entry.col, entry.coef);
      }
    } catch (error) {
      this.entries = before;
      throw error;
    }
    if (this.rows === this.rowLower.length) {
      this.rowLower = grown(this.rowLower, Float64Array);
      this.rowUpper = grown(this.rowUpper, Float64Array);
      this.rowStart = grown(this.rowStart, Int32Array);
    }
    const row = this.rows++;
    this.rowLower[row] = lower;
    this.rowUpper[row] = upper;
    this.rowStart[row] = before;
    return row;
  }

  /** The problem gathered so far. The builder stays usable; the arrays are the caller's own. */
  build(): Problem {
    const { columns, rows } = this;
    const start = new Int32Array(columns + 1);
    const index = new Int32Array(this.entries);
    const value = new Float64Array(this.entries);
    const next = new Int32Array(columns + 1);
    for (let k = 0; k < this.entries; k++) {
      const slot = (this.entryCol[k] ?? 0) + 1;
      next[slot] = (next[slot] ?? 0) + 1;
    }
    for (let j = 0; j < columns; j++) next[j + 1] = (next[j + 1] ?? 0) + (next[j] ?? 0);
    const first = next.slice();
    for (let row = 0; row < rows; row++) {
      const end = row + 1 < rows ? (this.rowStart[row + 1] ?? 0) : this.entries;
      for (let k = this.rowStart[row] ?? 0; k < end; k++) {
        const column = this.entryCol[k] ?? 0;
        const coef = this.entryCoef[k] ?? 0;
        const at = next[column] ?? 0;
        // Rows come in order, so a duplicate can only be the column's latest entry.
        if (at > (first[column] ?? 0) && index[at - 1] === row) {
          value[at - 1] = (value[at - 1] ?? 0) + coef;
        } else {
          index[at] = row;
          value[at] = coef;
          next[column] = at + 1;
        }
      }
    }
    const kept = compact(columns, first, next, start, index, value);
    const problem: Problem = {
      numCol: columns,
      numRow: rows,
      offset: this.offset,
      cost: this.cost.slice(0, columns),
      colLower: this.colLower.slice(0, columns),
      colUpper: this.colUpper.slice(0, columns),
      rowLower: this.rowLower.slice(0, rows),
      rowUpper: this.rowUpper.slice(0, rows),
      start,
      index: index.slice(0, kept),
      value: value.slice(0, kept),
    };
    const integer = this.integer.slice(0, columns);
    if (integer.includes(1)) problem.integer = integer;
    return problem;
  }

  private checkColumn(column: number): void {
    if (!Number.isInteger(column) || column < 0 || column >= this.columns) {
      throw new RangeError(`there is no column ${column}: ${this.columns} have been added`);
    }
  }

  private addEntry(column: number, coef: number): void {
    this.checkColumn(column);
    if (!Number.isFinite(coef)) {
      throw new RangeError(`coefficient ${coef} of column ${column} in row ${this.rows} is not finite`);
    }
    if (this.entries === this.entryCol.length) {
      this.entryCol = grown(this.entryCol, Int32Array);
      this.entryCoef = grown(this.entryCoef, Float64Array);
    }
    this.entryCol[this.entries] = column;
    this.entryCoef[this.entries] = coef;
    this.entries++;
  }
}

/** Closes the holes that summed duplicates and exact zeros leave. Returns the number of entries kept. */
function compact(
  columns: number,
  first: Int32Array,
  last: Int32Array,
  start: Int32Array,
  index: Int32Array,
  value: Float64Array,
): number {
  let kept = 0;
  for (let j = 0; j < columns; j++) {
    start[j] = kept;
    for (let k = first[j] ?? 0; k < (last[j] ?? 0); k++) {
      const coef = value[k] ?? 0;
      if (coef === 0) continue;
      index[kept] = index[k] ?? 0;
      value[kept] = coef;
      kept++;
    }
  }
  start[columns] = kept;
  return kept;
}

function checkBounds(what: string, at: number, lower: number, upper: number): void {
  if (Number.isNaN(lower) || Number.isNaN(upper) || lower === Infinity || upper === -Infinity) {
    throw new RangeError(`bounds [${lower}, ${upper}] of ${what} ${at} make no sense`);
  }
}

function grown<T extends Float64Array | Int32Array | Uint8Array>(old: T, kind: new (length: number) => T): T {
  const next = new kind(old.length * 2);
  next.set(old);
  return next;
}
