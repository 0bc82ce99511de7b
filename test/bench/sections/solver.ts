import { benchRisk } from "../../../packages/solver/bench/risk.ts";
import { benchSolver } from "../../../packages/solver/bench/solver.ts";
import { benchStructured } from "../../../packages/solver/bench/structured.ts";
import type { Bench, Section } from "../bench.ts";

/** How many times faster than HiGHS `structured` is to be, by securities, every account of another pattern. */
const FASTER: Readonly<Record<number, number>> = { 20: 10, 60: 8, 300: 6, 500: 6 };
/** Milliseconds an account with a factor model may take, by securities. */
const RISK: Readonly<Record<number, number>> = { 60: 5, 1000: 100 };

async function backends(bench: Bench): Promise<void> {
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
}

/** Our own solver and HiGHS in turns, so that what else the machine does hits both. */
async function structured(bench: Bench): Promise<void> {
  for (const row of await benchStructured(undefined, 0.5)) {
    const named = `structured, ${row.kind}s of ${row.securities}`;
    const highs = `${named}: HiGHS by arrays`;
    const faster = row.kind === "account" ? FASTER[row.securities] : undefined;
    bench.record(highs, row.highs);
    const cold = faster === undefined ? {} : { atMost: 1 / faster };
    bench.record(`${named}: every pattern another`, row.cold, { against: highs, ...cold });
    bench.record(`${named}: one pattern`, row.samePattern, { against: highs });
    bench.record(`${named}: one pattern, from the duals of another`, row.warm, { against: highs });
    bench.note(
      `${named}: ${row.columns} columns, ${row.rows} rows, ${row.pivots.toFixed(0)} pivots; optima apart by ` +
        `${row.worst.toExponential(1)} at most; handed over: ${row.handedOver}`,
    );
  }
}

async function risk(bench: Bench): Promise<void> {
  for (const row of await benchRisk()) {
    const named = `risk ${row.kind}, ${row.securities} securities × ${row.factors} factors`;
    const linear = `${named}: HiGHS, without risk`;
    bench.record(linear, row.linear);
    const most = RISK[row.securities];
    bench.record(named, row.risk, { against: linear, ...(most === undefined ? {} : { most }) });
    if (Number.isFinite(row.cuts)) bench.record(`${named}: cutting planes`, row.cuts, { against: linear });
    const agreement = Number.isFinite(row.cuts)
      ? `; optima apart from cutting planes' by ${row.worst.toExponential(1)} at most`
      : "";
    bench.note(
      `${named}: ${row.columns} columns, ${row.rows} rows, ${row.iterations.toFixed(1)} iterations; ` +
        `${row.certified} certified, ${row.handedOver} handed over${agreement}`,
    );
  }
}

/** One account's problem: HiGHS's own run and our call around it, our own solver for its shape, and factor models. */
export const section: Section = {
  title: "solver: one account's problem, by size and kind",
  run: async (bench) => {
    const only = bench.arguments[0];
    if (only === undefined || only === "backends") await backends(bench);
    if (only === undefined || only === "structured") await structured(bench);
    if (only === undefined || only === "risk") await risk(bench);
  },
};
