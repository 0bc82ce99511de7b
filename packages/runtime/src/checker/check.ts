/**
 * The last word (semantics.md 5): every clause of the policy evaluated from the typed tree on the exact holdings after
 * the trades. Shares nothing with the lowering.
 */
import type { Clause } from "@mandate/compiler";
import type { Situation } from "../account/situation.ts";
import { holds } from "../exact/condition.ts";
import { contextAfter, contextBefore } from "../exact/costs.ts";
import type { Context } from "../exact/measures.ts";
import { ImpossibleTrade } from "../exact/portfolio.ts";
import type { Trade } from "../proposal/proposal.ts";
import { type CheckedRow, checkedRows } from "./rows.ts";
import { type StructuralFault, structuralFaults } from "./structure.ts";

export interface Checked {
  /** no row is missed, no fault found */
  readonly passed: boolean;
  readonly rows: readonly CheckedRow[];
  readonly faults: readonly StructuralFault[];
  /** why the trades are impossible as such; then there are no rows */
  readonly impossible?: string;
  /** the account after the trades; absent if they are impossible */
  readonly after?: Context;
}

/** Rows that are missed. */
export function missedRows(checked: Checked): readonly CheckedRow[] {
  return checked.rows.filter((row) => !row.holds);
}

/** Evaluates the whole policy on what the trades would leave. Never throws for trades that cannot be made. */
export function check(
  situation: Situation,
  trades: readonly Trade[],
  before = contextBefore(situation),
): Checked {
  let after: Context;
  try {
    after = contextAfter(situation, trades, before);
  } catch (error) {
    if (!(error instanceof ImpossibleTrade)) throw error;
    return { passed: false, rows: [], faults: [], impossible: error.message };
  }
  const applies = (clause: Clause): boolean => clause.when === undefined || holds(before, clause.when);
  const rows = [...checkedRows(after, applies)];
  const faults = structuralFaults(after, trades);
  return { passed: faults.length === 0 && rows.every((row) => row.holds), rows, faults, after };
}
