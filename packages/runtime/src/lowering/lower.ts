/** From a situation to the problem that every backend takes, with where each row, bound and cost came from. */
import type { Clause } from "@mandate/compiler";
import { type Problem, ProblemBuilder } from "@mandate/solver";
import type { Situation } from "../account/situation.ts";
import { addTerm, constant, scaled, weightColumn } from "./affine.ts";
import { type Loosened, lowerCompare, lowerPreference } from "./compare.ts";
import { type CostEntry, Draft, type Limit, type Part, type Term } from "./draft.ts";
import { addDrift } from "./drift.ts";
import { type Frame, frameOf } from "./frame.ts";
import { given, holdsBefore } from "./given.ts";
import { addModes, applyWeightBounds, type Mode } from "./modes.ts";
import { needsOf } from "./needs.ts";
import { nettedTaxForm, ratesOf } from "./netting.ts";
import { withRisk } from "./risk.ts";
import { addCashBalance, addDecisions } from "./sales.ts";

export interface LowerOptions {
  /** ids of clauses and tightenings to leave out */
  readonly without?: ReadonlySet<string>;
  /** ids of clauses and tightenings whose bounds give way, at a cost of 1 a unit (a fraction, V dollars, a count) */
  readonly elastic?: ReadonlySet<string>;
  /** no cost but that of elastic clauses: is there anything that is permitted? */
  readonly feasibility?: boolean;
  /** securities that need a binary to be kept from being both bought and sold, beside those where a loss pays for it */
  readonly sides?: ReadonlySet<number>;
  /** facts that no clause says, given way for a test of whether they matter */
  readonly ignore?: ReadonlySet<Structure>;
  /** one limit to give way by so much */
  readonly loosened?: Loosened;
}

/** What holds whatever the policy says (semantics.md 1 and 4). */
export type Structure = "no margin" | "wash sales";

export interface Slack {
  readonly clause: string;
  readonly rule: number;
  readonly column: number;
}

/** A problem in fractions of V, and the way back. */
export interface Lowered {
  readonly situation: Situation;
  readonly frame: Frame;
  readonly problem: Problem;
  readonly parts: readonly Part[];
  readonly partsOf: readonly (readonly number[])[];
  /** by security: the column of its purchases */
  readonly buy: Int32Array;
  /** the column of cash after the run */
  readonly cash: number;
  readonly modes: readonly Mode[];
  readonly limits: readonly Limit[];
  /** costs by column, expanded; of V */
  readonly costs: readonly CostEntry[];
  readonly offsets: Readonly<Record<Term, number>>;
  readonly slacks: readonly Slack[];
  /** the draft, for evaluating expressions at a point */
  readonly draft: Draft;
}

/**
 * Lowers an account's policy (semantics.md) to a problem with magnitudes near 1.
 * @throws MissingPrice where a security that is held or targeted has no price
 */
export function lower(situation: Situation, options: LowerOptions = {}): Lowered {
  const { policy } = situation;
  const frame = frameOf(situation);
  const draft = new Draft(frame);
  const needs = needsOf([...policy.clauses, ...policy.preferences]);
  addDecisions(draft, !frame.taxable && !needs.lots);
  if (options.ignore?.has("no margin") === true) draft.lower[draft.cash] = -Infinity;
  const kept = policy.clauses.filter(
    (clause) => clause.when === undefined || holdsBefore(draft, clause.when),
  );
  const preferences = options.feasibility
    ? []
    : policy.preferences.filter((prefer) => prefer.when === undefined || holdsBefore(draft, prefer.when));
  const slacks: Slack[] = [];
  const minimums = lowerClauses(draft, kept, options, slacks);
  for (const preference of preferences) lowerPreference(draft, preference);
  if (options.ignore?.has("wash sales") !== true) blockWashSales(draft);
  applyWeightBounds(draft);
  const used = needsOf([
    ...kept.filter((clause) => options.without?.has(clause.id) !== true),
    ...preferences,
  ]);
  const modes = addModes(draft, {
    ...minimums,
    trades: used.trades || frame.ticket > 0,
    holdings: used.holdings,
    sides: options.sides ?? new Set(),
    lossWorth: options.feasibility ? { short: 0, long: 0 } : lossWorth(draft),
  });
  addDrift(draft, modes, options.feasibility === true);
  addCashBalance(draft);
  if (options.feasibility !== true) addCosts(draft);
  else addTurnover(draft, slacks.length > 0 ? 1e-6 : 1);
  for (const slack of slacks) draft.cost(slack.column, 1, "preferences", slack.clause);
  const { problem, costs } = assemble(draft);
  return {
    situation,
    frame,
    problem: withRisk(draft, problem, options.feasibility !== true),
    parts: draft.parts,
    partsOf: draft.partsOf,
    buy: draft.buy,
    cash: draft.cash,
    modes,
    limits: draft.limits,
    costs,
    offsets: draft.offsets,
    slacks,
    draft,
  };
}

interface Minimums {
  readonly minimumTrade: number;
  readonly minimumHolding: number;
}

function lowerClauses(
  draft: Draft,
  clauses: readonly Clause[],
  options: LowerOptions,
  slacks: Slack[],
): Minimums {
  const { frame } = draft;
  let minimumTrade = 0;
  let minimumHolding = 0;
  const reserves: { clause: Clause; rule: number; amount: number }[] = [];
  for (const clause of clauses) {
    const omitted = options.without?.has(clause.id) === true;
    clause.rules.forEach((rule, at) => {
      if (rule.rule === "compare") {
        lowerCompare(draft, clause, at, rule, {
          omitted,
          without: options.without ?? new Set(),
          elastic: options.elastic ?? new Set(),
          slackOf: (id) => slackOf(draft, slacks, id, at),
          loosened: options.loosened,
        });
        return;
      }
      if (omitted) return;
      const amount =
        (given(draft, rule.amount) ?? 0) / (rule.amount.unit.unit === "weight" ? 1 : frame.value);
      if (rule.rule === "minimum trade") minimumTrade = Math.max(minimumTrade, amount);
      else if (rule.rule === "minimum holding") minimumHolding = Math.max(minimumHolding, amount);
      else reserves.push({ clause, rule: at, amount });
    });
  }
  addReserves(draft, reserves, options, slacks);
  return { minimumTrade, minimumHolding };
}

function slackOf(draft: Draft, slacks: Slack[], clause: string, rule: number): number {
  const known = slacks.find((slack) => slack.clause === clause && slack.rule === rule);
  if (known !== undefined) return known.column;
  const column = draft.column(0, Infinity);
  slacks.push({ clause, rule, column });
  return column;
}

/** Cash is at least what all reserves and raises add up to (semantics.md 3). */
function addReserves(
  draft: Draft,
  reserves: readonly { clause: Clause; rule: number; amount: number }[],
  options: LowerOptions,
  slacks: Slack[],
): void {
  if (reserves.length === 0) return;
  let total = 0;
  const form = constant(0);
  addTerm(form, draft.cash, 1);
  for (const { clause, rule, amount } of reserves) {
    total += amount;
    if (options.elastic?.has(clause.id) === true) addTerm(form, slackOf(draft, slacks, clause.id, rule), 1);
    if (options.loosened?.clause === clause.id && options.loosened.rule === rule)
      total -= options.loosened.by / draft.frame.value;
  }
  form.constant -= total;
  const { value } = draft.frame;
  const own = reserves.map(({ clause, rule }): Limit => {
    const level = scaled({ constant: 0, cols: [draft.cash], coefs: [1] }, value);
    return {
      clause,
      rule,
      item: "",
      operator: ">=",
      unit: "money",
      bound: total * value,
      grandfathered: false,
      level,
      scale: 1 / value,
      location: { at: "nowhere" },
    };
  });
  draft.limits.push(...own);
  draft.rows.push({ form, lower: 0, upper: Infinity, own: -1, coef: 1, limits: own });
}

/** Groups sold at a loss in the past 30 days may not be bought (semantics.md 4). */
function blockWashSales(draft: Draft): void {
  const { frame } = draft;
  if (frame.situation.policy.washSalesAllowed) return;
  for (let i = 0; i < frame.count; i++) {
    const group = frame.compiled.group[frame.universe[i] ?? 0] ?? "";
    if (frame.situation.blockedGroups.has(group)) draft.cap(draft.buy[i] ?? -1, 0);
  }
}

/** m of semantics.md 2, "tax"; 0 where taxes do not count. */
function taxMultiplier(draft: Draft): number {
  const { taxes } = draft.frame.situation.policy.objective;
  if (taxes === undefined || !draft.frame.taxable) return 0;
  return given(draft, taxes.times) ?? 0;
}

function lossWorth(draft: Draft): { short: number; long: number } {
  const m = taxMultiplier(draft);
  const rates = ratesOf(draft);
  if (draft.frame.situation.policy.objective.taxes?.netted !== true)
    return { short: m * rates.short, long: m * rates.long };
  const most = m * Math.max(rates.short, rates.long, rates.unused);
  return { short: most, long: most };
}

function addCosts(draft: Draft): void {
  const { frame } = draft;
  const m = taxMultiplier(draft);
  const rates = ratesOf(draft);
  const netted = frame.situation.policy.objective.taxes?.netted === true;
  for (const part of draft.parts) {
    draft.cost(part.column, frame.tradeRate[part.security] ?? 0, "trading", "trading");
    if (!netted)
      draft.cost(part.column, m * (part.long ? rates.long : rates.short) * part.gain, "tax", "taxes");
  }
  if (netted && m !== 0) {
    const form = nettedTaxForm(draft);
    draft.offsets.tax += m * form.constant;
    for (let k = 0; k < form.cols.length; k++)
      draft.cost(form.cols[k] ?? 0, m * (form.coefs[k] ?? 0), "tax", "taxes");
  }
  for (let i = 0; i < frame.count; i++) {
    draft.cost(draft.buy[i] ?? -1, frame.tradeRate[i] ?? 0, "trading", "trading");
    draft.cost(weightColumn(i), frame.alternateRate[i] ?? 0, "alternates", "alternates");
    const traded = draft.tradedForm[i];
    if (frame.ticket > 0 && traded !== undefined)
      for (let k = 0; k < traded.cols.length; k++)
        draft.cost(traded.cols[k] ?? 0, frame.ticket * (traded.coefs[k] ?? 0), "trading", "trading");
  }
}

/** The search for anything permitted prefers few trades: what is bought and sold for no reason would only mislead. */
function addTurnover(draft: Draft, each: number): void {
  for (const part of draft.parts) draft.cost(part.column, each, "trading", "turnover");
  for (const column of draft.buy) draft.cost(column, each, "trading", "turnover");
}

/** Writes weights and indicators out in columns, and gathers the standard form. */
function assemble(draft: Draft): { readonly problem: Problem; readonly costs: readonly CostEntry[] } {
  const builder = new ProblemBuilder();
  for (let j = 0; j < draft.lower.length; j++) {
    builder.addColumn(0, draft.lower[j] ?? 0, draft.upper[j] ?? 0, draft.integer[j] === 1);
  }
  for (const pending of draft.rows) {
    // The builder sums what a column has more than once.
    const form = draft.expanded(pending.form);
    const row = builder.addRow(
      pending.lower - form.constant,
      pending.upper - form.constant,
      form.cols,
      form.coefs,
    );
    if (pending.limit !== undefined) pending.limit.location = { at: "row", row, coef: pending.coef };
    for (const limit of pending.limits ?? []) limit.location = { at: "row", row, coef: pending.coef };
  }
  const costs: CostEntry[] = [];
  for (const entry of draft.costs) {
    if (entry.column >= 0) {
      builder.addCost(entry.column, entry.coef);
      costs.push(entry);
      continue;
    }
    const form = draft.expanded({ constant: 0, cols: [entry.column], coefs: [entry.coef] });
    draft.offsets[entry.term] += form.constant;
    for (let k = 0; k < form.cols.length; k++) {
      const column = form.cols[k] ?? 0;
      const coef = form.coefs[k] ?? 0;
      builder.addCost(column, coef);
      costs.push({ ...entry, column, coef });
    }
  }
  for (const amount of Object.values(draft.offsets)) builder.offset += amount;
  return { problem: builder.build(), costs };
}
