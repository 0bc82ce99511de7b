/**
 * A worker that fails as workers do, and is the product's own worker otherwise: what is told to it in the environment
 * (`MANDATE_TEST_TROUBLE`, as JSON: `{ "kind", "account", "times", "marks" }`) happens when it is given the account.
 * `marks` is a folder in which every time is marked, so that what happens once does not happen again to the next worker.
 */
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parentPort } from "node:worker_threads";

/** @type {{ kind: "exit" | "throw" | "hang" | "deaf", account: string, times: number, marks: string }} */
const trouble = JSON.parse(process.env["MANDATE_TEST_TROUBLE"] ?? "{}");

/** @returns {boolean} whether it is to happen this time too */
function again() {
  mkdirSync(trouble.marks, { recursive: true });
  const times = readdirSync(trouble.marks).length;
  if (times >= trouble.times) return false;
  writeFileSync(join(trouble.marks, `${times}`), "");
  return true;
}

function happen() {
  switch (trouble.kind) {
    case "exit":
      return process.exit(7);
    case "throw":
      throw new RangeError("a worker's own mistake");
    default:
      for (;;);
  }
}

if (trouble.kind === "deaf") happen();

// Every account is announced in shared memory before it is solved (batch/signs.ts): there the trouble begins.
let accounts = /** @type {Map<number, string>} */ (new Map());
parentPort?.on("message", (message) => {
  if (message.kind !== "solve") return;
  accounts = new Map(
    message.shard.households.flatMap((household) =>
      household.accounts.map(({ position, account }) => [position, account.account]),
    ),
  );
});
const store = Atomics.store;
Object.defineProperty(Atomics, "store", {
  value: (/** @type {Int32Array} */ signs, /** @type {number} */ at, /** @type {number} */ value) => {
    const stored = store(signs, at, value);
    if (accounts.get(value - 1) === trouble.account && again()) happen();
    return stored;
  },
});

await import("../../../packages/cli/dist/worker.js");
