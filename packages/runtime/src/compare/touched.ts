/** Which accounts of a book a change of the policies can touch. */
import type { Bundle } from "@mandate/compiler";
import type { OpenBook } from "../book/index.ts";
import { meaningOf } from "./meaning.ts";

/** One version of the policies, and the book as it reads under it. */
export interface Side {
  readonly bundle: Bundle;
  readonly book: OpenBook;
}

export interface Touched {
  /** accounts that may trade differently, in the book's order */
  readonly accounts: readonly string[];
  /** of these, accounts whose own policy means the same, but not that of another in their household */
  readonly byHousehold: number;
  /** accounts that cannot: nor can any other of their households */
  readonly skipped: number;
}

/** Accounts that are read at a time. */
const SHARD = 500;

/**
 * Both books are the same files on the same day. A household is solved as one (semantics.md 4), so it is touched as one.
 */
export async function touchedBy(a: Side, b: Side): Promise<Touched> {
  const before = meaningOf(a.bundle, a.book.asOf);
  const after = meaningOf(b.bundle, b.book.asOf);
  const { entries } = b.book;
  const own = new Uint8Array(entries.length).fill(before.ground === after.ground ? 0 : 1);
  for (let from = 0; from < entries.length && before.ground === after.ground; from += SHARD) {
    const positions = entries.slice(from, from + SHARD).map(({ position }) => position);
    const read = async ({ book }: Side) =>
      new Map((await book.accountsAt(positions)).map((account) => [account.account, account]));
    const [old, now] = [await read(a), await read(b)];
    for (const position of positions) {
      const name = entries[position]?.account ?? "";
      const [first, second] = [old.get(name), now.get(name)];
      // Good under one version alone: a row can be at odds with what the other declares.
      if (first === undefined || second === undefined) own[position] = first === second ? 0 : 1;
      else own[position] = before.of(first) === after.of(second) ? 0 : 1;
    }
  }
  const whole = new Uint8Array(own);
  for (const { book } of [a, b]) {
    for (const { positions } of book.households) {
      if (positions.some((position) => own[position] === 1)) for (const at of positions) whole[at] = 1;
    }
  }
  const accounts = entries.filter(({ position }) => whole[position] === 1).map(({ account }) => account);
  const byHousehold = entries.filter(({ position }) => whole[position] === 1 && own[position] === 0).length;
  return { accounts, byHousehold, skipped: entries.length - accounts.length };
}
