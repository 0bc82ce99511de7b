/** Preferences: rules that may be missed, at a price. */
import type { Prefer } from "@mandate/dsl";
import type { Preference } from "../bundle/index.ts";
import { catalogue } from "../catalogue/index.ts";
import { whenOf } from "../conditions/when.ts";
import { type Env, NO_VARIABLES, type Scope, scopeIn } from "../env.ts";
import { damaged, type FileUnit, placeOf, sourceOf, textOf } from "../files/unit.ts";
import { plain } from "../numbers/decimal.ts";
import type { Compared } from "./compare.ts";
import { priceOf } from "./cost.ts";
import { resolveRule, warnMaybeNone } from "./rules.ts";

const { types, authority } = catalogue;

/** Resolves a preference. Undefined where it is wrong; that has been reported. */
export function resolvePrefer(env: Env, unit: FileUnit, node: Prefer, id: string): Preference | undefined {
  const read = new Set<string>();
  const scope: Scope = { env, unit, variables: NO_VARIABLES, inTest: false, optionsRead: read };
  const when = whenOf(scopeIn(env, unit), node.when);
  const rules: Compared[] = [];
  let sound = node.when === undefined || when !== undefined;
  for (const rule of node.rules) {
    read.clear();
    const infos = resolveRule(scope, rule);
    if (infos === undefined) sound = false;
    for (const info of infos ?? []) if (info.compared !== undefined) rules.push(info.compared);
    if (infos !== undefined) warnMaybeNone(scope, read, when, rule);
  }
  const broken = damaged(unit, node.span);
  if (node.rules.length === 0 && !broken && node.name.text !== "") {
    env.reporter.report(types.emptyBlock, placeOf(unit, node.name), {
      found: node.name.text,
      kind: "preference",
    });
    sound = false;
  }
  if (node.cost === undefined) {
    if (!broken && node.rules.length > 0) {
      env.reporter.report(authority.missingPart, placeOf(unit, node), {
        clause: `prefer ${node.name.text}`,
        missing: "what it costs to miss it",
        example: "cost 50bps per 1pp",
      });
    }
    return undefined;
  }
  const { cost } = node;
  if (!sound) return undefined;
  const prices = rules.map(({ ty }) => priceOf(scope, cost, ty));
  const [price] = prices;
  if (price === undefined || prices.includes(undefined)) return undefined;
  if (price.perUnit.isZero())
    env.reporter.report(authority.asksNothing, placeOf(unit, cost.rate), {
      found: `prefer ${node.name.text}`,
      amount: textOf(unit, cost.rate.span),
      does: "costs nothing where it is missed",
    });
  return {
    id,
    name: node.name.text,
    kind: "prefer",
    ...(node.title === undefined ? {} : { title: node.title.value }),
    ...(node.because === undefined ? {} : { because: node.because.value }),
    source: sourceOf(unit, node.span),
    text: textOf(unit, node.span),
    ...(when === undefined ? {} : { when }),
    rules: rules.map(({ rule }) => rule),
    cost: { of: price.of, perUnit: plain(price.perUnit) },
  };
}
