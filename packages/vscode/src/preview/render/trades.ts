/** The trades, largest first, each with its first reason; folded out, with all of them and the lots. */
import type { AccountView } from "@mandate/lsp";
import { escaped, plural, prose, shares, usd } from "./html.ts";

type Trade = AccountView["proposal"]["trades"][number];

export function tradesAndWhy(trades: readonly Trade[]): string {
  if (trades.length === 0) return "<section><h2>Trades and why</h2><p>None is worth its cost.</p></section>";
  const sorted = [...trades].sort(
    (a, b) => Number(b.value) - Number(a.value) || (a.symbol < b.symbol ? -1 : 1),
  );
  return `<section class="trades"><h2>Trades and why</h2>${sorted.map(entry).join("")}</section>`;
}

function entry({ side, symbol, quantity, value, because, lots }: Trade): string {
  const first = because[0]?.text ?? "";
  const why = because.map(
    ({ text, value: worth, source }) =>
      `<li><span>${prose(text)}${source === undefined ? "" : ` <span class="muted">${escaped(source)}</span>`}</span>${worth === 0 ? "" : `<span class="number">${worth > 0 ? "saves" : "costs"} ${usd(Math.abs(worth))}</span>`}</li>`,
  );
  const sold = lots.map(
    ({ lot, quantity: from, term, gain, washed }) =>
      `<li class="muted"><span>lot ${escaped(lot)}, ${shares(Number(from))} shares, ${term}-term${Number(washed) === 0 ? "" : `, ${usd(Number(washed))} washed`}</span><span class="number">${Number(gain) < 0 ? "loss" : "gain"} ${usd(Math.abs(Number(gain)))}</span></li>`,
  );
  return [
    `<details><summary><span class="${side}">${side} ${shares(Number(quantity))}</span>`,
    ` <strong>${escaped(symbol)}</strong> <span class="number">${usd(Number(value))}</span>`,
    ` <span class="muted reason">${prose(first)}${lots.length === 0 ? "" : ` · ${plural(lots.length, "lot")}`}</span></summary>`,
    `<ul class="sums">${why.join("")}${sold.join("")}</ul></details>`,
  ].join("");
}
