/** Accounts, each resolved again only where its blocks, or what it looked up in the firm's, have changed. */
import {
  type AccountBlocks,
  type AccountResult,
  groupAccounts,
  resolveAccount,
} from "../accounts/accounts.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { createReporter } from "../diagnostics/reporter.ts";
import type { ReadFile } from "../files/read.ts";
import { type Cell, type Notes, takeNotes, unchanged } from "./cells.ts";
import type { Watched } from "./watch.ts";

interface KeptAccount {
  readonly blocks: AccountBlocks;
  readonly result: AccountResult;
  /** what it looked up in the firm's */
  readonly read: readonly Cell[];
  /** the last revision of the firm at which it was right */
  revision: number;
}

export interface KeptAccounts {
  readonly files: readonly ReadFile[];
  readonly revision: number;
  /** where each account stands in `results` */
  readonly places: ReadonlyMap<string, number>;
  readonly kept: readonly KeptAccount[];
  readonly results: readonly AccountResult[];
  /** of accounts that are declared twice */
  readonly diagnostics: readonly Diagnostic[];
}

export const NO_ACCOUNTS: KeptAccounts = {
  files: [],
  revision: 0,
  places: new Map(),
  kept: [],
  results: [],
  diagnostics: [],
};

/** The firm as it is now, and who takes note of what is read of it. */
export interface Now {
  readonly watched: Watched;
  readonly revision: number;
  readonly notes: Notes;
}

export function keepAccounts(before: KeptAccounts, files: readonly ReadFile[], now: Now): KeptAccounts {
  return patched(before, files, now) ?? regrouped(before, files, now);
}

/** All accounts gone through: which there are, or whose block stands where, has changed. */
function regrouped(before: KeptAccounts, files: readonly ReadFile[], now: Now): KeptAccounts {
  const reporter = createReporter();
  const places = new Map<string, number>();
  const kept: KeptAccount[] = [];
  for (const [account, blocks] of groupAccounts(files, reporter)) {
    places.set(account, kept.length);
    kept.push(keepAccount(before.kept[before.places.get(account) ?? -1], account, blocks, now));
  }
  const results = kept.map(({ result }) => result);
  return { files, revision: now.revision, places, kept, results, diagnostics: reporter.take() };
}

/**
 * The accounts of the files that have changed, and where the firm has, those that looked up what it says otherwise: nearly
 * always enough; undefined where it is not.
 */
function patched(before: KeptAccounts, files: readonly ReadFile[], now: Now): KeptAccounts | undefined {
  if (before.diagnostics.length > 0 || before.files.length !== files.length) return undefined;
  const changed = files.filter((file, place) => file !== before.files[place]);
  if (changed.length > MANY) return undefined;
  if (!files.every((file, place) => sameAccounts(file, before.files[place]))) return undefined;
  const blocksOf = new Map<number, AccountBlocks>();
  for (const { accounts } of changed) {
    for (const placed of accounts) {
      const place = before.places.get(placed.node.account.value) ?? -1;
      const blocks = blocksOf.get(place) ?? before.kept[place]?.blocks;
      if (blocks === undefined) return undefined;
      blocksOf.set(
        place,
        blocks.map((block) => (block.unit.path === placed.unit.path ? placed : block)),
      );
    }
  }
  const kept = [...before.kept];
  for (const [account, place] of before.places) {
    const known = kept[place];
    const blocks = blocksOf.get(place) ?? known?.blocks;
    if (known === undefined || blocks === undefined) return undefined;
    if (blocks === known.blocks && known.revision === now.revision) continue;
    kept[place] = keepAccount(known, account, blocks, now);
  }
  const same = kept.every((account, place) => account === before.kept[place]);
  const results = same ? before.results : kept.map(({ result }) => result);
  return { ...before, files, revision: now.revision, kept, results };
}

/** Files changed at once beyond which going through all is no dearer. */
const MANY = 50;

/** Whether two readings of a path have blocks of the same accounts in the same order. */
function sameAccounts(file: ReadFile, before: ReadFile | undefined): boolean {
  if (file === before) return true;
  return (
    before !== undefined &&
    file.file.path === before.file.path &&
    file.file.layer === before.file.layer &&
    file.accounts.length === before.accounts.length &&
    file.accounts.every(
      ({ node }, place) => node.account.value === before.accounts[place]?.node.account.value,
    )
  );
}

function keepAccount(
  before: KeptAccount | undefined,
  account: string,
  blocks: AccountBlocks,
  { watched, revision, notes }: Now,
): KeptAccount {
  if (before !== undefined && sameBlocks(before.blocks, blocks)) {
    if (before.revision === revision) return before;
    if (unchanged(before.read, before.revision)) {
      before.revision = revision;
      return before;
    }
  }
  const result = resolveAccount(watched.policies, watched.profiles, account, blocks);
  return { blocks, result, read: takeNotes(notes), revision };
}

/** A tree's node is one place in one text: where it is the same object, all of the block is as it was. */
function sameBlocks(before: AccountBlocks, now: AccountBlocks): boolean {
  if (before === now) return true;
  return (
    before.length === now.length &&
    before.every(({ node, unit }, place) => {
      const other = now[place];
      return other?.node === node && other.unit.path === unit.path && other.unit.layer === unit.layer;
    })
  );
}
