/** `trades.csv`: for whoever sends the orders on (data.md). */
import Papa from "papaparse";
import type { AccountProposal } from "./account.ts";

export const TRADES_HEADER = "account,symbol,side,quantity,price,value,lot,term,gain";

/**
 * Spreadsheets run a cell that begins like this as a formula, in the wide letters of East Asia too; a plain negative number is
 * none, but `-1+cmd|…` is.
 */
const FORMULA = /^(?:[=+@\t\r\n\uFF1D\uFF0B\uFF20\uFF0D]|-(?!\d+(?:\.\d+)?$))/;

/** The account's trades, a line a lot sold or a purchase, each with its line break. */
export function tradeLines(proposal: AccountProposal): string {
  if (proposal.status !== "proposed") return "";
  const rows: string[][] = [];
  for (const trade of proposal.trades) {
    const common = [proposal.account, trade.symbol, trade.side];
    if (trade.side === "buy") {
      rows.push([
        ...common,
        trade.quantity.toFixed(),
        trade.price.toFixed(),
        trade.value.toFixed(2),
        "",
        "",
        "",
      ]);
    }
    for (const lot of trade.lots) {
      const value = lot.quantity.times(trade.price).toFixed(2);
      rows.push([
        ...common,
        lot.quantity.toFixed(),
        trade.price.toFixed(),
        value,
        lot.lot,
        lot.term,
        lot.gain.toFixed(2),
      ]);
    }
  }
  if (rows.length === 0) return "";
  return `${Papa.unparse(rows, { newline: "\n", escapeFormulae: FORMULA })}\n`;
}
