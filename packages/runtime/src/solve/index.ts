export { type Budget, budgetOf, type Ended } from "./budget.ts";
export { type Conflict, conflict } from "./conflict.ts";
export { type ExactPrice, exactPrices } from "./exactPrices.ts";
export { permits } from "./permits.ts";
export { type LayerRepair, type Loosening, repairs } from "./repair.ts";
export { type Optimum, type SolveAccountOptions, type Solved, solveAccount } from "./solve.ts";
