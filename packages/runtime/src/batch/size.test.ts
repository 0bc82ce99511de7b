import type { Bundle, Expr, Loop, SetRef } from "@mandate/compiler";
import { describe, expect, it } from "vitest";
import { littlePolicy } from "../book/testkit/policy.ts";
import { tooLarge } from "./size.ts";

const bundle = littlePolicy();
const unit = { unit: "weight", base: "account" } as const;
const universe: SetRef = { set: "fixed", id: 0 };
const loop = (variable: string): Loop => ({ variable, range: { over: "securities", of: universe } });
const weight: Expr = { e: "measure", measure: "weight", of: { set: "variable", name: "a" }, unit };
const bound: Expr = { e: "constant", value: "0.9", unit };

/** The little policy with a universe of so many in its first set, and one more limit. */
function withLimit(securities: number, loops: readonly Loop[], left: Expr): Bundle {
  const [first, ...clauses] = bundle.clauses;
  const [set, ...sets] = bundle.sets;
  if (first === undefined || set === undefined) throw new Error("the little policy has limits and sets");
  const { source } = first;
  const rule = { rule: "compare", loops, left, operator: "<=", right: bound, source, text: "" } as const;
  return {
    ...bundle,
    sets: [{ ...set, members: Array.from({ length: securities }, (_, at) => at) }, ...sets],
    clauses: [{ ...first, name: "Vast", rules: [rule] }, ...clauses],
  };
}

describe("tooLarge", () => {
  it("lets real policies through, over large universes too", () => {
    expect(tooLarge(bundle)).toBeUndefined();
    expect(tooLarge(withLimit(20_000, [loop("a")], weight))).toBeUndefined();
    expect(tooLarge(withLimit(200, [loop("a"), loop("b")], weight))).toBeUndefined();
  });

  it("refuses loops in loops that nothing could hold, by name and place", () => {
    expect(tooLarge(withLimit(500, [loop("a"), loop("b"), loop("c")], weight))).toMatch(
      /^`Vast` \(firm\/policy\.mandate:\d+\) looks at 250,000,000 measures in every account, and 100,000 are the most/,
    );
    const sum: Expr = { e: "sum", loop: loop("b"), body: weight, unit };
    expect(tooLarge(withLimit(400, [loop("a")], sum))).toContain("160,400 measures");
    expect(tooLarge(withLimit(500, [], { e: "sum", loop: loop("a"), body: sum, unit }))).toContain("250,001");
  });

  it("refuses many large ones as it does one", () => {
    const one = withLimit(9000, [loop("a")], { e: "add", left: weight, right: weight, unit });
    const [first] = one.clauses;
    const many = {
      ...one,
      clauses: Array.from({ length: 100 }, () => first).flatMap((clause) => clause ?? []),
    };
    expect(tooLarge(one)).toBeUndefined();
    expect(tooLarge(many)).toContain("the firm's limits and preferences look at 2,700,000 measures");
  });
});
