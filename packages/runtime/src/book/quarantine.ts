/** What was put aside, and for whom. */
import type { Quarantined } from "../account/book.ts";
import type { Fault } from "./codes.ts";

/** A fault and where it stands. */
export interface Placed {
  readonly fault: Fault;
  readonly file: string;
  readonly row: number;
}

/** A bad record that touches no account, or something else worth a look. */
export type BookWarning = Omit<Quarantined, "account">;

export interface Quarantine {
  /** puts an account aside; the same fault of the same record is noted once an account */
  readonly put: (account: string, placed: Placed) => void;
  readonly warn: (placed: Placed) => void;
  readonly has: (account: string) => boolean;
  /** every record's fault that put somebody aside */
  readonly placed: () => Iterable<Placed>;
  /** by the accounts' order (accounts that the book does not know last), then as found */
  readonly list: (position: (account: string) => number) => Quarantined[];
  readonly warnings: readonly BookWarning[];
}

export function createQuarantine(): Quarantine {
  const byAccount = new Map<string, Quarantined[]>();
  const warnings: BookWarning[] = [];
  const used = new Set<Placed>();
  const plain = ({ fault, file, row }: Placed): BookWarning => ({
    reason: fault.reason,
    code: fault.code,
    file,
    row,
    value: fault.value,
  });
  return {
    put: (account, placed) => {
      const entry: Quarantined = { account, ...plain(placed) };
      used.add(placed);
      const already = byAccount.get(account);
      if (already === undefined) byAccount.set(account, [entry]);
      else if (!already.some((other) => same(other, entry))) already.push(entry);
    },
    warn: (placed) => {
      warnings.push(plain(placed));
    },
    has: (account) => byAccount.has(account),
    placed: () => used,
    list: (position) =>
      [...byAccount.keys()]
        .map((account) => ({ account, at: position(account) }))
        .sort((a, b) => a.at - b.at)
        .flatMap(({ account }) => byAccount.get(account) ?? []),
    warnings,
  };
}

function same(a: Quarantined, b: Quarantined): boolean {
  return a.row === b.row && a.code === b.code && a.file === b.file && a.reason === b.reason;
}
