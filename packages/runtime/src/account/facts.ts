/** Facts of an account, for `account.NAME` wherever a policy says it: the row's, the policies' and declared columns'. */
import { Decimal } from "decimal.js";
import type { Situation } from "./situation.ts";

/** Whether a text fact or column is so; what is empty is never so (language.md, "Authority"). */
export function factIs({ policy, account }: Situation, name: string, value: string): boolean {
  if (name === "profile") return policy.profiles.includes(value);
  const text = Object.hasOwn(policy.facts, name)
    ? policy.facts[name]
    : Object.hasOwn(account.columns, name)
      ? account.columns[name]
      : undefined;
  return text !== undefined && text !== "" && text === value;
}

/** An amount of the account: USD, rates as fractions, or a declared column's number; undefined where its cell is empty. */
export function factAmount({ account, value }: Situation, name: string): Decimal | undefined {
  switch (name) {
    case "value":
      return value;
    case "cash":
      return account.cash;
    case "st_rate":
      return account.shortRate;
    case "lt_rate":
      return account.longRate;
    case "ytd_short":
      return account.ytdShort;
    case "ytd_long":
      return account.ytdLong;
    case "carry_short":
      return account.carryShort;
    case "carry_long":
      return account.carryLong;
    default: {
      const cell = Object.hasOwn(account.columns, name) ? account.columns[name] : undefined;
      return cell === undefined || cell === "" ? undefined : new Decimal(cell);
    }
  }
}
