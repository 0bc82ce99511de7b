/**
 * A choice in a cell of the book. Weights and rates are fractions in files (data.md); a unit that is written out
 * (`5%`, `$15,000`, `2pp`, `25bps`) is taken at its word. Case names are exact, flags are `on`, `off`, `true`, `false`,
 * `1`, `0`; names of lists are separated by `;` or `,`; `none` is no choice.
 */
import type { ChoiceValue, OptionIR } from "../bundle/index.ts";
import { rowProblems } from "../catalogue/index.ts";
import { Exact, moneyText, percentText, plain, pointsText, readDecimal } from "../numbers/decimal.ts";
import { flagOf } from "../text/flag.ts";

export type CellOutcome =
  | { readonly ok: true; readonly value: ChoiceValue }
  | { readonly ok: false; readonly code: string; readonly reason: string };

export function readCell(option: OptionIR, cell: string): CellOutcome {
  const text = cell.trim();
  const { type } = option;
  const unreadable = (what: string): CellOutcome => ({
    ok: false,
    code: rowProblems.unreadableChoice,
    reason: `\`${text}\` in the column \`${option.name}\` is not ${what}`,
  });
  if (option.forEachClass)
    return unreadable("something that can be chosen: it is used class by class, by `tilt`");
  if (type.type === "flag") {
    const on = flagOf(text);
    return on === undefined ? unreadable("`on` or `off`") : { ok: true, value: { kind: "flag", on } };
  }
  if (type.type === "choice") {
    const found = type.cases.find(({ name }) => name === text);
    if (found !== undefined)
      return { ok: true, value: { kind: "case", case: found.name, value: found.value } };
    if (text === "none" && option.default.kind === "none") return { ok: true, value: { kind: "none" } };
    return unreadable(`one of ${type.cases.map(({ name }) => `\`${name}\``).join(", ")}`);
  }
  if (text === "none") {
    // Without a value, a limit at this option's level would hold nobody; the firm permits that by `default none` alone.
    if (option.default.kind === "none" || type.type === "lists") return { ok: true, value: { kind: "none" } };
    return unreadable("a value, and this option always has one");
  }
  if (type.type === "lists") {
    const lists = [
      ...new Set(
        text
          .split(/[;,]/)
          .map((name) => name.trim())
          .filter((name) => name !== ""),
      ),
    ];
    const strange = lists.find((name) => !type.lists.includes(name));
    if (strange === undefined && lists.length > 0) return { ok: true, value: { kind: "lists", lists } };
    return unreadable(
      `one or more of ${type.lists.map((name) => `\`${name}\``).join(", ")}, separated by \`;\``,
    );
  }
  const value = readAmount(text, type.type);
  if (value === undefined) return unreadable(WORDS[type.type]);
  const low = type.low === undefined ? undefined : new Exact(type.low);
  const high = type.high === undefined ? undefined : new Exact(type.high);
  if ((low !== undefined && value.lessThan(low)) || (high !== undefined && value.greaterThan(high))) {
    const show = (bound: typeof low) => (bound === undefined ? "any" : shown(type.type, plain(bound)));
    return {
      ok: false,
      code: rowProblems.choiceOutOfRange,
      reason: `\`${text}\` in the column \`${option.name}\` is outside its range, \`${show(low)}\` to \`${show(high)}\``,
    };
  }
  return { ok: true, value: { kind: "quantity", value: plain(value) } };
}

type AmountType = "money" | "percent" | "points" | "shares" | "number" | "count";

const WORDS: Readonly<Record<AmountType, string>> = {
  money: "an amount of money, such as `15000`",
  percent: "a fraction, such as `0.05` for 5 %",
  points: "a fraction, such as `0.02` for 2pp",
  shares: "a number of shares",
  number: "a plain number",
  count: "a whole number",
};

const SUFFIXES: Readonly<Record<AmountType, readonly (readonly [string, number])[]>> = {
  money: [],
  percent: [
    ["%", 100],
    ["bps", 10_000],
  ],
  points: [
    ["pp", 100],
    ["bps", 10_000],
  ],
  shares: [["shares", 1]],
  number: [],
  count: [],
};

function readAmount(text: string, type: AmountType) {
  if (type === "money") {
    const dollars = /^(-?)\$(\d{1,3}(?:,\d{3})*|\d+)((?:\.\d+)?)$/.exec(text);
    return readDecimal(
      dollars === null
        ? text
        : `${dollars[1] ?? ""}${(dollars[2] ?? "").replaceAll(",", "")}${dollars[3] ?? ""}`,
    );
  }
  for (const [suffix, scale] of SUFFIXES[type]) {
    if (text.endsWith(suffix)) return readDecimal(text.slice(0, -suffix.length))?.dividedBy(scale);
  }
  const value = readDecimal(text);
  return type === "count" && value?.isInteger() === false ? undefined : value;
}

function shown(type: AmountType, value: string): string {
  if (type === "money") return moneyText(value);
  if (type === "percent") return percentText(value);
  return type === "points" ? pointsText(value) : value;
}
