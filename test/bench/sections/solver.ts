import { benchSolver } from "../../../packages/solver/bench/solver.ts";
import type { Section } from "../bench.ts";

/** Backends on one account's problem: HiGHS's own run, our whole call around it, javascript-lp-solver beside. */
export const section: Section = {
  title: "solver: one account's problem, by size and kind",
  run: async (bench) => {
    const kinds = new Set<string>();
    for (const row of await benchSolver()) {
      const named = `${row.securities} securities, ${row.kind}`;
      kinds.add(`${named}: ${row.rows} rows, ${row.columns} columns`);
      const alone = `${named}: HiGHS alone`;
      bench.record(alone, row.highsRun);
      bench.record(`${named}: the backend`, row.highs, { against: alone });
      if (Number.isFinite(row.jslp))
        bench.record(`${named}: javascript-lp-solver`, row.jslp, { against: alone });
      if (Number.isFinite(row.warm))
        bench.record(`${named}: HiGHS from yesterday's basis`, row.warm, { against: alone });
    }
    for (const kind of kinds) bench.note(kind);
  },
};
