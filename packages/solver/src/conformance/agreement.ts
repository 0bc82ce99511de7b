import type { Backend } from "../backend.ts";
import type { Problem } from "../problem/problem.ts";

/** How far two backends are apart over many problems. */
export interface Agreement {
  problems: number;
  /** largest relative difference of two optima */
  worst: number;
  /** seconds spent in each */
  seconds: [number, number];
  /** what was wrong: a problem that either did not solve to the end */
  failures: string[];
}

/** Solves every problem with both backends and compares the optima. `now` gives milliseconds. */
export function agreement(
  backends: readonly [Backend, Backend],
  problems: Iterable<Problem>,
  now: () => number,
  relativeGap?: number,
): Agreement {
  const result: Agreement = { problems: 0, worst: 0, seconds: [0, 0], failures: [] };
  for (const problem of problems) {
    const [a, b] = backends.map((backend, k) => {
      const begun = now();
      const answer = backend.solve(problem, relativeGap === undefined ? {} : { relativeGap });
      result.seconds[k === 0 ? 0 : 1] += (now() - begun) / 1000;
      return answer;
    });
    const at = result.problems++;
    if (a?.status !== "optimal" || b?.status !== "optimal") {
      result.failures.push(
        `problem ${at}: ${a?.status} ${a?.message ?? ""}, ${b?.status} ${b?.message ?? ""}`,
      );
      continue;
    }
    const size = Math.max(Math.abs(a.objective), Math.abs(b.objective));
    const difference = Math.abs(a.objective - b.objective);
    result.worst = Math.max(result.worst, difference === 0 ? 0 : difference / size);
  }
  return result;
}
