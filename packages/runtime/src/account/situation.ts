/** One account on one day with its policy: what lowering, checker and explanation all start from. */
import type { Bundle, EffectivePolicy } from "@mandate/compiler";
import type { Decimal } from "decimal.js";
import type { BookAccount, Market } from "./book.ts";

/** What the wash-sale rule says of a lot today (semantics.md 4); only loss lots of taxable accounts have one. */
export interface LotWash {
  /** shares of the lot that recent purchases replace: their loss counts 0 */
  readonly washed: Decimal;
  /** replacement shares could reach the lot: its unwashed part counts only once all washed parts of the group are sold */
  readonly reachable: boolean;
}

export interface Situation {
  readonly bundle: Bundle;
  readonly policy: EffectivePolicy;
  readonly market: Market;
  readonly account: BookAccount;
  /** lot id → wash; lots without an entry are free */
  readonly wash: ReadonlyMap<string, LotWash>;
  /** wash-sale groups that may not be bought: sold at a loss in the past 30 days (hard) */
  readonly blockedGroups: ReadonlyMap<string, string>;
  /** V: holdings and cash before trading, USD, > 0 */
  readonly value: Decimal;
}
