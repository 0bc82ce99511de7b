/** Options and facts of the account as amounts: both are given. */
import type { Name, Reference } from "@mandate/dsl";
import { catalogue } from "../catalogue/index.ts";
import { replaceFix } from "../diagnostics/reporter.ts";
import type { Scope } from "../env.ts";
import { placeOf, textOf } from "../files/unit.ts";
import { resolveOption } from "../menus/lookup.ts";
import type { OptionInfo } from "../menus/option.ts";
import { refer } from "../symbols/references.ts";
import { nearest } from "../text/nearest.ts";
import type { Typed } from "./typed.ts";
import { PERCENT, type Ty } from "./unit.ts";

const { types, names } = catalogue;

const NUMBERS: Readonly<Record<string, Ty>> = {
  value: { u: "money" },
  cash: { u: "money" },
  st_rate: PERCENT,
  lt_rate: PERCENT,
  ytd_short: { u: "money" },
  ytd_long: { u: "money" },
  carry_short: { u: "money" },
  carry_long: { u: "money" },
};

/** Never below zero, whatever the account. */
const POSITIVE = new Set(["value", "st_rate", "lt_rate", "carry_short", "carry_long"]);

const TEXTS = ["registration", "household", "model", "profile", "advisor", "name"];

/** Facts that only a column of the book can tell. */
const OF_THE_BOOK = new Set(["advisor", "name"]);

export interface Fact {
  readonly name: string;
  readonly is: "text" | "number" | "flag";
  readonly ty?: Ty;
}

/** What `account.NAME` is; undefined where nothing of the kind is known, which has then been reported. */
export function resolveFact(scope: Scope, name: Name | undefined): Fact | undefined {
  const { env, unit } = scope;
  if (name === undefined || name.text === "") return undefined;
  if (TEXTS.includes(name.text)) {
    if (OF_THE_BOOK.has(name.text)) env.accountFacts.add(name.text);
    return { name: name.text, is: "text" };
  }
  const ty = Object.hasOwn(NUMBERS, name.text) ? NUMBERS[name.text] : undefined;
  if (ty !== undefined) return { name: name.text, is: "number", ty };
  const entity = env.declarations.byName.get(name.text);
  if (entity?.kind === "attribute") {
    env.accountFacts.add(name.text);
    refer(env.references, name.text, unit, name);
    const type = entity.node.type.text;
    if (type === "number") return { name: name.text, is: "number", ty: { u: "number" } };
    return type === "text" || type === "flag" ? { name: name.text, is: type } : undefined;
  }
  const candidates = [
    ...TEXTS,
    ...Object.keys(NUMBERS),
    ...env.declarations.of("attribute").map((attribute) => attribute.name),
  ];
  const near = nearest(name.text, candidates);
  env.reporter.report(
    names.unknownFact,
    placeOf(unit, name),
    { found: name.text, near },
    near === undefined ? {} : { fixes: [replaceFix(unit.path, name.span, near)] },
  );
  return undefined;
}

/** `account.value` as an amount. */
export function factAmount(scope: Scope, node: Reference): Typed | undefined {
  const fact = resolveFact(scope, node.path[1]);
  if (fact === undefined) return undefined;
  if (fact.ty === undefined) {
    scope.env.reporter.report(types.notAnAmount, placeOf(scope.unit, node), {
      found: textOf(scope.unit, node.span),
      is: `a ${fact.is} of the account`,
    });
    return undefined;
  }
  return {
    ty: fact.ty,
    stage: "given",
    curve: "affine",
    sign: POSITIVE.has(fact.name) ? 1 : 0,
    node,
    build: (unit) => ({ e: "fact", fact: fact.name, unit }),
  };
}

const OPTION_UNITS: Partial<Record<OptionInfo["kind"], Ty>> = {
  money: { u: "money" },
  percent: PERCENT,
  points: { u: "points" },
  shares: { u: "shares" },
  number: { u: "number" },
  count: { u: "count" },
  choice: { u: "number" },
};

/** `Tax.gains_budget` as an amount. */
export function optionAmount(scope: Scope, node: Reference): Typed | undefined {
  const option = resolveOption(scope, node.path);
  if (option === undefined || option.kind === "unknown") return undefined;
  const ty = option.forEachClass ? undefined : OPTION_UNITS[option.kind];
  const numberless = option.kind === "choice" && option.cases.some(({ value }) => value === undefined);
  if (ty === undefined || numberless) {
    const is = option.forEachClass
      ? "an option for each class, which `tilt` uses"
      : numberless
        ? "a choice whose cases have no numbers"
        : option.kind === "lists"
          ? "a choice of lists"
          : "a flag";
    scope.env.reporter.report(types.notAnAmount, placeOf(scope.unit, node), { found: option.name, is });
    return undefined;
  }
  scope.optionsRead?.add(option.name);
  const low = option.kind === "choice" ? lowest(option) : option.low;
  const high = option.kind === "choice" ? undefined : option.high;
  return {
    ty,
    stage: "given",
    curve: "affine",
    sign:
      low !== undefined && !low.isNegative()
        ? 1
        : high !== undefined && (high.isNegative() || high.isZero())
          ? -1
          : 0,
    node,
    build: (unit) => ({ e: "option", option: option.name, unit }),
  };
}

function lowest(option: OptionInfo) {
  return option.cases
    .map(({ value }) => value)
    .filter((value) => value !== undefined)
    .sort((a, b) => a.comparedTo(b))[0];
}
