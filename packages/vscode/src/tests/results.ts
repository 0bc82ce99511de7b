/** What `mandate test --json` prints (cli.md), read with care. */

export interface TestFailure {
  /** relative to the project */
  readonly file: string;
  /** from 1: of the expectation */
  readonly line: number;
  /** expected against actual */
  readonly message: string;
}

export interface TestOutcome {
  readonly name: string;
  readonly passed: boolean;
  /** relative to the project */
  readonly file: string;
  readonly failures: readonly TestFailure[];
}

/** A clause of the firm's, and whether some test was stopped by it. */
export interface CoveredClause {
  readonly clause: string;
  readonly file: string;
  /** from 1 */
  readonly line: number;
  readonly bound: boolean;
}

export interface TestReport {
  readonly tests: readonly TestOutcome[];
  /** empty where it was not asked for */
  readonly coverage: readonly CoveredClause[];
}

/** @throws {Error} in one sentence, where it is something else */
export function readResults(text: string): TestReport {
  const parsed = parse(text);
  const { tests, coverage } = isObject(parsed) ? parsed : {};
  if (!Array.isArray(tests)) throw new Error("`mandate test --json` printed no list of tests");
  return { tests: tests.map(outcome), coverage: coverage === undefined ? [] : covered(coverage) };
}

function outcome(test: unknown): TestOutcome {
  const { name, status, file, line, message, failures } = isObject(test) ? test : {};
  if (
    typeof name !== "string" ||
    typeof file !== "string" ||
    typeof line !== "number" ||
    typeof message !== "string" ||
    (status !== "passed" && status !== "failed")
  )
    throw new Error("`mandate test --json` printed a test that says not what became of it");
  const passed = status === "passed";
  // A `mandate` from before failures had places of their own tells the first one's.
  const told = Array.isArray(failures) ? failures.map(failure) : passed ? [] : [{ file, line, message }];
  return { name, passed, file, failures: told };
}

function failure(value: unknown): TestFailure {
  const { file, line, message } = isObject(value) ? value : {};
  if (typeof file !== "string" || typeof line !== "number" || typeof message !== "string")
    throw new Error("`mandate test --json` printed a failure that says not where it is");
  return { file, line, message };
}

function covered(coverage: unknown): CoveredClause[] {
  const { bound, never } = isObject(coverage) ? coverage : {};
  if (!Array.isArray(bound) || !Array.isArray(never))
    throw new Error("`mandate test --json --coverage` printed no lists of clauses");
  return [
    ...bound.map((one: unknown) => ({ ...clause(one), bound: true })),
    ...never.map((one: unknown) => ({ ...clause(one), bound: false })),
  ];
}

function clause(value: unknown): { clause: string; file: string; line: number } {
  const { clause: name, file, line } = isObject(value) ? value : {};
  if (typeof name !== "string" || typeof file !== "string" || typeof line !== "number")
    throw new Error("`mandate test --json --coverage` printed a clause that says not where it is");
  return { clause: name, file, line };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error("`mandate test --json` printed something that is no JSON");
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
