/** Sixty households, named after trees and herbs: two, one and three accounts in turn, 120 in all. */
export const HOUSEHOLDS = `
Alder Ash Aspen Bay Beech Birch Briar Cedar Cherry Chestnut Clover Cypress Dogwood Elder Elm Fern Fir Flax Gorse
Hawthorn Hazel Heath Hemlock Hickory Holly Hornbeam Iris Ivy Juniper Larch Laurel Lilac Linden Lotus Magnolia
Mallow Maple Mulberry Myrtle Oak Olive Osier Pear Pine Plane Plum Poplar Quince Reed Rowan Sage Sedge Sorrel
Spruce Sumac Sycamore Tamarack Thistle Walnut Willow`
  .trim()
  .split(/\s+/);

export const DESKS = ["North desk", "Harbor desk", "Summit desk"];

/**
 * Accounts with a story: those that have a block in advisors/ or clients/ (model and value must fit what the
 * block says), and those that start somewhere else than near their model.
 * - `stock`: a concentrated position, as a share of the account, in place of large-company funds
 * - `cash`: new money, nothing invested yet; `transition`: came in kind, the right classes in other funds
 * - `choices`: what the advisor chose in the book's row
 * - `extra`: a small position outside the model, in place of large-company funds or of bonds
 */
export const CAST = {
  1001: { model: "BalancedMuni", value: 1_450_000, stock: ["AAPL", 0.24] },
  1002: { model: "Balanced", value: 620_000 },
  1004: { model: "GrowthDirect", value: 1_150_000 },
  1005: { model: "Growth", value: 380_000 },
  1006: { model: "Aggressive", value: 145_000 },
  1009: { model: "Balanced", value: 410_000, cash: true },
  1010: { model: "ConservativeMuni", value: 2_300_000, profile: "Retiree" },
  1011: { model: "Moderate", value: 890_000, profile: "Retiree" },
  1012: { model: "Moderate", value: 210_000, cash: true },
  1022: { model: "BalancedMuni", value: 1_240_000, stock: ["MSFT", 0.14] },
  1027: { model: "BalancedMuni", value: 760_000, extra: ["SGOV", 0.012] },
  1031: { model: "ConservativeMuni", value: 840_000, extra: ["SUB", 0.04] },
  1033: { model: "Balanced", value: 530_000, transition: true },
  1040: { model: "Balanced", value: 690_000 },
  1042: { model: "Moderate", value: 175_000, extra: ["HYG", 0.05] },
  1043: { model: "BalancedMuni", value: 980_000, transition: true },
  1044: { model: "Balanced", value: 330_000 },
  1046: { model: "Growth", value: 1_900_000, stock: ["BRK.B", 0.06] },
  1047: { model: "Growth", value: 540_000 },
  1048: { model: "Aggressive", value: 160_000 },
  1049: { model: "Balanced", value: 470_000, extra: ["C", 0.03] },
  1050: { model: "Balanced", value: 290_000 },
  1051: { model: "GrowthDirect", value: 900_000, cash: true },
  1058: { model: "BalancedMuni", value: 1_080_000, extra: ["VWITX", 0.06] },
  1061: { model: "GrowthDirect", value: 740_000, choices: { "Tax.sensitivity": "high" } },
  1063: {
    model: "Balanced",
    value: 3_200_000,
    profile: "Foundation",
    registration: "exempt",
    extra: ["MO", 0.01],
  },
  1064: { model: "BalancedMuni", value: 1_370_000, stock: ["JPM", 0.17] },
  1067: { model: "Growth", value: 1_620_000, stock: ["NVDA", 0.26] },
  1070: { model: "GrowthDirect", value: 1_300_000, choices: { "Tax.gains_budget": 15000 } },
  1085: { model: "GrowthDirect", value: 1_750_000 },
  1086: { model: "Growth", value: 420_000 },
  1088: { model: "Balanced", value: 950_000, stock: ["XOM", 0.12] },
  1091: { model: "GrowthDirect", value: 880_000, choices: { "Screens.exclude": "Sin" } },
  1093: { model: "Moderate", value: 265_000, cash: true },
  1094: { model: "BalancedMuni", value: 1_200_000 },
  1095: { model: "Balanced", value: 510_000 },
  1096: { model: "Balanced", value: 130_000 },
  1100: { model: "Growth", value: 1_130_000, stock: ["BRK.B", 0.23] },
  1105: { model: "Conservative", value: 340_000, extra: ["VMFXX", 0.01] },
  1111: { model: "Growth", value: 560_000, transition: true },
  1117: { model: "Growth", value: 84_000, cash: true },
  1118: { model: "GrowthDirect", value: 2_050_000 },
  1119: { model: "Growth", value: 610_000 },
  1120: { model: "Aggressive", value: 190_000 },
};
