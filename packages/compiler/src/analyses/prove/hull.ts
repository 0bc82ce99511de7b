/** Bands that every model has on the same thing, at their loosest: what holds within them holds in each model. */
import type { Rule } from "../../bundle/index.ts";
import { Exact } from "../../numbers/decimal.ts";
import type { Element } from "../linear/element.ts";

export interface Hull {
  readonly bands: readonly Element[];
  /** the models' own, that one of the hull stands for */
  readonly of: (band: Element) => readonly Element[];
}

type Bound = Rule & { readonly rule: "compare" };

/** One side of a band: what it bounds, and which way. */
function sideOf(rule: Bound): string {
  return JSON.stringify([rule.left, rule.operator]);
}

function looser(a: Bound, b: Bound): boolean {
  if (a.right.e !== "constant" || b.right.e !== "constant") return false;
  const [x, y] = [new Exact(a.right.value), new Exact(b.right.value)];
  return a.operator === "<=" ? x.greaterThan(y) : x.lessThan(y);
}

/** @param models the bands of each */
export function hullOf(models: readonly (readonly Element[])[]): Hull {
  const sides = new Map<string, { rule: Bound; from: Element; readonly all: Element[] }>();
  for (const bands of models)
    for (const band of bands)
      for (const rule of band.rules) {
        if (rule.rule !== "compare" || rule.operator === "=") continue;
        const key = sideOf(rule);
        const known = sides.get(key);
        if (known === undefined) sides.set(key, { rule, from: band, all: [band] });
        else {
          known.all.push(band);
          if (looser(rule, known.rule)) {
            known.rule = rule;
            known.from = band;
          }
        }
      }
  const stands = new Map<Element, readonly Element[]>();
  for (const [key, { rule, from, all }] of sides)
    if (all.length >= models.length) stands.set({ ...from, id: `all models: ${key}`, rules: [rule] }, all);
  return { bands: [...stands.keys()], of: (band) => stands.get(band) ?? [] };
}
