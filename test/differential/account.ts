/**
 * Everything that is held against everything else for one account: the lowering against exact decimals, the proposal
 * against the checker, the bound against trades at random, one backend against another, a conflict against its parts.
 */
import * as runtime from "@mandate/runtime/testing";
import {
  type Checked,
  check,
  conflict,
  costs,
  type Lowered,
  lower,
  permits,
  solveAccount,
} from "@mandate/runtime/testing";
import type { Backend } from "@mandate/solver";
import { compareAt, type Probe } from "./compare.ts";
import { probesOf } from "./probes.ts";
import type { Case } from "./situations.ts";

export interface Effort {
  /** random trades of each account */
  readonly points: number;
  /** another backend, for accounts of few enough columns */
  readonly second?: Backend;
  /** most columns that the other backend is asked to solve */
  readonly columns: number;
  /** conflicts are taken apart */
  readonly conflicts: boolean;
}

export interface Examined {
  /** what does not agree, each with where; nothing of this should ever be */
  readonly differences: readonly string[];
  /** how often each thing was looked at */
  readonly tally: ReadonlyMap<string, number>;
}

/** Relative gap to which problems with binaries are solved (semantics.md 5), and the dollar under which none counts. */
const GAP = 1e-4;

class Examination {
  readonly differences: string[] = [];
  readonly tally = new Map<string, number>();
  readonly lowered: Lowered;

  constructor(
    readonly one: Case,
    readonly backend: Backend,
    readonly effort: Effort,
  ) {
    this.lowered = lower(one.situation);
  }

  count(what: string): void {
    this.tally.set(what, (this.tally.get(what) ?? 0) + 1);
  }

  differ(text: string): void {
    this.differences.push(`seed ${this.one.seed}, account ${this.one.account}: ${text}`);
  }

  /** The lowering against exact decimals at some trades; gives their exact cost where they are permitted. */
  compare(probe: Probe): number | undefined {
    const { differences, permitted } = compareAt(runtime, this.lowered, probe, this.backend);
    this.count(
      `points ${permitted === "yes" ? "permitted" : permitted === "no" ? "forbidden" : "too near to tell"}`,
    );
    for (const text of differences) this.differ(text);
    if (permitted !== "yes") return undefined;
    const { after } = probe.checked;
    return after === undefined ? undefined : costs(after).total.toNumber();
  }
}

function examineProposal(examination: Examination, checked: Checked, bound: number, total: number): void {
  const { situation } = examination.one;
  if (!checked.passed) examination.differ("the checker does not pass what was proposed");
  const slack = 1e-9 * situation.value.toNumber() + 1e-6;
  if (total < bound - slack) examination.differ(`it is proposed to cost ${total}, below the bound ${bound}`);
}

/** Another backend's optimum, by its own way: each within the gap of its bound, and neither above the other's. */
function examineBackends(examination: Examination, second: Backend): void {
  const { one, backend, lowered, effort } = examination;
  if (lowered.problem.numCol > effort.columns) return;
  const [a, b] = [solveAccount(one.situation, backend), solveAccount(one.situation, second)];
  examination.count("solved by two backends");
  if (a.status === "failed" || b.status === "failed") {
    examination.count(`gave up: ${a.status === "failed" ? "highs" : "jslp"}`);
    return;
  }
  if (a.status !== b.status) {
    examination.differ(`highs says ${a.status}, jslp says ${b.status}`);
    return;
  }
  if (a.status !== "optimal" || b.status !== "optimal") return;
  const slack = GAP * Math.max(1, Math.abs(a.objective), Math.abs(b.objective)) + 1e-9 * lowered.frame.value;
  if (Math.abs(a.objective - b.objective) > slack) {
    examination.differ(`highs finds ${a.objective}, jslp ${b.objective}`);
  }
}

/** The conflict reported clashes by itself, and does no more without any one of its clauses. */
function examineConflict(examination: Examination): void {
  const { one, backend } = examination;
  const found = conflict(one.situation, backend);
  examination.count("conflicts");
  if (found === undefined) {
    examination.differ("nothing is permitted, and yet no conflict is found");
    return;
  }
  const ids = found.clauses.map(({ id }) => id);
  if (permits(one.situation, backend, new Set(ids)))
    examination.differ(`${ids.join(", ")} can hold together`);
  for (const id of ids) {
    const fewer = new Set(ids.filter((other) => other !== id));
    if (!permits(one.situation, backend, fewer)) examination.differ(`${ids.join(", ")} clash without ${id}`);
  }
}

/** @throws whatever the runtime throws: a generated account must never make it do so */
export function examine(one: Case, backend: Backend, effort: Effort): Examined {
  const examination = new Examination(one, backend, effort);
  const { proposal, after } = one.propose();
  const code = proposal.status === "infeasible" ? proposal.code : undefined;
  examination.count(code === undefined ? proposal.status : `${proposal.status} ${code}`);
  if (code === "CHECK_FAILED" || code === "SOLVER_FAILED") examination.differ(`it is withheld by ${code}`);
  let least = Number.POSITIVE_INFINITY;
  for (const probe of probesOf(one, effort.points)) {
    least = Math.min(least, examination.compare(probe) ?? Number.POSITIVE_INFINITY);
  }
  if (proposal.status === "proposed" || proposal.status === "no_trade") {
    const { bound, after: cost } = proposal;
    examineProposal(examination, check(one.situation, after?.trades ?? []), bound, cost.total.toNumber());
    if (least < bound - 1e-9 * one.situation.value.toNumber() - 1e-6) {
      examination.differ(`permitted trades cost ${least}, below the bound ${bound}`);
    }
  }
  if (proposal.status === "infeasible" && code === undefined) {
    if (least < Number.POSITIVE_INFINITY)
      examination.differ("something is permitted, and yet it is called infeasible");
    if (effort.conflicts) examineConflict(examination);
  }
  if (effort.second !== undefined) examineBackends(examination, effort.second);
  return { differences: examination.differences, tally: examination.tally };
}
