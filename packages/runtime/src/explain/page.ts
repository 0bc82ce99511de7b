/** `mandate explain ACCOUNT`: one page, readable in half a minute. */
import type { InfeasibleJson, ProposalJson, SolvedJson } from "../proposal/schema.ts";
import { amount, change, measured, shares, table, usd } from "./words.ts";

const TERMS = ["drift", "alternates", "tax", "trading", "risk", "preferences"] as const;

function heading(title: string): string[] {
  return ["", title];
}

function costs(proposal: SolvedJson): string[] {
  const rows = [["", "before", "after", "change"]];
  for (const term of [...TERMS, "total"] as const) {
    const before = proposal.before[term];
    const after = proposal.after[term];
    if (before === 0 && after === 0 && term !== "total") continue;
    rows.push([term, amount(before), amount(after), change(after - before)]);
  }
  return [...heading("Cost in USD"), ...table(rows, new Set([1, 2, 3]))];
}

function proof(proposal: SolvedJson): string {
  const gap = usd(Math.max(0, proposal.gap));
  const of = `no trades within the policy cost less than ${usd(proposal.bound)} in fractions of shares`;
  const stopped = proposal.unproved === undefined ? "" : ` (${proposal.unproved})`;
  return `  ${of}; these, in the shares that can be traded, are ${gap} above that${stopped}`;
}

function trades(proposal: SolvedJson): string[] {
  if (proposal.trades.length === 0)
    return [...heading("Trades"), "  none: nothing is better than what is held"];
  const lines = heading(`Trades (${proposal.trades.length})`);
  const net = (trade: SolvedJson["trades"][number]): number =>
    trade.because.reduce((sum, reason) => sum + reason.value, 0);
  for (const trade of [...proposal.trades].sort(
    (a, b) => net(b) - net(a) || (a.symbol < b.symbol ? -1 : 1),
  )) {
    const value = usd(Number(trade.value));
    const worth = net(trade);
    const verdict = worth >= 0 ? `saves ${usd(worth)}` : `costs ${usd(-worth)}`;
    lines.push(
      `  ${trade.side} ${shares(trade.quantity)} ${trade.symbol} at $${trade.price} = ${value}, ${verdict}`,
    );
    for (const lot of trade.lots) {
      const gain = Number(lot.gain);
      const result = gain < 0 ? `loss ${usd(-gain)}` : `gain ${usd(gain)}`;
      const washed = lot.washed === "0" ? "" : `, ${usd(Number(lot.washed))} of loss washed`;
      lines.push(`    lot ${lot.lot}: ${shares(lot.quantity)} shares, ${lot.term}-term ${result}${washed}`);
    }
    const rows = trade.because.map((reason) => [
      reason.value === 0 ? "" : change(reason.value),
      reason.text,
      reason.source ?? "",
    ]);
    lines.push(...table(rows, new Set([0]), "    "));
  }
  return lines;
}

function limits(proposal: SolvedJson): string[] {
  const binding = proposal.limits.filter((limit) => limit.binding).sort((a, b) => b.price - a.price);
  if (binding.length === 0) return [...heading("Limits that bind"), "  none"];
  const rows = binding.map((limit) => [
    limit.name,
    `at ${measured(limit.level, limit.unit)}`,
    limit.price === 0 ? "loosening saves nothing" : `${usd(limit.price)} saved per step of loosening`,
    limit.layer,
    limit.source,
  ]);
  return [...heading("Limits that bind (a step is 1 %, $1,000 or one)"), ...table(rows, new Set())];
}

function infeasible(proposal: InfeasibleJson): string[] {
  const lines: string[] = [];
  if (proposal.reason !== undefined) lines.push(...heading("Why"), `  ${proposal.reason}`);
  if (proposal.conflict.length > 0) {
    const rows = proposal.conflict.map((clause) => [clause.layer, clause.name, clause.text, clause.source]);
    lines.push(
      ...heading("These cannot hold together, and no fewer of them clash"),
      ...table(rows, new Set()),
    );
  }
  if (proposal.repairs.length > 0) {
    const rows = proposal.repairs.map((repair) => [repair.layer, repair.text]);
    lines.push(...heading("What would be enough, by whose word it is"), ...table(rows, new Set()));
  }
  return lines;
}

/** The page, without a line break at its end. */
export function explanationPage(proposal: ProposalJson): string {
  const lines = [`Account ${proposal.account}: ${proposal.status.replace("_", " ")}`];
  switch (proposal.status) {
    case "quarantined":
      lines.push("", `  ${proposal.reason} (${proposal.code})`);
      break;
    case "infeasible":
      lines.push(`Value ${usd(Number(proposal.value))}`, ...infeasible(proposal));
      break;
    default: {
      const gains = `gains ${usd(Number(proposal.gains.short))} short-term, ${usd(Number(proposal.gains.long))} long-term`;
      lines.push(`Value ${usd(Number(proposal.value))}; ${gains}`);
      lines.push(...costs(proposal), proof(proposal), ...trades(proposal), ...limits(proposal));
    }
  }
  return lines.join("\n");
}
