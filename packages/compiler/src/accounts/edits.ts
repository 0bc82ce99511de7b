/** `tilt` and `substitute`: what moves an account away from its model. */
import type { SubstituteClause, TiltClause } from "@mandate/dsl";
import type { Decimal } from "decimal.js";
import { whose } from "../authority/layers.ts";
import type { Layer, ModelEdit, ModelIR, ModelNode } from "../bundle/index.ts";
import { catalogue } from "../catalogue/index.ts";
import type { Place } from "../diagnostics/diagnostic.ts";
import type { Env, Scope } from "../env.ts";
import { placeOf, saidOf, sourceOf, textOf } from "../files/unit.ts";
import { amountIn } from "../limits/rules.ts";
import type { OptionInfo } from "../menus/option.ts";
import { Exact, percentText, plain, pointsText } from "../numbers/decimal.ts";
import { resolveClass, resolveSecurity } from "../sets/names.ts";
import { alternatesIn, type Policies } from "./context.ts";

const { authority, models } = catalogue;

/** The firm's option `tilt for each class`, if it has one. */
function tiltOption(env: Env): OptionInfo | undefined {
  for (const option of env.options.values()) if (option.forEachClass) return option;
  return undefined;
}

/** Points that an account's tilts move so far, by class. */
export type Tilted = Map<string, Decimal>;

export function tilt(
  scope: Scope,
  node: TiltClause,
  model: ModelIR | undefined,
  layer: Layer | undefined,
  tilted: Tilted,
): ModelEdit | undefined {
  const { env, unit } = scope;
  const to = resolveClass(scope, node.to);
  const from = resolveClass(scope, node.from);
  const amount = amountIn(scope, node.amount, "a tilt", ["points"], true);
  const option = tiltOption(env);
  if (option === undefined) {
    env.reporter.report(authority.noTilts, placeOf(unit, node), {});
    return undefined;
  }
  if (to === undefined || from === undefined || amount?.value === undefined) return undefined;
  if (layer !== undefined && layer !== "firm" && !option.setBy.includes(layer)) {
    env.reporter.report(authority.notSetBy, placeOf(unit, node), {
      option: option.name,
      layer: whose(layer),
      setBy: option.setBy,
    });
    return undefined;
  }
  if (to === from) {
    env.reporter.report(models.cannotTilt, placeOf(unit, node), {
      found: to,
      why: "it is tilted towards itself",
    });
    return undefined;
  }
  let sound = true;
  for (const [name, change] of [
    [to, amount.value],
    [from, amount.value.negated()],
  ] as const) {
    const all = (tilted.get(name) ?? new Exact(0)).plus(change);
    tilted.set(name, all);
    if (
      (option.high !== undefined && all.greaterThan(option.high)) ||
      (option.low !== undefined && all.lessThan(option.low))
    ) {
      if (sound) {
        env.reporter.report(
          authority.tiltRange,
          placeOf(unit, node),
          {
            found: pointsText(all),
            class: name,
            option: option.name,
            low: option.lowText,
            high: option.highText,
          },
          option.node.range === undefined
            ? {}
            : { related: [{ ...placeOf(option.unit, option.node.range), message: "the range is set here" }] },
        );
      }
      sound = false;
    }
  }
  if (!sound) return undefined;
  if (layer !== undefined && amount.value.isZero()) {
    env.reporter.report(authority.asksNothing, placeOf(unit, node.amount), {
      found: saidOf(unit, node),
      amount: textOf(unit, node.amount.span),
      does: "moves nothing",
    });
  }
  const why = model === undefined ? undefined : noRoom(model, to, from, amount.value);
  if (why !== undefined) {
    env.reporter.report(models.cannotTilt, placeOf(unit, node), why);
    return undefined;
  }
  return {
    edit: "tilt",
    amount: plain(amount.value),
    to,
    from,
    source: sourceOf(unit, node.span),
    text: textOf(unit, node.span),
  };
}

const targetsByModel = new WeakMap<ModelIR, ReadonlyMap<string, Decimal>>();

/** The targets of a model's classes. */
function targetsOf(model: ModelIR): ReadonlyMap<string, Decimal> {
  const before = targetsByModel.get(model);
  if (before !== undefined) return before;
  const targets = new Map<string, Decimal>();
  const visit = (nodes: readonly ModelNode[]): void => {
    for (const node of nodes) {
      if (node.node !== "class") continue;
      targets.set(node.class, new Exact(node.target));
      visit(node.children);
    }
  };
  visit(model.nodes);
  targetsByModel.set(model, targets);
  return targets;
}

/** Both ends must be in the model with a target, and the giving end must have the points to give. */
function noRoom(
  model: ModelIR,
  to: string,
  from: string,
  amount: Decimal,
): { found: string; why: string } | undefined {
  const targets = targetsOf(model);
  for (const name of [to, from]) {
    if (!targets.has(name)) return { found: name, why: `\`${model.name}\` has no target for it` };
  }
  const giving = targets.get(from) ?? new Exact(0);
  if (giving.lessThan(amount))
    return {
      found: from,
      why: `its target is \`${percentText(giving)}\`, less than the \`${pointsText(amount)}\` that it would give`,
    };
  if (targets.get(to)?.isZero() === true)
    return { found: to, why: "its target is `0%`, so there is nothing in it to scale up" };
  return undefined;
}

/** What an account has substituted so far, with where it says so. */
export type Swapped = { readonly security: string; readonly with: string; readonly place: Place }[];

/** Substitutions know no order, so none may undo or go on with another. */
function clashes(scope: Scope, node: SubstituteClause, swapped: Swapped): boolean {
  const a = node.security.text;
  const b = node.with.text;
  const before = swapped.find((one) => one.security === a || one.security === b || one.with === a);
  if (before === undefined) return false;
  const { security, with: instead, place } = before;
  scope.env.reporter.report(
    models.substitutedTwice,
    placeOf(scope.unit, node),
    { found: security, instead, again: security === a, back: security === b },
    { related: [{ ...place, message: "it is substituted here first" }] },
  );
  return true;
}

export function substitute(
  scope: Scope,
  node: SubstituteClause,
  policies: Policies,
  model: ModelIR | undefined,
  modelKnown: boolean,
  swapped: Swapped,
): ModelEdit | undefined {
  const { env, unit } = scope;
  const security = resolveSecurity(scope, node.security);
  const instead = resolveSecurity(scope, node.with);
  if (security === undefined || instead === undefined) return undefined;
  const a = node.security.text;
  const b = node.with.text;
  const candidates = model !== undefined ? [model] : modelKnown ? [] : [...policies.models.values()];
  const offered = new Set<string>(policies.equivalents.get(a) ?? []);
  for (const candidate of candidates) {
    for (const group of alternatesIn(candidate))
      if (group.includes(a)) for (const member of group) offered.add(member);
  }
  offered.delete(a);
  // A model that is wrong has been reported; what it would have offered is not known.
  if (modelKnown && model === undefined) offered.add(b);
  if (!offered.has(b) || a === b) {
    env.reporter.report(models.illegalSubstitute, placeOf(unit, node), {
      found: a,
      instead: b,
      model: model?.name,
      offered: [...offered].sort(),
    });
    return undefined;
  }
  if (clashes(scope, node, swapped)) return undefined;
  swapped.push({ security: a, with: b, place: placeOf(unit, node) });
  return {
    edit: "substitute",
    security: a,
    with: b,
    source: sourceOf(unit, node.span),
    text: textOf(unit, node.span),
  };
}
