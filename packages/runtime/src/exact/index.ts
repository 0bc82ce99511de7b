export { holds, type Tolerance } from "./condition.ts";
export { contextAfter, contextBefore, costs } from "./costs.ts";
export { evaluate } from "./expression.ts";
export type { Context } from "./measures.ts";
export { ImpossibleTrade, type Portfolio, type Position, portfolioAfter } from "./portfolio.ts";
export { type LotResult, type Realised, realise } from "./taxes.ts";
