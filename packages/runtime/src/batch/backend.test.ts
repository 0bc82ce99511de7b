import { ProblemBuilder } from "@mandate/solver";
import { describe, expect, it } from "vitest";
import { backendFor } from "./desk.ts";

describe("the backend behind a name", () => {
  for (const [solver, name] of [
    ["auto", "structured"],
    ["highs", "highs"],
    ["structured", "structured"],
    ["jslp", "jslp"],
  ] as const) {
    it(`${solver} is ${name}, and solves`, async () => {
      const backend = await backendFor(solver, () => performance.now());
      const builder = new ProblemBuilder();
      const x = builder.addColumn(1, 0, 4);
      const whole = builder.addColumn(2, 0, 1, true);
      builder.addRow(3.5, Number.POSITIVE_INFINITY, [x, whole], [1, 3]);
      const answer = backend.solve(builder.build(), { timeLimitSeconds: 5 });
      backend.dispose();
      expect(backend.name).toBe(name);
      expect(answer.status).toBe("optimal");
      expect(answer.objective).toBeCloseTo(2.5, 9);
    });
  }
});
