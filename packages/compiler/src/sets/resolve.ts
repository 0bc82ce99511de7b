/** From set expressions to sets: `Approved and USLarge except { TSLA }`, `where sector = "Energy"`, `Screens.exclude`. */
import type { Expression, Name, Reference } from "@mandate/dsl";
import { catalogue } from "../catalogue/index.ts";
import { replaceFix } from "../diagnostics/reporter.ts";
import type { Scope } from "../env.ts";
import { placeOf, textOf } from "../files/unit.ts";
import { resolveOption } from "../menus/lookup.ts";
import { allSecurities, lookUpSet, setNames, unknown } from "./names.ts";
import { combine, open, type SetOperator, type SetValue } from "./value.ts";
import { resolveWhere } from "./where.ts";

const { names, types } = catalogue;

const OPERATORS: Readonly<Record<string, SetOperator>> = {
  except: "difference",
  or: "union",
  and: "intersection",
};

/** The set that an expression stands for; undefined where it stands for none, which has then been reported. */
export function resolveSet(scope: Scope, node: Expression): SetValue | undefined {
  const { env, unit } = scope;
  switch (node.kind) {
    case "Missing":
      return undefined;
    case "Parentheses":
      return resolveSet(scope, node.inner);
    case "Reference":
      return resolveReference(scope, node);
    case "Braces":
      return resolveBraces(scope, node.items, textOf(unit, node.span));
    case "Where": {
      const subject = node.subject === undefined ? allSecurities(env) : resolveSet(scope, node.subject);
      const condition = resolveWhere(scope, node.condition);
      if (subject === undefined || condition === undefined) return undefined;
      return combine(env.sets, "intersection", subject, condition, textOf(unit, node.span));
    }
    case "Binary": {
      const operator = OPERATORS[node.operator];
      if (operator === undefined) break;
      const left = resolveSet(scope, node.left);
      const right = resolveSet(scope, node.right);
      if (left === undefined || right === undefined) return undefined;
      return combine(env.sets, operator, left, right, textOf(unit, node.span));
    }
    case "Unary": {
      if (node.operator !== "not") break;
      const operand = resolveSet(scope, node.operand);
      if (operand === undefined) return undefined;
      return combine(env.sets, "difference", allSecurities(env), operand, textOf(unit, node.span));
    }
    default:
      break;
  }
  notASet(scope, node);
  return undefined;
}

function resolveBraces(scope: Scope, items: readonly Expression[], label: string): SetValue | undefined {
  let all: SetValue | undefined = { kind: "fixed", members: [], cash: false, label, single: false };
  for (const item of items) {
    const value = resolveSet(scope, item);
    all =
      all === undefined || value === undefined
        ? undefined
        : combine(scope.env.sets, "union", all, value, label);
  }
  if (all !== undefined) warnOfTwice(scope, items);
  return all;
}

/** A name that stands among others twice: one of the two was to be another. Told once, however often it stands there. */
export function warnOfTwice({ env, unit }: Scope, items: readonly (Expression | Name)[]): void {
  const first = new Map<string, { readonly item: Expression | Name; told: boolean }>();
  for (const item of items) {
    const found = wordOf(item);
    if (found === undefined || found === "") continue;
    const before = first.get(found);
    if (before === undefined) first.set(found, { item, told: false });
    else if (!before.told) {
      before.told = true;
      env.reporter.report(
        names.namedTwice,
        placeOf(unit, item),
        { found },
        { related: [{ ...placeOf(unit, before.item), message: "it is named here first" }] },
      );
    }
  }
}

function wordOf(item: Expression | Name): string | undefined {
  if (item.kind === "Name") return item.text;
  return item.kind === "Reference" && item.path.length === 1 ? item.path[0]?.text : undefined;
}

function resolveReference(scope: Scope, node: Reference): SetValue | undefined {
  const [first, second] = node.path;
  if (first === undefined || first.text === "" || second?.text === "") return undefined;
  if (second !== undefined) return resolveChosen(scope, node);
  const found = lookUpSet(scope, first);
  if (found !== undefined) return found.value;
  notFound(scope, node, first);
  return undefined;
}

/** `Screens.exclude`: the lists that the account chose. */
function resolveChosen(scope: Scope, node: Reference): SetValue | undefined {
  const first = node.path[0];
  if (first !== undefined && (first.text === "account" || first.text === "cost")) {
    notASet(scope, node);
    return undefined;
  }
  const option = resolveOption(scope, node.path);
  if (option === undefined || option.kind === "unknown") return undefined;
  if (option.kind !== "lists") {
    notASet(scope, node);
    return undefined;
  }
  scope.optionsRead?.add(option.name);
  return open({ set: "chosen", option: option.name }, option.name);
}

function notFound(scope: Scope, node: Reference, name: Name): void {
  const { env, unit } = scope;
  const entity = env.declarations.byName.get(name.text);
  if (entity !== undefined) {
    if (!entity.valid) return;
    const report = entity.kind === "attribute" ? `where ${name.text}` : undefined;
    env.reporter.report(
      names.wrongKind,
      placeOf(unit, node),
      { found: name.text, is: entity.kind, expected: "security, class or list" },
      report === undefined ? {} : { fixes: [replaceFix(unit.path, node.span, report)] },
    );
  } else if ((name.text === "issuers" || name.text === "classes") && !name.quoted) {
    notASet(scope, node);
  } else if (env.universe.columns.size > 0) {
    unknown(scope, name, "security, class or list", setNames(env));
  }
}

function notASet(scope: Scope, node: Expression): void {
  scope.env.reporter.report(types.notASet, placeOf(scope.unit, node), {
    found: textOf(scope.unit, node.span),
    is: kindOf(node),
  });
}

/** What an expression is, for a reader who expected something else. */
export function kindOf(node: Expression): string {
  switch (node.kind) {
    case "Quantity":
      return "an amount";
    case "Date":
      return "a date";
    case "Text":
      return "a text";
    case "Range":
      return "a range";
    case "Call":
    case "Sum":
    case "ThisYear":
      return "a measure";
    case "Classes":
      return "several classes";
    case "Held":
    case "IsChosen":
      return "a condition";
    case "Braces":
    case "Where":
      return "a set of securities";
    case "Binary":
      if (["+", "-", "*", "/"].includes(node.operator)) return "a calculation";
      return node.operator === "except" ? "a set of securities" : "a condition";
    case "Unary":
      return node.operator === "-" ? "a calculation" : "a condition";
    case "Reference":
      return node.path[0]?.text === "account"
        ? "a fact of the account"
        : node.path.length > 1
          ? "an option"
          : "a name";
    case "Parentheses":
      return kindOf(node.inner);
    case "Missing":
      return "missing";
  }
}
