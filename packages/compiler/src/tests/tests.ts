/** Tests in the language: typed, with every price that they need. */
import type { Test } from "@mandate/dsl";
import type { Policies } from "../accounts/context.ts";
import type { ProfileInfo } from "../accounts/profiles.ts";
import type { ModelNode, TestIR } from "../bundle/index.ts";
import { catalogue } from "../catalogue/index.ts";
import { type Env, scopeIn } from "../env.ts";
import { damaged, type FileUnit, placeOf, sourceOf, textOf } from "../files/unit.ts";
import { plain } from "../numbers/decimal.ts";
import { resolveSecurity } from "../sets/names.ts";
import { noReferences, type References } from "../symbols/references.ts";
import { infer } from "../types/infer.ts";
import { describe } from "../types/unit.ts";
import { resolveTestAccount, type TestAccountInfo } from "./account.ts";
import { resolveExpect } from "./expect.ts";

const { names, data, types } = catalogue;

export function resolveTests(policies: Policies, profiles: ReadonlyMap<string, ProfileInfo>): TestIR[] {
  const { env } = policies;
  const titles = new Set<string>();
  return env.declarations.tests.flatMap(({ node, unit }) => {
    if (node.title.missing !== true && titles.has(node.title.value)) {
      env.reporter.report(names.testTwice, placeOf(unit, node.title), { title: node.title.value });
    }
    titles.add(node.title.value);
    // What this test names is collected apart: each security that it names needs a price.
    const references = noReferences();
    const own: Policies = { ...policies, env: { ...env, references } };
    const test = resolveTest(own, profiles, unit, node, references);
    for (const reference of references.list) env.references.list.push(reference);
    return test === undefined ? [] : [test];
  });
}

function resolveTest(
  policies: Policies,
  profiles: ReadonlyMap<string, ProfileInfo>,
  unit: FileUnit,
  node: Test,
  references: References,
): TestIR | undefined {
  const { env } = policies;
  const broken = damaged(unit, node.span);
  if (node.on === undefined && !broken) {
    env.reporter.report(data.testFact, placeOf(unit, node.title), {
      what: "this test",
      why: "does not say on which day it is run, such as `on 2026-11-20`",
    });
  }
  if (node.accounts.length === 0 && !broken) {
    env.reporter.report(data.testFact, placeOf(unit, node.title), {
      what: "this test",
      why: "has no account",
    });
  }
  if (node.expects.length === 0 && !broken)
    env.reporter.report(data.testExpectsNothing, placeOf(unit, node.title), {});
  const prices = pricesOf(env, unit, node);
  const accounts: TestAccountInfo[] = [];
  for (const account of node.accounts) {
    if (account.account.missing === true) continue;
    if (accounts.some(({ ir }) => ir.account === account.account.value)) {
      env.reporter.report(names.accountTwice, placeOf(unit, account), {
        account: account.account.value,
        layer: "test",
      });
      continue;
    }
    const info = resolveTestAccount(policies, profiles, unit, account, node.on?.value);
    if (info !== undefined) accounts.push(info);
  }
  const expects = node.expects.flatMap(
    (expect) => resolveExpect({ policies, profiles, accounts, unit }, expect) ?? [],
  );
  if (!broken && env.universe.columns.size > 0) {
    const priced = new Set(node.prices.map(({ security }) => security.text));
    const symbols = needed(policies, accounts, profiles, references).filter((symbol) => !priced.has(symbol));
    if (symbols.length > 0) env.reporter.report(data.missingPrice, placeOf(unit, node.title), { symbols });
  }
  if (node.on === undefined) return undefined;
  return {
    name: node.title.value,
    on: node.on.value,
    prices,
    accounts: accounts.map(({ ir }) => ir),
    expects,
    source: sourceOf(unit, node.span),
  };
}

function pricesOf(env: Env, unit: FileUnit, node: Test): Record<string, string> {
  const scope = scopeIn(env, unit);
  const prices: Record<string, string> = {};
  for (const { security, price } of node.prices) {
    const index = resolveSecurity(scope, security);
    const typed = infer(scope, price);
    if (index === undefined || typed === undefined) continue;
    const found = textOf(unit, price.span);
    if (typed.ty.u !== "money" || typed.value === undefined) {
      env.reporter.report(types.wrongUnit, placeOf(unit, price), {
        found,
        is: describe(typed.ty),
        expected: "an amount of money",
        where: "a price",
      });
    } else if (!typed.value.isPositive() || typed.value.isZero()) {
      env.reporter.report(types.negative, placeOf(unit, price), {
        found,
        where: "a price must be above zero, and",
      });
    } else if (Object.hasOwn(prices, security.text)) {
      env.reporter.report(data.priceTwice, placeOf(unit, security), { symbol: security.text });
    } else {
      prices[security.text] = plain(typed.value);
    }
  }
  return prices;
}

/** What its accounts hold, are offered by their model, or the test names (language.md); in the universe's order. */
function needed(
  policies: Policies,
  accounts: readonly TestAccountInfo[],
  profiles: ReadonlyMap<string, ProfileInfo>,
  references: References,
): string[] {
  const symbols = new Set<string>();
  for (const { ir } of accounts) {
    for (const { symbol } of ir.lots) symbols.add(symbol);
    for (const { symbol } of ir.activity) symbols.add(symbol);
    const ofProfile = ir.block.profiles
      .map(({ name }) => profiles.get(name)?.block.model?.name)
      .find((name) => name !== undefined);
    const model = policies.models.get(ir.block.model?.name ?? ofProfile ?? "");
    for (const symbol of offered(model?.nodes ?? [])) symbols.add(symbol);
  }
  for (const { key } of references.list)
    if (key.startsWith("security ")) symbols.add(key.slice("security ".length));
  return policies.env.universe.securities.map(({ symbol }) => symbol).filter((symbol) => symbols.has(symbol));
}

function* offered(nodes: readonly ModelNode[]): Generator<string> {
  for (const node of nodes) {
    if (node.node === "class") yield* offered(node.children);
    else for (const { symbol } of node.members) yield symbol;
  }
}
