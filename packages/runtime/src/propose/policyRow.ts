/** An account's row of the book as the compiler wants it. */
import type { AccountRow } from "@mandate/compiler";
import type { BookAccount } from "../account/book.ts";

export function policyRow(account: BookAccount): AccountRow {
  return {
    account: account.account,
    registration: account.registration,
    ...(account.name === undefined ? {} : { name: account.name }),
    ...(account.advisor === undefined ? {} : { advisor: account.advisor }),
    ...(account.household === undefined ? {} : { household: account.household }),
    ...(account.model === undefined ? {} : { model: account.model }),
    ...(account.profile === undefined ? {} : { profile: account.profile }),
    choices: account.choices,
    columns: account.columns,
  };
}
