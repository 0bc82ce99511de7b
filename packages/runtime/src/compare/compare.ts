/** `mandate diff A B --book`: both versions solved over the accounts that the change can touch, and what differs. */
import { createReadStream } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { type RunOptions, run } from "../batch/run.ts";
import { exact } from "../exact/decimal.ts";
import { type ProposalJson, proposalSchema } from "../proposal/schema.ts";
import { createComparison, type Effect } from "./effect.ts";
import { type Side, type Touched, touchedBy } from "./touched.ts";

export interface SideToSolve extends Side {
  readonly bundleHash: string;
}

/** How both sides are solved; their run folders, `before` and `after`, are made in `out`. */
export type CompareOptions = Omit<RunOptions, "bundle" | "bundleHash" | "book" | "accounts" | "resume">;

export interface BookEffect {
  readonly asOf: string;
  readonly touched: Omit<Touched, "accounts"> & { readonly accounts: number };
  /** absent where the change touches no account */
  readonly effect?: Effect;
}

/** Accounts that are read at a time. */
const SHARD = 500;

/** @throws RunError where a run cannot go on */
export async function compareOverBook(
  before: SideToSolve,
  after: SideToSolve,
  options: CompareOptions,
): Promise<BookEffect> {
  const touched = await touchedBy(before, after);
  const { accounts, byHousehold, skipped } = touched;
  const head = { asOf: after.book.asOf, touched: { accounts: accounts.length, byHousehold, skipped } };
  if (accounts.length === 0) return head;
  const folders = { before: join(options.out, "before"), after: join(options.out, "after") };
  const solve = (side: SideToSolve, out: string, from: number) =>
    run({
      ...options,
      ...side,
      out,
      accounts,
      resume: false,
      progress: (done, of) => options.progress(from * of + done, 2 * of),
    });
  await solve(before, folders.before, 0);
  await solve(after, folders.after, 1);
  return { ...head, effect: await effectOf(after, accounts, folders) };
}

async function effectOf(
  { book, bundle }: Side,
  accounts: readonly string[],
  folders: { readonly before: string; readonly after: string },
): Promise<Effect> {
  const comparison = createComparison((symbol) => exact(book.market.securities.get(symbol)?.price ?? 0));
  const places = new Map(book.entries.map(({ account, position }) => [account, position]));
  const models = new Map(
    bundle.accounts.flatMap(({ account, blocks }): [string, string][] => {
      const model = blocks.find((block) => block.model !== undefined)?.model;
      return model === undefined ? [] : [[account, model.name]];
    }),
  );
  const [old, now] = [proposals(folders.before), proposals(folders.after)];
  for (let from = 0; from < accounts.length; from += SHARD) {
    const names = accounts.slice(from, from + SHARD);
    const positions = names.map((name) => places.get(name) ?? -1);
    const held = new Map((await book.accountsAt(positions)).map((account) => [account.account, account]));
    for (const name of names) {
      const [before, after] = [await next(old, name), await next(now, name)];
      const account = held.get(name);
      const pair = { name, before, after };
      if (account === undefined) comparison.add(pair);
      else comparison.add({ ...pair, held: account, model: account.model ?? models.get(name) ?? "" });
    }
  }
  return comparison.effect();
}

async function* proposals(folder: string): AsyncGenerator<ProposalJson> {
  const lines = createInterface({
    input: createReadStream(join(folder, "proposals.jsonl"), "utf8"),
    crlfDelay: Number.POSITIVE_INFINITY,
  });
  for await (const line of lines) yield proposalSchema.parse(JSON.parse(line));
}

/** A run has a line for each account that was asked for, in the book's order. */
async function next(lines: AsyncGenerator<ProposalJson>, account: string): Promise<ProposalJson> {
  const { value } = await lines.next();
  if (value?.account !== account) throw new Error(`the run lost account \`${account}\``);
  return value;
}
