/** What was put aside, and for whom. */
import type { Quarantined } from "../account/book.ts";
import { FaultList, type Placed } from "./faultList.ts";
import { getOrInsert } from "./getOrInsert.ts";

/** A bad record that touches no account, or something else worth a look. */
export type BookWarning = Omit<Quarantined, "account">;

/** Faults that are listed of one account, and of all together: beyond that only the first of each account. */
const OF_ONE = 1_000;
const OF_ALL = 500_000;

export class Quarantine {
  private readonly byAccount = new Map<string, FaultList>();
  private readonly ofNobody = new FaultList();
  private readonly blaming = new WeakSet<Placed>();
  private listed = 0;

  constructor(
    private readonly ofOne = OF_ONE,
    private readonly ofAll = OF_ALL,
  ) {}

  /** Puts an account aside; the same fault of the same record is noted once an account. */
  put(account: string, placed: Placed): void {
    this.blaming.add(placed);
    this.note(this.of(account), placed);
  }

  /** Notes what puts nobody aside. */
  warn(placed: Placed): void {
    this.note(this.ofNobody, placed);
  }

  has(account: string): boolean {
    return this.byAccount.has(account);
  }

  /** Whether a fault put somebody aside. */
  blames(placed: Placed): boolean {
    return this.blaming.has(placed);
  }

  /** Takes over all that another one holds. */
  take(other: Quarantine): void {
    for (const [account, faults] of other.byAccount)
      for (const placed of this.of(account).takeCounted(faults)) this.put(account, placed);
    for (const placed of this.ofNobody.takeCounted(other.ofNobody)) this.warn(placed);
  }

  /** By the accounts' order (accounts that the book does not know last), then as found. */
  list(position: (account: string) => number): Quarantined[] {
    return [...this.byAccount]
      .map(([account, faults]) => ({ account, faults, at: position(account) }))
      .sort((a, b) => a.at - b.at)
      .flatMap(({ account, faults }) => faults.told().map((placed) => ({ account, ...plain(placed) })));
  }

  /** What puts nobody aside, as found. */
  warnings(): BookWarning[] {
    return this.ofNobody.told().map(plain);
  }

  private of(account: string): FaultList {
    return getOrInsert(this.byAccount, account, () => new FaultList());
  }

  private note(into: FaultList, placed: Placed): void {
    if (into.has(placed)) return;
    const before = into.length;
    into.add(placed, this.listed < this.ofAll ? this.ofOne : 1);
    this.listed += into.length - before;
  }
}

function plain({ fault: { reason, code, value }, file, row }: Placed): BookWarning {
  return { reason, code, file, row, value };
}
