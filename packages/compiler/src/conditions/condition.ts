/** What is true or false: after `when`, and in a test's `expect`. */
import type { Binary, Expression, IsChosen, Reference } from "@mandate/dsl";
import type { CompareOperator, Condition } from "../bundle/index.ts";
import { catalogue } from "../catalogue/index.ts";
import { replaceFix } from "../diagnostics/reporter.ts";
import type { Scope } from "../env.ts";
import { placeOf, textOf } from "../files/unit.ts";
import { goesTooFar, resolveOption } from "../menus/lookup.ts";
import type { OptionInfo } from "../menus/option.ts";
import { kindOf } from "../sets/resolve.ts";
import { nearest } from "../text/nearest.ts";
import { type Fact, resolveFact } from "../types/facts.ts";
import { infer } from "../types/infer.ts";
import { reportUnits } from "../types/mismatch.ts";
import type { Typed } from "../types/typed.ts";
import { common, settle, settled } from "../types/unit.ts";

const { types, names } = catalogue;

/** Undefined where it is no condition, which has then been reported. */
export function inferCondition(scope: Scope, node: Expression): Condition | undefined {
  switch (node.kind) {
    case "Missing":
      return undefined;
    case "Parentheses":
      return inferCondition(scope, node.inner);
    case "IsChosen":
      return isChosen(scope, node);
    case "Unary": {
      if (node.operator !== "not") break;
      const of = inferCondition(scope, node.operand);
      return of === undefined ? undefined : { c: "not", of };
    }
    case "Binary":
      if (node.operator === "and" || node.operator === "or") {
        const left = inferCondition(scope, node.left);
        const right = inferCondition(scope, node.right);
        if (left === undefined || right === undefined) return undefined;
        return { c: node.operator === "and" ? "all" : "any", of: [left, right] };
      }
      if (COMPARISONS.has(node.operator)) return comparison(scope, node);
      if (node.operator === "in") return membership(scope, node);
      break;
    case "Reference":
      return flag(scope, node);
    default:
      break;
  }
  notACondition(scope, node, kindOf(node));
  return undefined;
}

const COMPARISONS = new Set<string>(["=", "!=", "<", "<=", ">", ">="]);

function isComparison(operator: string): operator is CompareOperator {
  return COMPARISONS.has(operator);
}

function notACondition(scope: Scope, node: Expression, is: string): void {
  scope.env.reporter.report(types.notACondition, placeOf(scope.unit, node), {
    found: textOf(scope.unit, node.span),
    is,
  });
}

function isChosen(scope: Scope, node: IsChosen): Condition | undefined {
  const operand = node.operand.kind === "Parentheses" ? node.operand.inner : node.operand;
  if (operand.kind === "Missing") return undefined;
  if (operand.kind !== "Reference" || operand.path.length < 2 || operand.path[0]?.text === "account") {
    notACondition(scope, node, "about something that nobody chooses");
    return undefined;
  }
  const option = resolveOption(scope, operand.path);
  if (option === undefined) return undefined;
  const chosen: Condition = { c: "chosen", option: option.name };
  return node.negated ? { c: "not", of: chosen } : chosen;
}

/** What a name with a dot stands for, where it is not an amount alone. */
type Subject =
  | { readonly is: "option"; readonly option: OptionInfo }
  | { readonly is: "fact"; readonly fact: Fact };

/** Undefined for what is no option and no fact; `wrong` for one that does not exist, which has been reported. */
function subjectOf(scope: Scope, node: Expression): Subject | "wrong" | undefined {
  if (node.kind === "Parentheses") return subjectOf(scope, node.inner);
  if (node.kind !== "Reference" || node.path.length < 2 || node.path[0]?.text === "cost") return undefined;
  if (node.path[0]?.text === "account") {
    if (goesTooFar(scope, node.path)) return "wrong";
    const fact = resolveFact(scope, node.path[1]);
    return fact === undefined ? "wrong" : { is: "fact", fact };
  }
  const option = resolveOption(scope, node.path);
  return option === undefined || option.kind === "unknown" ? "wrong" : { is: "option", option };
}

/** A flag by itself. */
function flag(scope: Scope, node: Reference): Condition | undefined {
  if (node.path.some(({ text }) => text === "")) return undefined;
  const subject = subjectOf(scope, node);
  if (subject === "wrong") return undefined;
  if (subject?.is === "option" && subject.option.kind === "flag") {
    return { c: "option is", option: subject.option.name, case: "on" };
  }
  if (subject?.is === "fact" && subject.fact.is === "flag") return factFlag(subject.fact.name);
  const is =
    subject === undefined
      ? kindOf(node)
      : subject.is === "option"
        ? "an option that is not on or off"
        : "a fact of the account";
  notACondition(scope, node, is);
  return undefined;
}

/** As flags are read in files. */
function factFlag(fact: string): Condition {
  return {
    c: "any",
    of: ["1", "true", "yes", "on"].map((value): Condition => ({ c: "fact is", fact, value })),
  };
}

function bareWord(node: Expression): string | undefined {
  if (node.kind === "Parentheses") return bareWord(node.inner);
  return node.kind === "Reference" && node.path.length === 1 ? node.path[0]?.text : undefined;
}

function comparison(scope: Scope, node: Binary): Condition | undefined {
  if (!isComparison(node.operator)) return undefined;
  if (node.left.kind === "Missing" || node.right.kind === "Missing") return undefined;
  if (node.operator === "=" || node.operator === "!=") {
    const named = caseOf(scope, node.left, node.right) ?? caseOf(scope, node.right, node.left);
    if (named === "wrong") return undefined;
    if (named !== undefined) return node.operator === "=" ? named : { c: "not", of: named };
  }
  const left = infer(scope, node.left);
  const right = infer(scope, node.right);
  if (left === undefined || right === undefined) return undefined;
  const ty = common(left.ty, right.ty);
  if (ty === undefined) {
    reportUnits(scope, node, left, right);
    return undefined;
  }
  if (!mayLookAt(scope, left) || !mayLookAt(scope, right)) return undefined;
  const unit = settled(ty);
  return {
    c: "compare",
    operator: node.operator,
    left: left.build(settle(left.ty, unit)),
    right: right.build(settle(right.ty, unit)),
  };
}

/** Outside tests a condition must be known before the trades. */
function mayLookAt(scope: Scope, typed: Typed): boolean {
  if (typed.stage !== "decided" || scope.inTest) return true;
  const found = textOf(scope.unit, typed.node.span);
  const instead = `before(${found})`;
  scope.env.reporter.report(
    types.decidedCondition,
    placeOf(scope.unit, typed.node),
    { found, instead },
    { fixes: [replaceFix(scope.unit.path, typed.node.span, instead)] },
  );
  return false;
}

/** `Tax.sensitivity = high`, `account.registration = taxable`: undefined if it is no such comparison. */
function caseOf(scope: Scope, node: Expression, value: Expression): Condition | "wrong" | undefined {
  const word = bareWord(value);
  const text = value.kind === "Text" ? value.value : undefined;
  const looks =
    node.kind === "Reference" && node.path.length > 1 && (word !== undefined || text !== undefined);
  if (!looks) return textFact(scope, node, value);
  if (word === "") return "wrong";
  const subject = subjectOf(scope, node);
  if (subject === "wrong" || subject === undefined) return subject;
  if (subject.is === "fact") return factIs(scope, subject.fact, value, word ?? text ?? "");
  return optionIs(scope, subject.option, value, word ?? text ?? "", text !== undefined);
}

/** A text fact compared with an amount: worth a better word than that the text is no amount. */
function textFact(scope: Scope, node: Expression, value: Expression): "wrong" | undefined {
  if (node.kind !== "Reference" || node.path.length < 2 || node.path[0]?.text !== "account") return undefined;
  if (value.kind === "Reference") return undefined;
  if (goesTooFar(scope, node.path)) return "wrong";
  const fact = resolveFact(scope, node.path[1]);
  if (fact === undefined) return "wrong";
  if (fact.is === "number") return undefined;
  notACondition(scope, value, `an amount, and \`${textOf(scope.unit, node.span)}\` is a ${fact.is}`);
  return "wrong";
}

const REGISTRATIONS = ["taxable", "traditional", "roth", "exempt"];

function factIs(
  scope: Scope,
  fact: Fact,
  value: Expression,
  wanted: string,
): Condition | "wrong" | undefined {
  if (fact.is === "number") return undefined;
  if (fact.is === "flag") {
    const on = ["on", "true", "yes"].includes(wanted);
    if (!on && !["off", "false", "no"].includes(wanted)) {
      notACondition(scope, value, "neither `on` nor `off`");
      return "wrong";
    }
    return on ? factFlag(fact.name) : { c: "not", of: factFlag(fact.name) };
  }
  if (fact.name === "registration" && !REGISTRATIONS.includes(wanted))
    return unknownCase(scope, value, wanted, "account.registration", REGISTRATIONS);
  const known =
    fact.name === "model"
      ? scope.env.declarations.of("model")
      : fact.name === "profile"
        ? scope.env.declarations.of("profile")
        : undefined;
  if (known !== undefined && !known.some(({ name }) => name === wanted)) {
    return unknownCase(
      scope,
      value,
      wanted,
      `account.${fact.name}`,
      known.map(({ name }) => name),
    );
  }
  return { c: "fact is", fact: fact.name, value: wanted };
}

function unknownCase(
  scope: Scope,
  node: Expression,
  found: string,
  option: string,
  cases: readonly string[],
): "wrong" {
  const near = nearest(found, cases);
  scope.env.reporter.report(
    names.unknownCase,
    placeOf(scope.unit, node),
    { found, option, cases, near },
    near === undefined ? {} : { fixes: [replaceFix(scope.unit.path, node.span, near)] },
  );
  return "wrong";
}

function optionIs(
  scope: Scope,
  option: OptionInfo,
  value: Expression,
  wanted: string,
  quoted: boolean,
): Condition | "wrong" | undefined {
  if (option.kind === "flag") {
    if (wanted !== "on" && wanted !== "off")
      return unknownCase(scope, value, wanted, option.name, ["on", "off"]);
    return { c: "option is", option: option.name, case: wanted };
  }
  if (option.kind === "choice") {
    const cases = option.cases.map(({ name }) => name);
    if (quoted || !cases.includes(wanted)) return unknownCase(scope, value, wanted, option.name, cases);
    return { c: "option is", option: option.name, case: wanted };
  }
  if (wanted === "none") return { c: "not", of: { c: "chosen", option: option.name } };
  return undefined;
}

function membership(scope: Scope, node: Binary): Condition | undefined {
  const { right } = node;
  const inner = right.kind === "Parentheses" ? right.inner : right;
  if (node.left.kind === "Missing" || inner.kind === "Missing") return undefined;
  if (inner.kind === "Range") {
    const of = infer(scope, node.left);
    const low = infer(scope, inner.low);
    const high = infer(scope, inner.high);
    if (of === undefined || low === undefined || high === undefined) return undefined;
    const ends =
      common(of.ty, low.ty) === undefined ? undefined : common(common(of.ty, low.ty) ?? of.ty, high.ty);
    if (ends === undefined) {
      reportUnits(scope, node, of, common(of.ty, low.ty) === undefined ? low : high);
      return undefined;
    }
    if (low.value !== undefined && high.value?.lessThan(low.value) === true) {
      scope.env.reporter.report(types.rangeBackwards, placeOf(scope.unit, inner), {
        low: textOf(scope.unit, inner.low.span),
        high: textOf(scope.unit, inner.high.span),
      });
      return undefined;
    }
    if (![of, low, high].every((typed) => mayLookAt(scope, typed))) return undefined;
    const unit = settled(ends);
    return {
      c: "between",
      of: of.build(settle(of.ty, unit)),
      low: low.build(settle(low.ty, unit)),
      high: high.build(settle(high.ty, unit)),
    };
  }
  if (inner.kind === "Braces") {
    const cases = inner.items.map((item) => caseOf(scope, node.left, item));
    const sound: Condition[] = [];
    for (const [index, found] of cases.entries()) {
      if (found === undefined)
        notACondition(scope, inner.items[index] ?? inner, "none of the words it could be");
      else if (found !== "wrong") sound.push(found);
    }
    return sound.length < cases.length ? undefined : { c: "any", of: sound };
  }
  notACondition(scope, inner, `${kindOf(inner)}, neither a range nor words in braces`);
  return undefined;
}
