/** Factor models: exposures, a covariance that is positive definite, specific variances. Annual. */
import type { RiskModel } from "@mandate/runtime";
import type { Random } from "../random.ts";

/** To eight digits, as a file holds them. */
const rounded = (value: number): number => Math.round(value * 1e8) / 1e8;

export function makeRisk(random: Random, symbols: readonly string[], count: number): RiskModel {
  const factors = Array.from({ length: count }, (_, place) => `F${place + 1}`);
  const signed = (): number => 2 * random.fraction() - 1;
  // A matrix times its transpose, and something on the diagonal: positive definite, rounding included.
  const root = factors.map(() => factors.map(() => 0.08 * signed()));
  const covariance = root.map((left, i) =>
    root.map((right, j) => {
      const product = left.reduce((sum, value, k) => sum + value * (right[k] ?? 0), 0);
      return rounded(product + (i === j ? 0.004 : 0));
    }),
  );
  const exposures = new Map(
    symbols.map((symbol) => [
      symbol,
      {
        loadings: factors.map((_, place) =>
          rounded(place === 0 ? 0.6 + 0.8 * random.fraction() : 0.5 * signed()),
        ),
        specific: rounded(0.0004 + 0.09 * random.fraction() ** 2),
      },
    ]),
  );
  return { factors, exposures, covariance };
}
