/** A block of clauses (an account's in one layer, a profile's), as what it became. */
import type { Bundle, ModelEdit, PolicyBlock } from "../bundle/index.ts";
import { adjustmentText, clauseText, preferenceText, sourceText } from "./clause.ts";
import { setText } from "./core.ts";
import { chosen } from "./options.ts";

/** The parts of a block, each a few lines that end with a line break. */
export function blockParts(block: PolicyBlock, bundle: Bundle): readonly string[] {
  return [
    ...(block.model === undefined ? [] : [`model ${block.model.name} (${sourceText(block.model.source)})\n`]),
    ...block.profiles.map(({ name, source }) => `profile ${name} (${sourceText(source)})\n`),
    ...block.choices.map(
      (choice) =>
        `${choice.option} = ${choiceText(choice.option, choice.value, bundle)} (${sourceText(choice.source)})\n`,
    ),
    ...block.edits.map((edit) => editText(edit, bundle)),
    ...block.clauses.map((clause) => clauseText(clause, bundle)),
    ...block.preferences.map((preference) => preferenceText(preference, bundle)),
    ...block.adjustments.map((adjustment) => adjustmentText(adjustment, bundle)),
  ];
}

/** A chosen value in the words of its option. */
export function choiceText(name: string, value: Parameters<typeof chosen>[0], bundle: Bundle): string {
  const option = bundle.menus.flatMap(({ options }) => options).find((candidate) => candidate.name === name);
  return option === undefined ? value.kind : chosen(value, option);
}

export function editText(edit: ModelEdit, bundle: Bundle): string {
  const effect =
    edit.edit === "exclude"
      ? `the targets of ${setText(edit.of, bundle)} go to their siblings, pro rata`
      : edit.edit === "substitute"
        ? `${edit.with} takes the place of ${edit.security} as the preferred one`
        : `the targets below ${edit.to} and ${edit.from} rescale, pro rata`;
  return `${edit.text} (${sourceText(edit.source)})\n  ${effect}\n`;
}
