/** The unit, stage and curvature of an amount, from its text. */
import type { Call, Expression, Reference, Sum } from "@mandate/dsl";
import { catalogue } from "../catalogue/index.ts";
import { replaceFix } from "../diagnostics/reporter.ts";
import type { Scope, Variable } from "../env.ts";
import { placeOf, textOf } from "../files/unit.ts";
import { goesTooFar } from "../menus/lookup.ts";
import { lookUpSet, setNames } from "../sets/names.ts";
import { rangeIR, resolveRange, variableOf } from "../sets/range.ts";
import { kindOf } from "../sets/resolve.ts";
import { nearest } from "../text/nearest.ts";
import { absolute, extreme, negate, product, quotient, sum } from "./arithmetic.ts";
import { factAmount, optionAmount } from "./facts.ts";
import { dateLiteral, literal } from "./literals.ts";
import {
  average,
  costTerm,
  count,
  FUNCTIONS,
  gainsOfTerm,
  isSetMeasure,
  PLAIN,
  plainMeasure,
  setMeasure,
  thisYear,
} from "./measures.ts";
import { bendOf, ratioOf, type Typed } from "./typed.ts";

const { types, names } = catalogue;

/** Undefined where the expression is no amount, which has then been reported once. */
export function infer(scope: Scope, node: Expression): Typed | undefined {
  switch (node.kind) {
    case "Missing":
      return undefined;
    case "Parentheses":
      return infer(scope, node.inner);
    case "Quantity":
      return literal(node);
    case "Date":
      return dateLiteral(node);
    case "Reference":
      return reference(scope, node);
    case "Call":
      return call(scope, node);
    case "Sum":
      return sumOver(scope, node);
    case "ThisYear":
      return thisYear(scope, node);
    case "Unary": {
      if (node.operator !== "-") break;
      const operand = infer(scope, node.operand);
      return operand === undefined ? undefined : negate(node, operand);
    }
    case "Binary": {
      const { operator } = node;
      if (operator !== "+" && operator !== "-" && operator !== "*" && operator !== "/") break;
      const left = infer(scope, node.left);
      const right = infer(scope, node.right);
      if (left === undefined || right === undefined) return undefined;
      if (operator === "*") return product(scope, node, left, right);
      return operator === "/" ? quotient(scope, node, left, right) : sum(scope, node, left, right);
    }
    default:
      break;
  }
  notAnAmount(scope, node, kindOf(node));
  return undefined;
}

function notAnAmount(scope: Scope, node: Expression, is: string): void {
  scope.env.reporter.report(types.notAnAmount, placeOf(scope.unit, node), {
    found: textOf(scope.unit, node.span),
    is,
  });
}

function reference(scope: Scope, node: Reference): Typed | undefined {
  const { env, unit } = scope;
  const [first, second] = node.path;
  if (first === undefined || first.text === "") return undefined;
  if (second !== undefined) {
    if (goesTooFar(scope, node.path)) return undefined;
    if (first.text === "account" && !first.quoted) return factAmount(scope, node);
    if (first.text === "cost" && !first.quoted) return costTerm(scope, node);
    return optionAmount(scope, node);
  }
  const variable = scope.variables.get(first.text);
  if (variable !== undefined) {
    const is = variable.is === "security" ? "a security" : variable.is === "issuer" ? "an issuer" : "a class";
    env.reporter.report(types.perVariable, placeOf(unit, node), { found: first.text, is });
    return undefined;
  }
  const measure = first.quoted ? undefined : plainMeasure(scope, node, first.text);
  if (measure !== undefined) return measure;
  const entity = env.declarations.byName.get(first.text);
  if (entity !== undefined) {
    if (entity.valid) notAnAmount(scope, node, `${/^[aeiou]/.test(entity.kind) ? "an" : "a"} ${entity.kind}`);
    return undefined;
  }
  if (lookUpSet(scope, first) !== undefined) {
    notAnAmount(scope, node, env.classes.byName.has(first.text) ? "an asset class" : "a security");
    return undefined;
  }
  // `weight <= 5%`: the measure is there, and what it is of is not
  if (!first.quoted && FUNCTIONS.some((known) => known === first.text))
    return call(scope, { kind: "Call", span: node.span, callee: first, arguments: [] });
  unknownMeasure(scope, node, first.text, [...PLAIN, ...FUNCTIONS]);
  return undefined;
}

function unknownMeasure(scope: Scope, node: Expression, found: string, candidates: readonly string[]): void {
  const near =
    nearest(found, candidates) ??
    (kindOf(node) === "a name" ? nearest(found, setNames(scope.env)) : undefined);
  const span = node.kind === "Call" ? node.callee.span : node.span;
  scope.env.reporter.report(
    names.unknownMeasure,
    { file: scope.unit.path, span },
    { found, near },
    near === undefined ? {} : { fixes: [replaceFix(scope.unit.path, span, near)] },
  );
}

function call(scope: Scope, node: Call): Typed | undefined {
  const name = node.callee.text;
  if (name === "") return undefined;
  if (isSetMeasure(name)) return setMeasure(scope, node, name);
  switch (name) {
    case "average":
      return average(scope, node);
    case "count":
      return count(scope, node);
    case "gains":
    case "losses":
      return gainsOfTerm(scope, node, name);
    case "before":
      return before(scope, node);
    case "abs":
    case "max":
    case "min":
      return functionOf(scope, node, name);
    default:
      if (PLAIN.some((word) => word === name))
        wrongArguments(scope, node, name, "nothing in parentheses behind it");
      else unknownMeasure(scope, node, name, FUNCTIONS);
      return undefined;
  }
}

/** `before(measure)`: today's value of what the trades decide, and so given. */
function before(scope: Scope, node: Call): Typed | undefined {
  const [argument] = node.arguments;
  if (argument === undefined || node.arguments.length > 1 || node.of !== undefined) {
    wrongArguments(scope, node, "before", "one measure: `before(weight(Equity))`");
    return undefined;
  }
  const of = infer({ ...scope, inTest: true }, argument);
  if (of === undefined) return undefined;
  return {
    ty: of.ty,
    stage: of.stage === "decided" ? "given" : of.stage,
    curve: "affine",
    sign: of.sign,
    node,
    build: (unit) => ({ e: "before", of: of.build(unit), unit }),
  };
}

function wrongArguments(scope: Scope, node: Call, measure: string, expected: string): void {
  scope.env.reporter.report(types.wrongArguments, placeOf(scope.unit, node), { measure, expected });
}

function functionOf(scope: Scope, node: Call, name: "abs" | "max" | "min"): Typed | undefined {
  const wrong =
    node.of !== undefined || node.arguments.length === 0 || (name === "abs" && node.arguments.length > 1);
  if (wrong) {
    wrongArguments(
      scope,
      node,
      name,
      name === "abs"
        ? "one amount: `abs(drift(Equity))`"
        : `amounts: \`${name}(weight(AAPL), weight(MSFT))\``,
    );
    return undefined;
  }
  const operands = node.arguments.map((argument) => infer(scope, argument));
  const sound = operands.filter((operand) => operand !== undefined);
  if (sound.length < operands.length) return undefined;
  const [first] = sound;
  if (first === undefined) return undefined;
  return name === "abs" ? absolute(scope, node, first) : extreme(scope, node, name, sound);
}

/** `sum(s in Tech: weight(s))`: bends as its body does. */
function sumOver(scope: Scope, node: Sum): Typed | undefined {
  const range = resolveRange(scope, node.range);
  const inner = withVariable(
    scope,
    node.variable,
    range === undefined ? undefined : variableOf(node.variable.text, range),
  );
  const body = inner === undefined ? undefined : infer(inner, node.body);
  if (range === undefined || body === undefined) return undefined;
  const over = rangeIR(scope, range);
  return {
    ty: body.ty,
    stage: body.stage === "fixed" ? "given" : body.stage,
    curve: body.curve,
    ...bendOf(body),
    sign: body.sign,
    ...ratioOf(body),
    node,
    build: (unit) => ({
      e: "sum",
      loop: { variable: node.variable.text, range: over },
      body: body.build(unit),
      unit,
    }),
  };
}

/**
 * The scope inside a `for each` or `sum`. Where the range is wrong the variable still stands for a security, so that
 * what is said of it is not blamed. Undefined where the variable's name is taken.
 */
export function withVariable(
  scope: Scope,
  name: { readonly text: string; readonly span: { readonly start: number; readonly end: number } },
  variable: Variable | undefined,
): Scope | undefined {
  const { env, unit } = scope;
  if (name.text === "") return undefined;
  const place = { file: unit.path, span: name.span };
  if (scope.variables.has(name.text)) {
    env.reporter.report(names.variableTwice, place, { found: name.text });
    return undefined;
  }
  const entity = env.declarations.byName.get(name.text);
  if (entity !== undefined || env.universe.bySymbol.has(name.text)) {
    env.reporter.report(names.shadows, place, { found: name.text, is: entity?.kind ?? "security" });
  }
  const variables = new Map(scope.variables);
  variables.set(name.text, variable ?? { name: name.text, is: "security" });
  return { ...scope, variables };
}
