/** A thread that proves what an editor saves, one version after another, and remembers what an edit has not touched. */
import { parentPort } from "node:worker_threads";
import { createProver } from "@mandate/compiler";
import { createHighs } from "@mandate/solver";
import type { Answer, Question } from "./messages.ts";

const port = parentPort;
if (port === null) throw new Error("this is a thread of the language server's, and no program");
const say = (answer: Answer): void => port.postMessage(answer);
const prover = createProver(await createHighs());
port.on("message", ({ number, bundle, today }: Question) => {
  try {
    say({ number, proved: prover.prove(bundle, { today }) });
  } catch (error) {
    say({ number, failed: error instanceof Error ? error.message : String(error) });
  }
});
