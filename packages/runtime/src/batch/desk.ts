/** A desk: what solves households, in this thread. */
import { type Backend, type Certificates, createHighs, createJslp, createStructured } from "@mandate/solver";
import { unpackActivity } from "../account/activityText.ts";
import { tradeLines } from "../proposal/csv.ts";
import { proposalLine } from "../proposal/json.ts";
import { proposeHousehold } from "../propose/household.ts";
import type { SolvedAccount, SolvedShard } from "./journal.ts";
import type { DeskWire, ShardWire, SolverName } from "./messages.ts";
import { addTallies, EMPTY, tallyOf } from "./tally.ts";
import { unpackAccount, unpackMarket } from "./transfer.ts";

export interface ShardWatch {
  /** called before each account, with its place in the book */
  readonly begin: (position: number) => void;
  readonly progress: (accounts: number) => void;
}

export interface Desk {
  readonly solver: { readonly name: string; readonly version: string };
  readonly solve: (shard: ShardWire, watch: ShardWatch) => SolvedShard;
  readonly close: () => void;
}

/**
 * The backend behind a name. `auto` is `structured`, which hands to HiGHS what is not of its shape, and searches over
 * binaries that ours come to no end of.
 */
export async function backendFor(solver: SolverName, now: () => number): Promise<Backend> {
  switch (solver) {
    case "jslp":
      return createJslp(now);
    case "highs":
      return createHighs();
    default:
      return createStructured({ fallback: await createHighs(), now });
  }
}

/** @param now milliseconds of a steady clock, for time limits alone */
export async function openDesk(wire: DeskWire, now: () => number): Promise<Desk> {
  const backend = await backendFor(wire.solver, now);
  const market = unpackMarket(wire.market);
  const { bundle, timeLimitSeconds, purchasesFromLots } = wire;
  const certificates = (): Certificates => backend.certificates?.() ?? EMPTY.certificates;
  const settings = { bundle, market, backend, timeLimitSeconds, purchasesFromLots, now };
  return {
    solver: { name: backend.name, version: backend.version },
    solve(shard, { begin, progress }) {
      const accounts: SolvedAccount[] = [];
      const quarantined = [];
      let tally = EMPTY;
      const before = certificates();
      const aside = new Map(shard.aside.map((record) => [record.account, record]));
      for (const household of shard.households) {
        const places = new Map(
          household.accounts.map(({ position, account }) => [account.account, position]),
        );
        const outcomes = proposeHousehold(
          settings,
          household.accounts.map(({ account }) => unpackAccount(account, shard.lots)),
          household.activity.map(unpackActivity),
          { begin: (account) => begin(places.get(account) ?? -1), aside },
        );
        for (const { proposal, after, faults } of outcomes) {
          const position = places.get(proposal.account);
          if (position === undefined || !household.wanted.includes(position)) continue;
          accounts.push({ position, line: proposalLine(proposal), trades: tradeLines(proposal) });
          quarantined.push(...faults);
          tally = addTallies(tally, tallyOf(proposal, after));
        }
        progress(household.accounts.length);
      }
      accounts.sort((a, b) => a.position - b.position);
      const after = certificates();
      const made = {
        verified: after.verified - before.verified,
        handedOver: after.handedOver - before.handedOver,
      };
      return { index: shard.index, accounts, quarantined, tally: { ...tally, certificates: made } };
    },
    close: () => backend.dispose(),
  };
}
