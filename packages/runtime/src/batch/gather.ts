/** A shard as it goes to whoever solves it. */
import type { ActivityText } from "../account/activityText.ts";
import type { OpenBook } from "../book/index.ts";
import type { HouseholdWire, ShardWire } from "./messages.ts";
import type { Shard } from "./shards.ts";
import { packAccount } from "./transfer.ts";

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
  const { accounts, held, activity } = await book.shard(positions);
  const byPlace = new Map(accounts.map((account) => [account.place, account]));
  const rows = new Map<string, ActivityText[]>();
  for (const row of activity) {
    const already = rows.get(row.account);
    if (already === undefined) rows.set(row.account, [row]);
    else already.push(row);
  }
  const households = shard.households.map((household): HouseholdWire => {
    const members = [...household.positions].sort((a, b) => a - b);
    return {
      accounts: household.positions.flatMap((position) => {
        const account = byPlace.get(position);
        if (account === undefined) return [];
        const lots = held.columns === undefined ? held.lots(position) : held.range(position);
        return [{ position, account: packAccount(account, lots) }];
      }),
      activity: members.flatMap((position) => rows.get(book.entries[position]?.account ?? "") ?? []),
      wanted: household.positions.filter((position) => asked === undefined || asked.has(position)),
    };
  });
  const lots = held.columns === undefined ? {} : { lots: held.columns };
  return { index: shard.index, households, ...lots, aside: [] };
}
