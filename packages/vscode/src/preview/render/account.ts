/** An account's part of the page: what it is worth, holdings before and after, trades with their reasons, what binds. */
import type { AccountView } from "@mandate/lsp";
import { holdings } from "./holdings.ts";
import { escaped, plural, prose, usd } from "./html.ts";
import { tradesAndWhy } from "./trades.ts";

type Proposal = AccountView["proposal"];

export function accountPart(view: AccountView): string {
  const { proposal } = view;
  if (proposal.status === "infeasible") return conflict(proposal) + summary(view) + holdings(view);
  if (proposal.status === "quarantined") return summary(view) + holdings(view);
  return summary(view) + holdings(view) + tradesAndWhy(proposal.trades) + limits(proposal);
}

interface Fact {
  readonly term: string;
  readonly value: string;
  /** a line each */
  readonly more?: readonly string[];
}

function facts(all: readonly Fact[]): string {
  const items = all.map(({ term, value, more = [] }) => {
    const lines = more.map((line) => `<span class="muted">${line}</span>`).join("");
    return `<div><dt>${term}</dt><dd>${value}${lines}</dd></div>`;
  });
  return `<dl class="facts">${items.join("")}</dl>`;
}

function summary({ value, asOf, proposal }: AccountView): string {
  const worth: Fact = { term: "Value", value: usd(Number(value)), more: [`on ${escaped(asOf)}`] };
  if (proposal.status === "infeasible" || proposal.status === "quarantined") return facts([worth]);
  const { gains, before, after, trades } = proposal;
  const buys = trades.filter(({ side }) => side === "buy").length;
  const sales = trades.length - buys;
  return facts([
    worth,
    { term: "Trades", value: String(trades.length), more: [plural(buys, "buy"), plural(sales, "sale")] },
    {
      term: "Gains",
      value: usd(Number(gains.short) + Number(gains.long)),
      more: [`${usd(Number(gains.short))} short-term`, `${usd(Number(gains.long))} long-term`],
    },
    {
      term: "Saves",
      value: usd(before.total - after.total),
      more: [`costs ${usd(before.total)} before`, `${usd(after.total)} after`],
    },
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
    .map(({ layer, text }) => `<li><span class="muted">${escaped(layer)}:</span> ${prose(text)}</li>`)
    .join("");
  return [
    '<section class="message error" role="alert"><h2>Nothing is permitted</h2>',
    reason === undefined ? "" : `<p>${prose(reason)}</p>`,
    listed === "" ? "" : `<p>These cannot hold together, and no fewer of them clash:</p><ul>${listed}</ul>`,
    ways === "" ? "" : `<p>What would be enough, by whose word it is:</p><ul>${ways}</ul>`,
    "</section>",
  ].join("");
}

/** What a limit's price is for (docs/proposals.md, “Limits and their prices”). */
function step(unit: string): string {
  if (unit === "weight" || unit === "points") return "1 % of the account";
  return unit === "money" ? "$1,000" : "one";
}

function limits({ limits: all }: Extract<Proposal, { status: "proposed" | "no_trade" }>): string {
  const binding = all.filter(({ binding: binds }) => binds);
  if (binding.length === 0) return "";
  const items = binding.map(
    ({ name, layer, source, price, unit }) =>
      `<li><strong>${escaped(name)}</strong> <span class="muted">${escaped(layer)}, ${escaped(source)}</span>${price === 0 ? "" : `<br>looser by ${step(unit)}, it would save ${usd(price)}`}</li>`,
  );
  return `<section><h2>Limits that bind</h2><ul>${items.join("")}</ul></section>`;
}
