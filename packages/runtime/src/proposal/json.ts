/** Proposals as lines of JSON, by the letter of data.md. Keys in one order, so that equal runs are equal bytes. */
import type { Decimal } from "decimal.js";
import { fixed } from "../exact/fixed.ts";
import type { AccountProposal, ProposedTrade } from "./account.ts";
import type { CostTerms, LimitReport } from "./proposal.ts";

/** USD with six decimals: enough to compare with a bound, few enough to be the same on every machine. */
export function dollars(value: Decimal | number): number {
  const rounded = Number(typeof value === "number" ? value.toFixed(6) : fixed(value, 6));
  return rounded === 0 ? 0 : rounded;
}

function cents(value: Decimal): string {
  const text = fixed(value, 2);
  return text === "-0.00" ? "0.00" : text;
}

/** Each part of a cost, and their sum, as JSON tells them. */
export function terms(cost: CostTerms): Record<keyof CostTerms, number> {
  return {
    total: dollars(cost.total),
    drift: dollars(cost.drift),
    alternates: dollars(cost.alternates),
    tax: dollars(cost.tax),
    trading: dollars(cost.trading),
    risk: dollars(cost.risk),
    preferences: dollars(cost.preferences),
  };
}

function trade(proposed: ProposedTrade): Record<string, unknown> {
  return {
    symbol: proposed.symbol,
    side: proposed.side,
    quantity: proposed.quantity.toFixed(),
    price: proposed.price.toFixed(),
    value: cents(proposed.value),
    lots: proposed.lots.map((lot) => ({
      lot: lot.lot,
      quantity: lot.quantity.toFixed(),
      gain: cents(lot.gain),
      term: lot.term,
      washed: lot.washed.isZero() ? "0" : cents(lot.washed),
    })),
    because: proposed.because.map(({ text, value, source }) => ({
      text,
      value: Number(fixed(value, 2)),
      // What is undefined has no key in JSON.
      source,
    })),
  };
}

/** Twelve significant digits: floats of the solver, without the noise of its last bits. */
function float(value: number): number {
  const rounded = Number(value.toPrecision(12));
  return rounded === 0 ? 0 : rounded;
}

function limit(report: LimitReport): Record<string, unknown> {
  return {
    name: report.name,
    source: report.source,
    layer: report.layer,
    level: float(report.level),
    bound: float(report.bound),
    unit: report.unit,
    binding: report.binding,
    price: Number(report.price.toFixed(2)),
  };
}

/** One line of `proposals.jsonl`, without the line break. */
export function proposalLine(proposal: AccountProposal): string {
  switch (proposal.status) {
    case "quarantined":
      return JSON.stringify({
        account: proposal.account,
        status: proposal.status,
        code: proposal.code,
        reason: proposal.reason,
        trades: [],
      });
    case "infeasible":
      return JSON.stringify({
        account: proposal.account,
        status: proposal.status,
        value: cents(proposal.value),
        before: terms(proposal.before),
        trades: [],
        ...(proposal.code === undefined ? {} : { code: proposal.code }),
        ...(proposal.reason === undefined ? {} : { reason: proposal.reason }),
        conflict: proposal.conflict.map(({ name, source, layer, text }) => ({ name, source, layer, text })),
        repairs: proposal.repairs.map(({ layer, clause, text }) => ({ layer, clause, text })),
      });
    default: {
      const total = dollars(proposal.after.total);
      const bound = dollars(proposal.bound);
      return JSON.stringify({
        account: proposal.account,
        status: proposal.status,
        value: cents(proposal.value),
        before: terms(proposal.before),
        after: terms(proposal.after),
        bound,
        gap: dollars(total - bound),
        ...(proposal.unproved === undefined ? {} : { unproved: proposal.unproved }),
        trades: proposal.trades.map(trade),
        gains: { short: cents(proposal.gains.short), long: cents(proposal.gains.long) },
        limits: proposal.limits.map(limit),
      });
    }
  }
}
