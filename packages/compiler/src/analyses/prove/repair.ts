/** The least that a clause must give way so that a portfolio is left, as an edit of its level. */
import { ProblemBuilder } from "@mandate/solver";
import type { Rule } from "../../bundle/index.ts";
import type { Fix } from "../../diagnostics/diagnostic.ts";
import { Exact } from "../../numbers/decimal.ts";
import { concrete } from "../linear/concrete.ts";
import type { Element } from "../linear/element.ts";
import { floats } from "../linear/field.ts";
import { UNIT } from "../linear/form.ts";
import { buildSystem } from "../linear/system.ts";
import type { Setting } from "./conflict.ts";
import { amountText } from "./words.ts";

/** @param all what clashes, `element` among it */
export function repair(setting: Setting, all: readonly Element[], element: Element): Fix[] {
  const compares = element.rules.filter(
    (rule): rule is Rule & { rule: "compare" } => rule.rule === "compare",
  );
  for (const rule of compares) {
    if (rule.right.e !== "constant" || rule.right.unit.unit !== "weight" || element.level !== undefined)
      continue;
    const by = leastGiving(setting, all, element, rule);
    if (by === undefined || by <= 0) continue;
    const span = literalSpan(rule);
    if (span === undefined) continue;
    const step = rule.operator === "<=" ? by : -by;
    const level = new Exact(rule.right.value).plus(new Exact(step.toFixed(10)));
    if (level.isNegative() || level.greaterThan(1)) continue;
    // Rounded towards what is permitted, to a hundredth of a percent point.
    const round = rule.operator === "<=" ? 0 : 1;
    const text = amountText(level.toDecimalPlaces(4, round === 0 ? 2 : 3).toFixed(), "weight");
    return [
      {
        title: `set \`${element.base.name}\` to ${text}, the least change that leaves a portfolio`,
        edits: [{ file: element.base.source.file, span, newText: text }],
        preferred: true,
      },
    ];
  }
  return [];
}

/** How far one rule must give way, all else holding. */
function leastGiving(
  setting: Setting,
  all: readonly Element[],
  element: Element,
  rule: Rule,
): number | undefined {
  const system = buildSystem(floats, {
    space: setting.space,
    elements: all,
    choice: setting.choice,
    ...(setting.targets === undefined ? {} : { targets: setting.targets }),
  });
  const { rows } = concrete(system, setting.ranges, "hardest");
  const builder = new ProblemBuilder();
  for (let column = 0; column < system.columns; column++)
    builder.addColumn(0, system.free.has(column) ? -Infinity : 0, Infinity);
  const give = builder.addColumn(1, 0, Infinity);
  builder.addRow(
    1,
    1,
    Array.from({ length: system.cash + 1 }, (_, column) => ({ col: column, coef: 1 })),
  );
  for (const row of rows) {
    const bound = -(row.form.get(UNIT) ?? 0);
    const entries = [...row.form].flatMap(([col, coef]) => (col === UNIT ? [] : [{ col, coef }]));
    if (row.from.element === element && row.from.rule === rule) {
      if (!row.from.plain) return undefined;
      entries.push({ col: give, coef: -1 });
    }
    builder.addRow(row.relation === "=" ? bound : -Infinity, bound, entries);
  }
  const answer = setting.backend.solve(builder.build());
  return answer.status === "optimal" ? answer.objective : undefined;
}

/** Where the level stands in the text: the amount that ends the rule, if the author wrote one there. */
function literalSpan(rule: Rule & { rule: "compare" }): { start: number; end: number } | undefined {
  const { source, text } = rule;
  if (source.end - source.start !== text.length) return undefined;
  const level = /(?:<=|>=)\s*(\d[\d,]*(?:\.\d+)?\s*%)$/.exec(text)?.[1];
  return level === undefined ? undefined : { start: source.end - level.length, end: source.end };
}
