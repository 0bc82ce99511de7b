/** Limits and preferences around rules: names, conditions, reasons, grandfathering, waivers granted. */
import type { Random } from "../random.ts";
import type { LimitPlan, OptionPlan } from "./plan.ts";
import { makeBound, makeRule, type RuleScope } from "./rules.ts";
import { money, string } from "./write.ts";

export interface LimitOptions {
  /** names begin with it */
  readonly prefix: string;
  /** whether waivers may be granted: the firm alone says so */
  readonly grants: boolean;
}

/** Something given, for `when`. */
function makeWhen(random: Random, options: readonly OptionPlan[], depth = 0): string {
  const usable = options.filter((option) => !option.tilt);
  const option = usable.length === 0 ? undefined : random.pick(usable);
  switch (random.integer(0, depth > 1 ? 3 : 6)) {
    case 0:
      return `account.registration ${random.pick(["=", "!="])} ${random.pick(["taxable", "traditional", "roth", "exempt"])}`;
    case 1:
      return `account.value ${random.pick([">", "<=", ">="])} ${money(random.integer(1, 20) * 50_000)}`;
    case 2:
      return `account.st_rate >= ${random.integer(10, 40)}%`;
    case 3:
      if (option?.kind === "choice") return `${option.name} = ${random.pick(option.names)}`;
      if (option?.kind === "flag") return random.chance(0.5) ? option.name : `not ${option.name}`;
      if (option?.mayBeNone) return `${option.name} is ${random.chance(0.3) ? "not " : ""}chosen`;
      return "account.registration = taxable";
    case 4:
      return `${makeWhen(random, options, 2)} and ${makeWhen(random, options, 2)}`;
    case 5:
      return `${makeWhen(random, options, 2)} or ${makeWhen(random, options, 2)}`;
    default:
      return `not (${makeWhen(random, options, 2)})`;
  }
}

function reason(random: Random): string {
  return random.chance(0.5)
    ? ` because ${string(`Manual ${random.integer(1, 9)}.${random.integer(1, 9)}`)}`
    : "";
}

function heading(random: Random, called: string, when: string | undefined): string {
  const title = random.chance(0.3) ? ` ${string(`About ${called}`)}` : "";
  return `${called}${title}${when === undefined ? "" : ` when ${when}`}`;
}

/** One limit; every second has a single bound that may be tightened, and perhaps waived. */
export function makeLimit(scope: RuleScope, place: number, { prefix, grants }: LimitOptions): LimitPlan {
  const { random } = scope;
  const called = `${prefix}Limit${place}`;
  const single = random.chance(0.5);
  const rules = single
    ? [makeBound(scope)]
    : [makeRule(scope), ...(random.chance(0.25) ? [makeRule(scope)] : [])];
  const needs = rules.flatMap((rule) => (rule.needs === undefined ? [] : [rule.needs]));
  const own = !single && random.chance(0.3) ? [makeWhen(random, scope.options)] : [];
  const conditions = [...needs, ...own.map((text) => (needs.length > 0 ? `(${text})` : text))];
  const when = conditions.length === 0 ? undefined : conditions.join(" and ");
  const after = [reason(random)];
  if (random.chance(0.4)) after.push(" grandfathered");
  const bound = single ? rules[0]?.bound : undefined;
  const waivable = grants && bound !== undefined && random.chance(0.4) ? beyond(bound) : undefined;
  if (waivable !== undefined && bound !== undefined) {
    const direction = bound.operator === "<=" ? "up to" : "down to";
    after.push(
      ` waivable by compliance ${direction} ${bound.write(waivable)} for ${random.pick(["1 year", "18 months", "100 years"])}`,
    );
  }
  const body = rules.map((rule) => `  ${rule.text}`).join("\n");
  return {
    name: called,
    ...(bound === undefined || own.length > 0 ? {} : { bound }),
    ...(waivable === undefined ? {} : { waivable }),
    text: `limit ${heading(random, called, when)} {\n${body}\n}${after.join("")}`,
  };
}

/** A looser level, if there is room for one; shares of a whole stay inside of it. */
function beyond({ operator, level, write }: NonNullable<LimitPlan["bound"]>): number | undefined {
  const loose = operator === "<=" ? level * 1.5 : level / 2;
  const fraction = write(level) !== write(level + 1) && level <= 1;
  const waived = fraction ? Math.round(Math.min(1, loose) * 100) / 100 : Math.round(loose);
  return write(waived) === write(level) ? undefined : waived;
}

/** A preference: a rule, and what each unit by which it is missed costs. */
export function makePreference(scope: RuleScope, place: number, prefix: string): string {
  const { random } = scope;
  for (;;) {
    const rule = makeRule(scope);
    if (rule.per === undefined) continue;
    const called = `${prefix}Prefer${place}`;
    const inAccount = rule.per.endsWith("pp") && random.chance(0.7);
    const rate = inAccount ? `${random.integer(1, 60)}bps` : money(random.integer(1, 40) / 4);
    return `prefer ${heading(random, called, rule.needs)} { ${rule.text}  cost ${rate} per ${rule.per} }${reason(random)}`;
  }
}

/**
 * A level that tightens: between the bound and what every model has room for, or, where the bound leaves no room
 * anyway, a little beyond it.
 */
export function tighterLevel(
  random: Random,
  { operator, level, safe }: NonNullable<LimitPlan["bound"]>,
): number {
  const room = operator === "<=" ? safe < level : safe > level;
  const goal = room ? safe : operator === "<=" ? level * 0.8 : Math.min(1, level * 1.2);
  const exact = level + ((goal - level) * random.integer(1, 9)) / 10;
  const step = level <= 1 ? 10_000 : 1;
  return operator === "<=" ? Math.ceil(exact * step) / step : Math.floor(exact * step) / step;
}
