/**
 * An account's proposal as Markdown that can be sent to a client: no lines of policy, no words of the trade desk, and
 * every figure one that the proposal has.
 */
import type { InfeasibleJson, ProposalJson, SolvedJson, TradeJson } from "../proposal/schema.ts";
import { replacing } from "./replacing.ts";
import { shares, usd } from "./words.ts";

/** Characters that Markdown would read as its own. */
function plain(text: string): string {
  return text.replace(/[\\`*_{}[\]<>|#]/g, "\\$&");
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |`;
}

/** The weightiest reason in a client's words: names in back-ticks stay names, drawn in the page's own type. */
function why(trade: TradeJson, all: readonly TradeJson[]): string {
  const [reason] = trade.because;
  if (reason === undefined) return "";
  const text = replacing(trade, all) ?? reason.text.replaceAll("`", "");
  return plain(`${text.charAt(0).toUpperCase()}${text.slice(1)}`);
}

function tradeTable(trades: readonly TradeJson[]): string[] {
  const byValue = [...trades].sort(
    (a, b) => (a.side < b.side ? 1 : a.side > b.side ? -1 : 0) || Number(b.value) - Number(a.value),
  );
  return [
    row(["", "Security", "Shares", "Price", "Value", "Why"]),
    row(["---", "---", "---:", "---:", "---:", "---"]),
    ...byValue.map((trade) =>
      row([
        trade.side === "buy" ? "Buy" : "Sell",
        plain(trade.symbol),
        shares(trade.quantity),
        usd(Number(trade.price)),
        usd(Number(trade.value)),
        why(trade, trades),
      ]),
    ),
  ];
}

/** `a short-term loss of $1,000.00`; undefined where nothing is realised */
function realised(amount: string, term: "short" | "long"): string | undefined {
  const value = Number(amount);
  if (value === 0) return undefined;
  return `a ${term}-term ${value < 0 ? "loss" : "gain"} of ${usd(Math.abs(value))}`;
}

function effects(proposal: SolvedJson): string[] {
  const { before, after, gains } = proposal;
  const lines: string[] = [];
  const closer = before.drift + before.alternates - after.drift - after.alternates;
  if (Math.abs(closer) >= 0.01) {
    lines.push(
      closer > 0
        ? "- **Closer to plan.** The portfolio moves towards the mix of investments chosen for this account."
        : "- **Further from plan, for now.** What is saved elsewhere outweighs moving from the mix chosen for this account.",
    );
  }
  const results = [realised(gains.short, "short"), realised(gains.long, "long")].filter(
    (text) => text !== undefined,
  );
  if (results.length > 0) {
    const tax = after.tax;
    const estimate =
      Math.abs(tax) < 0.01
        ? ""
        : tax < 0
          ? `, which is weighed as ${usd(-tax)} of tax saved`
          : `, which is weighed as ${usd(tax)} of tax`;
    lines.push(`- **Taxes.** The sales realise ${results.join(" and ")}${estimate}.`);
  }
  if (after.trading >= 0.01)
    lines.push(`- **Cost of trading.** About ${usd(after.trading)}, in spreads and commissions.`);
  return lines;
}

function solved(proposal: SolvedJson): string[] {
  if (proposal.trades.length === 0) {
    return ["No trades are proposed: nothing that is permitted would be better than what is held."];
  }
  const count = proposal.trades.length;
  return [
    `We propose ${count === 1 ? "one trade" : `${count} trades`}.`,
    "",
    "## What they do",
    "",
    ...effects(proposal),
    "",
    "## The trades",
    "",
    ...tradeTable(proposal.trades),
  ];
}

const WHOSE = {
  client: "What you asked for",
  advisor: "What your advisor set",
  firm: "The firm's policy",
} as const;

/** A limit in the words of its title and reason; a clause without a title as it stands, which reads by itself. */
function titled(text: string): string {
  const title = /^(?:limit|prefer)\s+\S+\s+"([^"\\]+)"/.exec(text)?.[1];
  const because = /\bbecause\s+"([^"\\]+)"/.exec(text)?.[1];
  if (title === undefined) return text;
  return because === undefined ? title : `${title} (${because})`;
}

function infeasible(proposal: InfeasibleJson): string[] {
  if (proposal.conflict.length === 0)
    return [`No trades are proposed: ${plain(proposal.reason ?? "no portfolio meets every limit")}.`];
  const lines = [
    "No trades are proposed, since the following cannot all hold at once. One of them has to give way.",
    "",
  ];
  for (const { layer, text } of proposal.conflict) lines.push(`- ${WHOSE[layer]}: ${plain(titled(text))}`);
  return lines;
}

/** The letter, ended by a line break. */
export function clientLetter(proposal: ProposalJson): string {
  const lines = [`# Account ${plain(proposal.account)}`, ""];
  if (proposal.status === "quarantined") {
    lines.push("No trades are proposed: a record of this account has to be mended first.");
  } else {
    lines.push(`Value before trading: ${usd(Number(proposal.value))}`, "");
    lines.push(...(proposal.status === "infeasible" ? infeasible(proposal) : solved(proposal)));
  }
  lines.push("", "Nothing is traded before it is approved.");
  return `${lines.join("\n")}\n`;
}
