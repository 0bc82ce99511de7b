/** One account's lowering against exact decimals, at given trades: are they permitted, what do they cost, where do limits stand. */

import type * as runtime from "@mandate/runtime/testing";
import {
  averagedDollars,
  type Checked,
  type CheckedRow,
  type Context,
  costs,
  dollarsIn,
  type Limit,
  type Lowered,
  resolveSet,
  type Trade,
} from "@mandate/runtime/testing";
import type { Backend } from "@mandate/solver";
import { solvePinned } from "./pinned.ts";

/** The lowering that is looked at: the runtime's own, or one with an error planted in it. */
export type Lowering = Pick<typeof runtime, "lower" | "pointOf" | "termsAt" | "levelAt">;

/** Trades, and what the checker says of them. */
export interface Probe {
  readonly trades: readonly Trade[];
  readonly checked: Checked;
}

/** A violation smaller than this of V is within what solvers forgive. */
const CLEAR = 1e-7;
/** What floats lose of exact decimals. */
const EXACTLY = 1e-13;
/** Costs agree within this of V. */
const COST = 1e-6;

export interface Compared {
  /** what is not as it should be, in words */
  readonly differences: readonly string[];
  readonly permitted: "yes" | "no" | "too near";
}

/** By how much a row is missed on the lowering's scale, where V is 1 and rows of a base are multiplied out by it. */
function missedBy(after: Context, lowered: Lowered, row: CheckedRow): number {
  const over = row.level.minus(row.bound);
  const amount = (
    row.operator === "<=" ? over : row.operator === ">=" ? over.negated() : over.abs()
  ).toNumber();
  const { rule } = row;
  if (rule.rule !== "compare") return amount / lowered.frame.value;
  const { left } = rule;
  if (left.unit.unit === "weight" && left.unit.base === "set") {
    const base = dollarsIn(after, resolveSet(after.situation, left.unit.of, row.environment));
    return (amount * base.toNumber()) / lowered.frame.value;
  }
  switch (row.unit) {
    case "money":
      return amount / lowered.frame.value;
    case "shares":
      return (amount * Math.min(...lowered.frame.price)) / lowered.frame.value;
    case "number":
      if (left.e !== "average") return amount / 100;
      return (
        (amount * averagedDollars(after, left.attribute, left.of, row.environment).toNumber()) /
        lowered.frame.value /
        100
      );
    default:
      return amount;
  }
}

/** Whether the exact side permits the trades, or is too near its own edge to hold anyone to it. */
function verdict(lowered: Lowered, checked: Checked, trades: readonly Trade[]): Compared["permitted"] {
  const { after } = checked;
  if (after === undefined) return "no";
  const faults = checked.faults.filter(({ what }) => what !== "not a multiple of the increment");
  const cash = -after.portfolio.cash.toNumber() / lowered.frame.value;
  const clearFault = faults.some(({ what }) => (what === "cash below zero" ? cash > CLEAR : true));
  const missed = checked.rows.map((row) => missedBy(after, lowered, row));
  // A trade of next to nothing is none to a solver: rules that turn on whether there is a trade see no difference.
  const smallest = Math.min(...trades.map((trade) => tradeWeight(lowered, trade)));
  if (smallest < CLEAR) return "too near";
  if (clearFault || missed.some((by, at) => by > CLEAR && checked.rows[at]?.holds === false)) return "no";
  // What holds by the checker's tolerance alone need not hold by a solver's: a row may become the bound of a column.
  const inside = checked.rows.every((row, at) => row.holds && (missed[at] ?? 0) <= EXACTLY);
  return faults.length === 0 && inside && cash <= 0 ? "yes" : "too near";
}

function tradeWeight(lowered: Lowered, trade: Trade): number {
  const price = lowered.frame.price[lowered.frame.symbol.indexOf(trade.symbol)] ?? 0;
  return (trade.quantity.toNumber() * price) / lowered.frame.value;
}

function rowNames(checked: Checked): string {
  const missed = checked.rows.filter((row) => !row.holds).map((row) => `${row.clause.id}[${row.item}]`);
  return [...missed, ...checked.faults.map((fault) => fault.text)].join("; ");
}

const TERMS = ["drift", "alternates", "tax", "trading", "preferences"] as const;

/** Columns that trades alone decide: others (tops of maxima, netted taxes) may lie above what they stand for. */
function decidedByTrades(lowered: Lowered, limit: Limit): boolean {
  const known = new Set([...lowered.buy, ...lowered.parts.map((part) => part.column), lowered.cash]);
  return [...limit.level.cols, ...(limit.base?.cols ?? [])].every(
    (column) => column < 0 || known.has(column),
  );
}

function* levelDifferences(
  { pointOf, levelAt }: Lowering,
  lowered: Lowered,
  checked: Checked,
  x: Float64Array,
): Generator<string> {
  const rows = new Map(
    checked.rows.map((row) => [`${row.clause.id}\n${row.clause.rules.indexOf(row.rule)}\n${row.item}`, row]),
  );
  const tightened = new Map(lowered.situation.policy.adjustments.map(({ id, limit }) => [id, limit]));
  const at = pointOf(lowered, x);
  for (const limit of lowered.limits) {
    const clause = tightened.get(limit.clause.id) ?? limit.clause.id;
    const row = rows.get(`${clause}\n${limit.rule}\n${limit.item}`);
    if (row === undefined || !decidedByTrades(lowered, limit)) continue;
    const level = levelAt(limit, at);
    if (level === undefined) continue;
    const exactly = row.level.toNumber();
    // Floats of a problem in fractions of V: a dollar more or less is one of V.
    const ofV = row.unit === "money" ? lowered.frame.value : row.unit === "shares" ? 1e4 : 1;
    const small = row.rule.rule === "compare" && row.rule.left.unit.unit === "weight" ? baseOf(limit, at) : 1;
    if (Math.abs(level - exactly) * small > 1e-8 * Math.max(Math.abs(exactly), ofV)) {
      yield `${clause}[${limit.item}] stands at ${level}, exactly at ${exactly}`;
    }
    const bound = row.bound.toNumber();
    if (row.operator !== "=" && Math.abs(limit.bound - bound) > 1e-9 * Math.max(1, Math.abs(bound))) {
      yield `${clause}[${limit.item}] is bounded by ${limit.bound}, exactly by ${bound}`;
    }
  }
}

function baseOf(limit: Limit, at: (column: number) => number): number {
  if (limit.base === undefined) return 1;
  return limit.base.cols.reduce(
    (sum, column, k) => sum + (limit.base?.coefs[k] ?? 0) * at(column),
    limit.base.constant,
  );
}

/** Compares at one point. */
export function compareAt(
  lowering: Lowering,
  lowered: Lowered,
  { trades, checked }: Probe,
  backend: Backend,
): Compared {
  const permitted = verdict(lowered, checked, trades);
  if (permitted === "too near") return { differences: [], permitted };
  const answer = solvePinned(lowered, trades, backend);
  if (permitted === "no") {
    const lowers = answer.status === "infeasible";
    const what = checked.impossible ?? `misses ${rowNames(checked)}`;
    const text = `the lowering permits what must not be: ${what} (${answer.status})`;
    return { differences: lowers ? [] : [text], permitted };
  }
  const { after } = checked;
  if (answer.status !== "optimal" || answer.x === undefined || after === undefined) {
    return { differences: [`the lowering forbids what is permitted (${answer.status})`], permitted };
  }
  const differences: string[] = [];
  const terms = lowering.termsAt(lowered, answer.x);
  const exactly = costs(after);
  const tolerance = COST * lowered.frame.value;
  for (const term of TERMS) {
    const [own, other] = [terms[term], exactly[term].toNumber()];
    if (Math.abs(own - other) > tolerance) differences.push(`${term} costs ${own}, exactly ${other}`);
  }
  differences.push(...levelDifferences(lowering, lowered, checked, answer.x));
  return { differences, permitted };
}
