/** Accounts solved one by one in this thread, each with the time that it takes and the time of it in the solver. */
import { type OpenBook, proposalLine } from "@mandate/runtime";
import { type Backend, hasIntegers, openSeries, type Problem } from "@mandate/solver";
import {
  type Activity,
  type BookAccount,
  lower,
  type Market,
  proposeHousehold,
  type Settings,
  type Situation,
  tradeLines,
} from "../../packages/runtime/src/testing/index.ts";

export interface HouseholdRead {
  readonly accounts: readonly BookAccount[];
  readonly activity: readonly Activity[];
}

export interface AccountTime {
  readonly account: string;
  /** policy, wash sales, lowering, solving, rounding, checking, explaining, serialising: milliseconds */
  readonly whole: number;
  /** of them in the backend */
  readonly solver: number;
  /** calls of the backend */
  readonly solves: number;
  readonly status: string;
  /** the search was ended by the time limit */
  readonly timedOut: boolean;
  /** absent where nothing was proposed */
  readonly situation?: Situation;
  /** the account's problem as it is first lowered; absent where nothing was proposed */
  readonly problem?: Problem;
  /** whether that problem has binaries */
  readonly binaries: boolean;
}

/** Evenly over the book, whole households of at least `count` accounts together. */
export async function sampleHouseholds(book: OpenBook, count: number): Promise<HouseholdRead[]> {
  const every = Math.max(1, Math.floor(book.entries.length / count));
  const chosen = book.households.filter((_, at) => at % every === 0);
  const rest = book.households.filter((_, at) => at % every !== 0);
  let accounts = chosen.reduce((sum, { positions }) => sum + positions.length, 0);
  for (const household of rest) {
    if (accounts >= count) break;
    chosen.push(household);
    accounts += household.positions.length;
  }
  const read: HouseholdRead[] = [];
  for (const { positions } of chosen)
    read.push({ accounts: await book.accountsAt(positions), activity: await book.activity(positions) });
  return read;
}

export interface Watched {
  readonly backend: Backend;
  /** what was counted since the last call */
  readonly taken: () => { readonly milliseconds: number; readonly solves: number };
}

/** Milliseconds from any origin. */
export type Clock = () => number;

const wall: Clock = () => performance.now();

/** A backend whose every program is timed from outside, those of a series too. */
export function watched(backend: Backend, clock: Clock = wall): Watched {
  let milliseconds = 0;
  let solves = 0;
  const timed = <Answer>(solve: () => Answer): Answer => {
    const begun = clock();
    const answer = solve();
    milliseconds += clock() - begun;
    solves += 1;
    return answer;
  };
  return {
    backend: {
      name: backend.name,
      version: backend.version,
      solve: (problem, options) => timed(() => backend.solve(problem, options)),
      series(problem) {
        const series = openSeries(backend, problem);
        return { solve: (...asked) => timed(() => series.solve(...asked)) };
      },
      dispose: () => backend.dispose(),
    },
    taken() {
      const counted = { milliseconds, solves };
      milliseconds = 0;
      solves = 0;
      return counted;
    },
  };
}

/** Solves a household as a run does, an account's time going from its beginning to the next one's. */
export function timeHousehold(
  settings: Omit<Settings, "backend" | "now">,
  { backend, taken }: Watched,
  { accounts, activity }: HouseholdRead,
  clock: Clock = wall,
): AccountTime[] {
  const begun: { account: string; at: number; solver: number; solves: number }[] = [];
  const last = () => begun[begun.length - 1];
  const close = (): void => {
    const open = last();
    const { milliseconds, solves } = taken();
    if (open === undefined) return;
    open.solver = milliseconds;
    open.solves = solves;
    open.at = clock() - open.at;
  };
  taken();
  const outcomes = proposeHousehold(
    { ...settings, backend, now: () => performance.now() },
    accounts,
    activity,
    {
      begin(account) {
        close();
        begun.push({ account, at: clock(), solver: 0, solves: 0 });
      },
    },
  );
  close();
  return begun.flatMap(({ account, at, solver, solves }) => {
    const outcome = outcomes.find(({ proposal }) => proposal.account === account);
    if (outcome === undefined) return [];
    const { proposal, after } = outcome;
    const serialising = clock();
    proposalLine(proposal);
    tradeLines(proposal);
    const whole = at + clock() - serialising;
    const situation = after?.situation;
    const problem = situation === undefined ? undefined : lower(situation).problem;
    return [
      {
        account,
        whole,
        solver,
        solves,
        status: proposal.status,
        timedOut: "unproved" in proposal,
        binaries: problem !== undefined && hasIntegers(problem),
        ...(situation === undefined ? {} : { situation }),
        ...(problem === undefined ? {} : { problem }),
      },
    ];
  });
}

/** The market after all prices have moved by a factor: below 1 it turns gains into losses. */
export function moved(market: Market, factor: number): Market {
  const securities = new Map(
    [...market.securities].map(([symbol, one]) => [symbol, { ...one, price: one.price.times(factor) }]),
  );
  return { ...market, securities };
}

/** The value below which this part of the values lies (nearest rank). */
export function percentile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(part * sorted.length) - 1)] ?? Number.NaN;
}
