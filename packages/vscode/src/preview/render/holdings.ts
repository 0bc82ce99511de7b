/** What an account holds before and after, and the trades between. */
import type { AccountView } from "@mandate/lsp";
import { escaped, length, percent, shares, usd } from "./html.ts";

type Trade = AccountView["proposal"]["trades"][number];

interface Row {
  readonly name: string;
  readonly trade?: Trade | undefined;
  readonly before: { readonly value: string; readonly weight: number };
  readonly after: { readonly value: string; readonly weight: number };
}

export function holdings({ holdings: all, cash, proposal }: AccountView): string {
  const trades = new Map(proposal.trades.map((trade) => [trade.symbol, trade]));
  const rows: Row[] = [
    ...all.map(({ symbol, before, after }) => ({ name: symbol, trade: trades.get(symbol), before, after })),
    {
      name: "Cash",
      before: { value: cash.before, weight: cash.weightBefore },
      after: { value: cash.after, weight: cash.weightAfter },
    },
  ];
  const most = Math.max(0.01, ...rows.flatMap(({ before, after }) => [before.weight, after.weight]));
  const traded = trades.size > 0;
  // Dollars give way where the panel is narrow: weights are what policies are about.
  const heads = [
    '<th scope="col">Security</th>',
    `<th scope="col" class="number wide">${traded ? "Before" : "Value"}</th>`,
    `<th scope="col" class="number">${traded ? "Before, %" : "%"}</th>`,
    '<th scope="col" class="scale"><span class="hidden">Picture</span></th>',
    ...(traded
      ? [
          '<th scope="col" class="number">After, %</th><th scope="col" class="number wide">After</th>',
          '<th scope="col" class="trade">Trade</th>',
        ]
      : []),
  ].join("");
  return [
    `<table class="holdings"><caption>${traded ? "Holdings before and after" : "Holdings"}</caption>`,
    `<thead><tr>${heads}</tr></thead><tbody>${rows.map((row) => line(row, most, traded)).join("")}</tbody></table>`,
  ].join("");
}

function line({ name, before, after, trade }: Row, most: number, traded: boolean): string {
  return [
    `<tr><th scope="row">${escaped(name)}</th>`,
    `<td class="number wide">${usd(Number(before.value))}</td><td class="number">${percent(before.weight)}</td>`,
    `<td class="scale">${change(before.weight, after.weight, most)}</td>`,
    ...(traded
      ? [
          `<td class="number">${percent(after.weight)}</td><td class="number wide">${usd(Number(after.value))}</td>`,
          `<td class="trade">${trade === undefined ? "" : told(trade)}</td>`,
        ]
      : []),
    "</tr>",
  ].join("");
}

function told({ side, quantity, value }: Trade): string {
  return `<span class="${side}">${side} ${shares(Number(quantity))}</span> <span class="muted">${usd(Number(value))}</span>`;
}

/** Before as an outline, after as a bar inside of it. */
function change(before: number, after: number, most: number): string {
  return `<svg class="change" aria-hidden="true" width="100%" height="14"><rect class="after" y="3" height="8" width="${length(after / most)}"/><rect class="before" y="1" height="12" width="${length(before / most)}"/></svg>`;
}
