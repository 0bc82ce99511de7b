/** The objective: what drift, risk, taxes and trading cost (semantics.md 2). */
import type { CostStep, Expression, ObjectiveTerm } from "@mandate/dsl";
import type { Decimal } from "decimal.js";
import type { ObjectiveIR, StepIR } from "../bundle/index.ts";
import { catalogue } from "../catalogue/index.ts";
import { type Env, type Scope, scopeIn } from "../env.ts";
import { placeOf, sourceOf, textOf } from "../files/unit.ts";
import { priceOf } from "../limits/cost.ts";
import { amountIn } from "../limits/rules.ts";
import { Exact, plain } from "../numbers/decimal.ts";
import { infer } from "../types/infer.ts";
import { describe } from "../types/unit.ts";

const { types, models } = catalogue;

const NO_OBJECTIVE: ObjectiveIR = { drift: [] };

type Writable<T> = { -readonly [K in keyof T]: T[K] };

export function resolveObjective(env: Env): ObjectiveIR {
  const [first, ...others] = env.declarations.objectives;
  for (const other of others) {
    env.reporter.report(
      models.objectiveTwice,
      placeOf(other.unit, other.node),
      { what: "the objective" },
      first === undefined
        ? {}
        : { related: [{ ...placeOf(first.unit, first.node), message: "it is stated here first" }] },
    );
  }
  if (first === undefined) return NO_OBJECTIVE;
  const scope = scopeIn(env, first.unit);
  const drift: Writable<ObjectiveIR["drift"][number]>[] = [];
  const objective: Writable<ObjectiveIR> = { drift };
  const seen = new Set<string>();
  for (const term of first.node.terms) {
    const what = term.kind === "DriftTerm" ? `drift of ${term.of}` : CALLED[term.kind];
    if (seen.has(what)) {
      env.reporter.report(models.objectiveTwice, placeOf(first.unit, term), { what: `the cost of ${what}` });
      continue;
    }
    seen.add(what);
    resolveTerm(scope, term, objective, drift);
  }
  return objective;
}

const CALLED = { RiskTerm: "risk", TaxTerm: "taxes", TradingTerm: "trading" } as const;

function resolveTerm(
  scope: Scope,
  term: ObjectiveTerm,
  objective: Writable<ObjectiveIR>,
  drift: ObjectiveIR["drift"][number][],
): void {
  const source = sourceOf(scope.unit, term.span);
  switch (term.kind) {
    case "DriftTerm": {
      const steps = stepsOf(scope, term.steps);
      if (steps !== undefined) drift.push({ of: term.of, steps, source });
      return;
    }
    case "RiskTerm": {
      const price = priceOf(scope, term.price, { u: "percent", base: { base: "account" } }, true);
      // `k` is per 1 %² = 10⁻⁴; a price per unit of variance carries that factor already.
      if (price !== undefined) objective.risk = { k: plain(price.perUnit.times("0.0001")), source };
      return;
    }
    case "TaxTerm": {
      const times = term.times === undefined ? undefined : factorOf(scope, term.times);
      const worth =
        term.unusedLossWorth === undefined
          ? undefined
          : amountIn(scope, term.unusedLossWorth, "what an unused loss is worth", ["percent"], true);
      if (term.times !== undefined && times === undefined) return;
      objective.taxes = {
        netted: term.netted,
        times: times ?? { e: "constant", value: "1", unit: { unit: "number" } },
        ...(worth?.value === undefined ? {} : { unusedLossWorth: plain(worth.value) }),
        source,
      };
      return;
    }
    case "TradingTerm": {
      const commission =
        term.commission === undefined
          ? undefined
          : amountIn(scope, term.commission, "the commission", ["percent"], true);
      const ticket =
        term.ticket === undefined ? undefined : amountIn(scope, term.ticket, "the ticket", ["money"], true);
      objective.trading = {
        commission: plain(commission?.value ?? new Exact(0)),
        ticket: plain(ticket?.value ?? new Exact(0)),
        source,
      };
    }
  }
}

/** Each step further out than the one before, and steeper: the cost is convex. */
function stepsOf(scope: Scope, nodes: readonly CostStep[]): StepIR[] | undefined {
  const steps: { readonly slope: Decimal; readonly beyond: Decimal }[] = [];
  for (const node of nodes) {
    const price = priceOf(scope, node.price, { u: "points" });
    const beyond =
      node.beyond === undefined
        ? new Exact(0)
        : amountIn(scope, node.beyond, "where a step begins", ["points"], true)?.value;
    if (price === undefined || beyond === undefined) return undefined;
    const last = steps[steps.length - 1];
    const why =
      price.of === "usd"
        ? "is a price in dollars, and drift is priced as a share of the account's value: `40bps per 1pp`"
        : last !== undefined && beyond.lessThanOrEqualTo(last.beyond)
          ? "does not begin further out than the step before it"
          : last !== undefined && price.perUnit.lessThan(last.slope)
            ? "costs less per point than the step before it"
            : undefined;
    if (why !== undefined) {
      scope.env.reporter.report(models.stepsNotConvex, placeOf(scope.unit, node), {
        found: textOf(scope.unit, node.span),
        why,
      });
      return undefined;
    }
    steps.push({ slope: price.perUnit, beyond });
  }
  return steps.length === 0
    ? undefined
    : steps.map(({ slope, beyond }) => ({ slope: plain(slope), beyond: plain(beyond) }));
}

/** `times Tax.sensitivity`: a given number, never below zero. */
function factorOf(scope: Scope, node: Expression) {
  const typed = infer(scope, node);
  if (typed === undefined) return undefined;
  const found = textOf(scope.unit, node.span);
  if (typed.ty.u !== "number" || typed.stage === "decided") {
    scope.env.reporter.report(types.wrongUnit, placeOf(scope.unit, node), {
      found,
      is: typed.stage === "decided" ? "known only after the trades" : describe(typed.ty),
      expected: "a plain number or a choice of numbers",
      where: "what taxes are multiplied by",
    });
    return undefined;
  }
  if (typed.sign === -1 || (typed.value === undefined && typed.sign === 0 && lowestIsNegative(scope, node))) {
    scope.env.reporter.report(types.negative, placeOf(scope.unit, node), {
      found,
      where: "what taxes are multiplied by",
    });
    return undefined;
  }
  return typed.build({ unit: "number" });
}

function lowestIsNegative(scope: Scope, node: Expression): boolean {
  if (node.kind !== "Reference" || node.path.length !== 2) return false;
  const option = scope.env.options.get(node.path.map(({ text }) => text).join("."));
  if (option === undefined) return false;
  return option.kind === "choice"
    ? option.cases.some(({ value }) => value?.isNegative() === true && !value.isZero())
    : option.low?.isNegative() === true;
}
