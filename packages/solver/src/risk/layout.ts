import type { Problem, Risk } from "../problem/problem.ts";

/**
 * Where everything lies for the linear algebra (`kkt.ts`): columns that move one active weight, and columns that rows of
 * that security alone tie to them, are a block; rows within a block are local, the other rows couple blocks. A block's
 * places are its local rows, then its weight, then the coupling rows that it touches (in ascending order).
 */
export interface Layout {
  readonly numCol: number;
  readonly numRow: number;
  readonly coupling: number;
  readonly factors: number;
  readonly blocks: number;
  /** columns by block, length blocks + 1 and numCol (less the deviation's) */
  readonly colStart: Int32Array;
  readonly cols: Int32Array;
  /** the active weight of each block, or -1 */
  readonly weight: Int32Array;
  /** places of each block's vector: blocks + 1; those before `weightPlace` are local rows */
  readonly placeStart: Int32Array;
  readonly weightPlace: Int32Array;
  /** row of a local place; coupling number of a coupling one; the active weight of the weight's */
  readonly place: Int32Array;
  /** where each block's square matrix begins */
  readonly squareStart: Int32Array;
  /** entries of each column of `cols`: places within the block, and coefficients */
  readonly entryStart: Int32Array;
  readonly entryPlace: Int32Array;
  readonly entryValue: Float64Array;
  /** row of each coupling number, and the other way (-1: local) */
  readonly couplingRow: Int32Array;
  readonly couplingOf: Int32Array;
}

/** A block of more local rows than this is split by making the rest couple: its square matrix must stay small. */
const MOST_LOCAL = 24;

/** Lays a problem with risk out. */
export function layoutOf(problem: Problem, risk: Risk): Layout {
  const { numCol, numRow, start, index, value } = problem;
  const { blockOf, local } = blocksOf(problem, risk);
  const couplingOf = new Int32Array(numRow).fill(-1);
  const couplingRows: number[] = [];
  for (let i = 0; i < numRow; i++) if (local[i] === -1) couplingOf[i] = couplingRows.push(i) - 1;
  const numbers = new Map<number, number>();
  const members: number[][] = [];
  for (let j = 0; j < numCol; j++) {
    if (j === risk.deviation) continue;
    const root = blockOf[j] as number;
    let at = numbers.get(root);
    if (at === undefined) {
      at = members.push([]) - 1;
      numbers.set(root, at);
    }
    members[at]?.push(j);
  }
  const rowsOf: number[][] = members.map(() => []);
  for (let i = 0; i < numRow; i++) {
    const block = local[i] === -1 ? undefined : numbers.get(local[i] as number);
    if (block !== undefined) rowsOf[block]?.push(i);
  }
  const blocks = members.length;
  const colStart = new Int32Array(blocks + 1);
  const cols = new Int32Array(members.reduce((sum, list) => sum + list.length, 0));
  const weight = new Int32Array(blocks).fill(-1);
  const placeStart = new Int32Array(blocks + 1);
  const weightPlace = new Int32Array(blocks);
  const squareStart = new Int32Array(blocks + 1);
  const entryStart = new Int32Array(cols.length + 1);
  const places: number[] = [];
  const entryPlace: number[] = [];
  const entryValue: number[] = [];
  const placeOf = new Int32Array(numRow);
  let c = 0;
  members.forEach((list, b) => {
    const rows = rowsOf[b] ?? [];
    rows.forEach((row, p) => {
      placeOf[row] = p;
    });
    weightPlace[b] = rows.length;
    const touched = new Set<number>();
    for (const j of list) {
      const own = risk.weightOf[j] as number;
      if (own >= 0) weight[b] = own;
      for (let k = start[j] as number; k < (start[j + 1] as number); k++) {
        const at = couplingOf[index[k] as number] as number;
        if (at >= 0 && value[k] !== 0) touched.add(at);
      }
    }
    const coupled = [...touched].sort((x, y) => x - y);
    const couplingPlace = new Map(coupled.map((at, p) => [at, rows.length + 1 + p]));
    places.push(...rows, weight[b] as number, ...coupled);
    for (const j of list) {
      const entries: [number, number][] = [];
      for (let k = start[j] as number; k < (start[j + 1] as number); k++) {
        if (value[k] === 0) continue;
        const row = index[k] as number;
        const at = couplingOf[row] as number;
        entries.push([
          at < 0 ? (placeOf[row] as number) : (couplingPlace.get(at) as number),
          value[k] as number,
        ]);
      }
      if ((risk.weightOf[j] as number) >= 0) entries.push([rows.length, risk.weightCoef[j] as number]);
      entries.sort((x, y) => x[0] - y[0]);
      for (const [p, v] of entries) {
        entryPlace.push(p);
        entryValue.push(v);
      }
      cols[c] = j;
      entryStart[++c] = entryPlace.length;
    }
    colStart[b + 1] = c;
    placeStart[b + 1] = places.length;
    const size = rows.length + 1 + coupled.length;
    squareStart[b + 1] = (squareStart[b] as number) + size * size;
  });
  return {
    numCol,
    numRow,
    coupling: couplingRows.length,
    factors: risk.factors,
    blocks,
    colStart,
    cols,
    weight,
    placeStart,
    weightPlace,
    place: Int32Array.from(places),
    squareStart,
    entryStart,
    entryPlace: Int32Array.from(entryPlace),
    entryValue: Float64Array.from(entryValue),
    couplingRow: Int32Array.from(couplingRows),
    couplingOf,
  };
}

/** Each column's block (by the number of one of its columns), and of each row its block, or -1 where it couples. */
function blocksOf(
  problem: Problem,
  risk: Risk,
): { readonly blockOf: Int32Array; readonly local: Int32Array } {
  const { numCol, numRow, start, index, value } = problem;
  const parent = Int32Array.from({ length: numCol }, (_, j) => j);
  const find = (j: number): number => {
    let at = j;
    while (parent[at] !== at) {
      parent[at] = parent[parent[at] as number] as number;
      at = parent[at] as number;
    }
    return at;
  };
  const weight = risk.weightOf.slice();
  const rows = new Int32Array(numCol);
  const firstOf = new Int32Array(risk.base.length).fill(-1);
  for (let j = 0; j < numCol; j++) {
    const i = weight[j] as number;
    if (i < 0) continue;
    if (firstOf[i] === -1) firstOf[i] = j;
    else parent[j] = find(firstOf[i] as number);
  }
  const columnsOf: number[][] = Array.from({ length: numRow }, () => []);
  for (let j = 0; j < numCol; j++) {
    for (let k = start[j] as number; k < (start[j + 1] as number); k++) {
      if (value[k] !== 0) columnsOf[index[k] as number]?.push(j);
    }
  }
  const local = new Int32Array(numRow).fill(-1);
  const order = [...columnsOf.keys()].sort(
    (a, b) => (columnsOf[a]?.length ?? 0) - (columnsOf[b]?.length ?? 0) || a - b,
  );
  for (const row of order) {
    const roots = new Set<number>();
    for (const j of columnsOf[row] ?? []) if (j !== risk.deviation) roots.add(find(j));
    let owner = -1;
    let many = false;
    let count = 1;
    for (const root of roots) {
      count += rows[root] as number;
      const own = weight[root] as number;
      if (own < 0) continue;
      if (owner >= 0) many = true;
      owner = own;
    }
    // A row over columns that move no weight (a class's own drift) ties nothing that is worth a block.
    if (many || owner < 0 || count > MOST_LOCAL) continue;
    const [first] = roots;
    if (first === undefined) continue;
    for (const root of roots) parent[root] = first;
    weight[first] = owner;
    rows[first] = count;
    local[row] = first;
  }
  for (let i = 0; i < numRow; i++) if ((local[i] as number) >= 0) local[i] = find(local[i] as number);
  return { blockOf: Int32Array.from({ length: numCol }, (_, j) => find(j)), local };
}
