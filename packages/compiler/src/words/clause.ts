/** Clauses, preferences and adjustments of the core, each with its source. */

import { Decimal } from "decimal.js";
import type { Adjustment, Clause, ClauseBase, Preference, Rule, Source, Unit } from "../bundle/index.ts";
import { amount } from "./amounts.ts";
import { conditionText, exprText, loopText, type Sets } from "./core.ts";

/** `firm/limits.mandate:12, firm` */
export function sourceText({ file, line, layer }: Source): string {
  return `${file}:${line}, ${layer}`;
}

/** One rule: the rows that it makes. */
function ruleText(rule: Rule, bundle: Sets): string {
  switch (rule.rule) {
    case "compare": {
      const head = rule.loops.map((loop) => `${loopText(loop, bundle)}: `).join("");
      return `${head}${exprText(rule.left, bundle)} ${rule.operator} ${exprText(rule.right, bundle)}`;
    }
    case "minimum trade":
    case "minimum holding":
      return `${rule.rule} ${exprText(rule.amount, bundle)}`;
    case "reserve":
      return `cash >= ${exprText(rule.amount, bundle)}, with all other reserves and raises added`;
  }
}

export function clauseText(clause: Clause, bundle: Sets): string {
  const grant = clause.waivable;
  return lines(clause, [
    ...when(clause, bundle),
    ...clause.rules.map((rule) => ruleText(rule, bundle)),
    ...(clause.grandfathered ? ["grandfathered: where it is missed already, never worse"] : []),
    ...(grant === undefined
      ? []
      : [
          `waivable by ${grant.by} ${grant.direction} ${exprText(grant.level, bundle)}${grant.days === undefined ? "" : ` for ${grant.days} days`}`,
        ]),
    ...(clause.from === undefined ? [] : [`from ${clause.from} on`]),
    ...(clause.until === undefined ? [] : [`through ${clause.until}`]),
  ]);
}

export function preferenceText(preference: Preference, bundle: Sets): string {
  return lines(preference, [
    ...when(preference, bundle),
    ...preference.rules.flatMap((rule) => [
      ruleText(rule, bundle),
      `  each ${STEP[rule.left.unit.unit]?.unit ?? "unit"} by which it is missed costs ${priceText(preference.cost, rule.left.unit.unit)}`,
    ]),
  ]);
}

/** What a miss is counted in, for people, and how many of the core's units that is. */
const STEP: Readonly<Partial<Record<Unit["unit"], { readonly unit: string; readonly size: string }>>> = {
  weight: { unit: "point", size: "0.01" },
  points: { unit: "point", size: "0.01" },
  money: { unit: "dollar", size: "1" },
  shares: { unit: "share", size: "1" },
  count: { unit: "one", size: "1" },
};

function priceText({ of, perUnit }: Preference["cost"], unit: Unit["unit"]): string {
  const price = new Decimal(perUnit).times(STEP[unit]?.size ?? "1");
  return of === "usd"
    ? amount(price.toFixed(), "money")
    : `${price.times(10_000).toFixed()}bps of the account's value`;
}

export function adjustmentText(adjustment: Adjustment, bundle: Sets): string {
  const whom = adjustment.for === undefined ? "" : ` for ${adjustment.for}`;
  const verb = adjustment.kind === "waive" ? "is waived" : "is tightened";
  return lines(adjustment, [
    `${adjustment.limit}${whom} ${verb} to ${exprText(adjustment.level, bundle)}`,
    ...(adjustment.until === undefined ? [] : [`through ${adjustment.until}`]),
  ]);
}

function when(clause: Clause | Preference, bundle: Sets): readonly string[] {
  return clause.when === undefined ? [] : [`when ${conditionText(clause.when, bundle)}`];
}

function lines(clause: ClauseBase, body: readonly string[]): string {
  const title = clause.title === undefined ? "" : ` "${clause.title}"`;
  const said = /^(limit|prefer)\b/.test(clause.text) ? [] : [`from \`${clause.text}\``];
  const because = clause.because === undefined ? [] : [`because "${clause.because}"`];
  const inner = [...said, ...body, ...because].map((line) => `  ${line}\n`).join("");
  return `${clause.id}${title} (${sourceText(clause.source)})\n${inner}`;
}
