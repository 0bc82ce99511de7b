/**
 * How far accounts of one model are from each other: the root of the summed variances of their weights, which is the
 * typical distance of an account from the average account of its model. A model's accounts should be alike; what their
 * clients choose, their taxes and their limits keep them apart.
 */

/** Of the account's value, by security; without those that are not held. */
export type Weights = ReadonlyMap<string, number>;

export interface ModelDispersion {
  readonly model: string;
  readonly accounts: number;
  /** fractions of the account */
  readonly before: number;
  readonly after: number;
}

interface Moments {
  readonly sum: Map<string, number>;
  readonly squares: Map<string, number>;
}

const empty = (): Moments => ({ sum: new Map(), squares: new Map() });

function put({ sum, squares }: Moments, weights: Weights): void {
  for (const [symbol, weight] of weights) {
    sum.set(symbol, (sum.get(symbol) ?? 0) + weight);
    squares.set(symbol, (squares.get(symbol) ?? 0) + weight * weight);
  }
}

function spread({ sum, squares }: Moments, count: number): number {
  let variance = 0;
  for (const [symbol, total] of sum) {
    const mean = total / count;
    variance += Math.max(0, (squares.get(symbol) ?? 0) / count - mean * mean);
  }
  return Math.sqrt(variance);
}

export function createDispersion() {
  const models = new Map<string, { count: number; readonly before: Moments; readonly after: Moments }>();
  return {
    add(model: string, [before, after]: readonly [Weights, Weights]): void {
      const own = models.get(model) ?? { count: 0, before: empty(), after: empty() };
      models.set(model, own);
      own.count += 1;
      put(own.before, before);
      put(own.after, after);
    },
    /** By name. */
    models: (): ModelDispersion[] =>
      [...models]
        .map(([model, { count, before, after }]) => ({
          model,
          accounts: count,
          before: spread(before, count),
          after: spread(after, count),
        }))
        .sort((a, b) => (a.model < b.model ? -1 : 1)),
  };
}
