/** What an expression is, asked for by itself: a tool points at it, and nothing is reported. */
import type { Expression, ForEach, Sum } from "@mandate/dsl";
import { createReporter } from "../diagnostics/reporter.ts";
import { type Env, type Scope, scopeIn } from "../env.ts";
import type { FileUnit } from "../files/unit.ts";
import { resolveRange, variableOf } from "../sets/range.ts";
import { noReferences } from "../symbols/references.ts";
import { infer, withVariable } from "../types/infer.ts";
import type { Curve, Stage } from "../types/typed.ts";
import { describe } from "../types/unit.ts";

export interface AmountInfo {
  /** in words that follow `it is`: `a percent of the account`, `an amount of money` */
  readonly unit: string;
  /** known when: at compile time, per account, after the trades */
  readonly stage: Stage;
  /** how it bends over the portfolios; `none` cannot be limited */
  readonly curve: Curve;
}

/**
 * The unit, stage and curvature of an expression; undefined where it is no amount, or wrong.
 *
 * @param around the `for each` and `sum` that it stands inside, outermost first
 */
export function amountOf(
  env: Env,
  unit: FileUnit,
  node: Expression,
  around: readonly (ForEach | Sum)[],
  inTest: boolean,
): AmountInfo | undefined {
  // The project's own notes are of what it says, not of what somebody asked about it.
  const apart: Env = {
    ...env,
    reporter: createReporter(),
    references: noReferences(),
    accountFacts: new Set(),
  };
  let scope: Scope | undefined = scopeIn(apart, unit, inTest);
  for (const { variable, range } of around) {
    const value = resolveRange(scope, range);
    scope = withVariable(scope, variable, value === undefined ? undefined : variableOf(variable.text, value));
    if (scope === undefined) return undefined;
  }
  const typed = infer(scope, node);
  return typed === undefined
    ? undefined
    : { unit: describe(typed.ty), stage: typed.stage, curve: typed.curve };
}
