import type { Backend } from "../backend.ts";
import { type Case, must } from "./case.ts";
import { dualCases } from "./duals.ts";
import { edgeCases } from "./edges.ts";
import { integerCases } from "./integer.ts";
import { linearCases } from "./linear.ts";

/** A case bound to a backend of its own: throws (or rejects) when the backend gets it wrong. */
export interface BoundCase {
  name: string;
  run(): Promise<void>;
}

/**
 * Everything that is asked of a backend, whichever it is and whatever runs the tests.
 * @param name what the backend must call itself
 * @param create makes one; all cases share it, so that one solve's traces would show in the next; the last disposes of it
 */
export function conformance(name: string, create: () => Promise<Backend> | Backend): BoundCase[] {
  const named: Case = {
    name: "says what it is",
    run(backend) {
      must(backend.name === name, `it calls itself ${backend.name}`);
      must(/^\d+\.\d+/.test(backend.version), `its version is ${backend.version}`);
    },
  };
  const disposed: Case = {
    name: "refuses to solve once disposed of",
    run(backend) {
      backend.dispose();
      backend.dispose();
      const problem = { ...EMPTY, cost: new Float64Array(0) };
      must(backend.solve(problem).status === "failed", "it still answers");
    },
  };
  let shared: Promise<Backend> | undefined;
  return [named, ...linearCases, ...integerCases, ...edgeCases, ...dualCases, disposed].map((one) => ({
    name: one.name,
    async run() {
      shared ??= Promise.resolve(create());
      const backend = await shared;
      if (one === disposed) shared = undefined;
      one.run(backend);
    },
  }));
}

const EMPTY = {
  numCol: 0,
  numRow: 0,
  offset: 0,
  colLower: new Float64Array(0),
  colUpper: new Float64Array(0),
  rowLower: new Float64Array(0),
  rowUpper: new Float64Array(0),
  start: new Int32Array(1),
  index: new Int32Array(0),
  value: new Float64Array(0),
};
