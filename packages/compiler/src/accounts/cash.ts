/** `reserve cash`, `raise cash`, `trade at most`. */
import type { RaiseClause, ReserveClause, TransitionClause } from "@mandate/dsl";
import type { Layer, Rule } from "../bundle/index.ts";
import { catalogue } from "../catalogue/index.ts";
import type { Scope } from "../env.ts";
import { damaged, placeOf, saidOf, sourceOf, textOf } from "../files/unit.ts";
import { askedFor } from "../limits/asked.ts";
import { ABOUT_SHARES } from "../limits/reach.ts";
import { amountIn } from "../limits/rules.ts";
import type { Typed } from "../types/typed.ts";
import { ACCOUNT, settled } from "../types/unit.ts";
import type { Draft } from "./draft.ts";

const { authority, types } = catalogue;

/** `layer`: whose word it is; a test may ask for what cannot be, to see that it cannot. */
function cashIn(
  scope: Scope,
  node: ReserveClause | RaiseClause,
  layer: Layer | undefined,
  where: string,
): Typed | undefined {
  const amount = amountIn(scope, node.amount, where, ["money", "percent"]);
  if (amount === undefined || layer === undefined) return amount;
  const does = node.kind === "RaiseClause" ? "raises no cash" : "holds no cash back";
  const words = { never: "cash can never be that much", does };
  return askedFor(scope, node, amount, words) ? amount : undefined;
}

export function reserve(scope: Scope, node: ReserveClause, layer: Layer | undefined): Draft | undefined {
  const amount = cashIn(scope, node, layer, "a cash reserve");
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
export function raise(scope: Scope, node: RaiseClause, layer: Layer | undefined): Draft | undefined {
  const amount = cashIn(scope, node, layer, "cash to be raised");
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
export function transition(
  scope: Scope,
  node: TransitionClause,
  layer: Layer | undefined,
): Draft | undefined {
  const amount = amountIn(scope, node.amount, "what is traded at most", ["percent"]);
  if (amount === undefined) return undefined;
  if (layer !== undefined) warnOfExtremes(scope, node, amount);
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

/** A test freezes an account so, to look at what it costs as it stands; a real one would stand still for ever. */
function warnOfExtremes({ env, unit }: Scope, node: TransitionClause, { value }: Typed): void {
  if (value === undefined) return;
  const place = placeOf(unit, node.amount);
  if (value.isZero()) env.reporter.report(authority.nothingTraded, place, { found: saidOf(unit, node) });
  else if (value.greaterThan(1)) {
    env.reporter.report(types.neverBinds, place, {
      measure: "what a run trades, half of all that is bought and sold,",
      between: ABOUT_SHARES,
      bound: textOf(unit, node.amount.span),
    });
  }
}
