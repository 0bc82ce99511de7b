/** The least that a clause must give way so that a portfolio is left, as an edit of its level or its date. */
import { ProblemBuilder } from "@mandate/solver";
import type { Expr, Rule, Source } from "../../bundle/index.ts";
import type { Fix } from "../../diagnostics/diagnostic.ts";
import { addDuration } from "../../numbers/dates.ts";
import { Exact } from "../../numbers/decimal.ts";
import { concrete } from "../linear/concrete.ts";
import type { Element } from "../linear/element.ts";
import { floats } from "../linear/field.ts";
import { UNIT } from "../linear/form.ts";
import { buildSystem, type SystemRow } from "../linear/system.ts";
import type { Setting } from "./conflict.ts";
import { amountText } from "./words.ts";

/** A share that an author wrote, and which way it is loosened. */
interface Level {
  readonly rule: Rule;
  readonly value: string;
  /** a ceiling is raised, a floor lowered */
  readonly ceiling: boolean;
  readonly source: Source;
  readonly text: string;
}

/** @param all what clashes, `element` among it */
export function repair(setting: Setting, all: readonly Element[], element: Element): Fix[] {
  const dated = otherDate(all, element);
  if (dated !== undefined) return [dated];
  for (const level of levelsOf(element)) {
    const span = spanOf(level);
    const by = span === undefined ? undefined : leastGiving(setting, all, element, level.rule);
    if (span === undefined || by === undefined || by <= 0) continue;
    const step = new Exact((level.ceiling ? by : -by).toFixed(8));
    const to = new Exact(level.value).plus(step);
    if (to.isNegative() || to.greaterThan(1)) continue;
    // Rounded towards what is permitted, to a hundredth of a percent point.
    const text = amountText(to.toDecimalPlaces(4, level.ceiling ? UP : DOWN).toFixed(), "weight");
    return [
      {
        title: `set \`${element.base.name}\` to ${text}, the least change that leaves a portfolio`,
        edits: [{ file: level.source.file, span, newText: text }],
        preferred: true,
      },
    ];
  }
  return [];
}

const UP = Exact.ROUND_CEIL;
const DOWN = Exact.ROUND_FLOOR;

function levelsOf(element: Element): readonly Level[] {
  const { level: adjusted, rules, base } = element;
  return rules.flatMap((rule): Level[] => {
    if (rule.rule !== "compare" && rule.rule !== "reserve") return [];
    if (rule.rule === "compare" && rule.operator === "=") return [];
    const ceiling = rule.rule === "compare" && rule.operator === "<=";
    const written = adjusted?.level ?? (rule.rule === "compare" ? rule.right : rule.amount);
    if (!isShare(written)) return [];
    const { source, text } = adjusted === undefined ? rule : base;
    return [{ rule, value: written.value, ceiling, source, text }];
  });
}

function isShare(expr: Expr): expr is Extract<Expr, { e: "constant" }> {
  return expr.e === "constant" && expr.unit.unit === "weight";
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
    if (gives(row.from, element, rule)) {
      // A share of a class is multiplied out: what it must give is no change of its level.
      if (!row.from.plain && row.from.of.length === 1) return undefined;
      entries.push({ col: give, coef: -1 });
    }
    builder.addRow(row.relation === "=" ? bound : -Infinity, bound, entries);
  }
  const answer = setting.backend.solve(builder.build());
  return answer.status === "optimal" ? answer.objective : undefined;
}

/** A rule's own rows, and for a reserve the one of all reserves together. */
function gives(row: SystemRow<number>, element: Element, rule: Rule): boolean {
  if (row.of.length > 1) return rule.rule === "reserve" && row.of.includes(element);
  return row.element === element && row.rule === rule;
}

/** Where the level stands in the text: the one amount in it that is as much. */
function spanOf({ source, text, value }: Level): { start: number; end: number } | undefined {
  if (source.end - source.start !== text.length) return undefined;
  const found = [...text.matchAll(/(?<!\w|\w\.)\d[\d,]*(?:\.\d+)?\s*(%|bps)/g)].filter(([amount, unit]) =>
    new Exact(amount.replace(/[^\d.]/g, "")).dividedBy(unit === "%" ? 100 : 10_000).equals(value),
  );
  const [one, ...others] = found;
  if (one === undefined || others.length > 0) return undefined;
  return { start: source.start + one.index, end: source.start + one.index + one[0].length };
}

/** What is kept until after it is to be sold: either date may move, the later clause's does. */
function otherDate(all: readonly Element[], element: Element): Fix | undefined {
  const sale = all.find(({ base }) => base.kind === "sell by");
  const kept = all.find(({ base, until }) => base.kind === "keep" && until !== undefined);
  if (sale?.from === undefined || kept?.until === undefined) return undefined;
  const last = element.base.kind === "keep";
  const day = { count: 1, of: "days" } as const;
  const [from, to] = last
    ? [kept.until, addDuration(sale.from, day, -1)]
    : [sale.from, addDuration(kept.until, day)];
  const { source, text, name } = element.base;
  const at = text.indexOf(from);
  if (at < 0 || source.end - source.start !== text.length) return undefined;
  const span = { start: source.start + at, end: source.start + at + from.length };
  return {
    title: `${last ? "end" : "move"} \`${name}\` ${last ? "on" : "to"} ${to}, so that one ends before the other begins`,
    edits: [{ file: source.file, span, newText: to }],
    preferred: true,
  };
}
