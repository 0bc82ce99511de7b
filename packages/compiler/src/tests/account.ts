/** The accounts that a test sets up: registration, cash, lots, activity, and any account clause. */
import type { AccountFact, Expression, TestAccount } from "@mandate/dsl";
import type { Decimal } from "decimal.js";
import { checkProfiles } from "../accounts/accounts.ts";
import { newContext, resolveBlock } from "../accounts/block.ts";
import type { Policies } from "../accounts/context.ts";
import { type ProfileInfo, profileLimits } from "../accounts/profiles.ts";
import type { TestAccountIR, TestActivity, TestLot } from "../bundle/index.ts";
import { catalogue } from "../catalogue/index.ts";
import { type Scope, scopeIn } from "../env.ts";
import { damaged, type FileUnit, placeOf, textOf } from "../files/unit.ts";
import { amountIn } from "../limits/rules.ts";
import { plain } from "../numbers/decimal.ts";
import { resolveSecurity } from "../sets/names.ts";
import { infer } from "../types/infer.ts";
import { describe } from "../types/unit.ts";

const { types, data, models, authority } = catalogue;

type Writable<T> = { -readonly [K in keyof T]: T[K] };

export interface TestAccountInfo {
  readonly ir: TestAccountIR;
  /** names of its own limits and preferences */
  readonly own: ReadonlySet<string>;
}

export function resolveTestAccount(
  policies: Policies,
  profiles: ReadonlyMap<string, ProfileInfo>,
  unit: FileUnit,
  node: TestAccount,
  on: string | undefined,
): TestAccountInfo | undefined {
  const { env } = policies;
  const scope = scopeIn(env, unit);
  const account = node.account.value;
  const stated = node.clauses.filter((clause) => clause.kind === "ModelClause");
  const [first, second] = stated;
  if (first !== undefined && second !== undefined) {
    env.reporter.report(authority.modelTwice, placeOf(unit, second), {
      found: second.model.text,
      first: first.model.text,
      layer: "",
    });
  }
  const named = node.clauses.flatMap((clause) => (clause.kind === "ProfileClause" ? clause.profiles : []));
  const ofProfile = named
    .map(({ text }) => profiles.get(text)?.block.model?.name)
    .find((name) => name !== undefined);
  const model = first?.model.text ?? ofProfile;
  if (model === undefined && !damaged(unit, node.span)) {
    env.reporter.report(models.noModel, placeOf(unit, node), {
      what: `the account \`"${account}"\` of this test`,
    });
  }
  const context = newContext(policies, `account "${account}".`, undefined, model, () =>
    profileLimits(profiles, node.clauses),
  );
  const block = resolveBlock(context, unit, node, node.clauses);
  checkProfiles(policies, profiles, [{ block, unit }]);
  const ir: Writable<TestAccountIR> = {
    account,
    registration: "exempt",
    shortRate: "0",
    longRate: "0",
    cash: "0",
    realised: { short: "0", long: "0" },
    carrying: { short: "0", long: "0" },
    lots: [],
    activity: [],
    block,
  };
  const lots: TestLot[] = [];
  const activity: TestActivity[] = [];
  for (const fact of node.facts) resolveFact(scope, fact, ir, lots, activity, on);
  if (!node.facts.some(({ kind }) => kind === "RegistrationFact") && !damaged(unit, node.span)) {
    env.reporter.report(data.noRegistration, placeOf(unit, node.account), { account });
  }
  return { ir: { ...ir, lots, activity }, own: new Set(context.own.keys()) };
}

/** A fixed amount in one unit; reported and undefined if it is something else. */
function amount(
  scope: Scope,
  node: Expression | undefined,
  unit: "money" | "shares",
  where: string,
  mayBeNegative = false,
): Decimal | undefined {
  if (node === undefined) return undefined;
  const typed = infer(scope, node);
  if (typed === undefined) return undefined;
  const place = placeOf(scope.unit, node);
  const found = textOf(scope.unit, node.span);
  if (typed.ty.u !== unit || typed.value === undefined) {
    scope.env.reporter.report(types.wrongUnit, place, {
      found,
      is: typed.value === undefined ? "not a plain amount" : describe(typed.ty),
      expected: unit === "money" ? "an amount of money" : "a number of shares",
      where,
    });
    return undefined;
  }
  if (!mayBeNegative && typed.value.isNegative() && !typed.value.isZero()) {
    scope.env.reporter.report(types.negative, place, { found, where });
    return undefined;
  }
  return typed.value;
}

function text(value: Decimal | undefined): string {
  return value === undefined ? "0" : plain(value);
}

function resolveFact(
  scope: Scope,
  fact: AccountFact,
  ir: Writable<TestAccountIR>,
  lots: TestLot[],
  activity: TestActivity[],
  on: string | undefined,
): void {
  switch (fact.kind) {
    case "RegistrationFact": {
      ir.registration = fact.registration;
      const short =
        fact.short === undefined ? undefined : amountIn(scope, fact.short, "a tax rate", ["percent"], true);
      const long =
        fact.long === undefined ? undefined : amountIn(scope, fact.long, "a tax rate", ["percent"], true);
      ir.shortRate = text(short?.value);
      ir.longRate = text(long?.value);
      return;
    }
    case "CashFact":
      ir.cash = text(amount(scope, fact.amount, "money", "an account's cash", true));
      return;
    case "HouseholdFact":
      ir.household = fact.household.value;
      return;
    case "YearFact":
      ir[fact.what] = {
        short: text(amount(scope, fact.short, "money", "a gain of the year", fact.what === "realised")),
        long: text(amount(scope, fact.long, "money", "a gain of the year", fact.what === "realised")),
      };
      return;
    case "LotFact": {
      const index = resolveSecurity(scope, fact.security);
      const quantity = amount(scope, fact.quantity, "shares", "a lot");
      const cost = amount(scope, fact.cost, "money", "a lot's cost per share");
      notAfter(scope, fact.acquired, on, "bought");
      if (index === undefined || quantity === undefined || cost === undefined) return;
      lots.push({
        symbol: fact.security.text,
        quantity: plain(quantity),
        unitCost: plain(cost),
        acquired: fact.acquired.value,
      });
      return;
    }
    case "ActivityFact": {
      const index = resolveSecurity(scope, fact.security);
      const quantity = amount(scope, fact.quantity, "shares", "a trade");
      const price = amount(scope, fact.price, "money", "a trade's price");
      const result =
        fact.result === undefined ? undefined : amount(scope, fact.result.amount, "money", "a gain or loss");
      notAfter(scope, fact.date, on, fact.side);
      if (index === undefined || quantity === undefined || price === undefined) return;
      const gain =
        result === undefined ? undefined : fact.result?.sign === "loss" ? result.negated() : result;
      activity.push({
        symbol: fact.security.text,
        side: fact.side === "bought" ? "buy" : "sell",
        quantity: plain(quantity),
        price: plain(price),
        date: fact.date.value,
        // A sale's result is short unless the test says otherwise (language.md, "Tests in the language").
        ...(gain === undefined ? {} : { gain: plain(gain), term: fact.result?.term ?? "short" }),
      });
    }
  }
}

function notAfter(
  scope: Scope,
  date: { readonly value: string; readonly span: { readonly start: number; readonly end: number } },
  on: string | undefined,
  what: string,
): void {
  if (on === undefined || date.value === "" || date.value <= on) return;
  scope.env.reporter.report(
    data.testFact,
    { file: scope.unit.path, span: date.span },
    {
      what: `\`${date.value}\` lies after the day of the test, \`${on}\`,`,
      why: `so nothing can have been ${what} on it`,
    },
  );
}
