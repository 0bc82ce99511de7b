import type { Problem } from "../problem/problem.ts";
import { type Grouping, groupColumns, groupRows, type RowLists, rowLists } from "./groups.ts";

/**
 * What a sparsity pattern is made of (semantics.md, section 6), found from the matrix alone:
 *
 *   minimise Σ φ_v(x_v)   subject to   Σ_v a_iv x_v = x_i for each local row i,   Σ_v c_rv x_v = x_r for each coupling row r
 *
 * with every φ convex and piecewise linear, infinite outside an interval. Columns that occur in one row only are part
 * of that row's φ; parallel rows are one row, parallel columns (the lots of a security) one variable, and a row of one
 * variable is part of that variable's φ. Of the rows that remain, pairwise disjoint ones are local: a block each. The
 * others couple the blocks.
 *
 * Variables are numbered block by block, the row's own activity first; activities of coupling rows come last.
 * A `…Entry` is a place in the problem's `value`, so that a shape serves every problem of equal pattern; -1: none.
 */
export interface Shape {
  numCol: number;
  numRow: number;
  start: Int32Array;
  index: Int32Array;
  /** 1 where `value` is zero: such entries were left out */
  zero: Uint8Array;
  blocks: number;
  coupling: number;
  /** structurals, local and coupling activities together */
  variables: number;
  /** first variable of each block, length blocks + 1 */
  blockStart: Int32Array;
  blockOf: Int32Array;
  /** entry of a variable's coefficient in its local row; -1: the activity itself (-1); -2: a row made up for it (1) */
  localEntry: Int32Array;
  coefStart: Int32Array;
  coefRow: Int32Array;
  coefEntry: Int32Array;
  /** φ of a variable is a sum of terms, each of a scaled argument */
  termStart: Int32Array;
  /** the row that a term comes from; -1: the variable's own columns */
  termRow: Int32Array;
  /** argument of the term = value[termOver] / value[termUnder] · the variable's */
  termOver: Int32Array;
  termUnder: Int32Array;
  /** each term is the infimal convolution of its elements: a row's bounds, columns' bounds and costs */
  elementStart: Int32Array;
  /** the column, or -1 for the row's own bounds */
  elementColumn: Int32Array;
  /** multiplier of the column: -value[over] in a row's term, value[over] / value[under] in a variable's */
  elementOver: Int32Array;
  elementUnder: Int32Array;
  /** value[a] · value[d] = value[c] · value[b] is what made rows or columns parallel */
  parallel: Int32Array;
}

/** Blocks are searched exhaustively, so larger rows couple instead. */
const LARGEST_BLOCK = 24;

/** Finds the shape of a problem. Takes longer than a solve; meant to be kept for problems of equal pattern. */
export function analyse(problem: Problem): Shape {
  const lists = rowLists(problem);
  const rows = groupRows(problem, lists);
  const grouping = groupColumns(problem, lists, rows);
  const local = chooseLocal(grouping);
  return assemble(problem, lists, grouping, local);
}

/** Whether a shape fits a problem: same pattern, and what was parallel still is. */
export function fits(shape: Shape, problem: Problem): boolean {
  const { start, index, value } = problem;
  if (shape.numCol !== problem.numCol || shape.numRow !== problem.numRow) return false;
  if (shape.index.length !== index.length) return false;
  if (shape.start !== start) {
    for (let j = 0; j < start.length; j++) if (shape.start[j] !== start[j]) return false;
  }
  const known = shape.index;
  const { zero, parallel } = shape;
  for (let k = 0; k < known.length; k++) {
    if (known[k] !== index[k] || (value[k] === 0) !== (zero[k] === 1)) return false;
  }
  for (let k = 0; k < parallel.length; k += 4) {
    const left = (value[parallel[k] as number] as number) * (value[parallel[k + 3] as number] as number);
    const right = (value[parallel[k + 2] as number] as number) * (value[parallel[k + 1] as number] as number);
    if (left !== right && Math.abs(left - right) > 1e-15 * Math.abs(left)) return false;
  }
  return true;
}

/** Disjoint rows, the smallest first: 1 for each group of rows that is local. */
function chooseLocal(grouping: Grouping): Uint8Array {
  const { groups } = grouping;
  const local = new Uint8Array(groups.length);
  const taken = new Uint8Array(grouping.variables.length);
  const order = groups.map((_, g) => g).filter((g) => (groups[g]?.variables.length ?? 0) !== 1);
  order.sort((a, b) => (groups[a]?.variables.length ?? 0) - (groups[b]?.variables.length ?? 0) || a - b);
  for (const g of order) {
    const members = groups[g]?.variables ?? [];
    if (members.length > LARGEST_BLOCK || members.some((v) => taken[v] === 1)) continue;
    local[g] = 1;
    for (const v of members) taken[v] = 1;
  }
  return local;
}

/** Gathers numbers that end up in a typed array. */
class Lists {
  readonly blockStart: number[] = [];
  readonly blockOf: number[] = [];
  readonly localEntry: number[] = [];
  readonly coefStart: number[] = [0];
  readonly coefRow: number[] = [];
  readonly coefEntry: number[] = [];
  readonly termStart: number[] = [0];
  readonly termRow: number[] = [];
  readonly termOver: number[] = [];
  readonly termUnder: number[] = [];
  readonly elementStart: number[] = [0];
  readonly elementColumn: number[] = [];
  readonly elementOver: number[] = [];
  readonly elementUnder: number[] = [];

  element(column: number, over: number, under: number): void {
    this.elementColumn.push(column);
    this.elementOver.push(over);
    this.elementUnder.push(under);
  }

  endTerm(row: number, over: number, under: number): void {
    this.termRow.push(row);
    this.termOver.push(over);
    this.termUnder.push(under);
    this.elementStart.push(this.elementColumn.length);
  }

  endVariable(block: number, localEntry: number): void {
    this.blockOf.push(block);
    this.localEntry.push(localEntry);
    this.coefStart.push(this.coefRow.length);
    this.termStart.push(this.termRow.length);
  }
}

function assemble(problem: Problem, lists: RowLists, grouping: Grouping, local: Uint8Array): Shape {
  const { groups, variables } = grouping;
  const out = new Lists();
  const blockOfVariable = new Int32Array(variables.length).fill(-1);
  const couplingOf = new Int32Array(groups.length).fill(-1);
  const blockGroups: number[] = [];
  let coupling = 0;
  groups.forEach((group, g) => {
    if (local[g] === 1) {
      for (const v of group.variables) blockOfVariable[v] = blockGroups.length;
      blockGroups.push(g);
    } else if (group.variables.length > 1) couplingOf[g] = coupling++;
  });
  const rowTerm = (row: number, over: number, under: number) => {
    out.element(-1, -1, -1);
    for (const k of lists.singles[row] ?? []) out.element(lists.columnOf[k] ?? 0, k, -1);
    out.endTerm(row, over, under);
  };
  const activity = (g: number, block: number) => {
    const group = groups[g];
    if (group === undefined) throw new RangeError(`no group ${g}`);
    const under = group.variables.length === 0 ? -1 : lists.entry(problem, group.column, group.rows[0] ?? 0);
    for (const row of group.rows) {
      rowTerm(row, under === -1 ? -1 : lists.entry(problem, group.column, row), under);
    }
    out.endVariable(block, -1);
  };
  const structural = (v: number, block: number, localGroup: number) => {
    const variable = variables[v];
    if (variable === undefined) throw new RangeError(`no variable ${v}`);
    const lead = variable.columns[0] ?? 0;
    const alone = variable.columns.length === 1;
    for (const column of variable.columns) {
      const first = variable.groups[0];
      const row = first === undefined ? -1 : (groups[first]?.rows[0] ?? -1);
      if (alone) out.element(column, -1, -1);
      else out.element(column, lists.entry(problem, column, row), lists.entry(problem, lead, row));
    }
    out.endTerm(-1, -1, -1);
    for (const row of variable.folded) rowTerm(row, lists.entry(problem, lead, row), -1);
    let localEntry = -2;
    for (const g of variable.groups) {
      const group = groups[g];
      if (group === undefined) continue;
      if (group.variables.length === 1) {
        for (const row of group.rows) rowTerm(row, lists.entry(problem, lead, row), -1);
        continue;
      }
      const entry = lists.entry(problem, lead, group.rows[0] ?? 0);
      if (g === localGroup) localEntry = entry;
      else {
        out.coefRow.push(couplingOf[g] ?? 0);
        out.coefEntry.push(entry);
      }
    }
    out.endVariable(block, localEntry);
  };
  blockGroups.forEach((g, block) => {
    out.blockStart.push(out.blockOf.length);
    activity(g, block);
    for (const v of groups[g]?.variables ?? []) structural(v, block, g);
  });
  let blocks = blockGroups.length;
  for (let v = 0; v < variables.length; v++) {
    if (blockOfVariable[v] !== -1) continue;
    out.blockStart.push(out.blockOf.length);
    out.endVariable(blocks, -1);
    structural(v, blocks++, -1);
  }
  out.blockStart.push(out.blockOf.length);
  for (let g = 0; g < groups.length; g++) if (couplingOf[g] !== -1) activity(g, -1);
  return {
    numCol: problem.numCol,
    numRow: problem.numRow,
    start: problem.start.slice(),
    index: problem.index.slice(),
    zero: Uint8Array.from(problem.value, (v) => (v === 0 ? 1 : 0)),
    blocks,
    coupling,
    variables: out.blockOf.length,
    blockStart: Int32Array.from(out.blockStart),
    blockOf: Int32Array.from(out.blockOf),
    localEntry: Int32Array.from(out.localEntry),
    coefStart: Int32Array.from(out.coefStart),
    coefRow: Int32Array.from(out.coefRow),
    coefEntry: Int32Array.from(out.coefEntry),
    termStart: Int32Array.from(out.termStart),
    termRow: Int32Array.from(out.termRow),
    termOver: Int32Array.from(out.termOver),
    termUnder: Int32Array.from(out.termUnder),
    elementStart: Int32Array.from(out.elementStart),
    elementColumn: Int32Array.from(out.elementColumn),
    elementOver: Int32Array.from(out.elementOver),
    elementUnder: Int32Array.from(out.elementUnder),
    parallel: Int32Array.from(grouping.parallel),
  };
}
