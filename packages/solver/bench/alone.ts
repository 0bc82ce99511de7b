/** HiGHS's own `run()` and nothing of ours around it: what everything else is compared with. */
import type { Highs } from "highs";
import * as highsModule from "highs";
import { unwrapDefault } from "../src/backends/unwrap.ts";
import { hasIntegers, type Problem } from "../src/index.ts";

export interface AloneRun {
  /** of `run()`, the problem being passed already */
  readonly milliseconds: number;
  /** whether an optimum was found */
  readonly optimal: boolean;
}

export interface Alone {
  readonly run: (problem: Problem) => AloneRun;
  readonly dispose: () => void;
}

/**
 * A persistent model of HiGHS with the tolerances that the backend has: presolve off for linear programs, on where there
 * are integers, which is what each is fastest with.
 * @param now milliseconds from any origin
 * @param timeLimitSeconds of one run
 */
export async function highsAlone(now: () => number, timeLimitSeconds: number): Promise<Alone> {
  const load = unwrapDefault(highsModule);
  if (typeof load !== "function") throw new TypeError("the package `highs` exports no loader");
  const runtime = (await load()) as Highs;
  const model = runtime.createModel();
  model.options.set({
    output_flag: false,
    time_limit: timeLimitSeconds,
    primal_feasibility_tolerance: 1e-9,
    dual_feasibility_tolerance: 1e-9,
    mip_feasibility_tolerance: 1e-9,
    mip_abs_gap: 1e-11,
    small_matrix_value: 1e-12,
  });
  let presolve = "";
  return {
    run(problem) {
      const search = hasIntegers(problem);
      const wanted = search ? "on" : "off";
      if (wanted !== presolve) model.options.set({ presolve: wanted });
      presolve = wanted;
      model.passModel({
        numCols: problem.numCol,
        numRows: problem.numRow,
        offset: problem.offset,
        colCost: problem.cost,
        colLower: problem.colLower,
        colUpper: problem.colUpper,
        rowLower: problem.rowLower,
        rowUpper: problem.rowUpper,
        matrix: {
          format: "csc",
          numRows: problem.numRow,
          numCols: problem.numCol,
          starts: problem.start,
          indices: problem.index,
          values: problem.value,
        },
        ...(search ? { integrality: Int32Array.from(problem.integer ?? []) } : {}),
      });
      // The limit counts the seconds of all runs of a model since its clocks were last reset.
      model.zeroAllClocks();
      const begun = now();
      const { modelStatus } = model.run();
      const milliseconds = now() - begun;
      return { milliseconds, optimal: modelStatus === runtime.constants.modelStatus.optimal };
    },
    dispose: () => model.dispose(),
  };
}
