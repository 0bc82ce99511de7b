/** One account before and after its proposal, for an editor that shows both while its policy is written. */
import type { AccountRow, Bundle } from "@mandate/compiler";
import type { Backend } from "@mandate/solver";
import type { BookAccount } from "../account/book.ts";
import type { OpenBook } from "../book/index.ts";
import { type Decimal, exact, ZERO } from "../exact/decimal.ts";
import { proposalLine } from "../proposal/json.ts";
import { type ProposalJson, proposalSchema } from "../proposal/schema.ts";
import { proposeHousehold } from "../propose/household.ts";
import { policyRow } from "../propose/policyRow.ts";

export interface HoldingView {
  readonly symbol: string;
  /** USD */
  readonly price: string;
  /** shares */
  readonly before: { readonly shares: string; readonly value: string; readonly weight: number };
  /** the same as before where nothing is proposed */
  readonly after: { readonly shares: string; readonly value: string; readonly weight: number };
}

export interface AccountView {
  readonly account: string;
  readonly name?: string;
  /** ISO date of the book */
  readonly asOf: string;
  /** USD, before trading: what weights are of */
  readonly value: string;
  /** USD and fractions of the value */
  readonly cash: {
    readonly before: string;
    readonly after: string;
    readonly weightBefore: number;
    readonly weightAfter: number;
  };
  /** by value before or after, whichever is larger, largest first; then by symbol */
  readonly holdings: readonly HoldingView[];
  readonly proposal: ProposalJson;
  /** what the policies ask of the account's row */
  readonly row: AccountRow;
}

export interface PreviewSettings {
  readonly bundle: Bundle;
  readonly book: OpenBook;
  readonly backend: Backend;
  readonly timeLimitSeconds: number;
  /** milliseconds of a steady clock, for time limits alone */
  readonly now: () => number;
}

/**
 * Solves an account's household as a run does.
 * @returns what the account holds before and after; the reason alone where the book put the account aside; undefined for an
 *   account that the book has not
 */
export async function previewAccount(
  settings: PreviewSettings,
  account: string,
): Promise<AccountView | { readonly quarantined: string; readonly code: string } | undefined> {
  const { book, bundle } = settings;
  const entry = book.entries.find((one) => one.account === account);
  if (entry === undefined) return undefined;
  const aside = book.quarantine.find((record) => record.account === account);
  if (aside !== undefined) return { quarantined: aside.reason, code: aside.code };
  const household = book.households.find(({ positions }) => positions.includes(entry.position));
  const positions = [...(household?.positions ?? [entry.position])].sort((a, b) => a - b);
  const accounts = await book.accountsAt(positions);
  const outcomes = proposeHousehold(
    {
      bundle,
      market: book.market,
      backend: settings.backend,
      timeLimitSeconds: settings.timeLimitSeconds,
      purchasesFromLots: book.activityFrom === "lots",
      now: settings.now,
    },
    accounts,
    await book.activity(positions),
  );
  const before = accounts.find((one) => one.account === account);
  const outcome = outcomes.find(({ proposal }) => proposal.account === account);
  if (before === undefined || outcome === undefined) return undefined;
  const proposal = proposalSchema.parse(JSON.parse(proposalLine(outcome.proposal)));
  if (proposal.status === "quarantined") return { quarantined: proposal.reason, code: proposal.code };
  const after = outcome.after?.portfolio;
  const shares = new Map<string, Decimal>();
  for (const position of after?.positions.values() ?? []) shares.set(position.symbol, position.after);
  return view(before, book, proposal, after === undefined ? undefined : { cash: after.cash, shares });
}

function view(
  account: BookAccount,
  { asOf, market }: OpenBook,
  proposal: ProposalJson,
  after: { readonly cash: Decimal; readonly shares: ReadonlyMap<string, Decimal> } | undefined,
): AccountView {
  const held = new Map<string, Decimal>();
  for (const { symbol, quantity } of account.lots)
    held.set(symbol, (held.get(symbol) ?? ZERO).plus(exact(quantity)));
  const priceOf = (symbol: string): Decimal => exact(market.securities.get(symbol)?.price ?? ZERO);
  let value = exact(account.cash);
  for (const [symbol, shares] of held) value = value.plus(shares.times(priceOf(symbol)));
  const weight = (dollars: Decimal): number => (value.isZero() ? 0 : dollars.dividedBy(value).toNumber());
  const amount = (shares: Decimal, price: Decimal): HoldingView["before"] => {
    const dollars = shares.times(price);
    return { shares: shares.toFixed(), value: dollars.toFixed(2), weight: weight(dollars) };
  };
  const symbols = [...new Set([...held.keys(), ...(after?.shares.keys() ?? [])])];
  const holdings = symbols.map((symbol): HoldingView => {
    const price = priceOf(symbol);
    const before = held.get(symbol) ?? ZERO;
    const then = after === undefined ? before : (after.shares.get(symbol) ?? before);
    return { symbol, price: price.toFixed(), before: amount(before, price), after: amount(then, price) };
  });
  const size = (one: HoldingView): number => Math.max(one.before.weight, one.after.weight);
  const cash = exact(account.cash);
  const cashAfter = after?.cash ?? cash;
  return {
    account: account.account,
    ...(account.name === undefined ? {} : { name: account.name }),
    asOf,
    value: value.toFixed(2),
    cash: {
      before: cash.toFixed(2),
      after: cashAfter.toFixed(2),
      weightBefore: weight(cash),
      weightAfter: weight(cashAfter),
    },
    holdings: holdings.sort((a, b) => size(b) - size(a) || (a.symbol < b.symbol ? -1 : 1)),
    proposal,
    row: policyRow(account),
  };
}
