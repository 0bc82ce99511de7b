/** An account's part of the page: what it is worth, holdings before and after, trades with their reasons, what binds. */
import type { AccountView } from "@mandate/lsp";
import { escaped, percent, shares, usd } from "./html.ts";

type Proposal = AccountView["proposal"];
type Trade = Proposal["trades"][number];
type Holding = AccountView["holdings"][number];

export function accountPart(view: AccountView): string {
  const { proposal } = view;
  const parts = [summary(view), holdings(view)];
  if (proposal.status === "infeasible") parts.unshift(conflict(proposal));
  else if (proposal.status !== "quarantined") parts.push(reasons(proposal), limits(proposal));
  return parts.join("");
}

function facts(rows: readonly (readonly [string, string])[]): string {
  return `<dl class="facts">${rows.map(([term, value]) => `<div><dt>${term}</dt><dd>${value}</dd></div>`).join("")}</dl>`;
}

function summary({ value, asOf, proposal }: AccountView): string {
  const common: (readonly [string, string])[] = [
    ["Value", usd(Number(value))],
    ["Book of", escaped(asOf)],
  ];
  if (proposal.status === "infeasible" || proposal.status === "quarantined") return facts(common);
  const { gains, before, after, trades } = proposal;
  const buys = trades.filter(({ side }) => side === "buy").length;
  return facts([
    ...common,
    ["Trades", trades.length === 0 ? "none" : `${buys} to buy, ${trades.length - buys} to sell`],
    ["Gains", `${usd(Number(gains.short))} short, ${usd(Number(gains.long))} long`],
    ["Cost", `${usd(before.total)} before, ${usd(after.total)} after`],
  ]);
}

function conflict({
  conflict: clauses,
  repairs,
  reason,
}: Extract<Proposal, { status: "infeasible" }>): string {
  const listed = clauses
    .map(
      ({ layer, name, text, source }) =>
        `<li><strong>${escaped(name)}</strong> <span class="muted">${escaped(layer)}, ${escaped(source)}</span><br><code>${escaped(text)}</code></li>`,
    )
    .join("");
  const ways = repairs
    .map(({ layer, text }) => `<li><span class="muted">${escaped(layer)}:</span> ${escaped(text)}</li>`)
    .join("");
  return [
    '<section class="message error" role="alert"><h2>Nothing is permitted</h2>',
    reason === undefined ? "" : `<p>${escaped(reason)}</p>`,
    listed === "" ? "" : `<p>These cannot hold together, and no fewer of them clash:</p><ul>${listed}</ul>`,
    ways === "" ? "" : `<p>What would be enough, by whose word it is:</p><ul>${ways}</ul>`,
    "</section>",
  ].join("");
}

function holdings({ holdings: all, cash, proposal }: AccountView): string {
  const trades = new Map(proposal.trades.map((trade) => [trade.symbol, trade]));
  const most = Math.max(
    0.01,
    ...all.flatMap(({ before, after }) => [before.weight, after.weight]),
    cash.weightBefore,
    cash.weightAfter,
  );
  const rows = all.map((holding) => holdingRow(holding, trades.get(holding.symbol), most));
  const money = `<tr><th scope="row">Cash</th><td class="number">${usd(Number(cash.before))}</td><td class="number">${percent(cash.weightBefore)}</td><td></td><td class="number">${usd(Number(cash.after))}</td><td class="number">${percent(cash.weightAfter)}</td><td class="scale">${change(cash.weightBefore, cash.weightAfter, most)}</td></tr>`;
  return `<table class="holdings"><caption>Holdings before and after</caption><thead><tr><th scope="col">Security</th><th scope="col" class="number">Before</th><th scope="col" class="number">%</th><th scope="col">Trade</th><th scope="col" class="number">After</th><th scope="col" class="number">%</th><th scope="col"><span class="hidden">Change</span></th></tr></thead><tbody>${rows.join("")}${money}</tbody></table>`;
}

function holdingRow({ symbol, before, after }: Holding, trade: Trade | undefined, most: number): string {
  const traded =
    trade === undefined
      ? "<td></td>"
      : `<td class="${trade.side}">${trade.side} ${shares(Number(trade.quantity))} <span class="muted">${usd(Number(trade.value))}</span></td>`;
  return [
    `<tr><th scope="row">${escaped(symbol)}</th>`,
    `<td class="number">${usd(Number(before.value))}</td><td class="number">${percent(before.weight)}</td>`,
    traded,
    `<td class="number">${usd(Number(after.value))}</td><td class="number">${percent(after.weight)}</td>`,
    `<td class="scale">${change(before.weight, after.weight, most)}</td></tr>`,
  ].join("");
}

/** Before as an outline, after as a bar inside of it. */
function change(before: number, after: number, most: number): string {
  const wide = (weight: number): string => `${Number(((weight / most) * 100).toFixed(3))}%`;
  return `<svg class="change" aria-hidden="true" width="100%" height="14"><rect class="after" y="3" height="8" width="${wide(after)}"/><rect class="before" y="1" height="12" width="${wide(before)}"/></svg>`;
}

function reasons({ trades }: Proposal): string {
  if (trades.length === 0) return "<p>No trade is better than what is held.</p>";
  const items = trades.map(({ side, symbol, because, lots }) => {
    const why = because
      .map(
        ({ text, value, source }) =>
          `<li>${escaped(text)}${value === 0 ? "" : ` <span class="number">${value > 0 ? "saves" : "costs"} ${usd(Math.abs(value))}</span>`}${source === undefined ? "" : ` <span class="muted">${escaped(source)}</span>`}</li>`,
      )
      .join("");
    const sold =
      lots.length === 0
        ? ""
        : ` <span class="muted">${lots.length} ${lots.length === 1 ? "lot" : "lots"}</span>`;
    return `<details><summary>${side} ${escaped(symbol)}${sold}</summary><ul>${why}</ul></details>`;
  });
  return `<section><h2>Why</h2>${items.join("")}</section>`;
}

function limits({ limits: all }: Extract<Proposal, { status: "proposed" | "no_trade" }>): string {
  const binding = all.filter(({ binding: binds }) => binds);
  if (binding.length === 0) return "";
  const items = binding.map(
    ({ name, layer, source, price }) =>
      `<li><strong>${escaped(name)}</strong> <span class="muted">${escaped(layer)}, ${escaped(source)}</span>${price === 0 ? "" : ` ${usd(price)} saved per step of loosening`}</li>`,
  );
  return `<section><h2>Limits that bind</h2><ul>${items.join("")}</ul></section>`;
}
