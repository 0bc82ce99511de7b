/** What to say where two units meet that have nothing in common. */
import type { Expression } from "@mandate/dsl";
import { catalogue } from "../catalogue/index.ts";
import { replaceFix } from "../diagnostics/reporter.ts";
import type { Scope } from "../env.ts";
import { placeOf, textOf } from "../files/unit.ts";
import type { Typed } from "./typed.ts";
import { baseText, describe } from "./unit.ts";

const { types } = catalogue;

/**
 * Reports a comparison of two units that cannot be compared, in the words that fit the pair best.
 * @param rightIn the file of the right side, where that is another one: the limit's that is tightened or waived
 */
export function reportUnits(
  scope: Scope,
  node: Expression,
  left: Typed,
  right: Typed,
  rightIn = scope.unit,
): void {
  const { env, unit } = scope;
  const place = placeOf(unit, node);
  const texts = { left: textOf(unit, left.node.span), right: textOf(rightIn, right.node.span) };
  if (left.ty.u === "percent" && right.ty.u === "percent") {
    env.reporter.report(types.differentBases, place, {
      ...texts,
      leftBase: baseText(left.ty.base),
      rightBase: baseText(right.ty.base),
      verb: "compared",
    });
    return;
  }
  const units = { ...texts, leftIs: describe(left.ty), rightIs: describe(right.ty) };
  const pair = [left.ty.u, right.ty.u];
  if (pair.includes("percent") && pair.includes("points")) {
    const written = literalOf(right) ?? literalOf(left);
    const other = written === right.node ? left : right;
    const instead =
      written === undefined ? undefined : `${written.value}${other.ty.u === "points" ? "pp" : "%"}`;
    env.reporter.report(
      types.pointsAndPercent,
      place,
      { ...units, instead },
      written === undefined || instead === undefined
        ? {}
        : { fixes: [replaceFix(unit.path, written.span, instead)] },
    );
    return;
  }
  const bare = [left, right].find(({ ty }) => ty.u === "number");
  const other = bare === left ? right : left;
  const instead = bare === undefined ? undefined : withUnit(bare, other.ty.u, textOf(unit, bare.node.span));
  env.reporter.report(
    types.cannotCompare,
    place,
    { ...units, instead },
    bare === undefined || instead === undefined || (bare === right && rightIn !== unit)
      ? {}
      : { fixes: [replaceFix(unit.path, bare.node.span, instead)] },
  );
}

/** A bare number with the sign that was forgotten: `70` against a percent is `70%`; `0.7` could be `0.7%` or `70%`. */
function withUnit(bare: Typed, unit: Typed["ty"]["u"], written: string): string | undefined {
  const literal = literalOf(bare);
  if (literal?.unit !== "none") return undefined;
  if (unit === "money" || unit === "cash") return `$${written}`;
  if (unit === "shares") return `${written} shares`;
  if (literal.value.startsWith("0.")) return undefined;
  return unit === "percent" ? `${written}%` : unit === "points" ? `${written}pp` : undefined;
}

function literalOf(typed: Typed) {
  return typed.node.kind === "Quantity" ? typed.node : undefined;
}
