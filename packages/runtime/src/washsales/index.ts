export type {
  AdjustedLot,
  AdjustedPiece,
  AdjustedSale,
  LotPart,
  WashSaleResult,
  WashSaleTotals,
} from "./adjusted.ts";
export { type BlockedGroup, blockedGroups, type PastSale } from "./blocked.ts";
export type { Amount } from "./exact.ts";
export { daysHeld, holdingTerm, type Term } from "./holding.ts";
export { WashSaleInputError, type WashSaleProblem, type WashSaleProblemCode } from "./problems.ts";
export { settledTrades } from "./settled.ts";
export { type LossLot, type Purchase, type TaintedLot, type TaintQuery, taintedLots } from "./tainted.ts";
export type {
  BoughtLot,
  LotShares,
  Registration,
  SoldShares,
  StockSplit,
  Trades,
  TradingAccount,
  WashSaleOptions,
} from "./trades.ts";
export { checkTrades, washSales } from "./wash-sales.ts";
