/** Proofs in a thread of their own: keystrokes do not wait for them. */
import { Worker } from "node:worker_threads";
import type { Proved } from "@mandate/compiler";
import type { Prover } from "@mandate/lsp";
import type { Answer, Question } from "./messages.ts";

interface Waiting {
  readonly resolve: (proved: Proved) => void;
  readonly reject: (error: Error) => void;
}

/** @param thread where its program lies; it starts with the first question */
export function proverIn(thread: URL): Prover {
  const waiting = new Map<number, Waiting>();
  let worker: Worker | undefined;
  let asked = 0;
  const fail = (error: Error): void => {
    worker = undefined;
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  };
  const started = (): Worker => {
    const made = new Worker(thread);
    made.on("message", (answer: Answer) => {
      const one = waiting.get(answer.number);
      waiting.delete(answer.number);
      if ("proved" in answer) one?.resolve(answer.proved);
      else one?.reject(new Error(answer.failed));
    });
    made.on("error", fail);
    // A proof under way does not keep a server whose editor is gone.
    made.unref();
    return made;
  };
  return {
    prove: (bundle, today) =>
      new Promise((resolve, reject) => {
        worker ??= started();
        const question: Question = { number: ++asked, bundle, today };
        waiting.set(question.number, { resolve, reject });
        worker.postMessage(question);
      }),
    close: async () => {
      await worker?.terminate();
    },
  };
}
