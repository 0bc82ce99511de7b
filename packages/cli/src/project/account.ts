/** One account as the book and the policies know it. */
import {
  type Bundle,
  type EffectivePolicy,
  effective,
  type LoadedProject,
  nearest,
  type ProjectHost,
} from "@mandate/compiler";
import { CliError } from "../exit.ts";
import { withBook } from "./book.ts";

export interface AccountQuestion {
  readonly bundle: Bundle;
  readonly loaded: LoadedProject;
  readonly host: ProjectHost;
  readonly account: string;
  /** the day that was asked for; if none, the book's own */
  readonly asOf: string | undefined;
}

/**
 * The account's policy on the day.
 *
 * @returns undefined where only policy files know the account: it has no row in a book
 * @throws {CliError} if neither the policies nor the book know the account, or its row gives no policy
 */
export async function policyOf(question: AccountQuestion): Promise<EffectivePolicy | undefined> {
  const { bundle, loaded, host, account } = question;
  const found = await withBook(loaded, bundle, host, question.asOf, async (book) => {
    const { policyRow } = await import("@mandate/runtime");
    const entry = book.entries.find((candidate) => candidate.account === account);
    const reasons = book.quarantine
      .filter((record) => record.account === account)
      .map(({ reason }) => reason);
    if (entry?.quarantined === true)
      throw new CliError(
        `account \`${account}\` is quarantined, so it has no policy: ${reasons[0] ?? "its row cannot be trusted"}`,
      );
    const [row] = entry === undefined ? [] : await book.accountsAt([entry.position]);
    const known = book.entries.map((candidate) => candidate.account);
    return { asOf: book.asOf, row: row === undefined ? undefined : policyRow(row), known };
  });
  if (found?.row !== undefined) {
    const result = effective(bundle, found.row, found.asOf);
    if (result.ok) return result.policy;
    throw new CliError(
      `account \`${account}\` has no policy: ${result.problems.map(({ reason }) => reason).join("; ")}`,
    );
  }
  const blocks = bundle.accounts.map((block) => block.account);
  if (blocks.includes(account)) return undefined;
  const near = nearest(account, [...new Set([...(found?.known ?? []), ...blocks])]);
  throw new CliError(
    `neither the policies nor the book know an account \`${account}\`${near === undefined ? "" : `; did you mean \`${near}\`?`}`,
  );
}
