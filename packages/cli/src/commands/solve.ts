/** The main job: proposals for every account of a book. */
import { availableParallelism } from "node:os";
import { join, resolve } from "node:path";
import {
  BookError,
  dropUnfinished,
  openBook,
  RunError,
  runSummary,
  type SolverName,
  run as solveBook,
} from "@mandate/runtime";
import { CliError, EXIT, type ExitCode } from "../exit.ts";
import { atInterruption } from "../files/atomic.ts";
import { asOf, type Call, has, listOf, textOf, wholeNumberOf } from "../options.ts";
import { bundleHash } from "../project/bundleHash.ts";
import { soundProject } from "../project/compile.ts";
import { progressBar } from "../solve/progress.ts";
import type { World } from "../world.ts";

/** Business days after which a price is stale, and the jump from the previous book that is not believed (data.md). */
const STALE_AFTER = 3;
const PRICE_JUMP = "0.4";

/**
 * Accounts that a worker takes at a time: at most so many, and of a small book a part of it, so that workers end together.
 * It depends on the book alone: a run may be resumed with more workers, or on another machine.
 */
const SHARD = 500;
const PARTS = 64;

const SOLVERS: readonly SolverName[] = ["auto", "structured", "highs", "jslp"];

function solverOf(call: Call): SolverName {
  const named = textOf(call, "solver") ?? "auto";
  return SOLVERS.find((solver) => solver === named) ?? "auto";
}

export async function run(world: World, call: Call): Promise<ExitCode> {
  const project = soundProject(world, call);
  if (project === undefined) return EXIT.found;
  const { loaded, bundle } = project;
  const { root, manifest } = loaded;
  const named = textOf(call, "book");
  const location = named === undefined ? join(root, manifest?.book ?? "book") : resolve(world.folder, named);
  const day = asOf(call);
  atInterruption(dropUnfinished);
  const bar = progressBar(world, has(call, "quiet") || has(call, "json"));
  try {
    const book = await openBook(location, {
      bundle,
      ...(day === undefined ? {} : { asOf: day }),
      staleAfterBusinessDays: manifest?.stale_after ?? STALE_AFTER,
      priceJump: String(manifest?.price_jump ?? PRICE_JUMP),
      ...(manifest?.previous_book === undefined
        ? {}
        : { previousBook: resolve(root, manifest.previous_book) }),
    });
    try {
      const out = textOf(call, "out");
      const accounts = listOf(call, "account");
      const report = await solveBook({
        bundle,
        bundleHash: bundleHash(bundle),
        book,
        out: out === undefined ? join(root, "runs", book.asOf) : resolve(world.folder, out),
        accounts,
        solver: solverOf(call),
        workers: wholeNumberOf(call, "workers", 1) ?? availableParallelism(),
        ...(world.worker === undefined ? {} : { workerUrl: world.worker }),
        resume: has(call, "resume"),
        timeLimitSeconds: wholeNumberOf(call, "timeLimit", 1) ?? 10,
        shardSize: Math.min(SHARD, Math.ceil(book.entries.length / PARTS)),
        version: world.version,
        clock: () => new Date().toISOString(),
        progress: bar.advance,
      });
      bar.stop();
      if (has(call, "json")) world.out.write(`${JSON.stringify(report)}\n`);
      else if (!has(call, "quiet")) world.out.write(`${runSummary({ ...report, out: out ?? report.out })}\n`);
      return report.tally.withheld > 0 ? EXIT.found : EXIT.clean;
    } finally {
      await book.close();
    }
  } catch (error) {
    if (error instanceof BookError || error instanceof RunError) throw new CliError(error.message);
    throw error;
  } finally {
    bar.stop();
  }
}
