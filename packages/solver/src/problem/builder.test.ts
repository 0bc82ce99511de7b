import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ProblemBuilder } from "./builder.ts";

/** The matrix of a problem, written out. */
function dense(builder: ProblemBuilder): number[][] {
  const { numCol, numRow, start, index, value } = builder.build();
  const matrix = Array.from({ length: numRow }, () => new Array<number>(numCol).fill(0));
  for (let j = 0; j < numCol; j++) {
    for (let k = start[j] ?? 0; k < (start[j + 1] ?? 0); k++) {
      const row = matrix[index[k] ?? -1];
      if (row !== undefined) row[j] = value[k] ?? Number.NaN;
    }
  }
  return matrix;
}

describe("ProblemBuilder", () => {
  it("transposes any rows into columns, sums duplicates and keeps row order", () => {
    const entry = fc.record({ col: fc.nat(9), coef: fc.integer({ min: -4, max: 4 }) });
    fc.assert(
      fc.property(fc.array(fc.array(entry, { maxLength: 15 }), { maxLength: 90 }), (rows) => {
        const builder = new ProblemBuilder();
        for (let j = 0; j < 10; j++) builder.addColumn(j, 0, j, j % 2 === 1);
        const expected = rows.map((entries, i) => {
          const row = new Array<number>(10).fill(0);
          for (const { col, coef } of entries) row[col] = (row[col] ?? 0) + coef;
          const asArrays = i % 2 === 0;
          const index = asArrays
            ? builder.addRow(
                -i,
                i,
                entries.map((e) => e.col),
                entries.map((e) => e.coef),
              )
            : builder.addRow(-i, i, entries);
          expect(index).toBe(i);
          return row;
        });
        expect(dense(builder)).toEqual(expected);
        const { start, index, value, rowUpper } = builder.build();
        expect(start[10]).toBe(index.length);
        expect(value.includes(0)).toBe(false);
        expect([...rowUpper]).toEqual(rows.map((_, i) => i));
        for (let j = 0; j < 10; j++) {
          const column = index.slice(start[j], start[j + 1]);
          expect([...column]).toEqual([...new Set(column)].sort((a, b) => a - b));
        }
      }),
      { seed: 1, numRuns: 60 },
    );
  });

  it("grows beyond its first capacity", () => {
    const builder = new ProblemBuilder();
    for (let j = 0; j < 1000; j++) expect(builder.addColumn(j, -j, j)).toBe(j);
    for (let i = 0; i < 1000; i++)
      builder.addRow(i, Infinity, [
        { col: i, coef: 2 },
        { col: 999 - i, coef: 3 },
      ]);
    const problem = builder.build();
    expect([problem.numCol, problem.numRow, problem.index.length]).toEqual([1000, 1000, 2000]);
    expect([problem.cost[999], problem.colLower[999], problem.rowLower[999]]).toEqual([999, -999, 999]);
  });

  it("says which columns are integers only where some are", () => {
    const builder = new ProblemBuilder();
    builder.addColumn(1, 0, 1);
    expect(builder.build().integer).toBeUndefined();
    builder.addColumn(1, 0, 1, true);
    expect([...(builder.build().integer ?? [])]).toEqual([0, 1]);
  });

  it("adds to costs", () => {
    const builder = new ProblemBuilder();
    builder.addColumn(1, 0, 1);
    builder.addCost(0, 0.5);
    expect([...builder.build().cost]).toEqual([1.5]);
  });

  it.each<[string, (builder: ProblemBuilder) => void, string]>([
    ["an unknown column", (b) => b.addRow(0, 1, [{ col: 1, coef: 1 }]), "no column 1"],
    ["a coefficient that is not a number", (b) => b.addRow(0, 1, [0], [Number.NaN]), "not finite"],
    ["arrays of two lengths", (b) => b.addRow(0, 1, [0], [1, 2]), "1 columns and 2 coefficients"],
    ["a bound that is not a number", (b) => b.addRow(Number.NaN, 1, []), "make no sense"],
    ["a lower bound of infinity", (b) => b.addColumn(0, Infinity, Infinity), "make no sense"],
    ["an infinite cost", (b) => b.addColumn(Infinity, 0, 1), "not finite"],
    ["a cost for an unknown column", (b) => b.addCost(7, 1), "no column 7"],
  ])("refuses %s and stays as it was", (_, act, message) => {
    const builder = new ProblemBuilder();
    builder.addColumn(1, 0, 1);
    builder.addRow(0, 1, [{ col: 0, coef: 1 }]);
    const before = builder.build();
    expect(() => act(builder)).toThrow(message);
    expect(builder.build()).toEqual(before);
  });
});
