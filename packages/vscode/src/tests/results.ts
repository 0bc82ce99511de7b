/** What `mandate test --json` prints (cli.md), read with care. */

export interface TestOutcome {
  readonly name: string;
  readonly passed: boolean;
  /** relative to the project */
  readonly file: string;
  /** from 1: of the test, or of the first expectation that failed */
  readonly line: number;
  readonly message: string;
}

/** @throws {Error} in one sentence, where it is something else */
export function readResults(text: string): readonly TestOutcome[] {
  const parsed = parse(text);
  const tests = isObject(parsed) ? parsed["tests"] : undefined;
  if (!Array.isArray(tests)) throw new Error("`mandate test --json` printed no list of tests");
  return tests.map((test: unknown): TestOutcome => {
    const { name, status, file, line, message } = isObject(test) ? test : {};
    if (
      typeof name !== "string" ||
      typeof file !== "string" ||
      typeof line !== "number" ||
      typeof message !== "string" ||
      (status !== "passed" && status !== "failed")
    )
      throw new Error("`mandate test --json` printed a test that says not what became of it");
    return { name, passed: status === "passed", file, line, message };
  });
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
