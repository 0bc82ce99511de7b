/** What an account chose: defaults, then its profiles, then its blocks or its row of the book. */
import type { AccountIR, Choice, ChoiceValue, PolicyBlock } from "../bundle/index.ts";
import { rowProblems } from "../catalogue/index.ts";
import { readCell } from "./cell.ts";
import type { Plan } from "./plan.ts";
import type { AccountRow, EffectivePolicy, EffectiveProblem } from "./policy.ts";

export type Chosen = EffectivePolicy["choices"][number];

export function choicesOf(
  plan: Plan,
  row: AccountRow,
  account: AccountIR | undefined,
  profiles: readonly { readonly name: string; readonly block: PolicyBlock }[],
  problems: EffectiveProblem[],
): Map<string, Chosen> {
  const chosen = new Map<string, Chosen>();
  for (const option of plan.options.values()) {
    if (!option.forEachClass)
      chosen.set(option.name, {
        option: option.name,
        value: option.default,
        source: option.source,
        by: "default",
      });
  }
  const byProfile = new Map<string, { readonly profile: string; readonly choice: Choice }>();
  for (const { name, block } of profiles) {
    for (const choice of block.choices) {
      const before = byProfile.get(choice.option);
      if (before !== undefined && !same(before.choice.value, choice.value)) {
        problems.push({
          code: rowProblems.profilesDisagree,
          reason: `the profiles \`${before.profile}\` and \`${name}\` choose \`${choice.option}\` differently`,
        });
      }
      byProfile.set(choice.option, { profile: name, choice });
      chosen.set(choice.option, { ...choice, by: "profile" });
    }
  }
  const stated = new Map<string, Choice>();
  for (const block of account?.blocks ?? []) {
    for (const choice of block.choices) {
      stated.set(choice.option, choice);
      chosen.set(choice.option, { ...choice, by: choice.source.layer });
    }
  }
  for (const [column, cell] of Object.entries(row.choices)) {
    if (cell.trim() !== "") fromBook(plan, column, cell, stated, chosen, problems);
  }
  return chosen;
}

function fromBook(
  plan: Plan,
  column: string,
  cell: string,
  stated: ReadonlyMap<string, Choice>,
  chosen: Map<string, Chosen>,
  problems: EffectiveProblem[],
): void {
  const option = plan.options.get(column);
  if (option === undefined) {
    problems.push({
      code: rowProblems.unknownOption,
      reason: `no menu has an option \`${column}\``,
      column,
      value: cell,
    });
    return;
  }
  const outcome = readCell(option, cell);
  if (!outcome.ok) {
    problems.push({ code: outcome.code, reason: outcome.reason, column, value: cell });
    return;
  }
  const own = stated.get(column);
  if (own !== undefined) {
    if (same(own.value, outcome.value)) return;
    const { file, line } = own.source;
    problems.push({
      code: rowProblems.choiceDisagrees,
      reason: `the book chooses \`${cell.trim()}\` for \`${column}\`, and ${file}:${line} chooses otherwise`,
      column,
      value: cell,
    });
    return;
  }
  if (!option.setBy.includes("advisor")) {
    problems.push({
      code: rowProblems.notTheAdvisors,
      reason: `\`${column}\` is not an advisor's to choose, and the book holds advisors' choices`,
      column,
      value: cell,
    });
    return;
  }
  chosen.set(column, { option: column, value: outcome.value, source: option.source, by: "book" });
}

/** Equal choices; the order of lists counts for nothing. */
function same(a: ChoiceValue, b: ChoiceValue): boolean {
  const text = (value: ChoiceValue) =>
    value.kind === "lists" ? JSON.stringify([...value.lists].sort()) : JSON.stringify(value);
  return a.kind === b.kind && text(a) === text(b);
}
