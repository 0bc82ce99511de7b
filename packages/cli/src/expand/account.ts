/** One account's policy on one day, layer by layer. */
import {
  type AccountRow,
  adjustmentText,
  type Bundle,
  choiceText,
  clauseText,
  type EffectivePolicy,
  editText,
  effective,
  type Layer,
  type LoadedProject,
  nearest,
  type ProjectHost,
  preferenceText,
} from "@mandate/compiler";
import { CliError } from "../exit.ts";
import { withBook } from "../project/book.ts";
import { type Entry, entriesOf, inner } from "./entries.ts";
import { treeText } from "./model.ts";

export interface AccountQuestion {
  readonly bundle: Bundle;
  readonly loaded: LoadedProject;
  readonly host: ProjectHost;
  readonly account: string;
  /** the day that was asked for; if none, the book's own */
  readonly asOf: string | undefined;
}

const titles: Readonly<Record<Layer, string>> = {
  firm: "the firm's",
  advisor: "the advisor's",
  client: "the client's",
};

/**
 * What holds for an account: its model after its edits, its choices and whose word each is, then every clause in force by
 * layer, and last what is not in force and why. An account that only policy files know is shown by its blocks.
 *
 * @throws {CliError} if neither the policies nor the book know the account, or its row gives no policy
 */
export async function accountPolicy(question: AccountQuestion): Promise<readonly Entry[]> {
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
  if (found?.row !== undefined) return ofRow(bundle, found.row, found.asOf);
  const blocks = entriesOf(bundle).filter(({ names }) => names.includes(`account "${account}"`));
  if (blocks.length > 0) return blocks;
  const known = [...new Set([...(found?.known ?? []), ...bundle.accounts.map((block) => block.account)])];
  const near = nearest(account, known);
  throw new CliError(
    `neither the policies nor the book know an account \`${account}\`${near === undefined ? "" : `; did you mean \`${near}\`?`}`,
  );
}

function ofRow(bundle: Bundle, row: AccountRow, asOf: string): readonly Entry[] {
  const result = effective(bundle, row, asOf);
  if (!result.ok)
    throw new CliError(
      `account \`${row.account}\` has no policy: ${result.problems.map(({ reason }) => reason).join("; ")}`,
    );
  return [{ names: [], text: policyText(result.policy, bundle), data: result.policy }];
}

function policyText(policy: EffectivePolicy, bundle: Bundle): string {
  const choices = policy.choices.map(
    ({ option, value, by }) => `${option} = ${choiceText(option, value, bundle)} (${by})\n`,
  );
  const layers = (["firm", "advisor", "client"] as const).map((layer) => {
    const mine = <T extends { readonly source: { readonly layer: Layer } }>(
      items: readonly T[],
    ): readonly T[] => items.filter(({ source }) => source.layer === layer);
    const parts = [
      ...mine(policy.edits).map((edit) => editText(edit, bundle)),
      ...mine(policy.clauses).map((clause) => clauseText(clause, bundle)),
      ...mine(policy.preferences).map((preference) => preferenceText(preference, bundle)),
      ...mine(policy.adjustments).map((adjustment) => adjustmentText(adjustment, bundle)),
    ];
    return part(titles[layer], parts);
  });
  const idle = policy.inactive.map(({ clause, why }) => `${clause.id}: ${why}\n`);
  return [
    `account "${policy.account}" on ${policy.asOf}: model ${policy.model}\n${treeText(policy.nodes)}`,
    part("choices", choices),
    ...layers,
    part("not in force", idle),
  ]
    .filter((text) => text !== "")
    .join("\n");
}

function part(title: string, parts: readonly string[]): string {
  return parts.length === 0 ? "" : `${title}:\n${inner(parts)}`;
}
