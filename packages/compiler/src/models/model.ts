/** Models: inheritance, levels that add up, classes and securities in their places, absolute targets and bands. */
import type { Decimal } from "decimal.js";
import type { BandIR, ModelIR, ModelNode } from "../bundle/index.ts";
import { catalogue } from "../catalogue/index.ts";
import type { Place } from "../diagnostics/diagnostic.ts";
import { type Env, scopeIn } from "../env.ts";
import { damaged, placeOf, sourceOf } from "../files/unit.ts";
import { ABOUT_SHARES } from "../limits/reach.ts";
import { Exact, percentText, plain } from "../numbers/decimal.ts";
import { unknown } from "../sets/names.ts";
import { reportCircle } from "../symbols/circle.ts";
import type { EntityOf } from "../symbols/entity.ts";
import { refer } from "../symbols/references.ts";
import { CASH } from "../universe/classes.ts";
import type { BandNode, Entry } from "./allocation.ts";
import { resolveItems, type SleeveOf } from "./entries.ts";
import { inherit } from "./inherit.ts";
import { checkLevel } from "./level.ts";
import { checkPlaces } from "./places.ts";
import { sleeveResolver } from "./sleeves.ts";

const { models, names, types } = catalogue;

type ModelEntity = EntityOf<"model">;

export function resolveModels(env: Env): ModelIR[] {
  const sleeveOf = sleeveResolver(env);
  for (const { name } of env.declarations.of("sleeve")) sleeveOf(name);
  const entities = env.declarations.of("model");
  const byName = new Map(entities.map((entity) => [entity.name, entity]));
  const done = new Map<ModelEntity, readonly Entry[] | undefined>();
  const under: ModelEntity[] = [];
  const entriesOf = (entity: ModelEntity): readonly Entry[] | undefined => {
    if (done.has(entity)) return done.get(entity);
    const start = under.indexOf(entity);
    if (start >= 0) {
      reportCircle(env.reporter, under.slice(start));
      for (const member of under.slice(start)) done.set(member, undefined);
      return undefined;
    }
    under.push(entity);
    const entries = resolveEntries(env, entity, byName, entriesOf, sleeveOf);
    under.pop();
    if (!done.has(entity)) done.set(entity, entries);
    return done.get(entity);
  };
  return entities.flatMap((entity) => {
    const entries = entriesOf(entity);
    if (entries === undefined || entity.name === "") return [];
    const nodes = modelNodes(env, entity, entries);
    if (nodes === undefined) return [];
    const { title, base } = entity.node;
    return [
      {
        name: entity.name,
        ...(title === undefined ? {} : { title: title.value }),
        ...(base === undefined ? {} : { base: base.text }),
        nodes,
        source: sourceOf(entity.unit, entity.node.span),
      },
    ];
  });
}

function resolveEntries(
  env: Env,
  entity: ModelEntity,
  byName: ReadonlyMap<string, ModelEntity>,
  entriesOf: (entity: ModelEntity) => readonly Entry[] | undefined,
  sleeveOf: SleeveOf,
): readonly Entry[] | undefined {
  const { node, unit } = entity;
  const scope = scopeIn(env, unit);
  const own = resolveItems(scope, node.items, sleeveOf);
  if (node.base === undefined) return own;
  if (node.base.text === "") return undefined;
  const base = byName.get(node.base.text);
  if (base === undefined) {
    const other = env.declarations.byName.get(node.base.text);
    if (other === undefined && !env.universe.bySymbol.has(node.base.text))
      unknown(scope, node.base, "model", byName.keys());
    else if (other?.valid !== false) {
      env.reporter.report(names.wrongKind, placeOf(unit, node.base), {
        found: node.base.text,
        is: other?.kind ?? "security",
        expected: "model",
      });
    }
    return undefined;
  }
  refer(env.references, base.name, unit, node.base);
  const inheritedEntries = entriesOf(base);
  return inheritedEntries === undefined ? undefined : inherit(env, inheritedEntries, own, base.name);
}

function modelNodes(env: Env, entity: ModelEntity, entries: readonly Entry[]): ModelNode[] | undefined {
  const { unit, node } = entity;
  if (entries.length === 0) {
    if (!damaged(unit, node.span))
      env.reporter.report(models.needsSecurity, placeOf(unit, node.name), { found: entity.name });
    return undefined;
  }
  checkPlaces(env, entries);
  const level = checkLevel(env, entries, entity.name, placeOf(unit, node.name));
  const targets = new Exact(1);
  const nodes = nodesOf(env, level ?? entries, targets, level !== undefined, undefined);
  return level === undefined ? undefined : nodes;
}

/** `blame`: where to point in a derived model for what lies in its base's text. */
function nodesOf(
  env: Env,
  entries: readonly Entry[],
  parent: Decimal,
  known: boolean,
  blame: Place | undefined,
): ModelNode[] | undefined {
  const nodes: ModelNode[] = [];
  let sound = true;
  for (const entry of entries) {
    const made = nodeOf(env, entry, parent, known && entry.share !== undefined, blame);
    if (made === undefined) sound = false;
    else nodes.push(...made);
  }
  return sound ? nodes : undefined;
}

function nodeOf(
  env: Env,
  entry: Entry,
  parent: Decimal,
  known: boolean,
  blame: Place | undefined,
): ModelNode[] | undefined {
  const share = entry.share ?? new Exact(0);
  const target = parent.times(share);
  const source = sourceOf(entry.unit, entry.span);
  const own = { file: entry.unit.path, span: entry.nameSpan };
  const band = known ? bandIR(env, entry, target, blame ?? own) : undefined;
  const common = {
    share: plain(share),
    target: plain(target),
    ...(band === undefined ? {} : { band }),
    source,
  };
  switch (entry.kind) {
    case "unknown":
      return undefined;
    case "holding":
      return [
        {
          node: "holding",
          members: entry.members.flatMap(({ index, rate }) => {
            const symbol = index === undefined ? undefined : env.universe.securities[index]?.symbol;
            return symbol === undefined ? [] : [{ symbol, rate: plain(rate) }];
          }),
          ...common,
        },
      ];
    case "use":
      // A sleeve's entries take their part of the parent; the sleeve itself is no node.
      return nodesOf(
        env,
        entry.entries.map((part): Entry => ({ ...part, share: part.share?.times(share) })),
        parent,
        known,
        own,
      );
    case "class": {
      const inside =
        entry.inherited === true
          ? levelOfBase(entry.children)
          : checkLevel(env, entry.children, entry.name, own);
      if (entry.children.length === 0) {
        const cash = env.classes.byName.get(entry.class)?.cash === true && entry.class === CASH;
        if (cash) return [{ node: "class", class: entry.class, ...common, children: [] }];
        if (!damaged(entry.unit, entry.span))
          env.reporter.report(models.needsSecurity, own, { found: entry.name });
        return undefined;
      }
      const below = entry.inherited === true ? (blame ?? own) : blame;
      const children = nodesOf(env, inside ?? entry.children, target, known && inside !== undefined, below);
      if (children === undefined || inside === undefined) return undefined;
      return [{ node: "class", class: entry.class, ...common, children }];
    }
  }
}

/** A level that was checked where the base model states it. */
function levelOfBase(entries: readonly Entry[]): readonly Entry[] | undefined {
  const [only, ...others] = entries;
  if (only !== undefined && others.length === 0 && only.share === undefined && !only.broken)
    return [{ ...only, share: new Exact(1) }];
  const sum = entries.reduce((total, { share }) => total.plus(share ?? 0), new Exact(0));
  return sum.equals(1) ? entries : undefined;
}

/** Clipped to 0..100 %, and around its target (language.md, "Authority"). */
function bandIR(env: Env, entry: Entry, target: Decimal, blame: Place): BandIR | undefined {
  const { band } = entry;
  if (band === undefined) return undefined;
  const one = new Exact(1);
  const low =
    band.around === undefined ? (band.low ?? new Exact(0)) : Exact.max(0, target.minus(band.around));
  const high = band.around === undefined ? (band.high ?? one) : Exact.min(1, target.plus(band.around));
  if (target.lessThan(low) || target.greaterThan(high)) {
    const place = entry.bandInherited === true ? blame : { file: band.unit.path, span: band.node.span };
    env.reporter.report(
      models.bandExcludesTarget,
      place,
      { band: band.text, found: entry.name, target: percentText(target) },
      {
        related:
          entry.bandInherited === true
            ? [
                {
                  file: band.unit.path,
                  span: band.node.span,
                  message: "the band is restated together with its target",
                },
              ]
            : [],
      },
    );
    return undefined;
  }
  if (entry.bandInherited !== true) warnOfRoom(env, band, entry.name, target, low, high);
  return {
    low: plain(Exact.max(0, low)),
    high: plain(Exact.min(1, high)),
    ...(band.around === undefined ? {} : { around: plain(band.around) }),
    source: sourceOf(band.unit, band.node.span),
  };
}

/**
 * A band as wide as its target alone, but for one of nothing or of all, which an account can keep to; and one that goes
 * beyond the whole. `0%..100%` is how a model of a model lifts its base's band.
 */
function warnOfRoom(
  env: Env,
  band: BandNode,
  found: string,
  target: Decimal,
  low: Decimal,
  high: Decimal,
): void {
  const place = { file: band.unit.path, span: band.node.span };
  const all = target.isZero() || target.equals(1);
  if (low.equals(high) && !all)
    env.reporter.report(models.bandWithoutRoom, place, {
      band: band.text,
      found,
      target: percentText(target),
    });
  const written = band.around === undefined ? percentText(high) : band.text;
  if (band.around === undefined ? high.greaterThan(1) : band.around.greaterThanOrEqualTo(1))
    env.reporter.report(types.neverBinds, place, {
      measure: `the weight of \`${found}\``,
      between: ABOUT_SHARES,
      bound: written,
    });
}
