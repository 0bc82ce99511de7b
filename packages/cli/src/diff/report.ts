/** Changes as people read them: in a terminal, and in a pull request. */
import type { ClauseChange, Witness } from "@mandate/compiler";
import picocolors from "picocolors";

/** What a change means. */
export const WORDS = {
  tightened: "permits less",
  loosened: "permits more",
  both: "permits other things",
  unchanged: "unchanged in effect",
  added: "new",
  removed: "gone",
} as const;

function changed(changes: readonly ClauseChange[]): readonly ClauseChange[] {
  return changes.filter(({ change }) => change !== "unchanged");
}

/** A model's are those of its bands, which have rows of their own. */
function shown({ kind, witness }: ClauseChange): readonly Witness[] {
  return kind === "model" ? [] : witness;
}

/** @param names what the two versions are called */
export function witnessText({ permittedBy, text, model }: Witness, names: readonly [string, string]): string {
  const [by, not] = permittedBy === "a" ? names : [names[1], names[0]];
  const within = model === undefined ? "" : ` (within ${model})`;
  return `${by} permits, ${not} forbids${within}: ${text}`;
}

/** @param names what the two versions are called */
export function pretty(
  changes: readonly ClauseChange[],
  names: readonly [string, string],
  color: boolean,
): string {
  const paint = picocolors.createColors(color);
  const lines = changed(changes).flatMap((one) => [
    `${paint.bold(one.clause)} ${one.change}: ${one.kind}, ${WORDS[one.change]}`,
    ...(one.note === undefined ? [] : [`  ${one.note}`]),
    ...shown(one).map((witness) => `  ${witnessText(witness, names)}`),
  ]);
  const same = changes.length - changed(changes).length;
  const end = lines.length === 0 ? "nothing changed in effect" : `${changed(changes).length} changed`;
  return `${[...lines, ...(lines.length === 0 ? [] : [""]), `${end}, ${same} unchanged in effect`].join("\n")}\n`;
}

/** Text that a table of Markdown can hold. */
function cell(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll("<", "&lt;").replaceAll("\n", " ");
}

export function markdown(changes: readonly ClauseChange[], names: readonly [string, string]): string {
  const all = changed(changes);
  const same = changes.filter(({ change }) => change === "unchanged").map(({ clause }) => `\`${clause}\``);
  const head = `### What this changes in effect\n\n${cell(names[0])} → ${cell(names[1])}: ${all.length} changed, ${same.length} unchanged\n`;
  const rows = all.map((one) => {
    const told = [
      ...(one.note === undefined ? [] : [one.note]),
      ...shown(one).map((witness) => witnessText(witness, names)),
    ];
    return `| \`${cell(one.clause)}\` | ${one.kind} | **${one.change}** | ${told.map(cell).join("<br>")} |`;
  });
  const table =
    rows.length === 0 ? "" : `\n| clause | | change | shown by |\n|---|---|---|---|\n${rows.join("\n")}\n`;
  const rest =
    same.length === 0
      ? ""
      : `\n<details><summary>unchanged in effect</summary>\n\n${same.map(cell).join(", ")}\n\n</details>\n`;
  return `${head}${table}${rest}`;
}
