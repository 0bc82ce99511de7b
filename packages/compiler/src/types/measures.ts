/** The measures of a portfolio: their units, arguments and curvature (language.md, table of measures). */
import type { Call, Expression, Reference, ThisYear } from "@mandate/dsl";
import type { CostTerm, PlainMeasure, SetMeasure, Unit } from "../bundle/index.ts";
import { catalogue } from "../catalogue/index.ts";
import { replaceFix } from "../diagnostics/reporter.ts";
import type { Scope } from "../env.ts";
import { placeOf, textOf } from "../files/unit.ts";
import { resolveSet } from "../sets/resolve.ts";
import { combine, keyOf, refOf, type SetValue } from "../sets/value.ts";
import { refer } from "../symbols/references.ts";
import { nearest } from "../text/nearest.ts";
import type { Bend, Curve, Typed } from "./typed.ts";
import { OF_ACCOUNT, settle, type Ty } from "./unit.ts";

const { types, names, data } = catalogue;

const SET_MEASURES: Readonly<Record<SetMeasure, Ty>> = {
  weight: OF_ACCOUNT,
  value: { u: "money" },
  shares: { u: "shares" },
  target: OF_ACCOUNT,
  drift: { u: "points" },
  bought: { u: "flow" },
  sold: { u: "flow" },
  traded: { u: "flow" },
};

/** Everything that is written like a function, for near names. */
export const FUNCTIONS = [
  ...Object.keys(SET_MEASURES),
  "average",
  "count",
  "gains",
  "losses",
  "before",
  "abs",
  "max",
  "min",
  "sum",
];
export const PLAIN = ["turnover", "gains", "losses", "tax", "cash", "tracking error"] as const;

export function isSetMeasure(name: string): name is SetMeasure {
  return Object.hasOwn(SET_MEASURES, name);
}

/** `weight(X)`, `weight(X of Y)`, `drift(X)`, … */
export function setMeasure(scope: Scope, node: Call, measure: SetMeasure): Typed | undefined {
  const { env, unit } = scope;
  const [argument] = node.arguments;
  if (argument === undefined || node.arguments.length > 1) {
    env.reporter.report(types.wrongArguments, placeOf(unit, node), {
      measure,
      expected: `one security, class or list: \`${measure}(…)\``,
    });
    return undefined;
  }
  if (node.of !== undefined && measure !== "weight") {
    env.reporter.report(types.ofNotAllowed, placeOf(unit, node), {
      measure,
      instead: `${measure}(${textOf(unit, argument.span)})`,
    });
    return undefined;
  }
  const of = resolveSet(scope, argument);
  const whole = node.of === undefined ? undefined : resolveSet(scope, node.of);
  if (of === undefined || (node.of !== undefined && whole === undefined)) return undefined;
  if (measure === "shares" && !of.single) {
    const text = textOf(unit, argument.span);
    env.reporter.report(types.oneSecurity, placeOf(unit, argument), {
      found: text,
      measure,
      instead: `value(${text})`,
    });
    return undefined;
  }
  return whole === undefined ? plainSetMeasure(scope, node, measure, of) : share(scope, node, of, whole);
}

function plainSetMeasure(scope: Scope, node: Call, measure: SetMeasure, of: SetValue): Typed {
  return {
    ty: SET_MEASURES[measure],
    stage: measure === "target" ? "given" : "decided",
    curve: "affine",
    sign: measure === "drift" ? 0 : 1,
    node,
    build: (unit) => ({ e: "measure", measure, of: refOf(scope.env.sets, of), unit }),
  };
}

/** `weight(X of Y)`: what of X lies in Y, multiplied out by Y's weight in a limit. */
function share(scope: Scope, node: Call, part: SetValue, whole: SetValue): Typed {
  const base = refOf(scope.env.sets, whole);
  const of = within(scope, node, part, whole);
  const key = keyOf(whole);
  return {
    ty: { u: "percent", base: { base: "set", of: base, key, label: whole.label } },
    stage: "decided",
    curve: "affine",
    sign: 1,
    ratio: { key: `of ${key}`, node },
    node,
    build: (unit) => ({ e: "measure", measure: "weight", of: refOf(scope.env.sets, of), base, unit }),
  };
}

/**
 * A share of Y counts nothing outside it: `weight(where not fund of Equity)` counts no bonds, and never passes 100 %.
 * A part that lies in the whole anyway is left as it is, with its own label.
 */
function within(scope: Scope, node: Call, part: SetValue, whole: SetValue): SetValue {
  if (keyOf(part) === keyOf(whole)) return part;
  const both = combine(scope.env.sets, "intersection", part, whole, `${part.label} of ${whole.label}`);
  if (part.kind !== "fixed" || both.kind !== "fixed") return both;
  if (both.members.length === part.members.length && both.cash === part.cash) return part;
  if (both.members.length === 0 && !both.cash)
    scope.env.reporter.report(types.apart, placeOf(scope.unit, node), {
      part: part.label,
      whole: whole.label,
    });
  return both;
}

/** `average(attribute of X)`: by value; a holding whose cell is empty is left out. */
export function average(scope: Scope, node: Call): Typed | undefined {
  const { env, unit } = scope;
  const [argument] = node.arguments;
  const name = argument?.kind === "Reference" && argument.path.length === 1 ? argument.path[0] : undefined;
  if (argument?.kind === "Missing" || name?.text === "") return undefined;
  if (name === undefined || node.of === undefined || node.arguments.length > 1) {
    env.reporter.report(types.wrongArguments, placeOf(unit, node), {
      measure: "average",
      expected: "an attribute and what it is averaged over: `average(esg_score of Equity)`",
    });
    return undefined;
  }
  const entity = env.declarations.byName.get(name.text);
  if (entity?.kind !== "attribute") {
    const near = nearest(
      name.text,
      env.declarations.of("attribute").map((attribute) => attribute.name),
    );
    env.reporter.report(
      names.unknownAttribute,
      placeOf(unit, name),
      { found: name.text, column: env.universe.columns.has(name.text) && entity === undefined, near },
      near === undefined ? {} : { fixes: [replaceFix(unit.path, name.span, near)] },
    );
    return undefined;
  }
  refer(env.references, name.text, unit, name);
  const type = entity.node.type.text;
  const of = resolveSet(scope, node.of);
  if (type === "text" || type === "flag") {
    env.reporter.report(types.attributeType, placeOf(unit, name), {
      found: name.text,
      is: type,
      expected: "an average is of numbers",
    });
    return undefined;
  }
  if (of === undefined || type !== "number") return undefined;
  if (of.kind === "fixed") {
    const count = of.members.filter(
      (index) => env.universe.securities[index]?.attributes[name.text] === undefined,
    ).length;
    if (count > 0) env.reporter.report(data.emptyCells, placeOf(unit, node), { attribute: name.text, count });
  }
  return {
    ty: { u: "number" },
    stage: "decided",
    curve: "affine",
    sign: 0,
    ratio: { key: `average ${name.text} ${keyOf(of)}`, node },
    node,
    build: (built) => ({ e: "average", attribute: name.text, of: refOf(env.sets, of), unit: built }),
  };
}

/** `count(holdings)`, `count(trades)`: by binaries, so a ceiling only. */
export function count(scope: Scope, node: Call): Typed | undefined {
  const [argument] = node.arguments;
  const word =
    argument?.kind === "Reference" && argument.path.length === 1 ? argument.path[0]?.text : undefined;
  if (argument?.kind === "Missing" || word === "") return undefined;
  if (node.arguments.length !== 1 || node.of !== undefined || (word !== "holdings" && word !== "trades")) {
    scope.env.reporter.report(types.wrongArguments, placeOf(scope.unit, node), {
      measure: "count",
      expected: "`holdings` or `trades`: `count(holdings)`, `count(trades)`",
    });
    return undefined;
  }
  return total(node, word, { u: "count" }, "convex", {
    bend: {
      node,
      is: "a count",
      because: "how many there are can be held down, and not up, when the best portfolio is looked for",
    },
  });
}

interface TotalExtra {
  readonly term?: "short" | "long";
  readonly thisYear?: boolean;
  readonly bend?: Bend;
}

function total(node: Expression, measure: PlainMeasure, ty: Ty, curve: Curve, extra: TotalExtra = {}): Typed {
  const { bend, term, thisYear } = extra;
  return {
    ty,
    stage: "decided",
    curve,
    sign: measure === "gains" || measure === "tax" ? 0 : 1,
    ...(bend === undefined ? {} : { bend }),
    node,
    build: (unit) => ({
      e: "total",
      measure,
      ...(term === undefined ? {} : { term }),
      ...(thisYear === true ? { thisYear } : {}),
      unit,
    }),
  };
}

/** `turnover`, `gains`, `tax`, `cash`, `tracking error`: undefined if the word is none of them. */
export function plainMeasure(
  scope: Scope,
  node: Expression,
  word: string,
  extra: TotalExtra = {},
): Typed | undefined {
  switch (word) {
    case "turnover":
      return total(node, "turnover", OF_ACCOUNT, "affine");
    case "gains":
    case "losses":
      return total(node, word, { u: "money" }, "affine", extra);
    case "cash":
      return total(node, "cash", { u: "cash" }, "affine");
    case "tax":
      if (!scope.env.netted) return total(node, "tax", { u: "money" }, "affine", extra);
      return total(node, "tax", { u: "money" }, "convex", {
        ...extra,
        bend: {
          node,
          is: "a tax on netted gains",
          because: "below a ceiling it can be held, above a floor it cannot",
        },
      });
    case "tracking error":
      return total(node, "tracking error", OF_ACCOUNT, "convex", {
        bend: { node, is: "a risk", because: "two risky portfolios can be safe when they are mixed" },
      });
    default:
      return undefined;
  }
}

/** `gains(short)`, `losses(long)` */
export function gainsOfTerm(
  scope: Scope,
  node: Call,
  measure: "gains" | "losses",
  thisYear = false,
): Typed | undefined {
  const [argument] = node.arguments;
  const word =
    argument?.kind === "Reference" && argument.path.length === 1 ? argument.path[0]?.text : undefined;
  if (argument?.kind === "Missing" || word === "") return undefined;
  if (node.arguments.length !== 1 || node.of !== undefined || (word !== "short" && word !== "long")) {
    scope.env.reporter.report(types.wrongArguments, placeOf(scope.unit, node), {
      measure,
      expected: `nothing, or one of \`${measure}(short)\` and \`${measure}(long)\``,
    });
    return undefined;
  }
  return plainMeasure(scope, node, measure, { term: word, thisYear });
}

/** `gains this year`, `tax this year` */
export function thisYear(scope: Scope, node: ThisYear): Typed | undefined {
  const operand = node.operand.kind === "Parentheses" ? node.operand.inner : node.operand;
  if (operand.kind === "Missing") return undefined;
  if (operand.kind === "Call" && (operand.callee.text === "gains" || operand.callee.text === "losses")) {
    const typed = gainsOfTerm(scope, operand, operand.callee.text, true);
    return typed === undefined ? undefined : { ...typed, node };
  }
  const word = operand.kind === "Reference" && operand.path.length === 1 ? operand.path[0]?.text : undefined;
  if (word === "gains" || word === "losses" || word === "tax")
    return plainMeasure(scope, node, word, { thisYear: true });
  if (word === "") return undefined;
  scope.env.reporter.report(types.wrongArguments, placeOf(scope.unit, node), {
    measure: "this year",
    expected: "gains, losses or tax before it: `gains this year`",
  });
  return undefined;
}

const COST_TERMS: readonly CostTerm[] = [
  "total",
  "drift",
  "alternates",
  "tax",
  "trading",
  "risk",
  "preferences",
];

/** `cost.tax`: what a test may expect of the outcome. */
export function costTerm(scope: Scope, node: Reference): Typed | undefined {
  const word = node.path[1];
  if (word === undefined || word.text === "") return undefined;
  const term = COST_TERMS.find((known) => known === word.text);
  if (term === undefined) {
    const near = nearest(word.text, COST_TERMS);
    scope.env.reporter.report(
      names.unknownName,
      placeOf(scope.unit, word),
      { found: word.text, expected: "part of the cost", near },
      near === undefined ? {} : { fixes: [replaceFix(scope.unit.path, word.span, near)] },
    );
    return undefined;
  }
  if (!scope.inTest) {
    scope.env.reporter.report(types.onlyInTests, placeOf(scope.unit, node), {
      found: textOf(scope.unit, node.span),
    });
    return undefined;
  }
  return {
    ty: { u: "money" },
    stage: "decided",
    curve: "affine",
    sign: 0,
    node,
    build: (unit: Unit) => ({ e: "cost", term, unit: settle({ u: "money" }, unit) }),
  };
}
