/** Menus: what the layers below may choose, with defaults and ranges. */
import type { Expression, Name, Option, OptionType } from "@mandate/dsl";
import type { Decimal } from "decimal.js";
import type { ChoiceValue, Layer, MenuIR, OptionIR } from "../bundle/index.ts";
import { catalogue } from "../catalogue/index.ts";
import { replaceFix } from "../diagnostics/reporter.ts";
import { type Env, type Scope, scopeIn } from "../env.ts";
import { damaged, placeOf, sourceOf, textOf } from "../files/unit.ts";
import { plain } from "../numbers/decimal.ts";
import { unknown } from "../sets/names.ts";
import { warnOfTwice } from "../sets/resolve.ts";
import { refer } from "../symbols/references.ts";
import { nearest } from "../text/nearest.ts";
import { infer } from "../types/infer.ts";
import { describe } from "../types/unit.ts";
import { type Outcome, readChoice } from "./choice.ts";
import type { OptionInfo, OptionKind } from "./option.ts";

const { types, names, authority } = catalogue;

const KINDS: Readonly<Record<string, OptionKind>> = {
  money: "money",
  percent: "percent",
  pp: "points",
  shares: "shares",
  number: "number",
  count: "count",
  flag: "flag",
  choice: "choice",
  lists: "lists",
};

/** Resolves every menu, filling `known`, which is the environment's own `options`. */
export function resolveMenus(env: Env, known: Map<string, OptionInfo>): MenuIR[] {
  const menus: MenuIR[] = [];
  for (const entity of env.declarations.of("menu")) {
    const scope = scopeIn(env, entity.unit);
    const options: OptionIR[] = [];
    const seen = new Map<string, Option>();
    for (const option of entity.node.options) {
      if (option.name.text === "") continue;
      const first = seen.get(option.name.text);
      if (first !== undefined) {
        env.reporter.report(
          names.duplicate,
          placeOf(entity.unit, option.name),
          { found: `${entity.name}.${option.name.text}`, kind: "option", first: "option" },
          { related: [{ ...placeOf(entity.unit, first.name), message: "it is declared here first" }] },
        );
        continue;
      }
      seen.set(option.name.text, option);
      const info = resolveOptionNode(scope, entity.name, option, known);
      known.set(info.name, info);
      if (info.ir !== undefined) options.push(info.ir);
    }
    menus.push({
      name: entity.name,
      ...(entity.node.title === undefined ? {} : { title: entity.node.title.value }),
      ...(entity.node.doc === undefined ? {} : { doc: entity.node.doc }),
      options,
      source: sourceOf(entity.unit, entity.node.span),
    });
  }
  return menus;
}

function tiltOption(known: ReadonlyMap<string, OptionInfo>): OptionInfo | undefined {
  return [...known.values()].find(({ forEachClass, kind }) => forEachClass && kind !== "unknown");
}

function resolveOptionNode(
  scope: Scope,
  menu: string,
  node: Option,
  known: ReadonlyMap<string, OptionInfo>,
): OptionInfo {
  const { unit } = scope;
  const name = `${menu}.${node.name.text}`;
  const kind = kindOfOption(scope, node.type);
  const range = rangeOf(scope, node, kind, name);
  const cases = kind === "choice" ? casesOf(scope, node.type) : [];
  const lists = kind === "lists" ? listsOf(scope, node.type) : [];
  if (
    (kind === "choice" && node.type.cases.length === 0) ||
    (kind === "lists" && node.type.lists.length === 0)
  ) {
    if (!damaged(unit, node.span))
      scope.env.reporter.report(authority.nothingToChoose, placeOf(unit, node.type), { option: name, kind });
  }
  const setBy = settersOf(scope, node.setBy);
  const base: OptionInfo = {
    name,
    kind,
    ...range,
    cases,
    lists,
    setBy,
    forEachClass: node.forEachClass,
    mayBeNone: false,
    node,
    unit,
  };
  if (node.forEachClass && kind !== "points" && kind !== "unknown") {
    scope.env.reporter.report(types.wrongUnit, placeOf(unit, node.type), {
      found: textOf(unit, node.type.span),
      is: EXPECTED[kind],
      expected: "in percentage points: `pp`",
      where: "what a tilt moves",
    });
    return { ...base, kind: "unknown" };
  }
  const first = node.forEachClass ? tiltOption(known) : undefined;
  if (first !== undefined) {
    scope.env.reporter.report(
      authority.tiltTwice,
      placeOf(unit, node),
      { option: name, first: first.name },
      { related: [{ ...placeOf(first.unit, first.node.name), message: "tilts keep to this one" }] },
    );
    return { ...base, kind: "unknown" };
  }
  const fallback = defaultOf(scope, base);
  if (fallback === undefined || kind === "unknown")
    return { ...base, kind: fallback === undefined ? kind : "unknown" };
  const ir: OptionIR = {
    name,
    type: typeIR(base),
    forEachClass: node.forEachClass,
    default: fallback,
    setBy,
    ...(node.doc === undefined ? {} : { doc: node.doc }),
    source: sourceOf(unit, node.span),
  };
  return { ...base, mayBeNone: fallback.kind === "none", ir };
}

function kindOfOption(scope: Scope, type: OptionType): OptionKind {
  const word = type.name.text;
  const kind = Object.hasOwn(KINDS, word) ? KINDS[word] : undefined;
  if (kind !== undefined) return kind;
  if (word !== "") {
    const near = nearest(word, Object.keys(KINDS));
    scope.env.reporter.report(
      types.unknownType,
      placeOf(scope.unit, type.name),
      { found: word, known: Object.keys(KINDS), near },
      near === undefined ? {} : { fixes: [replaceFix(scope.unit.path, type.name.span, near)] },
    );
  }
  return "unknown";
}

type Bounds = Pick<OptionInfo, "low" | "high" | "lowText" | "highText">;

function rangeOf(scope: Scope, node: Option, kind: OptionKind, name: string): Bounds {
  const range = node.range?.kind === "Parentheses" ? node.range.inner : node.range;
  if (range === undefined || range.kind === "Missing" || kind === "unknown") return {};
  if (range.kind !== "Range" || kind === "flag" || kind === "choice" || kind === "lists") {
    scope.env.reporter.report(types.wrongUnit, placeOf(scope.unit, range), {
      found: textOf(scope.unit, range.span),
      is: range.kind === "Range" ? "a range of amounts" : "no range",
      expected:
        range.kind === "Range"
          ? `a ${kind === "lists" ? "choice of lists" : kind}`
          : "a range such as `$0..$1M`",
      where: `\`${name}\``,
    });
    return {};
  }
  const low = boundOf(scope, range.low, kind, name);
  const high = boundOf(scope, range.high, kind, name);
  if (low === undefined || high === undefined) return {};
  const texts = {
    lowText: textOf(scope.unit, range.low.span),
    highText: textOf(scope.unit, range.high.span),
  };
  if (high.lessThan(low)) {
    scope.env.reporter.report(types.rangeBackwards, placeOf(scope.unit, range), {
      low: texts.lowText,
      high: texts.highText,
    });
    return {};
  }
  return { low, high, ...texts };
}

function boundOf(scope: Scope, node: Expression, kind: OptionKind, name: string): Decimal | undefined {
  const typed = infer(scope, node);
  if (typed === undefined) return undefined;
  if (typed.value !== undefined && fits(kind, typed.ty.u)) return typed.value;
  if (typed.value === undefined) {
    scope.env.reporter.report(types.notFixed, placeOf(scope.unit, node), {
      found: textOf(scope.unit, node.span),
      where: "an option's range",
    });
  } else {
    scope.env.reporter.report(types.wrongUnit, placeOf(scope.unit, node), {
      found: textOf(scope.unit, node.span),
      is: describe(typed.ty),
      expected: EXPECTED[kind],
      where: `an end of \`${name}\``,
    });
  }
  return undefined;
}

const EXPECTED: Readonly<Record<OptionKind, string>> = {
  money: "an amount of money",
  percent: "a percent",
  points: "in percentage points",
  shares: "a number of shares",
  number: "a plain number",
  count: "a count",
  choice: "one of its cases",
  flag: "`on` or `off`",
  lists: "one or more lists",
  unknown: "a choice",
};

function fits(kind: OptionKind, u: string): boolean {
  if (u === "bps") return kind === "percent" || kind === "points";
  return u === kind || (u === "number" && kind === "count");
}

function casesOf(scope: Scope, type: OptionType): OptionInfo["cases"] {
  const cases: { readonly name: string; readonly value?: Decimal }[] = [];
  for (const { name, value } of type.cases) {
    if (name.text === "") continue;
    if (cases.some((known) => known.name === name.text)) {
      scope.env.reporter.report(names.duplicate, placeOf(scope.unit, name), {
        found: name.text,
        kind: "case",
        first: "case",
      });
      continue;
    }
    const typed = value === undefined ? undefined : infer(scope, value);
    if (
      value !== undefined &&
      typed !== undefined &&
      (typed.value === undefined || typed.ty.u !== "number")
    ) {
      scope.env.reporter.report(types.wrongUnit, placeOf(scope.unit, value), {
        found: textOf(scope.unit, value.span),
        is: describe(typed.ty),
        expected: "a plain number",
        where: `what \`${name.text}\` stands for`,
      });
    }
    cases.push({ name: name.text, ...(typed?.value === undefined ? {} : { value: typed.value }) });
  }
  return cases;
}

function listsOf(scope: Scope, type: OptionType): string[] {
  const lists: string[] = [];
  warnOfTwice(scope, type.lists);
  for (const name of type.lists) {
    if (name.text === "") continue;
    const entity = scope.env.declarations.byName.get(name.text);
    if (entity?.kind === "list") {
      refer(scope.env.references, name.text, scope.unit, name);
      lists.push(name.text);
    } else if (entity === undefined) {
      unknown(
        scope,
        name,
        "list",
        scope.env.declarations.of("list").map((list) => list.name),
      );
    } else if (entity.valid) {
      scope.env.reporter.report(names.wrongKind, placeOf(scope.unit, name), {
        found: name.text,
        is: entity.kind,
        expected: "list",
      });
    }
  }
  return lists;
}

function settersOf(scope: Scope, setBy: readonly Name[]): Layer[] {
  const layers: Layer[] = [];
  for (const name of setBy) {
    if (name.text === "firm" || name.text === "advisor" || name.text === "client") {
      if (!layers.includes(name.text)) layers.push(name.text);
    } else if (name.text !== "") {
      const near = nearest(name.text, ["advisor", "client"]);
      scope.env.reporter.report(
        authority.unknownSetter,
        placeOf(scope.unit, name),
        { found: name.text },
        near === undefined ? {} : { fixes: [replaceFix(scope.unit.path, name.span, near)] },
      );
    }
  }
  return layers;
}

/** What holds where nobody chooses; undefined where the default is missing or wrong (reported). */
function defaultOf(scope: Scope, option: OptionInfo): ChoiceValue | undefined {
  const { node, unit } = option;
  if (node.default === undefined) {
    if (!damaged(unit, node.span) && option.kind !== "unknown") {
      scope.env.reporter.report(authority.badDefault, placeOf(unit, node), {
        option: option.name,
        missing: true,
        why: "",
      });
    }
    return undefined;
  }
  const outcome = readChoice(scope, option, node.default);
  if (outcome.ok) return outcome.value;
  if (!outcome.reported) {
    const [first] = node.default;
    scope.env.reporter.report(authority.badDefault, placeOf(unit, first ?? node), {
      option: option.name,
      missing: false,
      why: defaultFault(outcome, option),
    });
  }
  return undefined;
}

function defaultFault(outcome: Outcome & { readonly ok: false }, option: OptionInfo): string {
  if (outcome.fault === "range")
    return `lies outside its range, \`${option.lowText ?? ""}\` to \`${option.highText ?? ""}\``;
  return `is ${outcome.is ?? "something else"}, and the option is ${EXPECTED[option.kind]}`;
}

function typeIR(option: OptionInfo): OptionIR["type"] {
  switch (option.kind) {
    case "choice":
      return {
        type: "choice",
        cases: option.cases.map(({ name, value }, index) => ({
          name,
          value: value === undefined ? String(index) : plain(value),
        })),
      };
    case "flag":
      return { type: "flag" };
    case "lists":
      return { type: "lists", lists: option.lists };
    case "unknown":
      return { type: "flag" };
    default:
      return {
        type: option.kind,
        ...(option.low === undefined ? {} : { low: plain(option.low) }),
        ...(option.high === undefined ? {} : { high: plain(option.high) }),
      };
  }
}

export { EXPECTED as OPTION_WORDS };
