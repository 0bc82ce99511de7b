/** What an optimal face leaves free: everything that costs as little, and nothing that is not permitted. */
import { type Answer, createStructured, ProblemBuilder } from "@mandate/solver";
import { describe, expect, it } from "vitest";
import { faceOf } from "./face.ts";

const solver = createStructured();

function solved(builder: ProblemBuilder): { readonly answer: Answer; readonly x: Float64Array } {
  const answer = solver.solve(builder.build(), { wantDuals: true });
  if (answer.x === undefined) throw new Error(answer.status);
  return { answer, x: answer.x };
}

describe("the face of a linear program", () => {
  it("leaves free what has no price, within the rows that bind it", () => {
    const builder = new ProblemBuilder();
    // The cheap one at its most; the two dear ones share what is left, at the same cost.
    const cheap = builder.addColumn(1, 0, 0.25);
    const [a, b] = [builder.addColumn(2, 0, 1), builder.addColumn(2, 0, 1)];
    builder.addRow(1, 1, [cheap, a, b], [1, 1, 1]);
    const { answer, x } = solved(builder);
    const face = faceOf(builder.build(), x, answer);
    expect(face?.columns).toEqual(Int32Array.of(a, b));
    const chosen = solver.solve({ ...(face?.problem ?? builder.build()), cost: Float64Array.of(1, 0) });
    expect([...(chosen.x ?? [])]).toEqual([0, 0.75]);
  });

  it("has no column where the optimum is the only one", () => {
    const builder = new ProblemBuilder();
    const [cheap, dear] = [builder.addColumn(1, 0, 1), builder.addColumn(2, 0, 1)];
    builder.addRow(1.5, Number.POSITIVE_INFINITY, [cheap, dear], [1, 1]);
    const { answer, x } = solved(builder);
    expect(faceOf(builder.build(), x, answer)?.columns).toHaveLength(0);
  });

  it.each([2, 4, 5, 6, 12])("holds what a chain of %i rows holds, however long", (length) => {
    const builder = new ProblemBuilder();
    // Each is the next one, which comes before it, so that one pass over the rows holds one more.
    const columns = Array.from({ length }, () => builder.addColumn(0, 0, 1));
    for (let k = 1; k < length; k++) builder.addRow(0, 0, [columns[k - 1] ?? 0, columns[k] ?? 0], [1, -1]);
    const priced = builder.addColumn(1, 0, 1);
    builder.addRow(0.5, 1, [priced], [1]);
    builder.addRow(0, 0, [priced, columns[length - 1] ?? 0], [1, -1]);
    const { answer, x } = solved(builder);
    const face = faceOf(builder.build(), x, answer);
    const chosen = x.slice();
    if (face !== undefined && face.columns.length > 0) {
      const cost = new Float64Array(face.columns.length).fill(1);
      const again = solver.solve({ ...face.problem, cost });
      for (const [at, j] of face.columns.entries()) chosen[j] = again.x?.[at] ?? Number.NaN;
    }
    for (const j of columns) expect(chosen[j]).toBeCloseTo(0.5, 12);
  });
});
