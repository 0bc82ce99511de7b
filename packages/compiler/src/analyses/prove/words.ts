/** A conflict's arithmetic in words: `70% + 40% is more than 100%`. */
import type { ChoiceValue, Expr } from "../../bundle/index.ts";
import { Exact, moneyText, percentText, plain, pointsText } from "../../numbers/decimal.ts";
import type { Assignment } from "../choices/guard.ts";
import { compare, divide, ONE, sign } from "../exact/rational.ts";
import type { Conflict } from "./conflict.ts";

/** What is supposed of an account: `account.registration is taxable`. */
export function factsText(assignment: Assignment): string {
  return [...assignment]
    .filter(([key]) => key.startsWith("fact ") || key.startsWith("amount fact "))
    .map(([key, value]) => `account.${key.split(" ").pop() ?? ""} is ${value.text}`)
    .join(" and ");
}

/** A level as an author writes it; undefined for anything but one amount. */
function levelText(
  expr: Expr | undefined,
  choice: (option: string) => ChoiceValue | undefined,
): string | undefined {
  if (expr === undefined) return undefined;
  if (expr.e === "constant") return amountText(expr.value, expr.unit.unit);
  if (expr.e !== "option") return undefined;
  const value = choice(expr.option);
  return value?.kind === "quantity" || value?.kind === "case"
    ? amountText(value.value, expr.unit.unit)
    : undefined;
}

export function amountText(value: string, unit: string): string {
  switch (unit) {
    case "weight":
    case "percent":
      return percentText(value);
    case "points":
      return pointsText(value);
    case "money":
      return moneyText(value);
    default:
      return plain(new Exact(value));
  }
}

/** What a row's author wrote: one amount, or that of each of the reserves that add up in it. */
function levelsOf(
  row: Conflict["rows"][number]["row"],
  choice: (option: string) => ChoiceValue | undefined,
): readonly string[] | undefined {
  const amounts =
    row.of.length < 2
      ? [row.plain ? row.right : undefined]
      : row.of.flatMap(({ rules }) =>
          rules.flatMap((rule) => (rule.rule === "reserve" ? [rule.amount] : [])),
        );
  const levels = amounts.flatMap((amount) => levelText(amount, choice) ?? []);
  return levels.length === amounts.length ? levels : undefined;
}

/**
 * Why a conflict is one, where that is a matter of adding up: every row is a plain bound, and all count equally often.
 */
export function arithmetic(
  { rows }: Conflict,
  choice: (option: string) => ChoiceValue | undefined,
): string | undefined {
  const [first] = rows;
  if (first === undefined) return undefined;
  const floors: string[] = [];
  const ceilings: string[] = [];
  for (const { row, by } of rows) {
    const levels = levelsOf(row, choice);
    if (levels === undefined || sign(by) <= 0 || compare(divide(by, first.by), ONE) !== 0) return undefined;
    (row.operator === ">=" ? floors : ceilings).push(...levels);
  }
  const total = (all: readonly string[]) => all.join(" + ");
  if (ceilings.length === 0) return `${total(floors)} is more than 100%`;
  if (floors.length === 0) return `${total(ceilings)} is less than 100%`;
  if (!addsToWhole(rows)) return `${total(floors)} at least is more than ${total(ceilings)} at most`;
  return undefined;
}

/** Whether the rows contradict each other only because all weights are 100 % together. */
function addsToWhole(rows: Conflict["rows"]): boolean {
  const sum = new Map<number, number>();
  for (const { row } of rows)
    for (const [column, value] of row.poly.base)
      if (column >= 0) sum.set(column, (sum.get(column) ?? 0) + Number(value.n) / Number(value.d));
  return [...sum.values()].some((value) => value < -1e-12);
}
