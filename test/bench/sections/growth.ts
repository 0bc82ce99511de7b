import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { backendFor } from "@mandate/runtime";
import { sampleHouseholds, timeHousehold, watched } from "../accounts.ts";
import { measuredApart } from "../apart.ts";
import { type Bench, median, type Section } from "../bench.ts";
import { writeBooks } from "../books.ts";
import { processorClock } from "../processor.ts";
import { openProject } from "../project.ts";

/** Securities of an account, and how many accounts are solved of each. */
const SIZES: readonly (readonly [securities: number, accounts: number])[] = [
  [60, 200],
  [250, 60],
  [1_000, 20],
  [2_000, 10],
];

/**
 * How the time of an account grows with its securities: books of a managed firm, two lots a security, each size in a
 * process of its own. What a security takes is to stay as it is.
 */
export const section: Section = {
  title: "growth: an account's processor time by its securities",
  run: async (bench) => {
    const { values } = parseArgs({
      args: [...bench.arguments],
      options: { securities: { type: "string" }, accounts: { type: "string" } },
    });
    if (values.securities !== undefined && values.accounts !== undefined)
      return await oneSize(bench, Number(values.securities), Number(values.accounts));
    let first: string | undefined;
    for (const [securities, accounts] of SIZES) {
      const words = ["--securities", String(securities), "--accounts", String(accounts)];
      const { measurements, peakBytes } = measuredApart("growth", words);
      const [whole] = measurements;
      const named = `${securities} securities: a security's share of an account`;
      bench.record(`${securities} securities: an account, median`, whole?.value ?? Number.NaN);
      bench.record(named, (1000 * (whole?.value ?? Number.NaN)) / securities, {
        unit: "µs",
        ...(first === undefined ? {} : { against: first }),
      });
      bench.note(`${securities} securities: ${(peakBytes / 1_048_576).toFixed(0)} MB at the peak`);
      first ??= named;
    }
  },
};

async function oneSize(bench: Bench, securities: number, accounts: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "mandate-growth-"));
  await writeBooks(folder, { accounts: 2 * accounts, securities, lots: 2, state: "managed" });
  const { bundle, book } = await openProject(folder);
  const households = await sampleHouseholds(book, 2 * accounts);
  const backend = watched(await backendFor("auto", () => performance.now()));
  const settings = {
    bundle,
    market: book.market,
    timeLimitSeconds: 10,
    purchasesFromLots: book.activityFrom === "lots",
  };
  // The first half warms up what the second is timed with.
  const half = households.length >> 1;
  for (const household of households.slice(0, half)) timeHousehold(settings, backend, household);
  const times = households
    .slice(half)
    .flatMap((household) => timeHousehold(settings, backend, household, processorClock));
  bench.record("an account, median", median(times.map(({ whole }) => whole)));
  backend.backend.dispose();
  await book.close();
  rmSync(folder, { recursive: true, force: true });
}
