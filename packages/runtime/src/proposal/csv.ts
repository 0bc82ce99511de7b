/** `trades.csv`: for whoever sends the orders on (data.md). */
import Papa from "papaparse";
import { fixed } from "../exact/fixed.ts";
import type { AccountProposal } from "./account.ts";

export const TRADES_HEADER = "account,symbol,side,quantity,price,value,lot,term,gain";

/**
 * Spreadsheets run a cell that begins like this as a formula, in the wide letters of East Asia too; a plain negative number is
 * none, but `-1+cmd|…` is.
 */
const FORMULA = /^(?:[=+@\t\r\n\uFF1D\uFF0B\uFF20\uFF0D]|-(?!\d+(?:\.\d+)?$))/;

/** Text that stands in a cell as it is, in any dialect. */
const PLAIN = /^[A-Za-z0-9][\w.#/-]*$/;

function cell(text: string): string {
  return PLAIN.test(text) ? text : Papa.unparse([[text]], { escapeFormulae: FORMULA });
}

/** The account's trades, a line a lot sold or a purchase, each with its line break. */
export function tradeLines(proposal: AccountProposal): string {
  if (proposal.status !== "proposed") return "";
  const account = cell(proposal.account);
  let lines = "";
  for (const { symbol, side, quantity, price, value, lots } of proposal.trades) {
    const common = `${account},${cell(symbol)},${side}`;
    const each = price.toFixed();
    if (side === "buy") lines += `${common},${quantity.toFixed()},${each},${fixed(value, 2)},,,\n`;
    for (const { lot, quantity: shares, term, gain } of lots) {
      const proceeds = fixed(shares.times(price), 2);
      lines += `${common},${shares.toFixed()},${each},${proceeds},${cell(lot)},${term},${fixed(gain, 2)}\n`;
    }
  }
  return lines;
}
