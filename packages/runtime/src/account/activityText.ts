/** Activity with its numbers as texts, for whoever passes it on: no decimal is made where nothing is counted. */
import { exact } from "../exact/decimal.ts";
import type { Activity, Registration } from "./book.ts";

/** A gain that the book does not say is left out, as in memory. */
export interface ActivityText {
  readonly account: string;
  readonly symbol: string;
  readonly date: string;
  readonly side: Activity["side"];
  readonly quantity: string;
  readonly price: string;
  readonly gain?: string;
  readonly registration?: Registration;
}

export function packActivity({ quantity, price, gain, ...row }: Activity): ActivityText {
  const common = { ...row, quantity: quantity.toFixed(), price: price.toFixed() };
  return gain === undefined ? common : { ...common, gain: gain.toFixed() };
}

export function unpackActivity({ quantity, price, gain, ...row }: ActivityText): Activity {
  const common = { ...row, quantity: exact(quantity), price: exact(price) };
  return gain === undefined ? common : { ...common, gain: exact(gain) };
}
