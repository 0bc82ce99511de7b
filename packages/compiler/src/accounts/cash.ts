/** `reserve cash`, `raise cash`, `trade at most`. */
import type { RaiseClause, ReserveClause, TransitionClause } from "@mandate/dsl";
import type { Rule } from "../bundle/index.ts";
import { catalogue } from "../catalogue/index.ts";
import type { Scope } from "../env.ts";
import { damaged, placeOf, sourceOf, textOf } from "../files/unit.ts";
import { amountIn } from "../limits/rules.ts";
import { ACCOUNT, settled } from "../types/unit.ts";
import type { Draft } from "./draft.ts";

const { authority } = catalogue;

export function reserve(scope: Scope, node: ReserveClause): Draft | undefined {
  const amount = amountIn(scope, node.amount, "a cash reserve", ["money", "percent"]);
  if (amount === undefined) return undefined;
  return {
    kind: "reserve cash",
    name: "reserve cash",
    rules: [
      {
        rule: "reserve",
        amount: amount.build(settled(amount.ty)),
        source: sourceOf(scope.unit, node.span),
        text: textOf(scope.unit, node.span),
      },
    ],
    ...(node.until === undefined ? {} : { until: node.until.value }),
  };
}

/** From its day on, cash ≥ the amount; before, no force (semantics.md 3). */
export function raise(scope: Scope, node: RaiseClause): Draft | undefined {
  const amount = amountIn(scope, node.amount, "cash to be raised", ["money", "percent"]);
  if (node.by === undefined) {
    if (!damaged(scope.unit, node.span)) {
      scope.env.reporter.report(authority.missingPart, placeOf(scope.unit, node), {
        clause: textOf(scope.unit, node.span),
        missing: "by when",
        example: "by 2027-01-15",
      });
    }
    return undefined;
  }
  if (amount === undefined) return undefined;
  return {
    kind: "raise cash",
    name: "raise cash",
    rules: [
      {
        rule: "reserve",
        amount: amount.build(settled(amount.ty)),
        source: sourceOf(scope.unit, node.span),
        text: textOf(scope.unit, node.span),
      },
    ],
    from: node.by.value,
  };
}

/** `trade at most x% per run`: turnover ≤ x (semantics.md 3). */
export function transition(scope: Scope, node: TransitionClause): Draft | undefined {
  const amount = amountIn(scope, node.amount, "what is traded at most", ["percent"]);
  if (amount === undefined) return undefined;
  const rule: Rule = {
    rule: "compare",
    loops: [],
    left: { e: "total", measure: "turnover", unit: ACCOUNT },
    operator: "<=",
    right: amount.build(ACCOUNT),
    source: sourceOf(scope.unit, node.span),
    text: textOf(scope.unit, node.span),
  };
  return { kind: "trade at most", name: "trade at most", rules: [rule] };
}
