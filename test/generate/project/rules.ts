/** Rules of every measure, unit and curvature; each leaves room around the models unless told not to. */
import type { Random } from "../random.ts";
import type { BoundPlan, OptionPlan, SetPlan } from "./plan.ts";
import { anySet, classSet, makeCondition, modelRange, range, type SetScope, whereSet } from "./sets.ts";
import { score } from "./universe.ts";
import { money, name, percent, points, shares } from "./write.ts";

export interface RuleScope extends SetScope {
  readonly options: readonly OptionPlan[];
  /** bounds leave every model room */
  readonly roomy: boolean;
  /** counts and the like, which need binaries */
  readonly binaries: boolean;
  /** `tracking error`, which needs a risk model in the book */
  readonly risk: boolean;
}

export interface RulePlan {
  readonly text: string;
  readonly bound?: BoundPlan;
  /** a `when` without which the rule says nothing */
  readonly needs?: string;
  /** what a preference for it costs per */
  readonly per?: string;
}

const random01 = (random: Random, low: number, high: number): number => random.integer(low, high) / 100;

/** A ceiling above (a floor below) what the models want, in whole percents. */
function ceiling(scope: RuleScope, most: number): number {
  if (!scope.roomy) return random01(scope.random, 5, 100);
  return Math.min(1, Math.ceil(most * 100) / 100 + random01(scope.random, 3, 25));
}

function floor(scope: RuleScope, least: number): number {
  if (!scope.roomy) return random01(scope.random, 0, 60);
  return Math.max(0, Math.floor(least * 100) / 100 - random01(scope.random, 3, 25));
}

function upTo(
  text: string,
  level: number,
  safe: number,
  write: (level: number) => string,
  per?: string,
  symbols: string[] = [],
): RulePlan {
  const bound: BoundPlan = { operator: "<=", level, write, symbols, safe };
  return { text: `${text} <= ${write(level)}`, bound, ...(per === undefined ? {} : { per }) };
}

function downTo(
  text: string,
  level: number,
  safe: number,
  write: (level: number) => string,
  per?: string,
): RulePlan {
  const bound: BoundPlan = { operator: ">=", level, write, symbols: [], safe };
  return { text: `${text} >= ${write(level)}`, bound, ...(per === undefined ? {} : { per }) };
}

/** `weight(X) <= 20%`, `>=`, `in`. */
function weight(scope: RuleScope): RulePlan {
  const { random } = scope;
  const set = anySet(scope);
  const { most, least } = range(scope.models, set);
  const kind = random.integer(0, 3);
  const text = `weight(${set.text})`;
  if (kind === 0) return downTo(text, floor(scope, least), least, percent, "1pp");
  const high = ceiling(scope, most + (set.cash ? 0.1 : 0));
  if (kind === 1)
    return {
      text: `${text} in ${percent(Math.min(floor(scope, least), high))}..${percent(high)}`,
      per: "1pp",
    };
  return upTo(
    text,
    high,
    Math.min(1, most + (set.cash ? 0.1 : 0)),
    random.chance(0.15) ? (level) => `${Math.round(level * 10_000)}bps` : percent,
    "1pp",
  );
}

/** `weight(X of Y)`: of a class's securities. */
function weightOf(scope: RuleScope): RulePlan {
  const { random, classes, securities, models } = scope;
  const whole = classSet(classes, securities, random.pick(classes.filter((plan) => plan.name !== "Cash")));
  const inside = random.chance(0.5) ? random.pick([...whole.members]) : undefined;
  const part: SetPlan =
    inside === undefined ? whereSet(scope) : { text: name(inside), members: new Set([inside]), cash: false };
  const ratios = models.map((model) => {
    const of = modelRange(model, whole).least;
    return of === 0 ? 1 : Math.min(1, modelRange(model, part).most / of);
  });
  const text = `weight(${part.text} of ${whole.text})`;
  if (random.chance(0.2)) return downTo(text, scope.roomy ? 0 : random01(random, 0, 30), 0, percent);
  return upTo(text, ceiling(scope, Math.max(...ratios)), Math.max(...ratios), percent);
}

function eachSecurity(scope: RuleScope): RulePlan {
  const { random, securities, classes, lists, models } = scope;
  const [range_, members] = eachOf(scope);
  const most = Math.max(
    0,
    ...members.map((symbol) => range(models, { text: "", members: new Set([symbol]), cash: false }).most),
  );
  const opening = `for each s in ${range_}: `;
  switch (random.integer(0, 5)) {
    case 0:
      return { text: `${opening}bought(s) ${random.pick(["=", "<="])} $0` };
    case 1:
      return {
        text: `${opening}traded(s) <= ${random.pick([money(5_000_000), percent(0.9), shares(2_000_000)])}`,
      };
    case 2:
      return {
        text: `for each c in classes${random.chance(0.4) ? ` of ${name(random.pick(classes.filter((plan) => plan.name !== "Cash")).name)}` : ""}: weight(c) <= ${percent(scope.roomy ? 1 : 0.8)}`,
      };
    case 3:
      return issuers(scope);
    case 4:
      if (lists.length > 0)
        return {
          text: `sum(s in ${name(random.pick(lists).name)}: weight(s)) <= ${percent(scope.roomy ? 1 : 0.7)}`,
          per: "1pp",
        };
      return { text: `${opening}weight(s) <= ${percent(ceiling(scope, most))}` };
    default: {
      const issuerAlone = members.filter((symbol) => securities.some((one) => one.symbol === symbol));
      return upTo(`${opening}weight(s)`, ceiling(scope, most), most, percent, undefined, issuerAlone);
    }
  }
}

function eachOf({ random, securities, classes, lists }: RuleScope): [text: string, members: string[]] {
  const all = securities.map(({ symbol }) => symbol);
  const kind = random.integer(0, 4);
  if (kind === 0) return ["securities", all];
  if (kind === 1) {
    const condition = makeCondition(random, securities);
    return [`securities where ${condition.text}`, [...condition.members]];
  }
  if (kind === 2 && lists.length > 0) {
    const list = random.pick(lists);
    if (random.chance(0.5)) return [name(list.name), [...list.members]];
    return [`securities except ${name(list.name)}`, all.filter((symbol) => !list.members.has(symbol))];
  }
  if (kind === 3) {
    const away = random.some(all, 2);
    return [
      `securities except { ${away.map(name).join(", ")} }`,
      all.filter((symbol) => !away.includes(symbol)),
    ];
  }
  const set = classSet(classes, securities, random.pick(classes.filter((plan) => plan.name !== "Cash")));
  return [set.text, [...set.members]];
}

function issuers(scope: RuleScope): RulePlan {
  const { random, securities, models } = scope;
  const condition = random.chance(0.5) ? makeCondition(random, securities) : undefined;
  const inside = securities.filter(({ symbol }) => condition === undefined || condition.members.has(symbol));
  const groups = new Map<string, Set<string>>();
  for (const { symbol, issuer } of inside) groups.set(issuer, (groups.get(issuer) ?? new Set()).add(symbol));
  const most = Math.max(
    0,
    ...[...groups.values()].map((members) => range(models, { text: "", members, cash: false }).most),
  );
  const opening = `for each i in issuers${condition === undefined ? "" : ` where ${condition.text}`}: `;
  const alone = [...groups]
    .filter(([issuer, members]) => members.size === 1 && members.has(issuer))
    .map(([issuer]) => issuer);
  return upTo(`${opening}weight(i)`, ceiling(scope, most), most, percent, undefined, alone);
}

/** Money, shares, gains and taxes: figures of the account, so generous that only the odd account meets them. */
function amounts(scope: RuleScope): RulePlan {
  const { random } = scope;
  const dollars = scope.roomy ? random.integer(5, 50) * 1_000_000 : random.integer(1, 500) * 1_000;
  const set = anySet(scope, false);
  const one = name(random.pick(scope.securities).symbol);
  const old = random.pick(["less than 1 year", "at most 30 days", "more than 2 years", "at least 6 months"]);
  const write = (level: number) => money(Math.round(level));
  const capped = (text: string): RulePlan => upTo(text, dollars, dollars / 2, write, "$1,000");
  const term = random.pick(["", "(short)", "(long)"]);
  const choices: (() => RulePlan)[] = [
    () => capped(`value(${set.text})`),
    () => upTo(`shares(${one})`, 5_000_000, 2_000_000, (level) => shares(Math.round(level)), "1 share"),
    () => capped(`gains${term}${random.pick(["", " this year"])}`),
    () => capped(`losses${term}`),
    () => ({ text: `tax${random.pick(["", " this year"])} <= ${money(dollars)}` }),
    () => capped(`bought(${set.text})`),
    () => ({ text: `sold(${one}) <= ${shares(3_000_000)}`, per: "100 shares" }),
    () => ({ text: `traded(${set.text}) <= ${percent(scope.roomy ? 1.9 : 0.5)}`, per: "1pp" }),
    () => ({
      text: `sold(${random.chance(0.5) ? "" : `${set.text.startsWith("where") ? "" : set.text} `}where held ${old}) <= ${money(dollars)}`,
    }),
    () => ({ text: `cash >= ${random.chance(0.5) ? money(0) : percent(0)}` }),
    () => ({ text: `value(${set.text}) <= 1.0 * account.value`, per: "$1,000" }),
    () => upTo("turnover", scope.roomy ? 1 : random01(random, 20, 90), 0.9, percent, "1pp"),
  ];
  return random.pick(choices)();
}

/** Drift, differences, maxima: what takes percentage points, and what is convex or concave. */
function shapes(scope: RuleScope): RulePlan {
  const { random, models, securities } = scope;
  const [left, right] = [anySet(scope), anySet(scope)];
  const wide = scope.roomy ? random01(random, 60, 99) : random01(random, 2, 30);
  const pair = random
    .some(securities, 2)
    .map(({ symbol }) => ({ text: name(symbol), members: new Set([symbol]), cash: false }));
  const each = pair.map((set) => range(models, set));
  const inPair = pair.map((set) => `weight(${set.text})`).join(", ");
  const choices: (() => RulePlan)[] = [
    () => ({ text: `abs(drift(${left.text})) <= ${points(wide)}`, per: "1pp" }),
    () => ({ text: `drift(${left.text}) in -${points(wide)}..${points(wide)}`, per: "1pp" }),
    () => ({ text: `weight(${left.text}) <= target(${left.text}) + ${points(wide)}`, per: "1pp" }),
    () => ({
      text: `weight(${left.text}) - weight(${right.text}) <= ${points(scope.roomy ? 1 : wide)}`,
      per: "1pp",
    }),
    () => ({
      text: `weight(${left.text}) <= weight(${right.text}) + ${points(scope.roomy ? 1 : wide)}`,
      per: "1pp",
    }),
    () => ({
      text: `weight(${left.text}) <= before(weight(${left.text})) + ${points(scope.roomy ? 1 : wide)}`,
    }),
    () => upTo(`max(${inPair})`, ceiling(scope, Math.max(...each.map(({ most }) => most))), 1, percent),
    () => ({ text: `min(${inPair}) >= ${percent(0)}` }),
    () => ({ text: `2 * weight(${left.text}) + weight(${right.text}) <= ${percent(scope.roomy ? 3 : 0.9)}` }),
    () => ({ text: `weight(${left.text}) / 2 <= ${percent(ceiling(scope, range(models, left).most))}` }),
    () => average(scope),
    () => ({
      text: scope.risk
        ? `tracking error <= ${percent(random01(random, 20, 40))}`
        : `sum(s in ${classSet(scope.classes, securities, random.pick(scope.classes)).text}: weight(s)) <= ${percent(1)}`,
      per: "1pp",
    }),
  ];
  return random.pick(choices)();
}

/** The average of an attribute: between the least and the most that any security has. */
function average(scope: RuleScope): RulePlan {
  const { random, classes, securities } = scope;
  const set = classSet(classes, securities, random.pick(classes.filter((plan) => plan.name !== "Cash")));
  const known = securities
    .filter(({ symbol, score: own }) => own !== "" && set.members.has(symbol))
    .map((one) => Number(one.score));
  const least = Math.floor(Math.min(100, ...known)) - (scope.roomy ? 1 : -10);
  return { text: `average(${score} of ${set.text}) >= ${Math.max(0, least)}`, per: "1" };
}

/** Rules that an option decides. */
function chosen(scope: RuleScope): RulePlan {
  const { random, options } = scope;
  const usable = options.filter((option) => !option.tilt && !(option.kind === "count" && !scope.binaries));
  if (usable.length === 0) return weight(scope);
  const option = random.pick(usable);
  const needs = option.mayBeNone ? { needs: `${option.name} is chosen` } : {};
  switch (option.kind) {
    case "money":
      return { text: `gains${random.pick(["", " this year"])} <= ${option.name}`, ...needs };
    case "percent":
      return option.name.endsWith("pace")
        ? { text: `turnover <= ${option.name}`, ...needs }
        : { text: `weight(Cash) >= ${option.name}`, ...needs };
    case "pp":
      return {
        text: `abs(drift(${random.pick(scope.classes.filter((plan) => plan.parent === undefined).map((plan) => name(plan.name)))})) <= ${scope.roomy ? "5 * " : ""}${option.name}`,
        ...needs,
      };
    case "count":
      return { text: `count(trades) <= ${option.name}`, ...needs };
    case "shares":
      return { text: `for each s in securities: bought(s) <= ${option.name}`, ...needs };
    case "number":
      return { text: `weight(${anySet(scope).text}) <= ${option.name} * 100%`, ...needs };
    case "lists":
      return { text: `for each s in ${option.name}: bought(s) = $0` };
    case "flag":
      return { text: "gains(short) <= $0", needs: option.name };
    case "choice":
      return { text: `turnover <= 95%`, needs: `${option.name} = ${random.pick(option.names)}` };
  }
}

function binaries(scope: RuleScope): RulePlan {
  const { random } = scope;
  return random.pick<RulePlan>([
    {
      text: `minimum trade ${random.pick([money(random.integer(1, 8) * 100), `${random.integer(2, 15)}bps`])}`,
    },
    {
      text: `minimum holding ${random.pick([money(random.integer(1, 5) * 100), `${random.integer(2, 10)}bps`])}`,
    },
    {
      text: `count(trades) <= ${scope.roomy ? random.integer(60, 120) : random.integer(5, 20)}`,
      per: "trade",
    },
    {
      text: `count(holdings) <= ${scope.roomy ? random.integer(80, 150) : random.integer(5, 30)}`,
      per: "holding",
    },
  ]);
}

/** Any rule. */
export function makeRule(scope: RuleScope): RulePlan {
  const kinds = [
    weight,
    weight,
    weightOf,
    eachSecurity,
    eachSecurity,
    amounts,
    amounts,
    shapes,
    shapes,
    chosen,
    chosen,
  ];
  return scope.random.pick(scope.binaries ? [...kinds, binaries] : kinds)(scope);
}

/** A rule of one bound: it can be tightened and waived. */
export function makeBound(scope: RuleScope): RulePlan & { readonly bound: BoundPlan } {
  for (;;) {
    const { bound, text, per } = makeRule(scope);
    if (bound !== undefined) return { bound, text, ...(per === undefined ? {} : { per }) };
  }
}
