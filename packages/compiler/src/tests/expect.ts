/** What a test expects. */
import type { ClauseReference, Expect, Text } from "@mandate/dsl";
import type { Policies } from "../accounts/context.ts";
import type { ProfileInfo } from "../accounts/profiles.ts";
import type { ClauseCitation, ExpectationIR } from "../bundle/index.ts";
import { catalogue } from "../catalogue/index.ts";
import { inferCondition } from "../conditions/condition.ts";
import { replaceFix } from "../diagnostics/reporter.ts";
import { type Scope, scopeIn } from "../env.ts";
import { type FileUnit, placeOf, sourceOf, textOf } from "../files/unit.ts";
import { resolveSet } from "../sets/resolve.ts";
import { refOf } from "../sets/value.ts";
import { refer } from "../symbols/references.ts";
import { nearest } from "../text/nearest.ts";
import type { TestAccountInfo } from "./account.ts";

const { names, data } = catalogue;

interface Context {
  readonly policies: Policies;
  readonly profiles: ReadonlyMap<string, ProfileInfo>;
  readonly accounts: readonly TestAccountInfo[];
  /** a name was repeated or an account is wrong: no follow-up on which account is meant */
  readonly unit: FileUnit;
}

export function resolveExpect(context: Context, node: Expect): ExpectationIR | undefined {
  const { unit, accounts, policies } = context;
  const { env } = policies;
  const scope = scopeIn(env, unit, true);
  const { expectation } = node;
  if (node.account !== undefined && !setUp(context, scope, node.account)) return undefined;
  if (node.account === undefined && accounts.length > 1) {
    env.reporter.report(data.testFact, placeOf(unit, node), {
      what: "this test has several accounts,",
      why: `so an expectation names one of them: \`expect "${accounts[0]?.ir.account ?? ""}": …\``,
    });
    return undefined;
  }
  const base = {
    source: sourceOf(unit, node.span),
    text: textOf(unit, expectation.span),
    ...(node.account === undefined ? {} : { account: node.account.value }),
  };
  switch (expectation.kind) {
    case "ExpectFeasible":
      return { ...base, expect: "feasible" };
    case "ExpectInfeasible": {
      const citing = expectation.citing.map((reference) => cite(context, scope, reference));
      const sound = citing.filter((citation) => citation !== undefined);
      return sound.length < citing.length ? undefined : { ...base, expect: "infeasible", citing: sound };
    }
    case "ExpectBinding": {
      const clause = cite(context, scope, expectation.clause);
      return clause === undefined ? undefined : { ...base, expect: "binding", clause };
    }
    case "ExpectNoTrade": {
      const of = resolveSet(scope, expectation.subject);
      return of === undefined ? undefined : { ...base, expect: "no trade", of: refOf(env.sets, of) };
    }
    case "ExpectCondition": {
      const condition = inferCondition(scope, expectation.condition);
      return condition === undefined ? undefined : { ...base, expect: "condition", condition };
    }
  }
}

/** Whether the test sets this account up; reported where it does not. */
function setUp({ unit, accounts }: Context, { env }: Scope, account: Text): boolean {
  if (account.missing === true) return true;
  const known = accounts.map(({ ir }) => ir.account);
  if (known.includes(account.value)) return true;
  const near = nearest(account.value, known);
  env.reporter.report(
    names.unknownTestAccount,
    placeOf(unit, account),
    { found: account.value, near },
    near === undefined ? {} : { fixes: [replaceFix(unit.path, account.span, `"${near}"`)] },
  );
  return false;
}

/** A clause by its name, or by its opening words. */
function cite(context: Context, scope: Scope, node: ClauseReference): ClauseCitation | undefined {
  const { unit } = context;
  const text = textOf(unit, node.span);
  if (node.account !== undefined && !setUp(context, scope, node.account)) return undefined;
  if (node.words !== undefined) {
    if (node.words.missing === true) return undefined;
    return {
      words: node.words.value,
      ...(node.account === undefined ? {} : { account: node.account.value }),
      text,
    };
  }
  const [first] = node.path;
  if (first === undefined || node.path.some((name) => name.text === "")) return undefined;
  if (!known(context, first.text)) {
    const candidates = citable(context);
    const near = nearest(first.text, candidates);
    scope.env.reporter.report(
      names.unknownName,
      placeOf(unit, first),
      { found: first.text, expected: "clause", near },
      near === undefined ? {} : { fixes: [replaceFix(unit.path, first.span, near)] },
    );
    return undefined;
  }
  if (scope.env.declarations.byName.has(first.text)) refer(scope.env.references, first.text, unit, first);
  return {
    name: node.path.map((name) => name.text).join("."),
    ...(node.account === undefined ? {} : { account: node.account.value }),
    text,
  };
}

const CITABLE = new Set(["limit", "preference", "asset class", "model", "profile"]);

function known({ policies, profiles, accounts }: Context, name: string): boolean {
  const { env } = policies;
  const entity = env.declarations.byName.get(name);
  if (entity !== undefined && (CITABLE.has(entity.kind) || !entity.valid)) return true;
  if (env.classes.byName.has(name) || env.universe.bySymbol.has(name)) return true;
  if (accounts.some(({ own }) => own.has(name))) return true;
  for (const { block } of profiles.values())
    if (block.clauses.some((clause) => clause.name === name)) return true;
  return false;
}

function citable({ policies, accounts }: Context): string[] {
  const declared = [...policies.env.declarations.byName.values()]
    .filter(({ kind }) => CITABLE.has(kind))
    .map(({ name }) => name);
  return [...accounts.flatMap(({ own }) => [...own]), ...declared];
}
