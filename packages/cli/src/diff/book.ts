/** `diff A B --book DIR`: both versions solved over the accounts that the change can touch. */
import { mkdtempSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { type BookEffect, compareOverBook } from "@mandate/runtime";
import { atInterruption } from "../files/atomic.ts";
import { asOf, type Call, has, wholeNumberOf } from "../options.ts";
import { placeFrom, withBookAt } from "../project/book.ts";
import { bundleHash } from "../project/bundleHash.ts";
import { progressBar } from "../solve/progress.ts";
import { shardSizeOf } from "../solve/shards.ts";
import { solverOf, timeLimitOf } from "../solve/solver.ts";
import type { World } from "../world.ts";
import type { Version } from "./version.ts";

/**
 * The run folders are temporary: what is told of them is all that is kept.
 *
 * @throws {CliError} where the book cannot be read under one of the versions, or a run cannot go on
 */
export async function effectOverBook(
  world: World,
  call: Call,
  location: string,
  before: Version,
  after: Version,
): Promise<BookEffect> {
  const place = placeFrom(world.folder, location);
  const out = mkdtempSync(join(tmpdir(), "mandate-diff-"));
  const clear = (): void => rmSync(out, { recursive: true, force: true });
  atInterruption(clear);
  const bar = progressBar(world, has(call, "json"));
  const day = asOf(call);
  try {
    return await withBookAt(place, before.loaded, before.bundle, day, (first) =>
      withBookAt(place, after.loaded, after.bundle, day, (second) =>
        compareOverBook(
          { bundle: before.bundle, bundleHash: bundleHash(before.bundle), book: first },
          { bundle: after.bundle, bundleHash: bundleHash(after.bundle), book: second },
          {
            out,
            solver: solverOf(call),
            workers: wholeNumberOf(call, "workers", 1) ?? availableParallelism(),
            ...(world.worker === undefined ? {} : { workerUrl: world.worker }),
            timeLimitSeconds: timeLimitOf(call),
            shardSize: shardSizeOf(second.entries.length),
            version: world.version,
            clock: () => new Date().toISOString(),
            progress: bar.advance,
          },
        ),
      ),
    );
  } finally {
    bar.stop();
    clear();
  }
}
