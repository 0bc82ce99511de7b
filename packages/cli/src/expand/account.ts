/** One account's policy on one day, layer by layer. */
import {
  adjustmentText,
  type Bundle,
  choiceText,
  clauseText,
  type EffectivePolicy,
  editText,
  type Layer,
  preferenceText,
  sourceText,
} from "@mandate/compiler";
import { type AccountQuestion, policyOf } from "../project/account.ts";
import { type Entry, entriesOf, inner } from "./entries.ts";
import { levelLines } from "./levels.ts";
import { treeText } from "./model.ts";

const titles: Readonly<Record<Layer, string>> = {
  firm: "the firm's",
  advisor: "the advisor's",
  client: "the client's",
};

/**
 * What holds for an account: its model after its edits, its choices and whose word each is, the levels of limits that were
 * waived or tightened and whose line sets them, then every clause in force by layer, and last what is not in force and why. An account that only policy files know is shown by its blocks.
 *
 * @throws {CliError} if neither the policies nor the book know the account, or its row gives no policy
 */
export async function accountPolicy(question: AccountQuestion): Promise<readonly Entry[]> {
  const { bundle, account } = question;
  const policy = await policyOf(question);
  return policy === undefined
    ? entriesOf(bundle).filter(({ names }) => names.includes(`account "${account}"`))
    : [{ names: [], text: policyText(policy, bundle), data: policy }];
}

function policyText(policy: EffectivePolicy, bundle: Bundle): string {
  const choices = policy.choices.map(
    ({ option, value, by, source }) =>
      `${option} = ${choiceText(option, value, bundle)} (${by === "book" ? "the book's row" : `${by === source.layer ? "" : `${by}, `}${sourceText(source)}`})\n`,
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
    part("levels that are not the limits' own", levelLines(policy, bundle)),
    ...layers,
    part("not in force", idle),
  ]
    .filter((text) => text !== "")
    .join("\n");
}

function part(title: string, parts: readonly string[]): string {
  return parts.length === 0 ? "" : `${title}:\n${inner(parts)}`;
}
