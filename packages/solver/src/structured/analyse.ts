import type { Problem } from "../problem/problem.ts";
import { type Groups, groupColumns, groupRows, sortRows } from "./groups.ts";
import type { Shape } from "./shape.ts";

/** Blocks are searched exhaustively, so larger rows couple instead. */
const LARGEST_BLOCK = 24;
/** `Groups.place` of a group with one variable. */
const FOLDED = 0x7fffffff;

/**
 * Finds the shape of a problem, in time linear in its entries, into `shape`. False when the pattern is malformed:
 * an index out of range, a row named twice in a column, starts that decrease.
 */
export function analyse(problem: Problem, shape: Shape, found: Groups): boolean {
  shape.numCol = -1;
  if (!sortRows(found, problem)) return false;
  groupRows(found, problem, shape);
  groupColumns(found, problem, shape);
  chooseLocal(found, shape);
  assemble(found, problem, shape);
  sortCoefs(shape);
  shape.numCol = problem.numCol;
  shape.numRow = problem.numRow;
  shape.entries = problem.index.length;
  shape.start.set(problem.start);
  shape.index.set(problem.index);
  const { zero, fixed } = shape;
  for (let j = 0; j < problem.numCol; j++) {
    let count = 0;
    for (let k = problem.start[j] as number; k < (problem.start[j + 1] as number); k++) {
      if (problem.value[k] !== 0) count++;
    }
    fixed[j] = count < 2 ? 2 : (found.single[j] as number);
  }
  for (let k = 0; k < shape.entries; k++) zero[k] = problem.value[k] === 0 ? 1 : 0;
  return true;
}

/** Disjoint groups of rows are local, the smallest first; those with one variable are folded into it. */
function chooseLocal(found: Groups, shape: Shape): void {
  const { groups, memberStart, member, place, blockOf } = found;
  blockOf.fill(-1, 0, found.variables);
  let blocks = 0;
  let largest = 0;
  for (let g = 0; g < groups; g++) {
    const size = (memberStart[g + 1] as number) - (memberStart[g] as number);
    place[g] = size === 1 ? FOLDED : 0;
    if (size <= LARGEST_BLOCK && size > largest) largest = size;
  }
  for (let wanted = 0; wanted <= largest; wanted++) {
    if (wanted === 1) continue;
    for (let g = 0; g < groups; g++) {
      const begin = memberStart[g] as number;
      const end = memberStart[g + 1] as number;
      if (end - begin !== wanted) continue;
      let free = true;
      for (let k = begin; k < end; k++) if ((blockOf[member[k] as number] as number) >= 0) free = false;
      if (!free) continue;
      for (let k = begin; k < end; k++) blockOf[member[k] as number] = blocks;
      place[g] = -1 - blocks++;
    }
  }
  let coupling = 0;
  for (let g = 0; g < groups; g++) if (place[g] === 0) place[g] = coupling++;
  shape.coupling = coupling;
  shape.blocks = blocks;
}

function assemble(found: Groups, problem: Problem, shape: Shape): void {
  const { groups, place, memberStart, member, blockOf } = found;
  shape.variables = 0;
  shape.terms = 0;
  shape.elements = 0;
  shape.coefs = 0;
  shape.coefStart[0] = 0;
  shape.termStart[0] = 0;
  shape.elementStart[0] = 0;
  // Groups of each block, in the order in which blocks were numbered.
  const { mark } = found;
  for (let g = 0; g < groups; g++) if ((place[g] as number) < 0) mark[-1 - (place[g] as number)] = g;
  const local = shape.blocks;
  for (let b = 0; b < local; b++) {
    const g = mark[b] as number;
    shape.blockStart[b] = shape.variables;
    addActivity(found, shape, g, b);
    for (let k = memberStart[g] as number; k < (memberStart[g + 1] as number); k++) {
      addStructural(found, problem, shape, member[k] as number, b);
    }
  }
  let blocks = local;
  for (let v = 0; v < found.variables; v++) {
    if ((blockOf[v] as number) >= 0) continue;
    shape.blockStart[blocks] = shape.variables;
    endVariable(shape, blocks, -1);
    addStructural(found, problem, shape, v, blocks++);
  }
  shape.blocks = blocks;
  shape.blockStart[blocks] = shape.variables;
  for (let g = 0; g < groups; g++) {
    const at = place[g] as number;
    if (at >= 0 && at !== FOLDED) addActivity(found, shape, g, -1);
  }
}

/** Lists the coefficients by row, for passes in which few rows matter. */
function sortCoefs(shape: Shape): void {
  const { rowStart, rowCoef, rowVariable, coefStart, coefRow, coupling } = shape;
  rowStart.fill(0, 0, coupling + 1);
  for (let k = 0; k < shape.coefs; k++) {
    const r = (coefRow[k] as number) + 1;
    if (r < coupling) rowStart[r + 1] = (rowStart[r + 1] as number) + 1;
  }
  // rowStart[r + 1] is where row r begins until it is filled, and where it ends (row r + 1 begins) afterwards.
  for (let r = 1; r < coupling; r++) rowStart[r + 1] = (rowStart[r + 1] as number) + (rowStart[r] as number);
  for (let v = 0; v < shape.variables; v++) {
    for (let k = coefStart[v] as number; k < (coefStart[v + 1] as number); k++) {
      const r = (coefRow[k] as number) + 1;
      const place = rowStart[r] as number;
      rowCoef[place] = k;
      rowVariable[place] = v;
      rowStart[r] = place + 1;
    }
  }
}

/** The activity of a group of rows: a term for each. */
function addActivity(found: Groups, shape: Shape, group: number, block: number): void {
  const { groupRow, nextRow, sharedStart, singleStart, rowEntry } = found;
  const lead = groupRow[group] as number;
  const from = sharedStart[lead] as number;
  const under = from === (singleStart[lead] as number) ? -1 : (rowEntry[from] as number);
  for (let row = lead; row >= 0; row = nextRow[row] as number) {
    const over = under < 0 ? -1 : (rowEntry[sharedStart[row] as number] as number);
    addRowTerm(found, shape, row, over, under);
  }
  endVariable(shape, block, -1);
}

/** The columns that a variable stands for, the rows folded into it, and its coefficients in the others. */
function addStructural(found: Groups, problem: Problem, shape: Shape, v: number, block: number): void {
  const { lead, nextColumn, firstEntry, foldedRow, nextRow, groupOf, groupRow, place } = found;
  const { sharedStart, rowEntry, entryStart, entry } = found;
  const first = lead[v] as number;
  const under = firstEntry[first] as number;
  for (let j = first; j >= 0; j = nextColumn[j] as number) {
    addElement(shape, j, firstEntry[j] as number, under);
  }
  endTerm(shape, -1, -1, -1);
  for (let row = foldedRow[first] as number; row >= 0; row = nextRow[row] as number) {
    addRowTerm(found, shape, row, rowEntry[sharedStart[row] as number] as number, -1);
  }
  let localEntry = -2;
  for (let k = entryStart[v] as number; k < (entryStart[v + 1] as number); k++) {
    const at = entry[k] as number;
    const group = groupOf[problem.index[at] as number] as number;
    const where = place[group] as number;
    if (where === FOLDED) {
      for (let row = groupRow[group] as number; row >= 0; row = nextRow[row] as number) {
        addRowTerm(found, shape, row, rowEntry[sharedStart[row] as number] as number, -1);
      }
    } else if (where < 0) localEntry = at;
    else {
      shape.coefRow[shape.coefs] = where;
      shape.coefEntry[shape.coefs++] = at;
    }
  }
  endVariable(shape, block, localEntry);
}

function addRowTerm(found: Groups, shape: Shape, row: number, over: number, under: number): void {
  const { singleStart, sharedStart, rowEntry, rowColumn } = found;
  addElement(shape, -1, -1, -1);
  for (let k = singleStart[row] as number; k < (sharedStart[row + 1] as number); k++) {
    addElement(shape, rowColumn[k] as number, rowEntry[k] as number, -1);
  }
  endTerm(shape, row, over, under);
}

function addElement(shape: Shape, column: number, over: number, under: number): void {
  const e = shape.elements++;
  shape.elementColumn[e] = column;
  shape.elementOver[e] = over;
  shape.elementUnder[e] = under;
}

function endTerm(shape: Shape, row: number, over: number, under: number): void {
  const t = shape.terms++;
  shape.termRow[t] = row;
  shape.termOver[t] = over;
  shape.termUnder[t] = under;
  shape.elementStart[t + 1] = shape.elements;
}

function endVariable(shape: Shape, block: number, localEntry: number): void {
  const v = shape.variables++;
  shape.blockOf[v] = block;
  shape.localEntry[v] = localEntry;
  shape.coefStart[v + 1] = shape.coefs;
  shape.termStart[v + 1] = shape.terms;
}
