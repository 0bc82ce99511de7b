/** Tests in the language over the generated project. What they expect holds of any portfolio: they exercise the check. */
import type { Random } from "../random.ts";
import type { ModelPlan, SecurityPlan } from "./plan.ts";
import { anySet, type SetScope } from "./sets.ts";
import { decimal, money, name, string } from "./write.ts";

function lot(random: Random, { symbol, price }: SecurityPlan): string {
  const quantity = random.pick([random.integer(1, 900), random.integer(1, 9_000) / 10]);
  const cost = Math.max(0.01, price * random.pick([0.3, 0.8, 1, 1.2, 1.9]));
  return `lot ${name(symbol)} ${decimal(quantity, 1)} shares at ${money(cost)} bought ${random.integer(2010, 2025)}-0${random.integer(1, 9)}-1${random.integer(0, 9)}`;
}

function activity(random: Random, { symbol, price }: SecurityPlan): string {
  const what = `${name(symbol)} ${random.integer(1, 90)} shares at ${money(price)} on 2026-1${random.integer(0, 1)}-0${random.integer(1, 9)}`;
  if (random.chance(0.5)) return `bought ${what}`;
  const term = random.pick(["a loss", "a long loss", "a gain", "a short gain"]);
  return `sold ${what} at ${term} of ${money(random.integer(1, 5_000))}`;
}

export function makeTest(scope: SetScope, place: number, models: readonly ModelPlan[]): string {
  const { random, securities } = scope;
  const held = random.some(securities, random.integer(1, 4));
  const rates = random.pick([
    "taxable at 37% short, 20% long",
    "taxable at 24% short, 15% long",
    "roth",
    "traditional",
    "exempt",
  ]);
  const facts = [
    `model ${random.pick(models).name}  ${rates}  cash ${money(random.integer(0, 500) * 1_000)}`,
    ...(random.chance(0.4) ? [`household ${string("H")}`] : []),
    ...held.map((security) => lot(random, security)),
    ...(random.chance(0.4) ? [activity(random, random.pick(held))] : []),
    ...(random.chance(0.3)
      ? [
          `realised short ${money(random.integer(-5, 5) * 500)}, long ${money(random.integer(-5, 5) * 500)} this year`,
        ]
      : []),
    ...(random.chance(0.3) ? [`carrying short ${money(0)}, long ${money(random.integer(0, 5) * 500)}`] : []),
  ];
  const expectations = [
    "expect feasible",
    `expect weight(${anySet(scope).text}) in 0%..100%`,
    `expect cost.${random.pick(["total", "drift", "tax", "trading", "preferences", "alternates", "risk"])} <= $100M`,
    `expect sold(${name(random.pick(held).symbol)}) >= ${random.pick(["$0", "0 shares", "0%"])}`,
    `expect gains${random.pick(["", "(short)", "(long)", " this year"])} <= $1B`,
  ];
  const prices = securities.map(({ symbol, price }) => `${name(symbol)} ${money(price)}`).join("  ");
  const lines = [
    "on 2026-11-20",
    `prices { ${prices} }`,
    `account "t1" {\n    ${facts.join("\n    ")}\n  }`,
    ...random.some(expectations, random.integer(1, expectations.length)),
  ];
  return `test "generated ${place}" {\n${lines.map((line) => `  ${line}`).join("\n")}\n}`;
}
