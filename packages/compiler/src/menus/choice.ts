/** Reading what was chosen for an option, in a policy's text. */
import type { Expression } from "@mandate/dsl";
import type { ChoiceValue } from "../bundle/index.ts";
import { catalogue } from "../catalogue/index.ts";
import { replaceFix } from "../diagnostics/reporter.ts";
import type { Scope } from "../env.ts";
import { placeOf, textOf } from "../files/unit.ts";
import { plain } from "../numbers/decimal.ts";
import { kindOf, warnOfTwice } from "../sets/resolve.ts";
import { refer } from "../symbols/references.ts";
import { nearest } from "../text/nearest.ts";
import { infer } from "../types/infer.ts";
import { describe } from "../types/unit.ts";
import type { OptionInfo } from "./option.ts";

const { names, authority } = catalogue;

export type Outcome =
  | { readonly ok: true; readonly value: ChoiceValue }
  | {
      readonly ok: false;
      readonly reported: boolean;
      readonly fault?: "range" | "type";
      readonly is?: string;
    };

const REPORTED: Outcome = { ok: false, reported: true };
const NONE: Outcome = { ok: true, value: { kind: "none" } };

function word(node: Expression | undefined): string | undefined {
  if (node?.kind === "Parentheses") return word(node.inner);
  return node?.kind === "Reference" && node.path.length === 1 ? node.path[0]?.text : undefined;
}

/** The value that expressions give an option; a fault is the caller's to word, unless it is `reported`. */
export function readChoice(scope: Scope, option: OptionInfo, values: readonly Expression[]): Outcome {
  const [first, ...others] = values;
  if (first === undefined || values.some(({ kind }) => kind === "Missing") || option.kind === "unknown")
    return REPORTED;
  if (word(first) === "" || first.span.end === first.span.start) return REPORTED;
  if ((first.kind === "Unary" || first.kind === "Binary") && infer(scope, first) === undefined)
    return REPORTED;
  if (option.kind === "lists") return readLists(scope, option, values);
  if (others.length > 0) return { ok: false, reported: false, fault: "type", is: "more than one" };
  if (option.kind === "choice") return readCase(scope, option, first);
  const name = word(first);
  if (option.kind === "flag") {
    if (name === "on" || name === "off") return { ok: true, value: { kind: "flag", on: name === "on" } };
    return {
      ok: false,
      reported: false,
      fault: "type",
      is: name === undefined ? kindOf(first) : "another word",
    };
  }
  if (name === "none") return NONE;
  return readAmount(scope, option, first);
}

function readAmount(scope: Scope, option: OptionInfo, node: Expression): Outcome {
  const typed = infer(scope, node);
  if (typed === undefined) return REPORTED;
  const { u } = typed.ty;
  const base = typed.ty.u === "percent" ? typed.ty.base.base : "free";
  const fits =
    base !== "set" &&
    (u === option.kind ||
      (u === "bps" && (option.kind === "percent" || option.kind === "points")) ||
      (u === "number" && option.kind === "count"));
  if (!fits || typed.value === undefined) {
    return {
      ok: false,
      reported: false,
      fault: "type",
      is: fits ? "not a plain amount" : describe(typed.ty),
    };
  }
  const { value } = typed;
  if (
    (option.low !== undefined && value.lessThan(option.low)) ||
    (option.high !== undefined && value.greaterThan(option.high))
  ) {
    return { ok: false, reported: false, fault: "range" };
  }
  return { ok: true, value: { kind: "quantity", value: plain(value) } };
}

function readCase(scope: Scope, option: OptionInfo, node: Expression): Outcome {
  const name = word(node);
  const index = option.cases.findIndex((known) => known.name === name);
  const found = option.cases[index];
  if (found !== undefined) {
    return {
      ok: true,
      value: {
        kind: "case",
        case: found.name,
        value: found.value === undefined ? String(index) : plain(found.value),
      },
    };
  }
  if (name === "none") return NONE;
  if (name === undefined) return { ok: false, reported: false, fault: "type", is: kindOf(node) };
  const cases = option.cases.map((known) => known.name);
  const near = nearest(name, cases);
  scope.env.reporter.report(
    names.unknownCase,
    placeOf(scope.unit, node),
    { found: name, option: option.name, cases, near },
    near === undefined ? {} : { fixes: [replaceFix(scope.unit.path, node.span, near)] },
  );
  return REPORTED;
}

function readLists(scope: Scope, option: OptionInfo, values: readonly Expression[]): Outcome {
  const items = values.flatMap((value) => (value.kind === "Braces" ? value.items : [value]));
  if (items.length === 1 && word(items[0]) === "none" && !option.lists.includes("none")) return NONE;
  const lists: string[] = [];
  warnOfTwice(scope, items);
  for (const item of items) {
    const name = word(item);
    if (name === undefined) {
      return { ok: false, reported: false, fault: "type", is: kindOf(item) };
    }
    if (!option.lists.includes(name)) {
      const entity = scope.env.declarations.byName.get(name);
      const near = nearest(name, option.lists);
      const fixes = near === undefined ? {} : { fixes: [replaceFix(scope.unit.path, item.span, near)] };
      if (entity !== undefined && !entity.valid) return REPORTED;
      if (entity === undefined && !scope.env.universe.bySymbol.has(name)) {
        scope.env.reporter.report(
          names.unknownCase,
          placeOf(scope.unit, item),
          { found: name, option: option.name, cases: option.lists, near },
          fixes,
        );
      } else {
        scope.env.reporter.report(
          authority.notOffered,
          placeOf(scope.unit, item),
          { found: textOf(scope.unit, item.span), option: option.name, offered: option.lists },
          fixes,
        );
      }
      return REPORTED;
    }
    const path = item.kind === "Reference" ? item.path[0] : undefined;
    if (path !== undefined) refer(scope.env.references, name, scope.unit, path);
    if (!lists.includes(name)) lists.push(name);
  }
  return { ok: true, value: { kind: "lists", lists } };
}
