/** Whom a change touches, as people read it: in a terminal, and in a pull request. */
import { amount, change, percent, table, usd } from "../explain/words.ts";
import type { BookEffect } from "./compare.ts";
import type { Effect } from "./effect.ts";

const TERMS = ["drift", "alternates", "tax", "trading", "risk", "preferences", "total"] as const;

const WHY_SAFE =
  "they have the same rules, bounds, costs and targets under both versions, and so has everyone in their households: the same problem, the same trades";

function accounts(count: number): string {
  return `${count.toLocaleString("en-US")} ${count === 1 ? "account" : "accounts"}`;
}

function touchedText({ touched }: BookEffect): string {
  const along =
    touched.byHousehold === 0 ? "" : ` (${touched.byHousehold} of them by another of their household)`;
  const skipped = touched.skipped === 0 ? "" : `; ${accounts(touched.skipped)} skipped: ${WHY_SAFE}`;
  return `${accounts(touched.accounts)} can trade differently${along}${skipped}`;
}

/** Rows of: what, before, after, change. */
function figures({ before, after }: Effect): string[][] {
  const rows = [
    ["trades", String(before.trades), String(after.trades), signed(after.trades - before.trades)],
    ["turnover", percent(before.turnover), percent(after.turnover), points(after.turnover - before.turnover)],
    money("gains short-term", Number(before.gains.short), Number(after.gains.short)),
    money("gains long-term", Number(before.gains.long), Number(after.gains.long)),
  ];
  for (const term of TERMS) {
    const [old, now] = [before.cost[term], after.cost[term]];
    if (term !== "total" && old === 0 && now === 0) continue;
    rows.push(money(term === "total" ? "cost, total" : `cost, ${term}`, old, now));
  }
  return rows;
}

function money(what: string, before: number, after: number): string[] {
  return [what, amount(before), amount(after), change(after - before)];
}

function signed(value: number): string {
  return value > 0 ? `+${value}` : String(value);
}

function points(fraction: number): string {
  return `${fraction > 0 ? "+" : ""}${(fraction * 100).toFixed(2)}pp`;
}

function binText(effect: Effect, at: number): string {
  const upTo = effect.histogram[at]?.upTo ?? null;
  if (upTo === 0) return "the same";
  const bound = (value: number): string => `${+(value * 100).toFixed(2)} %`;
  return upTo === null ? `over ${bound(effect.histogram[at - 1]?.upTo ?? 0)}` : `up to ${bound(upTo)}`;
}

const LONGEST_BAR = 40;

function histogram(effect: Effect): string[][] {
  const most = Math.max(1, ...effect.histogram.map((bin) => bin.accounts));
  return effect.histogram.map((bin, at) => {
    const length = bin.accounts === 0 ? 0 : Math.max(1, Math.round((bin.accounts / most) * LONGEST_BAR));
    return [binText(effect, at), String(bin.accounts), "█".repeat(length)];
  });
}

function movers(effect: Effect): string[][] {
  return effect.movers.map(({ account, moved, cost, status }) => [
    account,
    `${percent(moved)} held differently`,
    `${cost < 0 ? "-" : "+"}${usd(Math.abs(cost))} a year`,
    status ?? "",
  ]);
}

function dispersion(effect: Effect): string[][] {
  return effect.dispersion.map(({ model, accounts: count, before, after }) => [
    model,
    accounts(count),
    percent(before),
    percent(after),
    points(after - before),
  ]);
}

function statuses(effect: Effect): string[] {
  const lines = effect.statuses.map((one) => `${one.change}: ${accounts(one.accounts)}`);
  if (effect.newlyInfeasible.length > 0)
    lines.push(`no portfolio any more: ${effect.newlyInfeasible.join(", ")}`);
  return lines;
}

const MOVED = "Accounts by the part of their value that is held differently after trading";
const SPREAD = "Dispersion: how far a model's accounts are from their average, of the account";

/** For a terminal; ends with a line break. */
export function effectPage(result: BookEffect): string {
  const lines = [`Over the book of ${result.asOf}: ${touchedText(result)}`];
  const { effect } = result;
  if (effect !== undefined) {
    lines.push(
      "",
      `${accounts(effect.compared)} with a proposal under both, worth ${usd(Number(effect.value))}`,
    );
    lines.push(...table([["", "before", "after", "change"], ...figures(effect)], new Set([1, 2, 3])));
    const changed = statuses(effect);
    if (changed.length > 0) lines.push("", "What becomes of accounts", ...changed.map((line) => `  ${line}`));
    lines.push("", MOVED, ...table(histogram(effect), new Set([1])));
    if (effect.movers.length > 0) lines.push("", "Moved the most", ...table(movers(effect), new Set([1, 2])));
    if (effect.dispersion.length > 0)
      lines.push("", SPREAD, ...table(dispersion(effect), new Set([2, 3, 4])));
  }
  return `${lines.join("\n")}\n`;
}

function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  const rule = `|${head.map((_, at) => (at === 0 ? "---" : "---:")).join("|")}|`;
  return ["", line(head), rule, ...rows.map(line)];
}

/** For a pull request; ends with a line break. */
export function effectMarkdown(result: BookEffect): string {
  const lines = ["### Whom this touches", "", `Over the book of ${result.asOf}: ${touchedText(result)}.`];
  const { effect } = result;
  if (effect !== undefined) {
    lines.push(
      "",
      `${accounts(effect.compared)} with a proposal under both, worth ${usd(Number(effect.value))}.`,
    );
    lines.push(...markdownTable(["", "before", "after", "change"], figures(effect)));
    for (const line of statuses(effect)) lines.push("", `**${line}**`);
    const bins = effect.histogram.map((bin, at) => [binText(effect, at), String(bin.accounts)]);
    lines.push("", `${MOVED}:`, ...markdownTable(["held differently", "accounts"], bins));
    if (effect.movers.length > 0)
      lines.push(...markdownTable(["moved the most", "", "cost", "status"], movers(effect)));
    if (effect.dispersion.length > 0) {
      lines.push("", `${SPREAD}:`);
      lines.push(...markdownTable(["model", "", "before", "after", "change"], dispersion(effect)));
    }
  }
  return `${lines.join("\n")}\n`;
}
