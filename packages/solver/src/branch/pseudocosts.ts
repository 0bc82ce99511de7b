/**
 * What branching on each integer has raised the bound by, a unit of distance: where to branch next (Bénichou and others,
 * "Experiments in mixed-integer linear programming", 1971; the product of both sides after Achterberg, "Constraint Integer
 * Programming", 2007, section 5.3). Before anything is known it is the integer farthest from integrality.
 */
export class Pseudocosts {
  private readonly sums: readonly [Float64Array, Float64Array];
  private readonly counts: readonly [Int32Array, Int32Array];

  constructor(private readonly columns: Int32Array) {
    const { length } = columns;
    this.sums = [new Float64Array(length), new Float64Array(length)];
    this.counts = [new Int32Array(length), new Int32Array(length)];
  }

  /** @param distance by which the branch moved the integer, above 0 */
  note(k: number, side: 0 | 1, gain: number, distance: number): void {
    const sums = this.sums[side];
    const counts = this.counts[side];
    sums[k] = (sums[k] ?? 0) + Math.max(0, gain) / distance;
    counts[k] = (counts[k] ?? 0) + 1;
  }

  /** The integer to branch on; the first of equal ones, undefined where all are within `tolerance` of an integer. */
  choose(x: Float64Array, tolerance: number): number | undefined {
    const usual = [this.average(0), this.average(1)] as const;
    let found: number | undefined;
    let most = -1;
    for (let k = 0; k < this.columns.length; k++) {
      const v = x[this.columns[k] ?? 0] ?? 0;
      if (Math.abs(v - Math.round(v)) <= tolerance) continue;
      const down = v - Math.floor(v);
      const score = this.estimate(k, 0, usual[0]) * down * (this.estimate(k, 1, usual[1]) * (1 - down));
      if (score > most) {
        most = score;
        found = k;
      }
    }
    return found;
  }

  private estimate(k: number, side: 0 | 1, usual: number): number {
    const count = this.counts[side][k] ?? 0;
    // A side that has never gained anything still leaves the other one's gain to tell columns apart.
    return count === 0 ? usual : Math.max((this.sums[side][k] ?? 0) / count, 1e-6 * usual);
  }

  private average(side: 0 | 1): number {
    let sum = 0;
    let known = 0;
    this.counts[side].forEach((count, k) => {
      if (count === 0) return;
      sum += (this.sums[side][k] ?? 0) / count;
      known++;
    });
    return sum > 0 ? sum / known : 1;
  }
}
