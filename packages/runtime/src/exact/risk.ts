/** Active variance (w − t)ᵀ(F Ω Fᵀ + D)(w − t), annual (semantics.md 2, "risk"). */
import { type Decimal, exact, ZERO } from "./decimal.ts";
import type { Context } from "./measures.ts";
import { targetsOf } from "./targets.ts";

/** Active weights w − t by index into the universe; an `or` group's target stands with its preferred member. */
function activeWeights(context: Context): Map<number, Decimal> {
  const { situation, portfolio } = context;
  const active = new Map<number, Decimal>();
  for (const [index, target] of targetsOf(situation.bundle, situation.policy).securities) {
    active.set(index, target.negated());
  }
  for (const position of portfolio.positions.values()) {
    const weight = position.after.times(position.price).dividedBy(portfolio.value);
    active.set(position.index, (active.get(position.index) ?? ZERO).plus(weight));
  }
  return active;
}

/** Active variance as a fraction squared; its root is the tracking error. */
export function riskOf(context: Context): Decimal {
  const risk = context.situation.market.risk;
  if (risk === undefined) throw new RangeError("the book has no risk model");
  const tilts = risk.factors.map(() => ZERO);
  let specific = ZERO;
  for (const [index, weight] of activeWeights(context)) {
    if (weight.isZero()) continue;
    const symbol = context.situation.bundle.universe[index]?.symbol ?? "";
    const exposure = risk.exposures.get(symbol);
    if (exposure === undefined) continue;
    exposure.loadings.forEach((loading, factor) => {
      tilts[factor] = (tilts[factor] ?? ZERO).plus(weight.times(exact(loading)));
    });
    specific = specific.plus(weight.times(weight).times(exact(exposure.specific)));
  }
  let common = ZERO;
  risk.covariance.forEach((row, i) => {
    row.forEach((covariance, j) => {
      common = common.plus(
        exact(covariance)
          .times(tilts[i] ?? ZERO)
          .times(tilts[j] ?? ZERO),
      );
    });
  });
  return common.plus(specific);
}

/** Entry of Σ (a₀ + a₁) for a security: how active variance changes with its weight along the way from before to after. */
export function marginalRisk(before: Context, after: Context): (index: number) => Decimal {
  const risk = after.situation.market.risk;
  if (risk === undefined) throw new RangeError("the book has no risk model");
  const both = activeWeights(before);
  for (const [index, weight] of activeWeights(after)) both.set(index, (both.get(index) ?? ZERO).plus(weight));
  const exposureOf = (index: number) =>
    risk.exposures.get(after.situation.bundle.universe[index]?.symbol ?? "");
  const tilts = risk.factors.map(() => ZERO);
  for (const [index, weight] of both) {
    exposureOf(index)?.loadings.forEach((loading, factor) => {
      tilts[factor] = (tilts[factor] ?? ZERO).plus(weight.times(exact(loading)));
    });
  }
  const pulls = risk.covariance.map((row) =>
    row.reduce((sum, covariance, j) => sum.plus(exact(covariance).times(tilts[j] ?? ZERO)), ZERO),
  );
  return (index) => {
    const exposure = exposureOf(index);
    if (exposure === undefined) return ZERO;
    const common = exposure.loadings.reduce(
      (sum, loading, factor) => sum.plus(exact(loading).times(pulls[factor] ?? ZERO)),
      ZERO,
    );
    return common.plus(exact(exposure.specific).times(both.get(index) ?? ZERO));
  };
}
