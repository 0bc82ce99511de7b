import { directSleeve } from "./universe.mjs";

/**
 * The models of firm/models.mandate as the generator needs them: the preferred member of each leaf, and the
 * bands within which an account that is "near its model" stands. Only holdings follow from this.
 */
const houseEquity = { VTI: 0.6, VB: 0.1, VEA: 0.2, VWO: 0.06, VNQ: 0.04 };
const houseBonds = { BND: 0.65, SCHP: 0.2, BNDX: 0.15 };
const cautiousEquity = { VTI: 0.7, VB: 0.1, VEA: 0.2 };
const aggressiveEquity = { VTI: 0.55, VB: 0.14, VEA: 0.2, VWO: 0.08, VNQ: 0.03 };
const direct = Object.fromEntries(
  directSleeve().map(({ symbol, weight }) => [symbol, 0.65 * Number(weight)]),
);

export const MODELS = {
  Conservative: model(20, 75, 5, cautiousEquity, { BND: 0.5, VCSH: 0.25, SCHP: 0.15, BNDX: 0.1 }),
  Moderate: model(40, 58, 2, houseEquity, houseBonds),
  Balanced: model(60, 38, 2, houseEquity, houseBonds),
  Growth: model(80, 18, 2, houseEquity, houseBonds),
  Aggressive: model(93, 5, 2, aggressiveEquity, { BND: 1 }),
  ConservativeMuni: model(20, 75, 5, cautiousEquity, { VTEB: 0.75, VCSH: 0.25 }),
  BalancedMuni: model(60, 38, 2, houseEquity, { VTEB: 0.8, SCHP: 0.2 }),
  GrowthDirect: model(80, 18, 2, { ...direct, VB: 0.1, VEA: 0.18, VWO: 0.07 }, { VTEB: 1 }),
  Starter: model(60, 38, 2, { VTI: 0.7, VEA: 0.3 }, { BND: 1 }),
};

function model(equity, bonds, cash, equityMix, bondMix) {
  return { equity: equity / 100, bonds: bonds / 100, cash: cash / 100, equityMix, bondMix, band: 0.05 };
}

/** The alternate that stands in for a preferred fund where a loss was taken. */
export const ALTERNATE = {
  VTI: "ITOT",
  VB: "IJR",
  VEA: "IEFA",
  VWO: "IEMG",
  VNQ: "SCHH",
  BND: "AGG",
  VTEB: "MUB",
  SCHP: "TIP",
  VCSH: "IGSB",
  BNDX: "IAGG",
};
