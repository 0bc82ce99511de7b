/** What a change of the policies does to the accounts that it touches: two runs over one book, side by side. */
import type { BookAccount } from "../account/book.ts";
import { type Decimal, Exact, exact, ZERO } from "../exact/decimal.ts";
import type { ProposalJson, SolvedJson } from "../proposal/schema.ts";
import { createDispersion, type ModelDispersion, type Weights } from "./dispersion.ts";

const TERMS = ["drift", "alternates", "tax", "trading", "risk", "preferences", "total"] as const;

/** Sums over the accounts that have a proposal in both versions; USD. */
export interface Sums {
  readonly trades: number;
  /** half of all traded, of the accounts' value */
  readonly turnover: number;
  readonly gains: { readonly short: string; readonly long: string };
  /** after trading, by term of semantics.md 2 */
  readonly cost: Readonly<Record<(typeof TERMS)[number], number>>;
}

export interface Mover {
  readonly account: string;
  /** part of the account's value that is held differently after trading */
  readonly moved: number;
  /** USD, after less before: what the account costs by its own version's policy */
  readonly cost: number;
  /** where that is what changed: `proposed → infeasible` */
  readonly status?: string;
}

export interface Effect {
  /** accounts that were solved under both versions */
  readonly accounts: number;
  /** accounts with a proposal in both */
  readonly compared: number;
  readonly value: string;
  readonly before: Sums;
  readonly after: Sums;
  /** `proposed → infeasible`: how many, the most frequent first */
  readonly statuses: readonly { readonly change: string; readonly accounts: number }[];
  /** accounts that no longer have a portfolio, in the book's order: the first of them */
  readonly newlyInfeasible: readonly string[];
  /** accounts by the part of their value that is held differently: up to each bound, the last without one */
  readonly histogram: readonly { readonly upTo: number | null; readonly accounts: number }[];
  readonly movers: readonly Mover[];
  readonly dispersion: readonly ModelDispersion[];
}

/** Bounds of the histogram's bins, parts of the account's value; the first bin is of those that hold the same. */
const BINS = [0, 0.001, 0.005, 0.01, 0.05, 0.2] as const;
/** What holds the same but for a rounding. */
const SAME = 1e-9;
const MOVERS = 10;
const NAMED = 20;

interface Pair {
  readonly name: string;
  /** absent where the account is quarantined under the later version: then nobody knows what it holds */
  readonly held?: BookAccount;
  readonly model?: string;
  readonly before: ProposalJson;
  readonly after: ProposalJson;
}

interface Adding {
  trades: number;
  traded: Decimal;
  short: Decimal;
  long: Decimal;
  cost: Record<(typeof TERMS)[number], number>;
}

const nothing = (): Adding => ({
  trades: 0,
  traded: ZERO,
  short: ZERO,
  long: ZERO,
  cost: { drift: 0, alternates: 0, tax: 0, trading: 0, risk: 0, preferences: 0, total: 0 },
});

function add(sums: Adding, proposal: SolvedJson): void {
  sums.trades += proposal.trades.length;
  for (const { value } of proposal.trades) sums.traded = sums.traded.plus(value);
  sums.short = sums.short.plus(proposal.gains.short);
  sums.long = sums.long.plus(proposal.gains.long);
  for (const term of TERMS) sums.cost[term] += proposal.after[term];
}

function told({ trades, traded, short, long, cost }: Adding, value: Decimal): Sums {
  return {
    trades,
    turnover: value.isZero() ? 0 : traded.dividedBy(2).dividedBy(value).toNumber(),
    gains: { short: short.toFixed(2), long: long.toFixed(2) },
    cost,
  };
}

function isSolved(proposal: ProposalJson): proposal is SolvedJson {
  return proposal.status === "proposed" || proposal.status === "no_trade";
}

/** What is held of each security after trading, of the account's value. */
function weightsAfter(
  account: BookAccount,
  proposal: SolvedJson,
  price: (symbol: string) => Decimal,
): Weights {
  const quantities = new Map<string, Decimal>();
  const put = (symbol: string, quantity: Decimal): void => {
    quantities.set(symbol, (quantities.get(symbol) ?? ZERO).plus(quantity));
  };
  for (const { symbol, quantity } of account.lots) put(symbol, exact(quantity));
  for (const { symbol, side, quantity } of proposal.trades)
    put(symbol, side === "buy" ? new Exact(quantity) : new Exact(quantity).negated());
  const value = Number(proposal.value);
  return new Map(
    [...quantities].flatMap(([symbol, quantity]): [string, number][] =>
      quantity.isZero() ? [] : [[symbol, quantity.times(price(symbol)).toNumber() / value]],
    ),
  );
}

/** Half the sum of absolute differences; what is not held in securities is cash, and moves with them. */
function apart(a: Weights, b: Weights): number {
  let sum = 0;
  let cash = 0;
  for (const symbol of new Set([...a.keys(), ...b.keys()])) {
    const difference = (a.get(symbol) ?? 0) - (b.get(symbol) ?? 0);
    sum += Math.abs(difference);
    cash += difference;
  }
  return (sum + Math.abs(cash)) / 2;
}

export interface Comparison {
  readonly add: (pair: Pair) => void;
  readonly effect: () => Effect;
}

/** Takes one account after the other, and keeps sums and the largest alone. */
export function createComparison(price: (symbol: string) => Decimal): Comparison {
  const [before, after] = [nothing(), nothing()];
  const statuses = new Map<string, number>();
  const newlyInfeasible: string[] = [];
  const bins = new Array<number>(BINS.length + 1).fill(0);
  const dispersion = createDispersion();
  let movers: Mover[] = [];
  let [accounts, compared, value] = [0, 0, ZERO];
  return {
    add({ name, held, model, before: old, after: now }) {
      accounts += 1;
      const change = `${old.status} → ${now.status}`.replaceAll("_", " ");
      if (old.status !== now.status) statuses.set(change, (statuses.get(change) ?? 0) + 1);
      if (isSolved(old) && now.status === "infeasible" && newlyInfeasible.length < NAMED)
        newlyInfeasible.push(name);
      if (!isSolved(old) || !isSolved(now) || held === undefined) return;
      compared += 1;
      value = value.plus(old.value);
      add(before, old);
      add(after, now);
      const weights = [weightsAfter(held, old, price), weightsAfter(held, now, price)] as const;
      dispersion.add(model ?? "", weights);
      const moved = apart(...weights);
      const bin = moved <= SAME ? 0 : BINS.findIndex((bound, at) => at > 0 && moved <= bound);
      const at = bin < 0 ? BINS.length : bin;
      bins[at] = (bins[at] ?? 0) + 1;
      if (moved <= SAME) return;
      const mover = { account: name, moved, cost: now.after.total - old.after.total };
      movers.push(old.status === now.status ? mover : { ...mover, status: change });
      if (movers.length > 4 * MOVERS) movers = largest(movers);
    },
    effect: () => ({
      accounts,
      compared,
      value: value.toFixed(2),
      before: told(before, value),
      after: told(after, value),
      statuses: [...statuses]
        .map(([change, count]) => ({ change, accounts: count }))
        .sort((a, b) => b.accounts - a.accounts || (a.change < b.change ? -1 : 1)),
      newlyInfeasible,
      histogram: bins.map((count, at) => ({ upTo: BINS[at] ?? null, accounts: count })),
      movers: largest(movers),
      dispersion: dispersion.models(),
    }),
  };
}

function largest(movers: readonly Mover[]): Mover[] {
  return [...movers].sort((a, b) => b.moved - a.moved || (a.account < b.account ? -1 : 1)).slice(0, MOVERS);
}
