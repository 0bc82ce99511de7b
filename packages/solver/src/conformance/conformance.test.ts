import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Backend } from "../backend.ts";
import { createHighs } from "../backends/highs.ts";
import { createJslp } from "../backends/jslp.ts";
import { branchAndBound } from "../branch/branchAndBound.ts";
import { hasIntegers } from "../problem/problem.ts";
import { createStructured } from "../structured/structured.ts";
import { agreement } from "./agreement.ts";
import { conformance } from "./conformance.ts";
import { generalProblem } from "./general.ts";
import { portfolioProblem } from "./portfolio.ts";

const now = () => performance.now();
const { resolve } = createRequire(import.meta.url);
// Neither the ES library nor the types of node 20 declare it.
declare const WebAssembly: { Module: new (bytes: Uint8Array) => object };
/** Compiled once for all the backends of these tests, as a batch run does for its worker threads. */
const wasmModule = new WebAssembly.Module(readFileSync(resolve("highs/runtime")));

function highs(firstNodes?: number): Promise<Backend> {
  return createHighs(
    firstNodes === undefined ? { init: { wasmModule } } : { init: { wasmModule }, firstNodes },
  );
}

/** Our own search over the linear programs of HiGHS, as a backend. */
async function createBranching(): Promise<Backend> {
  const linear = await highs();
  return {
    name: "branching",
    version: linear.version,
    solve: (problem, options = {}) =>
      hasIntegers(problem)
        ? branchAndBound(linear, problem, { ...options, now })
        : linear.solve(problem, options),
    dispose: () => linear.dispose(),
  };
}

for (const [title, name, create] of [
  ["highs", "highs", () => highs()],
  ["highs without our search", "highs", () => highs(0)],
  ["jslp", "jslp", () => createJslp(now)],
  ["our search over highs", "branching", createBranching],
  ["structured", "structured", async () => createStructured({ fallback: await highs(), now })],
] as const) {
  describe(`${title} conforms`, () => {
    it.each(conformance(name, create))("$name", ({ run }) => run());
  });
}

describe("backends agree", { timeout: 60_000 }, () => {
  it("on 500 linear programs of 20 to 60 securities, to 1e-6", async () => {
    const first = await highs();
    const problems = Array.from({ length: 500 }, (_, seed) =>
      portfolioProblem(seed, { securities: 20 + (seed % 41), lots: 1 + (seed % 3), classes: 3 + (seed % 5) }),
    );
    const { worst, seconds, failures } = agreement([first, createJslp()], problems, now);
    first.dispose();
    const [ours, theirs] = seconds.map((s) => s.toFixed(1));
    console.log(
      `500 linear programs: worst relative difference ${worst.toExponential(1)}; highs ${ours} s, jslp ${theirs} s`,
    );
    expect(failures).toEqual([]);
    expect(worst).toBeLessThanOrEqual(1e-6);
  });

  it("on 40 problems with binaries: HiGHS's search, ours over its linear programs, ours over jslp's", async () => {
    const alone = await highs(0);
    const branching = await createBranching();
    const problems = Array.from({ length: 40 }, (_, seed) =>
      portfolioProblem(1000 + seed, {
        securities: 5 + (seed % 6),
        lots: 2,
        classes: 3,
        washSales: true,
        ...(seed % 2 === 0 ? {} : { minimumTrade: 0.01 }),
      }),
    );
    for (const other of [branching, createJslp()]) {
      const { worst, seconds, failures } = agreement([alone, other], problems, now, 1e-7);
      const [ours, theirs] = seconds.map((s) => s.toFixed(1));
      const figure = worst.toExponential(1);
      console.log(
        `40 problems with binaries: worst relative difference ${figure}; highs ${ours} s, ${other.name} ${theirs} s`,
      );
      expect(failures).toEqual([]);
      expect(worst).toBeLessThanOrEqual(1e-6);
      other.dispose();
    }
    alone.dispose();
  });
});

describe("backends agree on problems of no particular shape", { timeout: 60_000 }, () => {
  it.each([
    ["linear programs", 1500, false],
    ["problems with integers", 800, true],
  ] as const)("%s", async (_, count, integers) => {
    const first = await highs(0);
    const others = [await highs(), createJslp(), await createBranching()];
    const seen = new Map<string, number>();
    for (let seed = 0; seed < count; seed++) {
      const problem = generalProblem(seed, integers);
      const { status, objective } = first.solve(problem, { relativeGap: 1e-9 });
      seen.set(status, (seen.get(status) ?? 0) + 1);
      for (const other of integers ? others : others.slice(1, 2)) {
        const answer = other.solve(problem, { relativeGap: 1e-9 });
        expect([seed, other.name, answer.status]).toEqual([seed, other.name, status]);
        if (status === "optimal") expect(Math.abs(answer.objective - objective)).toBeLessThan(1e-6);
      }
    }
    for (const backend of [first, ...others]) backend.dispose();
    // The generator must keep making all three, or the agreement says little.
    expect([...seen.keys()].sort()).toEqual(["infeasible", "optimal", "unbounded"]);
    expect(Math.min(...seen.values())).toBeGreaterThan(count / 15);
  });
});

describe("createHighs", () => {
  it("finds its own WASM when it is told nothing", async () => {
    const backend = await createHighs();
    expect(backend.solve(portfolioProblem(1, { securities: 5, lots: 2, classes: 2 })).status).toBe("optimal");
    backend.dispose();
  });
});

describe("versions", () => {
  it("jslp calls itself what its package does", () => {
    const entry = resolve("javascript-lp-solver/package.json");
    const manifest: unknown = JSON.parse(readFileSync(join(dirname(entry), "package.json"), "utf8"));
    expect(manifest).toMatchObject({ version: createJslp().version });
  });
});
