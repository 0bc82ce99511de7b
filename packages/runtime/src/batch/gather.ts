/** A shard as it goes to whoever solves it. */
import type { OpenBook } from "../book/index.ts";
import type { HouseholdWire, ShardWire } from "./messages.ts";
import type { Shard } from "./shards.ts";
import { packAccount, packActivity } from "./transfer.ts";

/**
 * A shard's accounts, read at once and dealt to their households.
 * @param asked places of the accounts whose proposals are wanted; all if undefined
 */
export async function gather(
  book: OpenBook,
  shard: Shard,
  asked: ReadonlySet<number> | undefined,
): Promise<ShardWire> {
  const positions = shard.households.flatMap((household) => household.positions).sort((a, b) => a - b);
  const accounts = new Map((await book.accountsAt(positions)).map((account) => [account.account, account]));
  const activity = await book.activity(positions);
  const households = shard.households.map((household): HouseholdWire => {
    const names = household.positions.map((position) => book.entries[position]?.account ?? "");
    const members = new Set(names);
    return {
      accounts: household.positions.flatMap((position, at) => {
        const account = accounts.get(names[at] ?? "");
        return account === undefined ? [] : [{ position, account: packAccount(account) }];
      }),
      activity: activity.filter((row) => members.has(row.account)).map(packActivity),
      wanted: household.positions.filter((position) => asked === undefined || asked.has(position)),
    };
  });
  return { index: shard.index, households, aside: [] };
}
