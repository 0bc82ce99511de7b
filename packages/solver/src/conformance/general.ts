import { type Entry, ProblemBuilder } from "../problem/builder.ts";
import type { Problem } from "../problem/problem.ts";
import { randomFrom } from "./random.ts";

/**
 * A small problem of no particular shape, with whole numbers so that ties, parallel rows and degenerate corners are
 * common: every kind of bound, empty rows and columns, infeasible and unbounded ones among them.
 */
export function generalProblem(seed: number, integers: boolean): Problem {
  const random = randomFrom(seed);
  const whole = (least: number, most: number) => least + Math.floor(random() * (most - least + 1));
  const builder = new ProblemBuilder();
  builder.offset = whole(-2, 2);
  const columns = whole(1, 7);
  for (let j = 0; j < columns; j++) {
    const lower = whole(-4, 3);
    const integer = integers && random() < 0.6;
    // Integers are boxed: a search over an unbounded lattice need not end.
    const kind = integer ? 0 : whole(0, 5);
    const upper = kind === 3 ? lower : lower + whole(0, 6);
    if (kind === 1) builder.addColumn(whole(-3, 3), lower, Infinity);
    else if (kind === 2) builder.addColumn(whole(-3, 3), -Infinity, upper);
    else if (kind === 4) builder.addColumn(whole(-1, 1), -Infinity, Infinity);
    else builder.addColumn(whole(-3, 3), lower, upper, integer);
  }
  const rows = whole(0, 7);
  for (let i = 0; i < rows; i++) {
    const entries: Entry[] = [];
    for (let col = 0; col < columns; col++) if (random() < 0.6) entries.push({ col, coef: whole(-3, 3) });
    const lower = whole(-9, 4);
    const kind = whole(0, 3);
    if (kind === 0) builder.addRow(lower, lower, entries);
    else if (kind === 1) builder.addRow(lower, lower + whole(0, 9), entries);
    else if (kind === 2) builder.addRow(-Infinity, whole(-4, 9), entries);
    else builder.addRow(lower, Infinity, entries);
  }
  return builder.build();
}
