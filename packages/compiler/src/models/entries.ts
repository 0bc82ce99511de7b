/** From the text of models and sleeves to entries: names, shares, bands, alternates. */
import type { Allocation, AllocationItem, Band, Expression, Member, Name, Use } from "@mandate/dsl";
import type { Decimal } from "decimal.js";
import { catalogue } from "../catalogue/index.ts";
import type { Scope } from "../env.ts";
import { placeOf, textOf } from "../files/unit.ts";
import { amountIn } from "../limits/rules.ts";
import { Exact } from "../numbers/decimal.ts";
import { resolveClass, resolveSecurity, unknown } from "../sets/names.ts";
import { refer } from "../symbols/references.ts";
import { infer } from "../types/infer.ts";
import { describe } from "../types/unit.ts";
import type { BandNode, Entry, MemberNode } from "./allocation.ts";

const { types, models, names } = catalogue;

/** Resolves a sleeve's entries; undefined where it is wrong (reported). */
export type SleeveOf = (name: string) => readonly Entry[] | undefined;

export function resolveItems(scope: Scope, items: readonly AllocationItem[], sleeveOf: SleeveOf): Entry[] {
  return items.flatMap((item) => {
    const entry =
      item.kind === "Use" ? resolveUse(scope, item, sleeveOf) : resolveAllocation(scope, item, sleeveOf);
    return entry === undefined ? [] : [entry];
  });
}

interface Share {
  readonly share: Decimal | undefined;
  readonly shareText?: string;
  readonly broken: boolean;
}

/** A share of the parent: a percent from 0 to 100. */
function shareOf(scope: Scope, node: Expression | undefined): Share {
  if (node === undefined) return { share: undefined, broken: false };
  const broken: Share = { share: undefined, broken: true };
  const typed = infer(scope, node);
  if (typed === undefined) return broken;
  const found = textOf(scope.unit, node.span);
  if ((typed.ty.u !== "percent" && typed.ty.u !== "bps") || typed.value === undefined) {
    scope.env.reporter.report(types.wrongUnit, placeOf(scope.unit, node), {
      found,
      is: typed.value === undefined ? "not a plain amount" : describe(typed.ty),
      expected: "a percent of its parent",
      where: "an allocation",
    });
    return broken;
  }
  if (typed.value.isNegative() || typed.value.greaterThan(1)) {
    scope.env.reporter.report(models.weightRange, placeOf(scope.unit, node), { found });
    return broken;
  }
  return { share: typed.value, shareText: found, broken: false };
}

function bandOf(scope: Scope, band: Band): BandNode | undefined {
  const base = { node: band, text: textOf(scope.unit, band.span).replace(/^band\s+/, ""), unit: scope.unit };
  const value = band.value.kind === "Parentheses" ? band.value.inner : band.value;
  if (band.around) {
    const width = amountIn(scope, value, "the width of a band", ["points"], true);
    return width?.value === undefined ? undefined : { ...base, around: width.value };
  }
  if (value.kind === "Missing") return undefined;
  if (value.kind !== "Range") {
    scope.env.reporter.report(types.wrongUnit, placeOf(scope.unit, value), {
      found: textOf(scope.unit, value.span),
      is: "neither",
      expected: "`±5pp` or `55%..65%`",
      where: "a band",
    });
    return undefined;
  }
  const low = amountIn(scope, value.low, "an end of a band", ["percent"], true);
  const high =
    low === undefined ? undefined : amountIn(scope, value.high, "an end of a band", ["percent"], true);
  if (low?.value === undefined || high?.value === undefined) return undefined;
  if (high.value.lessThan(low.value)) {
    scope.env.reporter.report(types.rangeBackwards, placeOf(scope.unit, value), {
      low: textOf(scope.unit, value.low.span),
      high: textOf(scope.unit, value.high.span),
    });
    return undefined;
  }
  return { ...base, low: low.value, high: high.value };
}

function resolveAllocation(scope: Scope, node: Allocation, sleeveOf: SleeveOf): Entry | undefined {
  const { env, unit } = scope;
  const [first] = node.members;
  if (first === undefined || first.name.text === "") return undefined;
  const band = node.band === undefined ? undefined : bandOf(scope, node.band);
  const base = {
    name: first.name.text,
    ...shareOf(scope, node.weight),
    ...(band === undefined ? {} : { band }),
    unit,
    span: node.span,
    nameSpan: first.name.span,
  };
  const entity = env.declarations.byName.get(first.name.text);
  const isClass = env.classes.byName.has(first.name.text) && !env.universe.bySymbol.has(first.name.text);
  if (node.members.length === 1 && isClass) {
    resolveClass(scope, first.name);
    const children = resolveItems(scope, node.children ?? [], sleeveOf);
    return { ...base, kind: "class", class: first.name.text, children, braces: node.children !== undefined };
  }
  if (node.members.length === 1 && entity?.kind === "sleeve" && !env.universe.bySymbol.has(first.name.text)) {
    env.reporter.report(models.alternates, placeOf(unit, first.name), {
      found: first.name.text,
      why: `is a sleeve: write \`use ${first.name.text}\``,
    });
    return { ...base, kind: "unknown" };
  }
  if (node.children !== undefined && node.children.length > 0) {
    // Something inside braces: the author took it for a class.
    if (entity === undefined && !env.universe.bySymbol.has(first.name.text))
      unknown(scope, first.name, "asset class", env.classes.byName.keys());
    else if (entity?.valid !== false) {
      env.reporter.report(names.wrongKind, placeOf(unit, first.name), {
        found: first.name.text,
        is: entity?.kind ?? "security",
        expected: "asset class",
      });
    }
    resolveItems(scope, node.children, sleeveOf);
    return { ...base, kind: "unknown" };
  }
  const members = membersOf(scope, node.members);
  if (members.every(({ index }) => index === undefined)) return { ...base, kind: "unknown" };
  return { ...base, kind: "holding", members };
}

function membersOf(scope: Scope, nodes: readonly Member[]): MemberNode[] {
  const { env, unit } = scope;
  const members: MemberNode[] = [];
  for (const [position, member] of nodes.entries()) {
    const index =
      nodes.length === 1 ? securityOrClass(scope, member.name) : resolveSecurity(scope, member.name);
    if (index !== undefined && members.some((known) => known.index === index)) {
      env.reporter.report(models.alternates, placeOf(unit, member.name), {
        found: member.name.text,
        why: "stands among its own alternates twice",
      });
      continue;
    }
    if (member.cost !== undefined && position === 0 && nodes.length > 1) {
      env.reporter.report(models.alternates, placeOf(unit, member.cost), {
        found: member.name.text,
        why: "is the preferred one, so holding it costs nothing: put the cost after the alternate that it is for",
      });
    }
    const rate =
      member.cost === undefined
        ? undefined
        : amountIn(scope, member.cost, "the cost of an alternate", ["percent"], true);
    members.push({ index, name: member.name.text, rate: rate?.value ?? new Exact(0) });
  }
  return members;
}

/** A single name in a model may be a class as well: near names come from both. */
function securityOrClass(scope: Scope, name: Name): number | undefined {
  const { env } = scope;
  if (env.universe.bySymbol.has(name.text) || env.declarations.byName.has(name.text))
    return resolveSecurity(scope, name);
  if (env.universe.columns.size === 0 && name.text !== "") return undefined;
  if (name.text !== "")
    unknown(scope, name, "security or asset class", [
      ...env.universe.bySymbol.keys(),
      ...env.classes.byName.keys(),
    ]);
  return undefined;
}

function resolveUse(scope: Scope, node: Use, sleeveOf: SleeveOf): Entry | undefined {
  const { env, unit } = scope;
  const name = node.sleeve.text;
  if (name === "") return undefined;
  const base = { name, ...shareOf(scope, node.weight), unit, span: node.span, nameSpan: node.sleeve.span };
  const entity = env.declarations.byName.get(name);
  if (entity?.kind !== "sleeve") {
    if (entity === undefined && !env.universe.bySymbol.has(name)) {
      unknown(
        scope,
        node.sleeve,
        "sleeve",
        env.declarations.of("sleeve").map((sleeve) => sleeve.name),
      );
    } else if (entity?.valid !== false) {
      env.reporter.report(names.wrongKind, placeOf(unit, node.sleeve), {
        found: name,
        is: entity?.kind ?? "security",
        expected: "sleeve",
      });
    }
    return { ...base, kind: "unknown" };
  }
  refer(env.references, name, unit, node.sleeve);
  const entries = entity.valid ? sleeveOf(name) : undefined;
  return entries === undefined
    ? { ...base, kind: "unknown" }
    : { ...base, kind: "use", sleeve: name, entries };
}
