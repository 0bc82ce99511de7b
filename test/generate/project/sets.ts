/** Sets of securities as policies write them, with what is in them. */
import type { Random } from "../random.ts";
import { modelLeaves } from "./models.ts";
import type { ClassPlan, ListPlan, ModelPlan, SecurityPlan, SetPlan } from "./plan.ts";
import { flags, score, sectors } from "./universe.ts";
import { name } from "./write.ts";

export interface SetScope {
  readonly random: Random;
  /** every class, parents first */
  readonly classes: readonly ClassPlan[];
  readonly securities: readonly SecurityPlan[];
  readonly lists: readonly ListPlan[];
  readonly models: readonly ModelPlan[];
}

const union = (left: SetPlan, right: SetPlan): ReadonlySet<string> =>
  new Set([...left.members, ...right.members]);

export function classSet(
  classes: readonly ClassPlan[],
  securities: readonly SecurityPlan[],
  plan: ClassPlan,
): SetPlan {
  const inside = new Set([plan.name]);
  for (const one of classes) if (one.parent !== undefined && inside.has(one.parent)) inside.add(one.name);
  const members = securities.filter((security) => inside.has(security.class)).map(({ symbol }) => symbol);
  return { text: name(plan.name), members: new Set(members), cash: plan.name === "Cash" };
}

export function securitySet(symbol: string): SetPlan {
  return { text: name(symbol), members: new Set([symbol]), cash: false };
}

/** A condition on attributes, without `where`, and the securities that meet it. */
export function makeCondition(random: Random, securities: readonly SecurityPlan[], depth = 0): SetPlan {
  const meeting = (text: string, holds: (security: SecurityPlan) => boolean): SetPlan => {
    const members = securities.filter(holds).map(({ symbol }) => symbol);
    return { text, members: new Set(members), cash: false };
  };
  const kind = random.integer(0, depth > 1 ? 2 : 5);
  const sector = random.pick(sectors);
  const level = random.integer(20, 80);
  const flag = random.pick(flags);
  switch (kind) {
    case 0:
      return meeting(`sector = "${sector}"`, (security) => security.sector === sector);
    case 1:
      return meeting(`${score} >= ${level}`, ({ score: own }) => own !== "" && Number(own) >= level);
    case 2:
      return meeting(flag, (security) => security.flags.includes(flag));
    case 3:
      return meeting(`not ${flag}`, (security) => !security.flags.includes(flag));
    default: {
      const left = makeCondition(random, securities, depth + 1);
      const right = makeCondition(random, securities, 2);
      if (kind === 4)
        return { text: `${left.text} or ${right.text}`, members: union(left, right), cash: false };
      const both = [...left.members].filter((symbol) => right.members.has(symbol));
      // `or` binds looser than `and`
      const bracketed = left.text.includes(" or ") ? `(${left.text})` : left.text;
      return { text: `${bracketed} and ${right.text}`, members: new Set(both), cash: false };
    }
  }
}

/** The set of what meets a condition: `where tobacco`. */
function whereSet(scope: SetScope): SetPlan {
  const condition = makeCondition(scope.random, scope.securities);
  return { ...condition, text: `where ${condition.text}` };
}

/** A class, a security, a list or a `where`: what a measure may be of. */
export function anySet(scope: SetScope, cash = true): SetPlan {
  const { random, classes, securities, lists } = scope;
  const kind = random.integer(0, 9);
  if (kind < 4) {
    const offered = cash ? classes : classes.filter((plan) => plan.name !== "Cash");
    return classSet(classes, securities, random.pick(offered));
  }
  if (kind < 6) return securitySet(random.pick(securities).symbol);
  if (kind < 8 && lists.length > 0) return namedSet(random.pick(lists));
  return whereSet(scope);
}

function namedSet(list: ListPlan): SetPlan {
  return { ...list, text: name(list.name) };
}

/** The most and the least that a model may want in a set, alternates considered: fractions of the account. */
export function modelRange(
  model: ModelPlan,
  set: SetPlan,
): { readonly most: number; readonly least: number } {
  let [most, least] = [0, 0];
  for (const leaf of modelLeaves(model)) {
    const inside = leaf.members.filter(({ symbol }) => set.members.has(symbol)).length;
    if (inside > 0) most += leaf.target;
    if (inside === leaf.members.length) least += leaf.target;
  }
  const inCash = set.cash ? (model.nodes.find((node) => node.class === "Cash")?.target ?? 0) : 0;
  return { most: most + inCash, least: least + inCash };
}

/** The same over all models. */
export function range(
  models: readonly ModelPlan[],
  set: SetPlan,
): { readonly most: number; readonly least: number } {
  const each = models.map((model) => modelRange(model, set));
  return {
    most: Math.max(...each.map(({ most }) => most)),
    least: Math.min(...each.map(({ least }) => least)),
  };
}
