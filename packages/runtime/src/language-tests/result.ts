/** What a test of the language came to. */
import type { AccountProposal } from "../proposal/account.ts";

export interface TestFailure {
  /** `firm/tests.mandate`, line of the `expect` */
  readonly file: string;
  readonly line: number;
  /** expected against actual */
  readonly message: string;
  readonly account?: string;
}

export interface TestResult {
  readonly name: string;
  readonly status: "passed" | "failed";
  readonly file: string;
  /** line of the test, or of the first `expect` that failed */
  readonly line: number;
  readonly failures: readonly TestFailure[];
  /** what was proposed, for showing beside a failure */
  readonly proposals: readonly AccountProposal[];
  /** ids of clauses that bound in any of the accounts, for `--coverage` */
  readonly binding: readonly string[];
}
