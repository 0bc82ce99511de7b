/** Solves accounts for runs that other machines began. */
import { availableParallelism } from "node:os";
import { CliError, EXIT, type ExitCode } from "../exit.ts";
import { type Call, has, wholeNumberOf } from "../options.ts";
import { queueOf } from "../solve/queue.ts";
import type { World } from "../world.ts";

export async function run(world: World, call: Call): Promise<ExitCode> {
  const queue = queueOf(world, call);
  if (queue === undefined)
    throw new CliError(
      "a worker needs to know where the work is: name the PostgreSQL database with `--queue postgres://user@host/database`",
    );
  const { RunError, workAt } = await import("@mandate/runtime");
  const interruption = new AbortController();
  world.onInterruption?.(() => {
    interruption.abort();
    return undefined;
  });
  let accounts = 0;
  try {
    await workAt({
      ...queue,
      version: world.version,
      workers: wholeNumberOf(call, "workers", 1) ?? availableParallelism(),
      ...(world.worker === undefined ? {} : { workerUrl: world.worker }),
      drain: has(call, "drain"),
      stopped: () => false,
      interruption: interruption.signal,
      progress: (more) => {
        accounts += more;
      },
    });
  } catch (error) {
    if (error instanceof RunError) throw new CliError(error.message);
    throw error;
  }
  if (!has(call, "quiet")) world.out.write(`solved ${accounts.toLocaleString("en-US")} accounts\n`);
  return EXIT.clean;
}
