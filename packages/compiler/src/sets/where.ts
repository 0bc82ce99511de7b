/** Conditions on securities: the set of those that meet one. */
import type { Binary, BinaryOperator, Expression, Held, Name, Reference } from "@mandate/dsl";
import type { Decimal } from "decimal.js";
import type { LotComparison } from "../bundle/index.ts";
import { catalogue } from "../catalogue/index.ts";
import { replaceFix } from "../diagnostics/reporter.ts";
import type { Scope } from "../env.ts";
import { placeOf, textOf } from "../files/unit.ts";
import { Exact, readDecimal } from "../numbers/decimal.ts";
import { durationOf } from "../numbers/duration.ts";
import { refer } from "../symbols/references.ts";
import { nearest } from "../text/nearest.ts";
import { type AttributeType, isAttributeType, type Universe } from "../universe/universe.ts";
import { allSecurities, lookUpSet, setNames } from "./names.ts";
import { combine, open, refOf, type SetValue } from "./value.ts";

const { names, types } = catalogue;

/** The securities that meet a condition; undefined where it is none, which has then been reported. */
export function resolveWhere(scope: Scope, node: Expression): SetValue | undefined {
  const { env, unit } = scope;
  const label = textOf(unit, node.span);
  switch (node.kind) {
    case "Missing":
      return undefined;
    case "Parentheses":
      return resolveWhere(scope, node.inner);
    case "Held":
      return held(scope, node);
    case "Unary": {
      if (node.operator !== "not") break;
      const operand = resolveWhere(scope, node.operand);
      if (operand === undefined) return undefined;
      if (operand.kind === "open" && operand.ref.set === "lots" && node.operand.kind === "Held") {
        return open({ ...operand.ref, comparison: OPPOSITE[operand.ref.comparison] }, label);
      }
      return combine(env.sets, "difference", allSecurities(env), operand, label);
    }
    case "Reference":
      return named(scope, node);
    case "Braces":
      return braces(scope, node.items, label);
    case "Binary": {
      if (node.operator === "and" || node.operator === "or" || node.operator === "except") {
        const left = resolveWhere(scope, node.left);
        const right = resolveWhere(scope, node.right);
        if (left === undefined || right === undefined) return undefined;
        const operator =
          node.operator === "and" ? "intersection" : node.operator === "or" ? "union" : "difference";
        return combine(env.sets, operator, left, right, label);
      }
      return comparison(scope, node, label);
    }
    default:
      break;
  }
  env.reporter.report(types.notACondition, placeOf(unit, node), { found: label, is: "not about a security" });
  return undefined;
}

const OPPOSITE: Readonly<Record<LotComparison, LotComparison>> = {
  "less than": "at least",
  "at least": "less than",
  "more than": "at most",
  "at most": "more than",
};

function held(scope: Scope, node: Held): SetValue | undefined {
  const duration = durationOf(node.duration);
  if (duration === undefined) {
    if (node.duration.kind !== "Missing") {
      scope.env.reporter.report(types.wrongUnit, placeOf(scope.unit, node.duration), {
        found: textOf(scope.unit, node.duration.span),
        is: "none",
        expected: "a length of time such as `1 year`",
        where: "how long a lot was held",
      });
    }
    return undefined;
  }
  const of = refOf(scope.env.sets, allSecurities(scope.env));
  return open({ set: "lots", of, comparison: node.comparison, duration }, textOf(scope.unit, node.span));
}

/** `{ AAPL, Tech }` as a condition: is one of them. */
function braces(scope: Scope, items: readonly Expression[], label: string): SetValue | undefined {
  let all: SetValue | undefined = { kind: "fixed", members: [], cash: false, label, single: false };
  for (const item of items) {
    const value = resolveWhere(scope, item);
    all =
      all === undefined || value === undefined
        ? undefined
        : combine(scope.env.sets, "union", all, value, label);
  }
  return all;
}

interface AttributeUse {
  readonly name: string;
  /** undefined where the declaration's type is wrong: an error already */
  readonly type: AttributeType | undefined;
}

function attributeNamed(scope: Scope, name: Name): AttributeUse | undefined {
  const entity = scope.env.declarations.byName.get(name.text);
  if (entity?.kind !== "attribute") return undefined;
  refer(scope.env.references, name.text, scope.unit, name);
  const type = entity.node.type.text;
  return { name: name.text, type: isAttributeType(type) ? type : undefined };
}

/** A bare name: a flag, or a set to be in. */
function named(scope: Scope, node: Reference): SetValue | undefined {
  const { env, unit } = scope;
  const [name, second] = node.path;
  if (name === undefined || name.text === "") return undefined;
  if (second !== undefined) {
    env.reporter.report(types.notACondition, placeOf(unit, node), {
      found: textOf(unit, node.span),
      is: "not about a security",
    });
    return undefined;
  }
  const attribute = attributeNamed(scope, name);
  if (attribute !== undefined) {
    if (attribute.type === undefined) return undefined;
    if (attribute.type !== "flag") {
      env.reporter.report(types.attributeType, placeOf(unit, node), {
        found: name.text,
        is: attribute.type,
        expected:
          attribute.type === "text"
            ? `a condition compares it: \`${name.text} = "…"\``
            : `a condition compares it: \`${name.text} >= …\``,
      });
      return undefined;
    }
    return matching(scope, attribute.name, name.text, (cell) => cell === "1");
  }
  const set = lookUpSet(scope, name);
  if (set !== undefined) return set.value;
  unknownAttribute(scope, name, true);
  return undefined;
}

function unknownAttribute(scope: Scope, name: Name, orSet: boolean): void {
  const { env, unit } = scope;
  const entity = env.declarations.byName.get(name.text);
  if (entity !== undefined) {
    if (entity.valid) {
      env.reporter.report(names.wrongKind, placeOf(unit, name), {
        found: name.text,
        is: entity.kind,
        expected: "attribute",
      });
    }
    return;
  }
  const column = env.universe.columns.has(name.text);
  const candidates = env.declarations.of("attribute").map((attribute) => attribute.name);
  const near = nearest(name.text, orSet ? [...candidates, ...setNames(env)] : candidates);
  env.reporter.report(
    names.unknownAttribute,
    placeOf(unit, name),
    { found: name.text, column, near },
    column || near === undefined ? {} : { fixes: [replaceFix(unit.path, name.span, near)] },
  );
}

function matching(
  scope: Scope,
  attribute: string,
  label: string,
  meets: (cell: string | undefined) => boolean,
): SetValue {
  const { universe } = scope.env;
  // Asked for even where the answer is known already: who keeps results sees what they are made from.
  const { securities } = universe;
  // Thousands of accounts write the same few conditions, and the same words about the same attribute are one condition.
  const known = conditions.get(universe) ?? new Map<string, SetValue>();
  conditions.set(universe, known);
  const key = `${attribute}\n${label}`;
  const before = known.get(key);
  if (before !== undefined) return before;
  const members: number[] = [];
  securities.forEach((security, index) => {
    if (meets(security.attributes[attribute])) members.push(index);
  });
  const value: SetValue = { kind: "fixed", members, cash: false, label, single: false };
  known.set(key, value);
  return value;
}

const conditions = new WeakMap<Universe, Map<string, SetValue>>();

const FLIPPED: Partial<Record<BinaryOperator, BinaryOperator>> = {
  "<": ">",
  "<=": ">=",
  ">": "<",
  ">=": "<=",
};

function comparison(scope: Scope, node: Binary, label: string): SetValue | undefined {
  const { env, unit } = scope;
  const left = single(node.left);
  const right = single(node.right);
  if (node.left.kind === "Missing" || node.right.kind === "Missing") return undefined;
  if (node.operator === "in" && left !== undefined && scope.variables.has(left.text)) {
    env.reporter.report(types.notACondition, placeOf(unit, node), {
      found: label,
      is: "about another rule's variable",
    });
    return undefined;
  }
  const leftAttribute = left === undefined ? undefined : attributeNamed(scope, left);
  if (left !== undefined && leftAttribute !== undefined) {
    return compareAttribute(scope, left, leftAttribute, node.operator, node.right, label);
  }
  const rightAttribute =
    right === undefined || node.operator === "in" ? undefined : attributeNamed(scope, right);
  if (right !== undefined && rightAttribute !== undefined) {
    return compareAttribute(
      scope,
      right,
      rightAttribute,
      FLIPPED[node.operator] ?? node.operator,
      node.left,
      label,
    );
  }
  if (left !== undefined) unknownAttribute(scope, left, false);
  else
    env.reporter.report(types.notACondition, placeOf(unit, node), {
      found: label,
      is: "not about an attribute of a security",
    });
  return undefined;
}

function single(node: Expression): Name | undefined {
  if (node.kind === "Parentheses") return single(node.inner);
  const name = node.kind === "Reference" && node.path.length === 1 ? node.path[0] : undefined;
  return name?.text === "" ? undefined : name;
}

function compareAttribute(
  scope: Scope,
  name: Name,
  attribute: AttributeUse,
  operator: BinaryOperator,
  value: Expression,
  label: string,
): SetValue | undefined {
  if (attribute.type === undefined) return undefined;
  if (operator === "in") return among(scope, name, attribute, value, label);
  const test = testOf(scope, name, attribute.type, operator, value);
  return test === undefined ? undefined : matching(scope, attribute.name, label, test);
}

/** `sector in { "Energy", "Utilities" }`, `esg_score in 20..40` */
function among(
  scope: Scope,
  name: Name,
  attribute: AttributeUse,
  value: Expression,
  label: string,
): SetValue | undefined {
  const { type } = attribute;
  if (type === undefined) return undefined;
  if (value.kind === "Parentheses") return among(scope, name, attribute, value.inner, label);
  if (value.kind === "Range") {
    const low = testOf(scope, name, type, ">=", value.low);
    const high = testOf(scope, name, type, "<=", value.high);
    if (low === undefined || high === undefined) return undefined;
    return matching(scope, attribute.name, label, (cell) => low(cell) && high(cell));
  }
  if (value.kind === "Braces") {
    const tests = value.items.map((item) => testOf(scope, name, type, "=", item));
    const sound = tests.filter((test) => test !== undefined);
    if (sound.length < tests.length) return undefined;
    return matching(scope, attribute.name, label, (cell) => sound.some((test) => test(cell)));
  }
  scope.env.reporter.report(types.wrongUnit, placeOf(scope.unit, value), {
    found: textOf(scope.unit, value.span),
    is: "neither",
    expected: "a range such as `20..40`, or values in braces",
    where: `what \`${name.text}\` is in`,
  });
  return undefined;
}

type Test = (cell: string | undefined) => boolean;

function testOf(
  scope: Scope,
  name: Name,
  type: AttributeType,
  operator: BinaryOperator,
  value: Expression,
): Test | undefined {
  if (value.kind === "Parentheses") return testOf(scope, name, type, operator, value.inner);
  if (value.kind === "Missing") return undefined;
  if (type === "text") return textTest(scope, name, operator, value);
  if (type === "number") return numberTest(scope, name, operator, value);
  return flagTest(scope, name, operator, value);
}

function textTest(scope: Scope, name: Name, operator: BinaryOperator, value: Expression): Test | undefined {
  const { env, unit } = scope;
  const place = placeOf(unit, value);
  if (operator !== "=" && operator !== "!=") {
    env.reporter.report(types.attributeType, placeOf(unit, name), {
      found: name.text,
      is: "text",
      expected: "text is compared by `=`, `!=` or `in` only",
    });
    return undefined;
  }
  if (value.kind === "Text") {
    const wanted = value.value;
    warnOfUnknown(scope, name.text, value, wanted);
    return operator === "=" ? (cell) => cell === wanted : (cell) => cell !== undefined && cell !== wanted;
  }
  const bare = single(value);
  if (bare !== undefined) {
    const fix = replaceFix(unit.path, value.span, `"${bare.text}"`, "put it in quotes");
    env.reporter.report(
      types.textNeedsQuotes,
      place,
      { found: bare.text, attribute: name.text },
      { fixes: [fix] },
    );
    return undefined;
  }
  env.reporter.report(types.attributeType, place, {
    found: name.text,
    is: "text",
    expected: `\`${textOf(unit, value.span)}\` is not: write it in quotes`,
  });
  return undefined;
}

/** A text that no security has is a slip of the pen only where one nearly like it exists. */
function warnOfUnknown(scope: Scope, attribute: string, value: Expression, wanted: string): void {
  const { env, unit } = scope;
  const texts = textsOf(env.universe, attribute);
  const near = texts.has(wanted) ? undefined : nearest(wanted, [...texts]);
  if (near === undefined) return;
  env.reporter.report(
    names.unknownText,
    placeOf(unit, value),
    { found: wanted, attribute, near },
    { fixes: [replaceFix(unit.path, value.span, `"${near}"`)] },
  );
}

function textsOf(universe: Universe, attribute: string): ReadonlySet<string> {
  const { securities } = universe;
  const known = texts.get(universe) ?? new Map<string, ReadonlySet<string>>();
  texts.set(universe, known);
  const before = known.get(attribute);
  if (before !== undefined) return before;
  const found = new Set(securities.flatMap(({ attributes }) => attributes[attribute] ?? []));
  known.set(attribute, found);
  return found;
}

const texts = new WeakMap<Universe, Map<string, ReadonlySet<string>>>();

function flagTest(scope: Scope, name: Name, operator: BinaryOperator, value: Expression): Test | undefined {
  const word = single(value)?.text;
  const on = word === "on" || word === "true" || word === "yes";
  if (
    (operator === "=" || operator === "!=") &&
    (on || word === "off" || word === "false" || word === "no")
  ) {
    const wanted = on === (operator === "=");
    return (cell) => (cell === "1") === wanted;
  }
  scope.env.reporter.report(types.attributeType, placeOf(scope.unit, value), {
    found: name.text,
    is: "flag",
    expected: `a flag is true or false by itself: \`${name.text}\` or \`not ${name.text}\``,
  });
  return undefined;
}

/** A plain number, perhaps with a minus in front. */
function plainNumber(value: Expression): Decimal | undefined {
  if (value.kind === "Parentheses") return plainNumber(value.inner);
  if (value.kind === "Unary" && value.operator === "-") return plainNumber(value.operand)?.negated();
  return value.kind === "Quantity" && value.unit === "none" ? readDecimal(value.value) : undefined;
}

function numberTest(scope: Scope, name: Name, operator: BinaryOperator, value: Expression): Test | undefined {
  const bound = plainNumber(value);
  if (bound === undefined) {
    scope.env.reporter.report(types.attributeType, placeOf(scope.unit, value), {
      found: name.text,
      is: "number",
      expected: `\`${textOf(scope.unit, value.span)}\` is none: write it without a unit`,
    });
    return undefined;
  }
  const meets = (order: number): boolean => {
    if (operator === "=") return order === 0;
    if (operator === "!=") return order !== 0;
    if (operator === "<") return order < 0;
    if (operator === "<=") return order <= 0;
    return operator === ">" ? order > 0 : order >= 0;
  };
  // An empty cell meets no condition (language.md, "Authority").
  return (cell) => cell !== undefined && meets(new Exact(cell).comparedTo(bound));
}
