/** `for each` and `sum`: securities, lists, classes, issuers. */
import { classSet, makeCondition, range } from "../sets.ts";
import { money, name, percent, shares } from "../write.ts";
import { ceiling, type RulePlan, type RuleScope, upTo } from "./rule.ts";

export function each(scope: RuleScope): RulePlan {
  const { random, securities, classes, lists, models } = scope;
  const [range_, members] = eachOf(scope);
  const most = Math.max(
    0,
    ...members.map((symbol) => range(models, { text: "", members: new Set([symbol]), cash: false }).most),
  );
  const opening = `for each s in ${range_}: `;
  switch (random.integer(0, 5)) {
    case 0:
      // Not to buy what a model wants leaves new money nowhere to go.
      if (scope.roomy && most > 0) return { text: `${opening}bought(s) <= ${percent(1)}` };
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
