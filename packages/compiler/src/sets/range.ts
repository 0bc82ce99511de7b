/** What a `for each` or a `sum` ranges over. */
import type { Expression } from "@mandate/dsl";
import type { Range } from "../bundle/index.ts";
import { catalogue } from "../catalogue/index.ts";
import type { Scope, Variable } from "../env.ts";
import { placeOf, textOf } from "../files/unit.ts";
import { allSecurities, resolveClass } from "./names.ts";
import { kindOf, resolveSet } from "./resolve.ts";
import { combine, refOf, type SetValue } from "./value.ts";
import { resolveWhere } from "./where.ts";

const { types } = catalogue;

export type RangeValue =
  | { readonly over: "securities" | "issuers"; readonly of: SetValue }
  | { readonly over: "classes"; readonly classes: readonly string[] };

export function resolveRange(scope: Scope, node: Expression): RangeValue | undefined {
  const { env, unit } = scope;
  switch (node.kind) {
    case "Missing":
      return undefined;
    case "Parentheses":
      return resolveRange(scope, node.inner);
    case "Classes":
      return classes(scope, node.of);
    case "Reference": {
      const [name] = node.path;
      if (node.path.length > 1 || name === undefined || name.quoted || scope.variables.has(name.text)) break;
      if (name.text === "issuers") return { over: "issuers", of: allSecurities(env) };
      if (name.text === "classes") return classes(scope, undefined);
      break;
    }
    case "Where": {
      if (node.subject === undefined || !special(node.subject)) break;
      const subject = resolveRange(scope, node.subject);
      if (subject?.over === "classes") {
        notARange(scope, node, "a condition on classes, and only securities have attributes");
        return undefined;
      }
      const condition = resolveWhere(scope, node.condition);
      if (subject === undefined || condition === undefined) return undefined;
      return {
        ...subject,
        of: combine(env.sets, "intersection", subject.of, condition, textOf(unit, node.span)),
      };
    }
    case "Binary": {
      if (node.operator !== "except" || !special(node.left)) break;
      const left = resolveRange(scope, node.left);
      if (left === undefined) return undefined;
      if (left.over === "classes") return exceptClasses(scope, left.classes, node.right);
      const right = resolveSet(scope, node.right);
      if (right === undefined) return undefined;
      return { ...left, of: combine(env.sets, "difference", left.of, right, textOf(unit, node.span)) };
    }
    case "Quantity":
    case "Date":
    case "Text":
    case "Call":
    case "Range":
      notARange(scope, node, kindOf(node));
      return undefined;
    default:
      break;
  }
  const of = resolveSet(scope, node);
  return of === undefined ? undefined : { over: "securities", of };
}

/** Whether an expression is about issuers or classes, at its left end. */
function special(node: Expression): boolean {
  if (node.kind === "Parentheses") return special(node.inner);
  if (node.kind === "Classes") return true;
  if (node.kind === "Where") return node.subject !== undefined && special(node.subject);
  if (node.kind === "Binary") return node.operator === "except" && special(node.left);
  const name = node.kind === "Reference" && node.path.length === 1 ? node.path[0] : undefined;
  return name !== undefined && !name.quoted && (name.text === "issuers" || name.text === "classes");
}

function notARange(scope: Scope, node: Expression, is: string): void {
  scope.env.reporter.report(types.notARange, placeOf(scope.unit, node), {
    found: textOf(scope.unit, node.span),
    is,
  });
}

/** `classes`: every class of every level, as drift of classes has it (semantics.md 2); `of X`: those inside X. */
function classes(scope: Scope, of: Expression | undefined): RangeValue | undefined {
  const all = scope.env.classes.list;
  if (of === undefined) return { over: "classes", classes: all.map(({ name }) => name) };
  const parent = className(scope, of);
  if (parent === undefined) return undefined;
  const within = scope.env.classes.byName.get(parent)?.within ?? new Set();
  return {
    over: "classes",
    classes: all.map(({ name }) => name).filter((name) => name !== parent && within.has(name)),
  };
}

function className(scope: Scope, node: Expression): string | undefined {
  if (node.kind === "Parentheses") return className(scope, node.inner);
  if (node.kind === "Missing") return undefined;
  const name = node.kind === "Reference" && node.path.length === 1 ? node.path[0] : undefined;
  if (name !== undefined) return resolveClass(scope, name);
  scope.env.reporter.report(types.notARange, placeOf(scope.unit, node), {
    found: textOf(scope.unit, node.span),
    is: `${kindOf(node)} where a class is needed`,
  });
  return undefined;
}

function exceptClasses(scope: Scope, from: readonly string[], node: Expression): RangeValue | undefined {
  const items = node.kind === "Braces" ? node.items : [node];
  const taken = items.map((item) => className(scope, item));
  if (taken.includes(undefined)) return undefined;
  return { over: "classes", classes: from.filter((name) => !taken.includes(name)) };
}

export function rangeIR(scope: Scope, range: RangeValue): Range {
  if (range.over === "classes") return { over: "classes", classes: range.classes };
  return { over: range.over, of: refOf(scope.env.sets, range.of) };
}

export function variableOf(name: string, range: RangeValue): Variable {
  const is = range.over === "securities" ? "security" : range.over === "issuers" ? "issuer" : "class";
  return { name, is };
}
