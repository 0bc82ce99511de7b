/** The main job: proposals for every account of a book. */
import { availableParallelism } from "node:os";
import { join, resolve } from "node:path";
import { runSummary, run as solveBook, spreadOver } from "@mandate/runtime";
import { EXIT, type ExitCode } from "../exit.ts";
import { asOf, type Call, has, listOf, textOf, wholeNumberOf } from "../options.ts";
import { askedBook, withBookAt } from "../project/book.ts";
import { bundleHash } from "../project/bundleHash.ts";
import { soundProject } from "../project/compile.ts";
import { progressBar } from "../solve/progress.ts";
import { queueOf } from "../solve/queue.ts";
import { shardSizeOf } from "../solve/shards.ts";
import { solverOf, timeLimitOf } from "../solve/solver.ts";
import type { World } from "../world.ts";

export async function run(world: World, call: Call): Promise<ExitCode> {
  const project = soundProject(world, call);
  if (project === undefined) return EXIT.found;
  const { loaded, bundle } = project;
  const out = textOf(call, "out");
  const queue = queueOf(world, call);
  const workers = wholeNumberOf(call, "workers", queue === undefined ? 1 : 0) ?? availableParallelism();
  const thread = world.worker === undefined ? {} : { workerUrl: world.worker };
  const bar = progressBar(world, has(call, "quiet") || has(call, "json"));
  world.onInterruption?.(() => {
    bar.stop();
    if (!has(call, "quiet"))
      world.err.write("mandate: interrupted; what is solved is kept, go on with `mandate solve --resume`\n");
    return EXIT.interrupted;
  });
  try {
    const report = await withBookAt(askedBook(world, call, loaded), loaded, bundle, asOf(call), (book) =>
      solveBook({
        bundle,
        bundleHash: bundleHash(bundle),
        book,
        out: out === undefined ? join(loaded.root, "runs", book.asOf) : resolve(world.folder, out),
        accounts: listOf(call, "account"),
        solver: solverOf(call),
        workers,
        ...thread,
        ...(queue === undefined ? {} : { spread: spreadOver({ ...queue, workers, ...thread }) }),
        resume: has(call, "resume"),
        parquet: has(call, "parquet"),
        timeLimitSeconds: timeLimitOf(call),
        shardSize: shardSizeOf(book.entries.length),
        version: world.version,
        clock: () => new Date().toISOString(),
        progress: bar.advance,
      }),
    );
    bar.stop();
    if (has(call, "json")) world.out.write(`${JSON.stringify(report)}\n`);
    else if (!has(call, "quiet")) world.out.write(`${runSummary({ ...report, out: out ?? report.out })}\n`);
    return report.tally.withheld > 0 ? EXIT.found : EXIT.clean;
  } finally {
    bar.stop();
  }
}
