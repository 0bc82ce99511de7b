/** Accounts on their way to a worker: decimals as text, since a structured clone keeps no prototypes. */
import type { BookAccount, DaySecurity, Lot, Market, RiskModel } from "../account/book.ts";
import { type LotColumns, type LotRange, lotsIn } from "../account/lotColumns.ts";
import type { ShardAccount } from "../book/index.ts";
import { type Decimal, exact } from "../exact/decimal.ts";

/** The same shape with every decimal as text. */
export type Wire<T> = T extends Decimal
  ? string
  : T extends readonly (infer Item)[]
    ? readonly Wire<Item>[]
    : T extends object
      ? { readonly [Key in keyof T]: Wire<T[Key]> }
      : T;

export interface MarketWire {
  readonly asOf: string;
  readonly securities: readonly Wire<DaySecurity>[];
  readonly risk?: RiskModel;
}

const text = (value: Decimal): string => value.toFixed();

export function packMarket(market: Market): MarketWire {
  const securities = [...market.securities.values()].map((security) => ({
    ...security,
    price: text(security.price),
    spread: text(security.spread),
    increment: text(security.increment),
  }));
  return { asOf: market.asOf, securities, ...(market.risk === undefined ? {} : { risk: market.risk }) };
}

export function unpackMarket(wire: MarketWire): Market {
  const securities = new Map(
    wire.securities.map((security): [string, DaySecurity] => [
      security.symbol,
      {
        ...security,
        price: exact(security.price),
        spread: exact(security.spread),
        increment: exact(security.increment),
      },
    ]),
  );
  return { asOf: wire.asOf, securities, ...(wire.risk === undefined ? {} : { risk: wire.risk }) };
}

/** An account on its way: its lots one by one, or where they are in the columns that its shard has for all its lots. */
export type AccountWire = Omit<Wire<BookAccount>, "lots"> & {
  readonly lots: readonly Wire<Lot>[] | LotRange;
};

export function packAccount(
  { place: _, ...account }: ShardAccount,
  lots: readonly Lot[] | LotRange,
): AccountWire {
  return {
    ...account,
    cash: text(account.cash),
    shortRate: text(account.shortRate),
    longRate: text(account.longRate),
    ytdShort: text(account.ytdShort),
    ytdLong: text(account.ytdLong),
    carryShort: text(account.carryShort),
    carryLong: text(account.carryLong),
    lots: "from" in lots ? lots : lots.map(packLot),
  };
}

function packLot(lot: Lot): Wire<Lot> {
  return { ...lot, quantity: text(lot.quantity), unitCost: text(lot.unitCost) };
}

function unpackLot(lot: Wire<Lot>): Lot {
  return { ...lot, quantity: exact(lot.quantity), unitCost: exact(lot.unitCost) };
}

/** A structured clone gives every object a prototype, in which a column called `constructor` would be found. */
function withoutPrototype(cells: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.assign(Object.create(null), cells);
}

export function unpackAccount(wire: AccountWire, columns: LotColumns | undefined): BookAccount {
  const lotsOf = (lots: AccountWire["lots"]): readonly Lot[] => {
    if (!("from" in lots)) return lots.map(unpackLot);
    if (columns === undefined) throw new TypeError(`the lots of ${wire.account} were left behind`);
    return lotsIn(columns, lots);
  };
  return {
    ...wire,
    choices: withoutPrototype(wire.choices),
    columns: withoutPrototype(wire.columns),
    cash: exact(wire.cash),
    shortRate: exact(wire.shortRate),
    longRate: exact(wire.longRate),
    ytdShort: exact(wire.ytdShort),
    ytdLong: exact(wire.ytdLong),
    carryShort: exact(wire.carryShort),
    carryLong: exact(wire.carryLong),
    lots: lotsOf(wire.lots),
  };
}
