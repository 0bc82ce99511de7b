/**
 * Whether an account has any permitted trades in whole increments at all. Tiny accounts inside narrow bands have none:
 * that is the account's fault, not of our rounding. Told by the lowered problem with an integer for each security.
 */
import { type Lowered, lower, type Situation } from "@mandate/runtime/testing";
import { type Backend, type Problem, ProblemBuilder } from "@mandate/solver";

function copyOf(problem: Problem): ProblemBuilder {
  const builder = new ProblemBuilder();
  const rows: { columns: number[]; coefs: number[] }[] = Array.from({ length: problem.numRow }, () => ({
    columns: [],
    coefs: [],
  }));
  builder.offset = problem.offset;
  for (let j = 0; j < problem.numCol; j++) {
    builder.addColumn(
      problem.cost[j] ?? 0,
      problem.colLower[j] ?? 0,
      problem.colUpper[j] ?? 0,
      problem.integer?.[j] === 1,
    );
    for (let k = problem.start[j] ?? 0; k < (problem.start[j + 1] ?? 0); k++) {
      rows[problem.index[k] ?? 0]?.columns.push(j);
      rows[problem.index[k] ?? 0]?.coefs.push(problem.value[k] ?? 0);
    }
  }
  rows.forEach(({ columns, coefs }, row) => {
    builder.addRow(problem.rowLower[row] ?? 0, problem.rowUpper[row] ?? 0, columns, coefs);
  });
  return builder;
}

/** Purchases are multiples of the increment; sales too, but for the whole of a position (semantics.md 3). */
function inIncrements(lowered: Lowered): Problem {
  const { frame, situation } = lowered;
  const builder = copyOf(lowered.problem);
  for (let i = 0; i < frame.count; i++) {
    const security = situation.market.securities.get(frame.symbol[i] ?? "");
    const increment = security?.increment.toNumber() ?? 1;
    const unit = (increment * (frame.price[i] ?? 0)) / frame.value;
    const held = frame.held[i] ?? 0;
    const units = builder.addColumn(0, 0, Math.floor(1.5 / unit) + 1, true);
    builder.addRow(0, 0, [lowered.buy[i] ?? -1, units], [1, -unit]);
    const columns = (lowered.partsOf[i] ?? []).map((part) => lowered.parts[part]?.column ?? -1);
    if (columns.length === 0) continue;
    const whole = builder.addColumn(0, 0, 1, true);
    const inPart = builder.addColumn(0, 0, Math.floor(held / unit + 1e-9), true);
    const ones = columns.map(() => 1);
    builder.addRow(0, 0, [...columns, inPart, whole], [...ones, -unit, -held]);
  }
  return builder.build();
}

export type Whole = "none" | "some" | "unknown";

/** @param seconds wall seconds that the search may take */
export function wholeIncrements(situation: Situation, backend: Backend, seconds: number): Whole {
  const sides = new Set(lower(situation).frame.symbol.keys());
  const lowered = lower(situation, { feasibility: true, sides });
  const answer = backend.solve(inIncrements(lowered), { timeLimitSeconds: seconds, relativeGap: 1 });
  if (answer.status === "infeasible") return "none";
  return answer.x === undefined ? "unknown" : "some";
}
