import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { backendFor } from "@mandate/runtime";
import { relaxed } from "../../../packages/runtime/src/testing/index.ts";
import {
  type AccountTime,
  moved,
  percentile,
  sampleHouseholds,
  timeHousehold,
  watched,
} from "../accounts.ts";
import { type Bench, median, type Section } from "../bench.ts";
import { writeBooks } from "../books.ts";
import { processorClock } from "../processor.ts";
import { openProject, projectFolder } from "../project.ts";

/** Times that each linear program is solved. */
const PLAIN = 3;
/** Seconds an account may take, as in a run. */
const TIME_LIMIT = 10;
const PARTS = [
  { named: "median", part: 0.5 },
  { named: "p95", part: 0.95 },
  { named: "p99", part: 0.99 },
];

/**
 * Taxable accounts with many lots at a loss, each of which may be sold or kept but not bought around: the hard case.
 * `npm run bench -- hard --accounts 200` takes more of each book.
 */
export const section: Section = {
  title: "hard: taxable accounts with many loss lots, against their plain linear programs",
  run: async (bench) => {
    const { values } = parseArgs({
      args: [...bench.arguments],
      options: { accounts: { type: "string", default: "80" } },
    });
    const accounts = Number(values.accounts);
    const sp500 = projectFolder("sp500");
    if (sp500 === undefined) bench.note("sp500: skipped, for it is not beside the repository");
    else await measureBook(bench, "sp500", sp500, accounts, 1);
    const folder = mkdtempSync(join(tmpdir(), "mandate-bench-"));
    try {
      await writeBooks(folder, { accounts: 2 * accounts, securities: 100, lots: 4 });
      // A quarter off every price makes losses of most lots.
      await measureBook(bench, "generated", folder, accounts, 0.75);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

type Timed = AccountTime & {
  /** the account's linear program, its binaries relaxed: milliseconds, the median of a few */
  readonly plain: number;
};

async function measureBook(
  bench: Bench,
  name: string,
  folder: string,
  count: number,
  prices: number,
): Promise<void> {
  const { bundle, book } = await openProject(folder);
  const market = moved(book.market, prices);
  const backend = watched(await backendFor("auto", () => performance.now()), processorClock);
  const purchasesFromLots = book.activityFrom === "lots";
  const settings = { bundle, market, timeLimitSeconds: TIME_LIMIT, purchasesFromLots };
  const households = await sampleHouseholds(book, count);
  const times: Timed[] = [];
  let lots = 0;
  let losses = 0;
  for (const household of households) {
    const taxable = household.accounts.filter(({ registration }) => registration === "taxable");
    if (taxable.length === 0) continue;
    for (const lot of taxable.flatMap((account) => account.lots)) {
      lots += 1;
      if (market.securities.get(lot.symbol)?.price.lt(lot.unitCost) === true) losses += 1;
    }
    const chosen = { ...household, accounts: taxable };
    // The first accounts of a process are slow: what they run is not compiled yet.
    if (times.length === 0) timeHousehold(settings, backend, chosen);
    // As often as the plain program: what the collector of memory takes falls on a few solves of many.
    const repeated = Array.from({ length: PLAIN }, () =>
      timeHousehold(settings, backend, chosen, processorClock),
    );
    for (const [at, first] of (repeated[0] ?? []).entries()) {
      if (first.problem === undefined) continue;
      const runs = repeated.flatMap((times) => times[at] ?? []);
      const time = {
        ...first,
        whole: median(runs.map(({ whole }) => whole)),
        solver: median(runs.map(({ solver }) => solver)),
        timedOut: runs.some(({ timedOut }) => timedOut),
      };
      const linear = relaxed(first.problem);
      const solved = Array.from({ length: PLAIN }, () => {
        const begun = processorClock();
        backend.backend.solve(linear);
        return processorClock() - begun;
      });
      times.push({ ...time, plain: median(solved) });
    }
  }
  report(bench, name, times);
  bench.note("processor time; other programs on the machine do not count");
  bench.note(
    `${name}: ${times.length} accounts, ${lots} lots, ${Math.round((100 * losses) / lots)}% of them at a loss; ${times.filter(({ binaries }) => binaries).length} with binaries`,
  );
  backend.backend.dispose();
  await book.close();
}

function report(bench: Bench, name: string, times: readonly Timed[]): void {
  for (const { named, part } of PARTS) {
    const plain = `${name}: plain linear program, ${named}`;
    bench.record(
      plain,
      percentile(
        times.map((one) => one.plain),
        part,
      ),
    );
    bench.record(
      `${name}: in the solver, ${named}`,
      percentile(
        times.map((one) => one.solver),
        part,
      ),
      {
        against: plain,
      },
    );
    bench.record(
      `${name}: the whole account, ${named}`,
      percentile(
        times.map((one) => one.whole),
        part,
      ),
      {
        against: plain,
      },
    );
  }
  const ratios = times.map((one) => one.solver / one.plain);
  bench.record(`${name}: solver to its own linear program, median`, median(ratios), { unit: "×", most: 5 });
  bench.record(`${name}: solver to its own linear program, p99`, percentile(ratios, 0.99), {
    unit: "×",
    most: 50,
  });
  const ended = times.filter(({ timedOut }) => timedOut).length;
  bench.record(`${name}: accounts ended by the time limit`, ended, { unit: "accounts", most: 0 });
}
