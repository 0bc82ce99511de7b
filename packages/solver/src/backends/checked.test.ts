import { describe, expect, it } from "vitest";
import type { Answer } from "../backend.ts";
import { problemOf } from "../conformance/case.ts";
import { conformance } from "../conformance/conformance.ts";
import { checkedBackend } from "./checked.ts";
import type { Engine } from "./engine.ts";
import { createJslp } from "./jslp.ts";

const problem = problemOf([{ cost: 1, upper: 2 }, { cost: 2 }], [[3, [1, 1], 9]]);
const right: Answer = {
  status: "optimal",
  objective: 4,
  bound: 4,
  x: Float64Array.from([2, 1]),
  rowDual: Float64Array.from([2]),
  nodes: 0,
};

function engine(solve: Engine["solve"], retry?: Engine["solve"]): Engine {
  const made: Engine = { name: "puppet", version: "1.0", solve, dispose: () => undefined };
  return retry === undefined ? made : { ...made, retries: [retry] };
}

describe("a backend made of an engine", () => {
  it("passes on an answer that verifies", () => {
    const { rowDual: _, ...plain } = right;
    expect(checkedBackend(engine(() => ({ ...right }))).solve(problem)).toEqual(plain);
  });

  it("calls `optimal` at a point that breaks a row a failure, and shows no point", () => {
    const lying = engine(() => ({ ...right, x: Float64Array.from([2, 0.9999]) }));
    const answer = checkedBackend(lying).solve(problem);
    expect(answer).toMatchObject({ status: "failed", objective: Number.NaN, bound: -Infinity });
    expect(answer.x).toBeUndefined();
    expect(answer.message).toMatch(/^the answer of puppet does not verify: violation of a bound/);
  });

  it("calls `optimal` at a feasible point that its own duals disprove a failure", () => {
    const lying = engine(() => ({ ...right, x: Float64Array.from([0, 3]) }));
    expect(checkedBackend(lying).solve(problem).message).toMatch(/gap between primal and dual/);
  });

  it("tries each careful way once before it gives up", () => {
    let retries = 0;
    const forgetful = engine(
      () => ({ ...right, x: Float64Array.from([2, 0]) }),
      () => {
        retries++;
        return { ...right };
      },
    );
    expect(checkedBackend(forgetful).solve(problem)).toMatchObject({ status: "optimal", objective: 4 });
    expect(retries).toBe(1);
  });

  it("turns what an engine throws into a failure", () => {
    const broken = engine(() => {
      throw new Error("out of memory");
    });
    expect(checkedBackend(broken).solve(problem)).toMatchObject({
      status: "failed",
      message: "puppet stopped: out of memory",
    });
  });

  it("never lets a bound exceed the objective that it is a bound of", () => {
    const whole = { ...problem, integer: Uint8Array.from([1, 1]) };
    const { rowDual: _, ...plain } = right;
    const eager = engine(() => ({ ...plain, bound: 5 }));
    expect(checkedBackend(eager).solve(whole)).toMatchObject({ objective: 4, bound: 4 });
  });

  it("puts a point that is beyond a bound by a solver's tolerance on it where that mends it", () => {
    const tight = problemOf([{ cost: -1, upper: 1e-3 }], []);
    const sloppy = engine((scaled) => ({
      status: "optimal",
      objective: 0,
      bound: 0,
      x: Float64Array.from([(scaled.colUpper[0] ?? 0) + 2e-9]),
      nodes: 0,
    }));
    expect(checkedBackend(sloppy).solve(tight).x).toEqual(Float64Array.from([1e-3]));
  });

  it("makes integers exact, and refuses those that cannot be made so", () => {
    // x ≤ 1000 b: b = 1e-10 would let 1e-7 of x through.
    const switched = problemOf(
      [
        { cost: -1, upper: 1 },
        { cost: 1, upper: 1, integer: true },
      ],
      [[-Infinity, [1, -1000], 0]],
    );
    const leaking = engine((asked) => {
      const closed = asked.colUpper[1] === 0;
      const x = Float64Array.from(closed ? [0, 0] : [1e-7, 1e-10]);
      return { status: "optimal", objective: 0, bound: -1, x, nodes: 0 };
    });
    expect(checkedBackend(leaking).solve(switched).x).toEqual(Float64Array.from([0, 0]));
  });
});

describe("the conformance suite", () => {
  it("finds out a backend that is wrong in one way at a time", async () => {
    const truth = createJslp();
    const faults: [string, (answer: Answer) => Answer][] = [
      ["objective", (a) => ({ ...a, objective: a.objective + 1e-4 })],
      ["bound", (a) => ({ ...a, bound: a.bound + 1 })],
      ["point", (a) => (a.x === undefined ? a : { ...a, x: a.x.map((v) => v * 1.0001 + 1e-5) })],
      ["status", (a) => (a.status === "unbounded" ? { ...a, status: "infeasible" } : a)],
      ["dual", (a) => (a.rowDual === undefined ? a : { ...a, rowDual: a.rowDual.map((y) => -y) })],
    ];
    for (const [what, twist] of faults) {
      const twisted = () => ({
        name: "jslp",
        version: "1.0",
        solve: (...args: Parameters<typeof truth.solve>) => twist(truth.solve(...args)),
        dispose: () => undefined,
      });
      const caught = await Promise.all(
        conformance("jslp", twisted)
          .filter(({ name }) => name !== "refuses to solve once disposed of" && !name.startsWith("no time"))
          .map(({ run }) =>
            run().then(
              () => false,
              () => true,
            ),
          ),
      );
      expect(caught.filter(Boolean).length, what).toBeGreaterThanOrEqual(3);
    }
  });
});
