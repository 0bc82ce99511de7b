/** The problem that semantics.md 3 forbids: lots may be sold and bought back in one run. For tests only. */
import { type Backend, type Problem, ProblemBuilder } from "@mandate/solver";
import type { Situation } from "../../account/situation.ts";
import { type Lowered, lower } from "../../lowering/index.ts";
import { search } from "../search.ts";

/**
 * The lowering counts on the rule: it takes a cap on a weight as one on purchases, which are all there is where nothing is
 * sold, gives sides only to those that taxes would pay to sell and buy back, and charges the drift of washed shares that
 * are sold. Here each cap is a row of both, and that charge is left out.
 */
function permissive({ problem, buy, partsOf, parts, draft, costs }: Lowered): Problem {
  const builder = new ProblemBuilder();
  builder.offset = problem.offset;
  const columns: number[][] = Array.from({ length: problem.numRow }, () => []);
  const coefs: number[][] = Array.from({ length: problem.numRow }, () => []);
  const capped = new Map<number, number>();
  buy.forEach((column, i) => {
    const most = problem.colUpper[column] ?? 0;
    if (most > 0 && most < Infinity) capped.set(column, i);
  });
  for (let j = 0; j < problem.numCol; j++) {
    const upper = capped.has(j) ? Infinity : (problem.colUpper[j] ?? 0);
    builder.addColumn(problem.cost[j] ?? 0, problem.colLower[j] ?? 0, upper, problem.integer?.[j] === 1);
    for (let k = problem.start[j] ?? 0; k < (problem.start[j + 1] ?? 0); k++) {
      const row = problem.index[k] ?? 0;
      columns[row]?.push(j);
      coefs[row]?.push(problem.value[k] ?? 0);
    }
  }
  const binaries = new Set([...draft.counting.values()].map(({ binary }) => binary));
  const drift = new Set(costs.filter(({ term }) => term === "drift").map(({ column }) => column));
  for (let row = 0; row < problem.numRow; row++) {
    const own = columns[row] ?? [];
    if (own.some((column) => binaries.has(column)) && own.some((column) => drift.has(column))) continue;
    const [low = 0, high = 0] = [problem.rowLower[row], problem.rowUpper[row]];
    builder.addRow(low, high, own, coefs[row] ?? []);
  }
  for (const [column, i] of capped) {
    const sold = (partsOf[i] ?? []).map((part) => parts[part]?.column ?? -1);
    builder.addRow(-Infinity, problem.colUpper[column] ?? 0, [column, ...sold], [1, ...sold.map(() => -1)]);
  }
  return builder.build();
}

/** USD: the optimum of an account in which what is sold may be bought back. Only where no tax pays for doing so. */
export function boundWithBuyingBack(situation: Situation, backend: Backend): number {
  const value = situation.value.toNumber();
  return search(permissive(lower(situation)), backend, { floor: 1 / value }).bound * value;
}
