/** Everything in a bundle that has a name, as text and as data. */
import {
  adjustmentText,
  type Bundle,
  blockParts,
  chosen,
  clauseText,
  editText,
  offer,
  preferenceText,
  setters,
  shortName,
  sourceText,
} from "@mandate/compiler";
import { modelText } from "./model.ts";

export interface Entry {
  /** names that it is asked for by: `SingleIssuer`, `account "1001".Tech` */
  readonly names: readonly string[];
  readonly text: string;
  readonly data: unknown;
}

/** In the order of a reader's questions: what is aimed at, what is demanded, what is wished for, what may be chosen, who departs. */
export function entriesOf(bundle: Bundle): readonly Entry[] {
  return [
    ...bundle.models.map((model) => ({ names: [model.name], text: modelText(model), data: model })),
    ...bundle.clauses.map((clause) => ({
      names: [clause.id, clause.name],
      text: clauseText(clause, bundle),
      data: clause,
    })),
    ...bundle.preferences.map((preference) => ({
      names: [preference.id, preference.name],
      text: preferenceText(preference, bundle),
      data: preference,
    })),
    ...bundle.edits.map((edit) => ({ names: [], text: editText(edit, bundle), data: edit })),
    ...bundle.adjustments.map((adjustment) => ({
      names: [adjustment.id],
      text: adjustmentText(adjustment, bundle),
      data: adjustment,
    })),
    ...menuEntries(bundle),
    ...listEntries(bundle),
    ...bundle.profiles.map((profile) => ({
      names: [profile.name],
      text: `profile ${profile.name} (${sourceText(profile.block.source)})\n${inner(blockParts(profile.block, bundle))}`,
      data: profile,
    })),
    ...bundle.waivers.map((waiver) => ({
      names: [waiver.id],
      text: `account "${waiver.account}": ${adjustmentText(waiver, bundle)}  approved by "${waiver.approvedBy}"\n`,
      data: waiver,
    })),
    ...bundle.accounts.flatMap((account) =>
      account.blocks.map((block) => ({
        names: [
          `account "${account.account}"`,
          ...[...block.clauses, ...block.preferences, ...block.adjustments].flatMap(({ id, name }) => [
            id,
            name,
          ]),
        ],
        text: `account "${account.account}" (${sourceText(block.source)})\n${inner(blockParts(block, bundle))}`,
        data: { account: account.account, ...block },
      })),
    ),
  ];
}

function menuEntries(bundle: Bundle): readonly Entry[] {
  return bundle.menus.map((menu) => ({
    names: [menu.name, ...menu.options.map(({ name }) => name)],
    text: `menu ${menu.name} (${sourceText(menu.source)})\n${inner(
      menu.options.map(
        (option) =>
          `${shortName(menu, option)}: ${offer(option)}; default ${chosen(option.default, option)}; set by ${setters(option)}\n`,
      ),
    )}`,
    data: menu,
  }));
}

function listEntries(bundle: Bundle): readonly Entry[] {
  return Object.entries(bundle.lists).map(([name, id]) => {
    const members = (bundle.sets[id]?.members ?? []).map((index) => bundle.universe[index]?.symbol ?? "");
    return {
      names: [name],
      text: `list ${name}: ${members.length} ${members.length === 1 ? "security" : "securities"}\n  ${members.join(", ")}\n`,
      data: { name, members },
    };
  });
}

/** Parts inside something, two spaces in. */
export function inner(parts: readonly string[]): string {
  return parts.join("").replace(/^(?=.)/gm, "  ");
}
