/** Bounds that a measure never reaches: a ceiling above all that it can be, a floor below it, and the other way round. */
import type { Expression } from "@mandate/dsl";
import type { Decimal } from "decimal.js";
import { catalogue } from "../catalogue/index.ts";
import type { Scope } from "../env.ts";
import { type FileUnit, placeOf, textOf } from "../files/unit.ts";
import type { Typed } from "../types/typed.ts";

const { types } = catalogue;

/** What a measure can be, whatever is held. */
interface Reach {
  readonly low: number;
  readonly high: number;
  /** `is …` */
  readonly words: string;
}

export const ABOUT_SHARES = "always between `0%` and `100%`";

/**
 * Nothing is sold short and nothing is borrowed (semantics.md 1), so a share of the account, or of what lies in it, is
 * one of a whole; and what is held, traded or counted is never below zero.
 */
function reachOf({ node, sign, stage }: Typed, { ty }: Typed): Reach | undefined {
  if (stage !== "decided" || sign !== 1) return undefined;
  const share = (ty.u === "percent" || ty.u === "bps") && ONE_SHARE.has(measureOf(node));
  return share
    ? { low: 0, high: 1, words: ABOUT_SHARES }
    : { low: 0, high: Number.POSITIVE_INFINITY, words: "never below zero" };
}

const ONE_SHARE: ReadonlySet<string | undefined> = new Set(["weight", "cash", "turnover"]);

function measureOf(node: Expression): string | undefined {
  if (node.kind === "Parentheses") return measureOf(node.inner);
  if (node.kind === "Call") return node.callee.text;
  return node.kind === "Reference" && node.path.length === 1 ? node.path[0]?.text : undefined;
}

const AS_WORDS = { "<=": " or less", ">=": " or more", "=": "" } as const;

type Operator = keyof typeof AS_WORDS;

/**
 * Warns of a level that a measure can never be held to, or always is. No error: the policy is well formed, and what
 * nothing satisfies in other ways is a warning too (MDT6001).
 */
export function warnOfReach(
  { env, unit }: Scope,
  measure: Typed,
  operator: Operator,
  bound: Typed,
  /** the file that the measure stands in */
  of: FileUnit = unit,
): void {
  const reach = bound.value === undefined ? undefined : reachOf(measure, bound);
  if (reach === undefined || bound.value === undefined) return;
  const side = sideOf(bound.value, reach);
  if (side === "inside") return;
  const found = textOf(unit, bound.node.span);
  const words = { measure: textOf(of, measure.node.span), between: reach.words };
  if (operator === (side === "above" ? "<=" : ">=")) {
    env.reporter.report(types.neverBinds, placeOf(unit, bound.node), {
      ...words,
      measure: `\`${words.measure}\``,
      bound: found,
    });
    return;
  }
  env.reporter.report(types.neverHolds, placeOf(unit, bound.node), {
    ...words,
    bound: `\`${found}\`${AS_WORDS[operator]}`,
  });
}

function sideOf(value: Decimal, { low, high }: Reach): "below" | "inside" | "above" {
  if (value.lessThan(low)) return "below";
  return Number.isFinite(high) && value.greaterThan(high) ? "above" : "inside";
}
