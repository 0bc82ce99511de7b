import type { Problem } from "../problem/problem.ts";
import { ROUNDING, type Shape } from "./shape.ts";

/**
 * What the analysis finds on the way to a shape. Lists are linked (`next…`, ended by -1) or laid end to end (`…Start`).
 * Like a shape's, the arrays may be longer than what is in use.
 */
export interface Groups {
  /** 1 for columns that occur in exactly one row, and for fixed ones: in each of their rows they are but a number */
  single: Uint8Array;
  /** per row, in column order: entries of columns that occur elsewhere too, then those of columns that do not */
  sharedStart: Int32Array;
  singleStart: Int32Array;
  rowEntry: Int32Array;
  /** column and coefficient of each of `rowEntry` */
  rowColumn: Int32Array;
  rowValue: Float64Array;

  /** rows that are parallel over their shared columns: group of each row, -1 where it has one shared column only */
  groupOf: Int32Array;
  groupRow: Int32Array;
  lastRow: Int32Array;
  nextRow: Int32Array;
  groups: number;
  /** rows of one shared column, by column */
  foldedRow: Int32Array;

  /** columns that are parallel over groups of rows: the first of each variable, and the others after it */
  lead: Int32Array;
  lastColumn: Int32Array;
  nextColumn: Int32Array;
  /** a column's entry in the first of its groups */
  firstEntry: Int32Array;
  variables: number;
  /** per variable: the lead's entries in the first row of each of its groups */
  entryStart: Int32Array;
  entry: Int32Array;

  /** per group: its variables */
  memberStart: Int32Array;
  member: Int32Array;
  /** block of each variable, -1: none yet */
  blockOf: Int32Array;
  /** what a group became: -1 - block where it is local, its number where it couples, `FOLDED` */
  place: Int32Array;

  table: Int32Array;
  mark: Int32Array;
}

export function createGroups(cols: number, rows: number, entries: number): Groups {
  const ints = (n: number) => new Int32Array(n);
  let slots = 16;
  while (slots < 2 * Math.max(cols, rows)) slots *= 2;
  return {
    single: new Uint8Array(cols),
    sharedStart: ints(rows + 1),
    singleStart: ints(rows + 1),
    rowEntry: ints(entries),
    rowColumn: ints(entries),
    rowValue: new Float64Array(entries),
    groupOf: ints(rows),
    groupRow: ints(rows),
    lastRow: ints(rows),
    nextRow: ints(rows),
    groups: 0,
    foldedRow: ints(cols),
    lead: ints(cols),
    lastColumn: ints(cols),
    nextColumn: ints(cols),
    firstEntry: ints(cols),
    variables: 0,
    entryStart: ints(cols + 1),
    entry: ints(entries),
    memberStart: ints(rows + 1),
    member: ints(entries),
    blockOf: ints(cols),
    place: ints(rows),
    table: ints(slots),
    mark: ints(Math.max(rows, cols) + 1),
  };
}

/** Entries by row. False when the pattern is malformed. */
export function sortRows(found: Groups, problem: Problem): boolean {
  const { numCol, numRow, start, index, value } = problem;
  const { single, sharedStart, singleStart, rowEntry, rowColumn, rowValue, mark } = found;
  sharedStart.fill(0, 0, numRow + 1);
  singleStart.fill(0, 0, numRow + 1);
  mark.fill(-1, 0, numRow);
  for (let j = 0; j < numCol; j++) {
    const end = start[j + 1] as number;
    let count = 0;
    if ((start[j] as number) > end) return false;
    for (let k = start[j] as number; k < end; k++) {
      const row = index[k] as number;
      if (!(row >= 0 && row < numRow) || mark[row] === j) return false;
      mark[row] = j;
      if (value[k] !== 0) count++;
    }
    const alone = count === 1 || (count > 1 && problem.colLower[j] === problem.colUpper[j]);
    single[j] = alone ? 1 : 0;
    const lists = alone ? singleStart : sharedStart;
    for (let k = start[j] as number; k < end; k++) {
      if (value[k] === 0) continue;
      const row = index[k] as number;
      lists[row] = (lists[row] as number) + 1;
    }
  }
  let at = 0;
  for (let row = 0; row < numRow; row++) {
    const shared = sharedStart[row] as number;
    const singles = singleStart[row] as number;
    sharedStart[row] = at;
    singleStart[row] = at + shared;
    at += shared + singles;
  }
  sharedStart[numRow] = at;
  for (let row = 0; row < numRow; row++) mark[row] = singleStart[row] as number;
  for (let j = 0; j < numCol; j++) {
    const places = single[j] === 1 ? mark : sharedStart;
    const end = start[j + 1] as number;
    for (let k = start[j] as number; k < end; k++) {
      const coef = value[k] as number;
      if (coef === 0) continue;
      const row = index[k] as number;
      const place = places[row] as number;
      rowEntry[place] = k;
      rowColumn[place] = j;
      rowValue[place] = coef;
      places[row] = place + 1;
    }
  }
  // The filling has moved each start of shared entries to its end, which is where the singles begin.
  for (let row = numRow - 1; row >= 0; row--) {
    sharedStart[row] = row === 0 ? 0 : (mark[row - 1] as number);
  }
  return true;
}

/** Puts rows that are parallel over their shared columns together. */
export function groupRows(found: Groups, problem: Problem, shape: Shape): void {
  const { numRow } = problem;
  const { sharedStart, singleStart, rowColumn, groupOf, groupRow, lastRow, nextRow, foldedRow, table } =
    found;
  const mask = table.length - 1;
  table.fill(-1);
  foldedRow.fill(-1, 0, problem.numCol);
  found.groups = 0;
  shape.parallels = 0;
  shape.distincts = 0;
  for (let row = 0; row < numRow; row++) {
    const begin = sharedStart[row] as number;
    const end = singleStart[row] as number;
    nextRow[row] = -1;
    if (end - begin === 1) {
      const column = rowColumn[begin] as number;
      nextRow[row] = foldedRow[column] as number;
      foldedRow[column] = row;
      groupOf[row] = -1;
      continue;
    }
    if (end === begin) {
      groupOf[row] = found.groups;
      lastRow[found.groups] = row;
      groupRow[found.groups++] = row;
      continue;
    }
    let hash = end - begin;
    for (let k = begin; k < end; k++) hash = Math.imul(hash ^ (rowColumn[k] as number), 0x9e3779b1);
    let slot = (hash ^ (hash >>> 15)) & mask;
    let group = table[slot] as number;
    while (group >= 0 && !parallelRows(found, shape, begin, end, groupRow[group] as number)) {
      slot = (slot + 1) & mask;
      group = table[slot] as number;
    }
    if (group < 0) {
      group = found.groups++;
      table[slot] = group;
      groupRow[group] = row;
    } else {
      noteParallel(found.rowEntry, shape, begin, end, sharedStart[groupRow[group] as number] as number);
      nextRow[lastRow[group] as number] = row;
    }
    lastRow[group] = row;
    groupOf[row] = group;
  }
}

/** Whether the row with shared entries at `begin … end - 1` is a multiple of another. */
function parallelRows(found: Groups, shape: Shape, begin: number, end: number, other: number): boolean {
  const { sharedStart, singleStart, rowEntry, rowColumn, rowValue } = found;
  const from = sharedStart[other] as number;
  if ((singleStart[other] as number) - from !== end - begin) return false;
  const lead = rowValue[begin] as number;
  const otherLead = rowValue[from] as number;
  let miss = -1;
  for (let k = begin, i = from; k < end; k++, i++) {
    if (rowColumn[k] !== rowColumn[i]) return false;
    const left = (rowValue[k] as number) * otherLead;
    const right = lead * (rowValue[i] as number);
    if (left === right || Math.abs(left - right) <= ROUNDING * Math.abs(left)) continue;
    miss = k;
    break;
  }
  if (miss >= 0) noteDistinct(rowEntry, shape, begin, miss, from);
  return miss < 0;
}

/** Notes what keeps two lists of entries from being parallel: where it no longer does, the shape is another. */
function noteDistinct(list: Int32Array, shape: Shape, begin: number, miss: number, from: number): void {
  const { distinct } = shape;
  const at = shape.distincts;
  shape.distincts += 4;
  if (at + 4 > distinct.length) return;
  distinct[at] = list[miss] as number;
  distinct[at + 1] = list[from + miss - begin] as number;
  distinct[at + 2] = list[begin] as number;
  distinct[at + 3] = list[from] as number;
}

/** Notes what must stay equal for two lists of entries to stay parallel. */
function noteParallel(list: Int32Array, shape: Shape, begin: number, end: number, from: number): void {
  const { parallel } = shape;
  const lead = list[begin] as number;
  const otherLead = list[from] as number;
  let at = shape.parallels;
  for (let k = begin + 1, i = from + 1; k < end; k++, i++) {
    parallel[at] = list[k] as number;
    parallel[at + 1] = list[i] as number;
    parallel[at + 2] = lead;
    parallel[at + 3] = otherLead;
    at += 4;
  }
  shape.parallels = at;
}

/** Puts columns that are parallel over the groups of rows together, and lists the variables of each group. */
export function groupColumns(found: Groups, problem: Problem, shape: Shape): void {
  const { numCol, start, index, value } = problem;
  const {
    single,
    groupOf,
    groupRow,
    foldedRow,
    lead,
    lastColumn,
    nextColumn,
    firstEntry,
    entryStart,
    entry,
  } = found;
  const { table, memberStart, member, mark } = found;
  const mask = table.length - 1;
  table.fill(-1);
  let variables = 0;
  let at = 0;
  entryStart[0] = 0;
  memberStart.fill(0, 0, found.groups + 1);
  for (let j = 0; j < numCol; j++) {
    nextColumn[j] = -1;
    if (single[j] === 1) continue;
    const begin = at;
    let hash = 0;
    for (let k = start[j] as number; k < (start[j + 1] as number); k++) {
      const row = index[k] as number;
      const group = groupOf[row] as number;
      if (value[k] === 0 || group < 0 || groupRow[group] !== row) continue;
      entry[at++] = k;
      hash = Math.imul(hash ^ row, 0x9e3779b1);
    }
    const length = at - begin;
    firstEntry[j] = length === 0 ? -1 : (entry[begin] as number);
    // A column that rows of its own restrict is no more exchangeable for its like.
    const mergeable = length > 0 && (foldedRow[j] as number) < 0;
    let slot = (hash ^ (hash >>> 15)) & mask;
    let like = mergeable ? (table[slot] as number) : -1;
    while (like >= 0 && !parallelColumns(found, problem, shape, begin, at, like)) {
      slot = (slot + 1) & mask;
      like = table[slot] as number;
    }
    if (like >= 0) {
      noteParallel(entry, shape, begin, at, entryStart[like] as number);
      at = begin;
      nextColumn[lastColumn[like] as number] = j;
      lastColumn[like] = j;
      continue;
    }
    if (mergeable) table[slot] = variables;
    lead[variables] = j;
    lastColumn[variables] = j;
    for (let k = begin; k < at; k++) {
      const group = groupOf[index[entry[k] as number] as number] as number;
      memberStart[group] = (memberStart[group] as number) + 1;
    }
    entryStart[++variables] = at;
  }
  found.variables = variables;
  let sum = 0;
  for (let g = 0; g < found.groups; g++) {
    const count = memberStart[g] as number;
    memberStart[g] = sum;
    mark[g] = sum;
    sum += count;
  }
  memberStart[found.groups] = sum;
  for (let v = 0; v < variables; v++) {
    for (let k = entryStart[v] as number; k < (entryStart[v + 1] as number); k++) {
      const group = groupOf[index[entry[k] as number] as number] as number;
      const place = mark[group] as number;
      member[place] = v;
      mark[group] = place + 1;
    }
  }
}

/** Whether the column with entries at `begin … end - 1` of `entry` is a multiple of a variable's lead. */
function parallelColumns(
  found: Groups,
  problem: Problem,
  shape: Shape,
  begin: number,
  end: number,
  like: number,
): boolean {
  const { entryStart, entry } = found;
  const { index, value } = problem;
  const from = entryStart[like] as number;
  if ((entryStart[like + 1] as number) - from !== end - begin) return false;
  const lead = value[entry[begin] as number] as number;
  const otherLead = value[entry[from] as number] as number;
  let miss = -1;
  for (let k = begin, i = from; k < end; k++, i++) {
    const a = entry[k] as number;
    const b = entry[i] as number;
    if (index[a] !== index[b]) return false;
    const left = (value[a] as number) * otherLead;
    const right = lead * (value[b] as number);
    if (left === right || Math.abs(left - right) <= ROUNDING * Math.abs(left)) continue;
    miss = k;
    break;
  }
  if (miss >= 0) noteDistinct(entry, shape, begin, miss, from);
  return miss < 0;
}
