import type { Problem } from "../problem/problem.ts";

/** A problem's entries by row, columns that occur in one row only apart. */
export interface RowLists {
  /** column of each entry of `value` */
  columnOf: Int32Array;
  /** per row: entries of columns that occur elsewhere too, in column order */
  shared: number[][];
  /** per row: entries of columns that occur in no other row */
  singles: number[][];
  /** 1 for columns that are in `singles` of some row */
  single: Uint8Array;
  /** the entry of a column in a row; throws where there is none */
  entry(problem: Problem, column: number, row: number): number;
}

/** Rows that are multiples of one another over their shared columns; the first stands for all. */
export interface RowGroup {
  rows: number[];
  /** a column that all of them share (-1: they share none) */
  column: number;
  /** the variables in it, once columns are grouped */
  variables: number[];
}

/** Columns that are multiples of one another; the first gives the variable its unit. */
export interface Variable {
  columns: number[];
  /** groups of rows that it is in */
  groups: number[];
  /** rows of this column alone */
  folded: number[];
}

export interface Grouping {
  groups: RowGroup[];
  variables: Variable[];
  /** see `Shape.parallel` */
  parallel: number[];
}

export interface RowGrouping {
  groups: RowGroup[];
  /** group of each row; -1 where the row has one shared column only */
  groupOf: Int32Array;
  /** per column: rows in which it is the only shared column */
  folded: number[][];
  parallel: number[];
}

export function rowLists(problem: Problem): RowLists {
  const { numCol, numRow, start, index, value } = problem;
  const columnOf = new Int32Array(index.length);
  const single = new Uint8Array(numCol);
  const shared: number[][] = Array.from({ length: numRow }, () => []);
  const singles: number[][] = Array.from({ length: numRow }, () => []);
  for (let j = 0; j < numCol; j++) {
    const entries: number[] = [];
    for (let k = start[j] ?? 0; k < (start[j + 1] ?? 0); k++) {
      columnOf[k] = j;
      if (value[k] !== 0) entries.push(k);
    }
    if (entries.length === 1) single[j] = 1;
    for (const k of entries) (entries.length === 1 ? singles : shared)[index[k] ?? 0]?.push(k);
  }
  const entry = (of: Problem, column: number, row: number) => {
    for (let k = of.start[column] ?? 0; k < (of.start[column + 1] ?? 0); k++) {
      if (of.index[k] === row) return k;
    }
    throw new RangeError(`column ${column} is not in row ${row}`);
  };
  return { columnOf, shared, singles, single, entry };
}

/** Puts rows that are parallel over their shared columns together. */
export function groupRows(problem: Problem, lists: RowLists): RowGrouping {
  const { value } = problem;
  const result: RowGrouping = {
    groups: [],
    groupOf: new Int32Array(problem.numRow).fill(-1),
    folded: Array.from({ length: problem.numCol }, () => []),
    parallel: [],
  };
  const buckets = new Map<string, number[]>();
  for (let row = 0; row < problem.numRow; row++) {
    const entries = lists.shared[row] ?? [];
    const lead = entries[0];
    if (lead === undefined) {
      result.groupOf[row] = result.groups.length;
      result.groups.push({ rows: [row], column: -1, variables: [] });
      continue;
    }
    const column = lists.columnOf[lead] ?? 0;
    if (entries.length === 1) {
      result.folded[column]?.push(row);
      continue;
    }
    const key = patternKey(entries, (k) => lists.columnOf[k] ?? 0);
    const bucket = buckets.get(key) ?? [];
    buckets.set(key, bucket);
    const like = bucket.find((g) => {
      const other = lists.shared[result.groups[g]?.rows[0] ?? 0] ?? [];
      return areParallel(value, entries, other);
    });
    if (like === undefined) {
      bucket.push(result.groups.length);
      result.groupOf[row] = result.groups.length;
      result.groups.push({ rows: [row], column, variables: [] });
      continue;
    }
    const group = result.groups[like];
    const other = lists.shared[group?.rows[0] ?? 0] ?? [];
    entries.forEach((k, at) => {
      if (at > 0) result.parallel.push(k, other[at] ?? 0, lead, other[0] ?? 0);
    });
    group?.rows.push(row);
    result.groupOf[row] = like;
  }
  return result;
}

/** Puts columns that are parallel over the groups of rows together; notes which variables each group has. */
export function groupColumns(problem: Problem, lists: RowLists, rows: RowGrouping): Grouping {
  const { start, index, value } = problem;
  const grouping: Grouping = { groups: rows.groups, variables: [], parallel: rows.parallel };
  const buckets = new Map<string, number[]>();
  const entriesOf: number[][] = [];
  for (let j = 0; j < problem.numCol; j++) {
    if (lists.single[j] === 1) continue;
    const entries: number[] = [];
    for (let k = start[j] ?? 0; k < (start[j + 1] ?? 0); k++) {
      const row = index[k] ?? 0;
      if (value[k] !== 0 && rows.groups[rows.groupOf[row] ?? -1]?.rows[0] === row) entries.push(k);
    }
    const folded = rows.folded[j] ?? [];
    const key = patternKey(entries, (k) => index[k] ?? 0);
    // A column that rows of its own restrict is no more exchangeable for its like.
    const mergeable = folded.length === 0 && entries.length > 0;
    const bucket = mergeable ? (buckets.get(key) ?? []) : [];
    if (mergeable) buckets.set(key, bucket);
    const like = bucket.find((v) => areParallel(value, entries, entriesOf[v] ?? []));
    if (like !== undefined) {
      grouping.variables[like]?.columns.push(j);
      const other = entriesOf[like] ?? [];
      entries.forEach((k, at) => {
        if (at > 0) grouping.parallel.push(k, other[at] ?? 0, entries[0] ?? 0, other[0] ?? 0);
      });
      continue;
    }
    const v = grouping.variables.length;
    bucket.push(v);
    entriesOf.push(entries);
    const groups = entries.map((k) => rows.groupOf[index[k] ?? 0] ?? 0);
    grouping.variables.push({ columns: [j], groups, folded });
    for (const g of groups) grouping.groups[g]?.variables.push(v);
  }
  return grouping;
}

function patternKey(entries: readonly number[], name: (entry: number) => number): string {
  return entries.map(name).join(",");
}

/** Whether two equally long lists of entries are multiples of one another, but for rounding. */
function areParallel(value: Float64Array, some: readonly number[], others: readonly number[]): boolean {
  const over = value[some[0] ?? 0] ?? 0;
  const under = value[others[0] ?? 0] ?? 0;
  return some.every((k, at) => {
    const left = (value[k] ?? 0) * under;
    const right = over * (value[others[at] ?? 0] ?? 0);
    return Math.abs(left - right) <= 1e-15 * Math.abs(left);
  });
}
