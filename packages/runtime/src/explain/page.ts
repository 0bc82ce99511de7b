/** `mandate explain ACCOUNT`: one page, readable in half a minute. */
import type { InfeasibleJson, ProposalJson, SolvedJson, TradeJson } from "../proposal/schema.ts";
import { replacing } from "./replacing.ts";
import { amount, change, clauseLines, shares, standing, table, usd, wrapped } from "./words.ts";

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

function proof(proposal: SolvedJson): string[] {
  const gap = usd(Math.max(0, proposal.gap));
  const of = `no trades within the policy cost less than ${usd(proposal.bound)} in fractions of shares`;
  const stopped = proposal.unproved === undefined ? "" : ` (${proposal.unproved})`;
  return wrapped(`${of}; these, in the shares that can be traded, are ${gap} above that${stopped}`, "  ");
}

/** USD that a trade saves by all its reasons; negative: what it costs. */
function net(trade: TradeJson): number {
  return trade.because.reduce((sum, reason) => sum + reason.value, 0);
}

function verdict(worth: number): string {
  return worth >= 0 ? `saves ${usd(worth)}` : `costs ${usd(-worth)}`;
}

function weightiestFirst(proposal: SolvedJson): TradeJson[] {
  return [...proposal.trades].sort((a, b) => net(b) - net(a) || (a.symbol < b.symbol ? -1 : 1));
}

/** Every trade with its lots and all its reasons. */
function everyTrade(proposal: SolvedJson): string[] {
  const lines = heading(`Trades (${proposal.trades.length})`);
  for (const trade of weightiestFirst(proposal)) {
    const { side, quantity, symbol, price, value } = trade;
    lines.push(
      `  ${side} ${shares(quantity)} ${symbol} at $${price} = ${usd(Number(value))}, ${verdict(net(trade))}`,
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

/** What a page shows of trades and of limits, so that it is read in half a minute. */
const MOST = 10;

/** A line a trade: its weightiest reason. Of many trades, those that matter most either way. */
function chiefTrades(proposal: SolvedJson): string[] {
  const order = weightiestFirst(proposal);
  const byWeight = [...order].sort((a, b) => Math.abs(net(b)) - Math.abs(net(a)));
  const chief = new Set(order.length > MOST ? byWeight.slice(0, MOST) : order);
  const rows = order
    .filter((trade) => chief.has(trade))
    .map((trade) => {
      const [reason] = trade.because;
      const { side, quantity, symbol, value } = trade;
      return [
        `${side} ${shares(quantity)} ${symbol}`,
        usd(Number(value)),
        verdict(net(trade)),
        replacing(trade, proposal.trades) ?? reason?.text ?? "",
        reason?.source ?? "",
      ];
    });
  const lines = [...heading(`Trades (${order.length})`), ...table(rows, new Set([1]))];
  const rest = order.filter((trade) => !chief.has(trade));
  if (rest.length > 0) {
    const together = verdict(rest.reduce((sum, trade) => sum + net(trade), 0));
    lines.push(`  and ${rest.length} more, which together ${together.replace(/^(save|cost)s/, "$1")}`);
  }
  lines.push("  `--full` shows every trade with its lots and all its reasons");
  return lines;
}

function trades(proposal: SolvedJson, full: boolean): string[] {
  if (proposal.trades.length === 0)
    return [...heading("Trades"), "  none: nothing is better than what is held"];
  return full ? everyTrade(proposal) : chiefTrades(proposal);
}

function limits(proposal: SolvedJson, full: boolean): string[] {
  const binding = proposal.limits.filter((limit) => limit.binding).sort((a, b) => b.price - a.price);
  if (binding.length === 0) return [...heading("Limits that bind"), "  none"];
  const shown = full ? binding : binding.slice(0, MOST);
  const rows = shown.map((limit) => [
    limit.name,
    standing(limit.name, limit.level, limit.unit),
    limit.price === 0 ? "loosening saves nothing" : `${usd(limit.price)} saved per step of loosening`,
    limit.layer,
    limit.source,
  ]);
  const lines = [...heading("Limits that bind (a step is 1 %, $1,000 or one)"), ...table(rows, new Set())];
  if (shown.length < binding.length) lines.push(`  and ${binding.length - shown.length} more`);
  if (binding.some(({ price }) => price > 0))
    lines.push(
      "  what a first small step saves, counted up to a whole one; `--prices` solves again for each",
    );
  return lines;
}

function infeasible(proposal: InfeasibleJson): string[] {
  const lines: string[] = [];
  if (proposal.reason !== undefined) lines.push(...heading("Why"), ...wrapped(proposal.reason, "  "));
  if (proposal.conflict.length > 0) {
    lines.push(
      ...heading("These cannot hold together, and no fewer of them clash"),
      ...clauseLines(proposal.conflict),
    );
  }
  if (proposal.repairs.length > 0) {
    const rows = proposal.repairs.map((repair) => [repair.layer, repair.text]);
    lines.push(...heading("What would be enough, by whose word it is"), ...table(rows, new Set()));
  }
  return lines;
}

/**
 * The page, without a line break at its end.
 * @param full every trade with its lots and reasons, and every limit that binds, however many
 */
export function explanationPage(proposal: ProposalJson, full = false): string {
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
      lines.push(
        ...costs(proposal),
        ...proof(proposal),
        ...trades(proposal, full),
        ...limits(proposal, full),
      );
    }
  }
  return lines.join("\n");
}
