/** What the wash-sale rule says of an account today (semantics.md 4), for its `Situation`. */
import type { Bundle } from "@mandate/compiler";
import { Decimal } from "decimal.js";
import {
  blockedGroups,
  type LossLot,
  type PastSale,
  type Purchase,
  taintedLots,
} from "../washsales/index.ts";
import type { Activity, BookAccount, Market } from "./book.ts";
import type { LotWash } from "./situation.ts";

export interface WashQuery {
  readonly bundle: Bundle;
  readonly market: Market;
  /** the account that is to be solved */
  readonly account: BookAccount;
  /** the good accounts of its household, itself included */
  readonly household: readonly BookAccount[];
  /** the household's activity, that of members put aside included; what its accounts propose today is activity of the day too */
  readonly activity: readonly Activity[];
  /** the whole book has no activity: purchases are then what lots were acquired (semantics.md 4) */
  readonly purchasesFromLots?: boolean;
}

export interface SituationWash {
  readonly wash: ReadonlyMap<string, LotWash>;
  /** group → why it may not be bought */
  readonly blockedGroups: ReadonlyMap<string, string>;
}

const groupsOf = new WeakMap<Bundle, ReadonlyMap<string, string>>();

function groups(bundle: Bundle): ReadonlyMap<string, string> {
  let known = groupsOf.get(bundle);
  if (known === undefined) {
    known = new Map(bundle.universe.map((security) => [security.symbol, security.group]));
    groupsOf.set(bundle, known);
  }
  return known;
}

/**
 * Loss lots that recent purchases wash, and groups that recent loss sales block.
 * @throws WashSaleInputError on a date or quantity that is none
 */
export function situationWash(query: WashQuery): SituationWash {
  const { bundle, market, account } = query;
  const groupOfSymbol = groups(bundle);
  const groupOf = (symbol: string): string => groupOfSymbol.get(symbol) ?? symbol;
  const blocked = new Map<string, string>();
  for (const { group, sold, through } of blockedGroups(market.asOf, pastLosses(query, groupOf))) {
    blocked.set(
      group,
      `\`${group}\` was sold at a loss on ${sold}: no purchase before the day after ${through}`,
    );
  }
  const wash = new Map<string, LotWash>();
  if (account.registration !== "taxable") return { wash, blockedGroups: blocked };
  const purchases = groupBy(purchasesOf(query), (purchase) => groupOf(purchase.symbol));
  if (purchases.size === 0) return { wash, blockedGroups: blocked };
  const losses = groupBy(
    lossLots(query, (symbol) => purchases.has(groupOf(symbol))),
    (lot) => groupOf(lot.symbol),
  );
  for (const [group, lots] of losses) {
    const bought = purchases.get(group) ?? [];
    for (const { id, washed, reachable } of taintedLots({ asOf: market.asOf, purchases: bought, lots })) {
      if (reachable || washed.gt(0)) wash.set(id, { washed: new Decimal(washed.toString()), reachable });
    }
  }
  return { wash, blockedGroups: blocked };
}

/**
 * A member that is put aside has still sold what it sold (semantics.md 4). Where even its registration cannot be read,
 * it is taken for taxable: a purchase put off is made good a month later, a loss disallowed is not.
 */
function pastLosses(query: WashQuery, groupOf: (symbol: string) => string): PastSale[] {
  const registration = new Map(query.household.map((member) => [member.account, member.registration]));
  const losses: PastSale[] = [];
  for (const { account, symbol, date, side, gain, registration: stated } of query.activity) {
    if (side !== "sell" || gain === undefined || !gain.isNegative()) continue;
    const held = registration.get(account) ?? stated ?? "taxable";
    losses.push({ registration: held, group: groupOf(symbol), date, gain });
  }
  return losses;
}

function purchasesOf(query: WashQuery): Purchase[] {
  if (query.purchasesFromLots === true) {
    const today = query.activity.filter((row) => row.side !== "sell");
    return query.household
      .flatMap((member) =>
        member.lots.map(({ symbol, acquired, quantity }): Purchase => {
          return { account: member.account, symbol, date: acquired, quantity };
        }),
      )
      .concat(today);
  }
  return query.activity.filter((row) => row.side !== "sell" && row.quantity.gt(0));
}

/** @param bought whether anything of the symbol's group was bought: what nothing replaces is not washed */
function lossLots({ account, market }: WashQuery, bought: (symbol: string) => boolean): LossLot[] {
  const losses: LossLot[] = [];
  for (const { id, symbol, acquired, quantity, unitCost } of account.lots) {
    if (!bought(symbol)) continue;
    const price = market.securities.get(symbol)?.price;
    if (price === undefined || unitCost.lte(price) || quantity.lte(0)) continue;
    losses.push({ id, account: account.account, symbol, acquired, quantity });
  }
  return losses;
}

function groupBy<T>(items: readonly T[], key: (item: T) => string): Map<string, T[]> {
  const grouped = new Map<string, T[]>();
  for (const item of items) {
    const group = grouped.get(key(item));
    if (group === undefined) grouped.set(key(item), [item]);
    else group.push(item);
  }
  return grouped;
}
