/** Runs the tests that policies carry (language.md, "Tests in the language"). */
import type { Bundle, ExpectationIR, TestIR } from "@mandate/compiler";
import type { Backend } from "@mandate/solver";
import { proposeHousehold } from "../propose/household.ts";
import type { Outcome, Settings } from "../propose/outcome.ts";
import { testActivity, testBookAccount, testBundle, testMarket } from "./book.ts";
import { disappointment } from "./expectations.ts";
import type { TestFailure, TestResult } from "./result.ts";

export interface TestRunOptions {
  readonly backend: Backend;
  readonly timeLimitSeconds: number;
  readonly now: () => number;
}

/** Accounts of one household are solved together; an account without one is a household of its own. */
function households(test: TestIR): string[][] {
  const byName = new Map<string, string[]>();
  for (const account of test.accounts) {
    const key =
      account.household === undefined ? `account ${account.account}` : `household ${account.household}`;
    const members = byName.get(key);
    if (members === undefined) byName.set(key, [account.account]);
    else members.push(account.account);
  }
  return [...byName.values()];
}

function solve(bundle: Bundle, test: TestIR, options: TestRunOptions): Map<string, Outcome> {
  const activity = testActivity(test);
  const settings: Settings = {
    bundle: testBundle(bundle, test),
    market: testMarket(bundle, test),
    backend: options.backend,
    timeLimitSeconds: options.timeLimitSeconds,
    purchasesFromLots: activity.length === 0,
    now: options.now,
  };
  const outcomes = new Map<string, Outcome>();
  for (const members of households(test)) {
    const accounts = test.accounts
      .filter((account) => members.includes(account.account))
      .map((account) => testBookAccount(test, account));
    const own = activity.filter((row) => members.includes(row.account));
    for (const outcome of proposeHousehold(settings, accounts, own))
      outcomes.set(outcome.proposal.account, outcome);
  }
  return outcomes;
}

function failure(expectation: ExpectationIR, account: string | undefined, message: string): TestFailure {
  const { file, line } = expectation.source;
  const who = account === undefined ? "" : `account \`${account}\` `;
  return {
    file,
    line,
    message: `expected \`${expectation.text}\`, but ${who}${message}`,
    ...(account === undefined ? {} : { account }),
  };
}

function judge(test: TestIR, outcomes: ReadonlyMap<string, Outcome>): TestFailure[] {
  const failures: TestFailure[] = [];
  for (const expectation of test.expects) {
    const account = expectation.account ?? test.accounts[0]?.account;
    const outcome = account === undefined ? undefined : outcomes.get(account);
    if (outcome === undefined) {
      failures.push(failure(expectation, undefined, `the test has no account \`${account ?? ""}\``));
      continue;
    }
    const message = disappointment(expectation, outcome);
    if (message !== undefined) failures.push(failure(expectation, account, message));
  }
  return failures;
}

export function runTest(bundle: Bundle, test: TestIR, options: TestRunOptions): TestResult {
  const outcomes = solve(bundle, test, options);
  const failures = judge(test, outcomes);
  const all = [...outcomes.values()];
  const [first] = failures;
  return {
    name: test.name,
    status: failures.length === 0 ? "passed" : "failed",
    file: test.source.file,
    line: first?.line ?? test.source.line,
    failures,
    proposals: all.map((outcome) => outcome.proposal),
    binding: [...new Set(all.flatMap((outcome) => outcome.binding.map((clause) => clause.id)))],
  };
}
