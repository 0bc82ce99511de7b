/** Numbers as people read them. */
import { type ClauseBase, series, type Unit } from "@mandate/compiler";

/** Securities that a sentence names. */
const NAMED = 3;

const grouped = new Intl.NumberFormat("en-US", { minimumFractionDigits: 2, maximumFractionDigits: 2 });
const whole = new Intl.NumberFormat("en-US", { maximumFractionDigits: 6 });

/** `-$1,234.50` */
export function usd(value: number): string {
  const text = grouped.format(Math.abs(value));
  return value < 0 && text !== "0.00" ? `-$${text}` : `$${text}`;
}

/** `1,234.50` with a sign where it is a change: `+12.00`, `-3.10` */
export function change(value: number): string {
  const text = grouped.format(Math.abs(value));
  if (text === "0.00") return "0.00";
  return value < 0 ? `-${text}` : `+${text}`;
}

export function amount(value: number): string {
  return grouped.format(value);
}

/** Shares: `1,234`, `12.3456`. The text is exact; only its thousands are grouped. */
export function shares(quantity: string): string {
  const [units = "0", fraction] = quantity.split(".");
  const head = whole.format(BigInt(units));
  return fraction === undefined ? head : `${head}.${fraction}`;
}

export function percent(fraction: number): string {
  return `${(fraction * 100).toFixed(2)}%`;
}

/** A level or bound in the words of its unit: `5.00%`, `2.00pp`, `$1,000.00`, `12`. */
export function measured(value: number, unit: Unit["unit"]): string {
  switch (unit) {
    case "weight":
      return percent(value);
    case "points":
      return `${(value * 100).toFixed(2)}pp`;
    case "money":
      return usd(value);
    case "shares":
      return `${whole.format(value)} shares`;
    default:
      return whole.format(value);
  }
}

/** A limit by its clause's name, and the item of its `for each`: `SingleStock(AAPL)` */
export function limitName({ clause, item }: { readonly clause: ClauseBase; readonly item: string }): string {
  return item === "" ? clause.name : `${clause.name}(${item})`;
}

/** What nobody trades for an account, as a sentence. @param symbols at least one */
export function untradedText(symbols: readonly string[]): string {
  const first = symbols.slice(0, NAMED);
  const more = symbols.length - first.length;
  const subject =
    more > 0 ? `${first.map((symbol) => `\`${symbol}\``).join(", ")} and ${more} more` : series(first);
  const [is, it] = symbols.length === 1 ? ["is", "it"] : ["are", "them"];
  return `${subject} ${is} not held, and the account's model does not name ${it}; only what is held or named is traded`;
}

/** Where a limit is: what is kept, or not to be bought, stands at no dollars of trades, and a reader is told that. */
export function standing(name: string, level: number, unit: Unit["unit"]): string {
  if (level === 0 && /^(?:keep|never sell)\b/.test(name)) return "none sold";
  if (level === 0 && /^never buy\b/.test(name)) return "none bought";
  return `at ${measured(level, unit)}`;
}

/** Rows of cells as aligned lines; columns in `right` are aligned to the right. */
export function table(
  rows: readonly (readonly string[])[],
  right: ReadonlySet<number>,
  indent = "  ",
): string[] {
  const widths: number[] = [];
  for (const row of rows) {
    row.forEach((cell, at) => {
      widths[at] = Math.max(widths[at] ?? 0, cell.length);
    });
  }
  return rows.map((row) =>
    (
      indent +
      row
        .map((cell, at) => (right.has(at) ? cell.padStart(widths[at] ?? 0) : cell.padEnd(widths[at] ?? 0)))
        .join("  ")
    ).trimEnd(),
  );
}

/** Columns that a page takes: what a terminal beside something else still shows. */
const WIDTH = 100;

/** Text on as many lines as it needs, broken at spaces; a word that is longer than a line stays whole. */
export function wrapped(text: string, indent: string): string[] {
  const lines: string[] = [];
  for (const word of text.split(/\s+/).filter((part) => part !== "")) {
    const last = lines[lines.length - 1];
    if (last === undefined || last.length + 1 + word.length > WIDTH) lines.push(`${indent}${word}`);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines;
}

export interface ShownClause {
  readonly layer: string;
  readonly name: string;
  readonly source: string;
  readonly text: string;
}

/** Clauses that clash: whose, which and where on a line, and what it says below. */
export function clauseLines(clauses: readonly ShownClause[]): string[] {
  const heads = table(
    clauses.map(({ layer, name, source }) => [layer, name, source]),
    new Set(),
  );
  return heads.flatMap((head, at) => {
    const { name = "", text = "" } = clauses[at] ?? {};
    return text === name ? [head] : [head, ...wrapped(text, "      ")];
  });
}
