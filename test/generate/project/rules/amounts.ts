/** Figures of the account in money, shares and percent. */
import { anySet } from "../sets.ts";
import { money, name, percent, shares } from "../write.ts";
import { type RulePlan, type RuleScope, random01, upTo } from "./rule.ts";

/** Money, shares, gains and taxes: figures of the account, so generous that only the odd account meets them. */
export function amounts(scope: RuleScope): RulePlan {
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
