/** What `mandate solve` ends with: the run in a screenful. */
import type { RunReport } from "../batch/run.ts";
import { amount, change, percent, table, usd } from "./words.ts";

const TERMS = ["drift", "alternates", "tax", "trading", "risk", "preferences", "total"] as const;

function statuses({ tally }: RunReport): string[] {
  const { proposed, no_trade, infeasible, quarantined } = tally.accounts;
  const total = proposed + no_trade + infeasible + quarantined;
  const rows = [
    ["proposed", String(proposed)],
    ["no trade", String(no_trade)],
    ["infeasible", String(infeasible)],
    ["quarantined", String(quarantined)],
    ["accounts", String(total)],
  ];
  const lines = table(rows, new Set([1]));
  if (tally.unproved > 0)
    lines.push(`  of these ${tally.unproved} ended by their limit of work or time; their bound is proved`);
  if (tally.withheld > 0)
    lines.push(
      `  of these ${tally.withheld} not solved, or withheld by our own checker: \`reason\` in proposals.jsonl says why`,
    );
  return lines;
}

function costs({ tally }: RunReport): string[] {
  const rows = [["", "before", "after", "change"]];
  for (const term of TERMS) {
    const before = tally.before[term];
    const after = tally.after[term];
    if (term !== "total" && before === 0 && after === 0) continue;
    rows.push([term, amount(before), amount(after), change(after - before)]);
  }
  return table(rows, new Set([1, 2, 3]));
}

function most(tally: RunReport["tally"]): string[] {
  const often = Object.entries(tally.binding).sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  if (often.length === 0) return ["  none"];
  return table(
    often.slice(0, 5).map(([name, count]) => [name, `${count} times`]),
    new Set([1]),
  );
}

function proofs({ certificates: { verified, handedOver } }: RunReport["tally"]): string[] {
  if (verified + handedOver === 0) return [];
  const answers = (count: number): string => (count === 1 ? "1 answer" : `${count} answers`);
  const rest = handedOver === 0 ? "" : `; ${answers(handedOver)} of HiGHS without one`;
  return ["", `  ${answers(verified)} of the solver with a certificate that was verified${rest}`];
}

/** Without a line break at its end. */
export function runSummary(report: RunReport): string {
  const { tally } = report;
  const solved = tally.accounts.proposed + tally.accounts.no_trade;
  const lines = [`Run of ${report.asOf}`, ...statuses(report)];
  if (solved > 0) {
    const turnover = tally.value > 0 ? tally.traded / 2 / tally.value : 0;
    lines.push(
      "",
      "Cost in USD, all accounts solved",
      ...costs(report),
      "",
      `  ${tally.trades} trades, turnover ${percent(turnover)} of ${usd(tally.value)}`,
      `  gains realised: ${usd(tally.gains.short)} short-term, ${usd(tally.gains.long)} long-term`,
      "",
      "Limits that bound most often",
      ...most(tally),
    );
  }
  if (tally.gaps.length > 0) {
    const rows = tally.gaps.map(({ account, gap, fraction }) => [
      account,
      usd(gap),
      `${(fraction * 10_000).toFixed(2)} bps of the account`,
    ]);
    lines.push(
      "",
      "Largest gaps to the proven bound, share rounding included",
      ...table(rows, new Set([1, 2])),
    );
  }
  lines.push(...proofs(tally), "", `Written to ${report.out}`);
  return lines.join("\n");
}
