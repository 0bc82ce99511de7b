/** The run folder from its shards, in the book's order. */
import type { Journal, SolvedAccount } from "./journal.ts";

/**
 * Accounts of all shards in the book's order. Households are mostly neighbours in the book, so few accounts wait for an
 * earlier one of a later shard.
 */
export async function* inBookOrder(
  journal: Journal,
  shards: number,
  positions: readonly number[],
): AsyncGenerator<SolvedAccount> {
  const waiting = new Map<number, SolvedAccount>();
  let next = 0;
  for (let shard = 0; shard < shards; shard++) {
    for (const account of (await journal.read(shard)).accounts) {
      waiting.set(account.position, account);
      for (;;) {
        const position = positions[next];
        const ready = position === undefined ? undefined : waiting.get(position);
        if (position === undefined || ready === undefined) break;
        waiting.delete(position);
        next += 1;
        yield ready;
      }
    }
  }
  if (next < positions.length) throw new Error(`the run lost account at position ${positions[next]}`);
  if (waiting.size > 0) throw new Error(`the run solved account at position ${[...waiting.keys()][0]} twice`);
}
