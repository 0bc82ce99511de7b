/** Short ways to write the typed core by hand, for tests. */
import type {
  Adjustment,
  Clause,
  ClauseKind,
  Condition,
  Expr,
  Layer,
  Loop,
  Preference,
  Rule,
  SetRef,
  Source,
  Unit,
} from "@mandate/compiler";

export const ACCOUNT: Unit = { unit: "weight", base: "account" };
export const MONEY: Unit = { unit: "money" };
export const COUNT: Unit = { unit: "count" };
export const NUMBER: Unit = { unit: "number" };
export const SHARES: Unit = { unit: "shares" };

export function source(layer: Layer = "firm", line = 1): Source {
  return { file: `${layer}/policy.mandate`, line, column: 1, start: 0, end: 0, layer };
}

export function literal(value: number | string, unit: Unit = ACCOUNT): Expr {
  return { e: "constant", value: String(value), unit };
}

export function usd(value: number | string): Expr {
  return literal(value, MONEY);
}

export function weight(of: SetRef, base?: SetRef): Expr {
  if (base === undefined) return { e: "measure", measure: "weight", of, unit: ACCOUNT };
  return {
    e: "measure",
    measure: "weight",
    of,
    base,
    unit: { unit: "weight", base: "set", of: base, label: "base" },
  };
}

export function amount(
  measure: "bought" | "sold" | "traded" | "value" | "shares",
  of: SetRef,
  unit: Unit = MONEY,
): Expr {
  return { e: "measure", measure, of, unit };
}

export function total(
  measure: Extract<Expr, { e: "total" }>["measure"],
  unit: Unit = MONEY,
  more: { readonly term?: "short" | "long"; readonly thisYear?: boolean } = {},
): Expr {
  return { e: "total", measure, unit, ...more };
}

export const item: SetRef = { set: "variable", name: "x" };

export function forEach(over: "securities" | "issuers", of: SetRef): Loop {
  return { variable: "x", range: { over, of } };
}

type Compare = Extract<Rule, { rule: "compare" }>;

export function compare(
  left: Expr,
  operator: "<=" | ">=" | "=",
  right: Expr,
  loops: readonly Loop[] = [],
): Compare {
  return { rule: "compare", loops, left, operator, right, source: source(), text: `… ${operator} …` };
}

export interface ClauseMore {
  readonly layer?: Layer;
  readonly kind?: ClauseKind;
  readonly grandfathered?: boolean;
  readonly when?: Condition;
}

export function clause(name: string, rules: Rule | readonly Rule[], more: ClauseMore = {}): Clause {
  const { layer = "firm", kind = "limit", grandfathered = false, when } = more;
  return {
    id: name,
    name,
    kind,
    source: source(layer),
    text: name,
    rules: "rule" in rules ? [rules] : rules,
    grandfathered,
    ...(when === undefined ? {} : { when }),
  };
}

export function prefer(
  name: string,
  rule: Compare,
  perUnit: number,
  of: "usd" | "value" = "value",
): Preference {
  return {
    id: name,
    name,
    kind: "prefer",
    source: source(),
    text: name,
    rules: [rule],
    cost: { of, perUnit: String(perUnit) },
  };
}

export function adjust(
  kind: "tighten" | "waive",
  limit: string,
  level: Expr,
  more: { readonly for?: string; readonly layer?: Layer } = {},
): Adjustment {
  return {
    id: `${kind} ${limit}`,
    name: `${kind} ${limit}`,
    kind,
    limit,
    level,
    source: source(more.layer ?? "advisor"),
    text: `${kind} ${limit}`,
    ...(more.for === undefined ? {} : { for: more.for }),
  };
}
