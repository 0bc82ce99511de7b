import {
  type Answer,
  type Backend,
  type Certificates,
  openSeries,
  type Series,
  type SolveOptions,
} from "../backend.ts";
import { noPoint } from "../backends/engine.ts";
import { NO_CLOCK } from "../branch/branchAndBound.ts";
import { reducedCosts } from "../problem/evaluate.ts";
import { findFault } from "../problem/fault.ts";
import { hasIntegers, type Problem } from "../problem/problem.ts";
import type { RiskStats } from "../risk/continuous.ts";
import { createRiskSolver, type RiskSolver } from "../risk/risk.ts";
import { analyse } from "./analyse.ts";
import { Basis, takeBasis } from "./basis.ts";
import {
  type CertificateCheck,
  type CertificateScratch,
  certificateScratch,
  verifyCertificate,
} from "./certificate.ts";
import { createGroups, type Groups } from "./groups.ts";
import { load } from "./load.ts";
import { farkasApart, farkasOfRay, recover, restsOnBox } from "./recover.ts";
import { createShape, fits, type Shape } from "./shape.ts";
import { simplex } from "./simplex.ts";
import { unitsOf } from "./units.ts";
import { type Work, workFor } from "./work.ts";

/** More coupling rows than this make the dense inverse slower than a sparse factorisation. */
const MOST_COUPLING = 256;

const MALFORMED = "malformed";

export interface StructuredSettings {
  /** solves what is not of a suitable shape, what has integers, and what failed its certificate */
  fallback?: Backend;
  /** milliseconds from any origin; without it `timeLimitSeconds` is refused */
  now?: () => number;
}

export interface StructuredOptions extends SolveOptions {
  /**
   * Row duals of a similar problem (the model's own), to start from; length numRow. Without them every solve starts
   * cold; an answer depends on the problem and on this alone, never on what was solved before.
   */
  startDual?: Float64Array;
  /** the basis of a problem of equal pattern, to start from; one that does not fit is ignored */
  startBasis?: Basis;
  /** whether the answer is to carry its own */
  wantBasis?: boolean;
}

/** An answer beside the basis, where that was wanted and this solver found the answer itself. */
export interface StructuredAnswer extends Answer {
  basis?: Basis;
}

/** What became of the problems so far. */
export interface StructuredStats {
  problems: number;
  /** answered with a certificate that verified */
  certified: number;
  /** of these: infeasible, by a Farkas row */
  infeasible: number;
  /** patterns analysed; the other problems had the pattern of the one before */
  analysed: number;
  pivots: number;
  /** handed over: problems with integers, unsuitable shapes, and those on which this solver failed, by reason */
  handedOver: Readonly<Record<Reason, number>>;
  /** problems with risk, which are counted apart; the linear programs that they take are among those above */
  risk: RiskStats;
}

/** Why a problem is handed over. */
export type Reason = "integers" | "shape" | "unbounded" | "stalled" | "singular" | "certificate";

export interface StructuredBackend extends Backend {
  solve(problem: Problem, options?: StructuredOptions): StructuredAnswer;
  certificates(): Certificates;
  stats(): StructuredStats;
  /** the certificate check of the last problem that this solver answered itself */
  lastCheck(): CertificateCheck | undefined;
}

/**
 * A linear-programming solver for the shape of rebalancing problems: convex piecewise-linear costs per security and
 * a few rows that couple securities (`Shape`). Each answer carries a certificate that has been verified
 * (`verifyCertificate`); what fails, or does not suit, goes to the fallback, and is counted.
 */
export function createStructured(settings: StructuredSettings = {}): StructuredBackend {
  return new Structured(settings);
}

class Structured implements StructuredBackend {
  readonly name = "structured";
  readonly version = "1.0";
  private work: Work | undefined;
  private shape: Shape | undefined;
  private groups: Groups | undefined;
  private readonly room = { cols: 0, rows: 0, entries: 0 };
  private disposed = false;
  private scratch = certificateScratch(0);
  private check: CertificateCheck | undefined;
  private readonly counts = { problems: 0, certified: 0, infeasible: 0, analysed: 0, pivots: 0 };
  private readonly handed: Record<Reason, number> = {
    integers: 0,
    shape: 0,
    unbounded: 0,
    stalled: 0,
    singular: 0,
    certificate: 0,
  };

  private readonly risk: RiskSolver;

  constructor(private readonly settings: StructuredSettings) {
    const { now } = settings;
    this.risk = createRiskSolver({ linear: this, ...(now === undefined ? {} : { now }) });
  }

  solve(given: Problem, options: StructuredOptions = {}): StructuredAnswer {
    if (this.disposed) return noPoint("failed", "the backend has been disposed of");
    if (given.risk !== undefined) return this.risk.solve(given, options);
    const { fallback } = this.settings;
    return this.linear(given, given, options, fallback && (() => fallback.solve(given, options)));
  }

  /**
   * All programs of a series have the shape of the problem that it was opened with: a column that one of them fixes is a
   * range of no length, so that each may start from the basis of another.
   */
  series(pattern: Problem): Series {
    if (pattern.risk !== undefined) return openSeries({ solve: this.solve.bind(this) }, pattern);
    const { fallback } = this.settings;
    let others: Series | undefined;
    return {
      solve: (colLower, colUpper, { from, ...options } = {}) => {
        if (this.disposed) return noPoint("failed", "the backend has been disposed of");
        const given = { ...pattern, colLower, colUpper };
        const start = from instanceof Basis ? { startBasis: from } : {};
        const instead = (): Answer => {
          others ??= openSeries(fallback ?? this, pattern);
          return others.solve(colLower, colUpper, {
            ...options,
            ...(from === undefined || from instanceof Basis ? {} : { from }),
          });
        };
        const { basis, ...answer } = this.linear(
          pattern,
          given,
          { ...options, ...start, wantBasis: true },
          fallback && instead,
        );
        return basis === undefined ? answer : { ...answer, warm: basis };
      },
    };
  }

  /**
   * @param pattern the problem that the shape is taken from: `given` itself, or one that differs in bounds of columns
   * @param instead what the fallback says; absent: there is none
   */
  private linear(
    pattern: Problem,
    given: Problem,
    options: StructuredOptions,
    instead: (() => Answer) | undefined,
  ): StructuredAnswer {
    this.counts.problems++;
    const handOver = (reason: Reason): Answer => this.handOver(reason, instead);
    if (hasIntegers(given)) return handOver("integers");
    const units = unitsOf(given);
    let problem = given;
    let work = units.sound ? this.workOf(pattern) : MALFORMED;
    if (work === MALFORMED) {
      const fault = findFault(given);
      if (fault?.status === "failed") return noPoint("failed", fault.message);
      if (fault?.status === "infeasible") return noPoint("infeasible", fault.message);
      problem = fault?.problem ?? given;
      work = this.workOf(problem);
      if (work === MALFORMED) throw new Error("a problem without fault has no shape");
    }
    if (options.timeLimitSeconds !== undefined && this.settings.now === undefined) {
      return noPoint("failed", NO_CLOCK);
    }
    for (const [what, vector, length] of [
      ["start", options.start, given.numCol],
      ["start of duals", options.startDual, given.numRow],
    ] as const) {
      if (vector !== undefined && vector.length !== length) {
        return noPoint("failed", `the ${what} has ${vector.length} numbers, not ${length}`);
      }
    }
    if (work === undefined) return handOver("shape");
    work.unit = units.quantity;
    work.costUnit = units.cost;
    return this.attempt(work, problem, options, handOver);
  }

  stats(): StructuredStats {
    return { ...this.counts, handedOver: { ...this.handed }, risk: this.risk.stats() };
  }

  certificates(): Certificates {
    const risk = this.risk.stats();
    const handed = Object.values(this.handed).reduce((sum, count) => sum + count, 0);
    return { verified: this.counts.certified + risk.certified, handedOver: handed + risk.handedOver };
  }

  lastCheck(): CertificateCheck | undefined {
    return this.check;
  }

  dispose(): void {
    if (this.disposed) return;
    this.disposed = true;
    this.work = undefined;
    this.settings.fallback?.dispose();
  }

  /** Arrays laid out for a problem, its pattern analysed unless it is the one before's. Undefined: unsuitable. */
  private workOf(problem: Problem): Work | undefined | typeof MALFORMED {
    if (this.shape !== undefined && fits(this.shape, problem)) {
      return this.shape.coupling > MOST_COUPLING ? undefined : this.work;
    }
    if (!lengthsAgree(problem)) return MALFORMED;
    this.counts.analysed++;
    const { numCol, numRow, index } = problem;
    const { room } = this;
    if (
      this.shape === undefined ||
      this.groups === undefined ||
      numCol > room.cols ||
      numRow > room.rows ||
      index.length > room.entries
    ) {
      // Half as much again, so that accounts of about one size do not allocate anew each time.
      const grown = (now: number, before: number) => Math.max(before, Math.ceil(1.5 * now) + 8);
      room.cols = grown(numCol, room.cols);
      room.rows = grown(numRow, room.rows);
      room.entries = grown(index.length, room.entries);
      this.shape = createShape(room.cols, room.rows, room.entries);
      this.groups = createGroups(room.cols, room.rows, room.entries);
    }
    if (!analyse(problem, this.shape, this.groups)) return MALFORMED;
    if (this.shape.coupling > MOST_COUPLING) return undefined;
    this.work = workFor(this.shape, this.work);
    return this.work;
  }

  private scratchFor(rows: number): CertificateScratch {
    if (rows > this.scratch.activity.length) this.scratch = certificateScratch(this.room.rows);
    return this.scratch;
  }

  private attempt(
    work: Work,
    problem: Problem,
    options: StructuredOptions,
    handOver: (reason: Reason) => Answer,
  ): StructuredAnswer {
    const fault = load(work, problem);
    if (fault?.fault === "unbounded") return handOver("unbounded");
    if (fault?.fault === "apart") {
      const farkas = new Float64Array(problem.numRow);
      farkasApart(work, fault, farkas);
      return this.certifyInfeasible(work, problem, farkas, handOver);
    }
    work.y.fill(0);
    if (options.startDual !== undefined) startFrom(work, options.startDual);
    const { now } = this.settings;
    const deadline = (now?.() ?? 0) + 1000 * (options.timeLimitSeconds ?? Infinity);
    const outOfTime = () => now !== undefined && now() > deadline;
    const outcome = simplex(work, outOfTime, options.startBasis);
    this.counts.pivots += work.pivots;
    if (outcome === "time") return noPoint("time_limit");
    if (outcome === "infeasible") {
      const farkas = new Float64Array(problem.numRow);
      farkasOfRay(work, farkas);
      return this.certifyInfeasible(work, problem, farkas, handOver);
    }
    if (outcome !== "optimal") return handOver(outcome);
    const x = new Float64Array(problem.numCol);
    const rowDual = new Float64Array(problem.numRow);
    recover(work, problem, x, rowDual);
    const check = verifyCertificate(
      problem,
      { kind: "optimal", x, rowDual },
      work.unit,
      this.scratchFor(problem.numRow),
    );
    this.check = check;
    if (!check.ok) return handOver(restsOnBox(work) ? "unbounded" : "certificate");
    this.counts.certified++;
    const bound = Math.min(check.dual, check.primal);
    const answer: StructuredAnswer = { status: "optimal", objective: check.primal, bound, x, nodes: 0 };
    if (options.wantDuals === true) {
      answer.rowDual = rowDual;
      answer.colDual = reducedCosts(problem, rowDual);
    }
    if (options.wantBasis === true) answer.basis = takeBasis(work);
    return answer;
  }

  private certifyInfeasible(
    work: Work,
    problem: Problem,
    farkas: Float64Array,
    handOver: (reason: Reason) => Answer,
  ): Answer {
    const check = verifyCertificate(problem, { kind: "infeasible", farkas }, work.unit);
    this.check = check;
    if (!check.ok) return handOver("certificate");
    this.counts.certified++;
    this.counts.infeasible++;
    return noPoint("infeasible");
  }

  private handOver(reason: Reason, instead: (() => Answer) | undefined): Answer {
    this.handed[reason]++;
    return instead?.() ?? noPoint("failed", `handed over (${reason}), but there is no fallback`);
  }
}

function lengthsAgree(problem: Problem): boolean {
  const { numCol, numRow, start, index, value } = problem;
  return (
    start.length === numCol + 1 &&
    start[0] === 0 &&
    start[numCol] === index.length &&
    value.length === index.length &&
    problem.cost.length === numCol &&
    problem.colLower.length === numCol &&
    problem.colUpper.length === numCol &&
    problem.rowLower.length === numRow &&
    problem.rowUpper.length === numRow
  );
}

/** Prices of the coupling rows from the duals of their rows. */
function startFrom(work: Work, rowDual: Float64Array): void {
  const { shape, y, termScale } = work;
  const firstSlack = shape.variables - shape.coupling;
  for (let r = 0; r < shape.coupling; r++) {
    const v = firstSlack + r;
    for (let t = shape.termStart[v] as number; t < (shape.termStart[v + 1] as number); t++) {
      y[r] = (y[r] as number) + (termScale[t] as number) * (rowDual[shape.termRow[t] as number] as number);
    }
  }
}
