/** A worker thread: a desk that takes shards from the run and gives back their lines. */
import { parentPort, workerData } from "node:worker_threads";
import { openDesk } from "./desk.ts";
import type { FromWorker, ToWorker, WorkerStart } from "./messages.ts";
import { begin, finish } from "./signs.ts";

async function main(): Promise<void> {
  const port = parentPort;
  if (port === null) throw new Error("a worker is started by a run, not by hand");
  const say = (message: FromWorker): void => port.postMessage(message);
  const { wire, signs } = workerData as WorkerStart;
  const desk = await openDesk(wire, () => performance.now());
  port.on("message", (message: ToWorker) => {
    if (message.kind === "stop") {
      desk.close();
      port.close();
      return;
    }
    try {
      say({
        kind: "solved",
        shard: desk.solve(message.shard, {
          begin: (position) => begin(signs, position),
          progress: (accounts) => finish(signs, accounts),
        }),
      });
    } catch (error) {
      say({ kind: "failed", message: error instanceof Error ? error.message : String(error) });
    }
  });
  say({ kind: "ready" });
}

await main();
