/**
 * Sides by prices. Where binaries say nothing but whether a security is bought or sold, and whether its losses count, all
 * else is convex: the sides are guessed and fixed, which leaves a small convex program. Its prices then say for each
 * security by itself what every side would come to at the best, and so what any choice of sides costs at the least: a cut
 * (worth.ts). The choice that all cuts so far have the least against is tried next (choose.ts), until none is left that
 * could cost less than what is known: generalised Benders decomposition (Geoffrion, 1972). Mostly two programs do.
 *
 * Where the gap stays open for long, the hull of the sides that are left gives the strongest cut there is; and after that,
 * what is left of the sides is searched.
 */
import { type Backend, openSeries, type Problem, type Series, type SeriesAnswer } from "@mandate/solver";
import type { Lowered } from "../../lowering/index.ts";
import { UNLIMITED, workOf } from "../budget.ts";
import { canonical } from "../canonical.ts";
import { type Found, type Opened, open, relaxed, type SearchOptions, search } from "../search.ts";
import { choose, openSides } from "./choose.ts";
import { BOUGHT, COUNTED, SIDES, SOLD, sidedOf } from "./sided.ts";
import { type Cut, cutOf, ownersOf, type Sides } from "./worth.ts";

/** Programs with fixed sides that are solved at the most, and after how many the hull is asked. */
const PROGRAMS = 12;
const BEFORE_HULL = 6;
/** Choices of sides that all cuts are held against, in an account; each costs about as much work as half its cuts. */
const VISITS = 200_000;

export interface BySides {
  readonly found: Found;
  readonly opened: Opened;
}

/** @returns undefined where this is no problem of sides, or where the first guess leaves nothing that is permitted */
export function searchBySides(
  lowered: Lowered,
  backend: Backend,
  options: SearchOptions,
): BySides | undefined {
  const bySecurity = sidedOf(lowered);
  if (bySecurity === undefined) return undefined;
  const sides: Sides = {
    problem: lowered.problem,
    sided: [...bySecurity.values()],
    owners: ownersOf(lowered, bySecurity),
  };
  return new SideSearch(sides, backend, options).run();
}

/**
 * The problem's bounds with binaries fixed where all sides that are open to a security agree on them.
 * @param isOpen whether a side of a security is
 */
function fixing(
  { problem, sided }: Sides,
  isOpen: (at: number, side: number) => boolean,
): Pick<Problem, "colLower" | "colUpper"> {
  const colLower = problem.colLower.slice();
  const colUpper = problem.colUpper.slice();
  for (const [at, { buying, counting }] of sided.entries()) {
    const bought = isOpen(at, BOUGHT);
    const counted = isOpen(at, COUNTED);
    const sold = isOpen(at, SOLD);
    if (buying >= 0) {
      if (!bought) colUpper[buying] = 0;
      if (!sold && !counted) colLower[buying] = 1;
    }
    if (counting >= 0) {
      if (!counted) colUpper[counting] = 0;
      if (!sold && !bought) colLower[counting] = 1;
    }
  }
  return { colLower, colUpper };
}

/** The cheapest answer so far, and its sides. */
interface Standing {
  readonly answer: SeriesAnswer;
  readonly sides: Uint8Array;
}

class SideSearch {
  /** programs with all sides fixed; one engine, whatever the backend: the same prices, and so the same sides */
  private readonly series: Series;
  private readonly first: Uint8Array;
  private readonly cuts: Cut[] = [];
  private readonly barred: Uint8Array[] = [];
  private best: Standing | undefined;
  private bound = Number.NEGATIVE_INFINITY;
  private programs = 0;
  private visits = 0;

  constructor(
    private readonly sides: Sides,
    private readonly backend: Backend,
    private readonly options: SearchOptions,
  ) {
    const { problem, sided } = sides;
    // What is under its target is bought, until prices say otherwise.
    this.first = Uint8Array.from(sided, ({ off, buying }) => (off < 0 && buying >= 0 ? BOUGHT : SOLD));
    this.series = openSeries(canonical(backend), { ...relaxed(problem), ...this.fixedAt(this.first) });
  }

  run(): BySides | undefined {
    const { budget = UNLIMITED } = this.options;
    let next: Uint8Array | undefined = this.first;
    while (next !== undefined && !this.closed() && this.programs < PROGRAMS && budget.ended() === undefined) {
      this.solve(next);
      if (this.best === undefined) return undefined;
      next = this.next(this.best);
      if (this.programs === BEFORE_HULL && !this.closed()) {
        this.askHull(this.best);
        next = this.next(this.best);
      }
    }
    const { best } = this;
    if (best === undefined) return undefined;
    if (!this.closed()) return this.searched(best);
    const opened = { series: this.series, root: best.answer };
    return { found: foundAt(best.answer, this.bound, this.programs), opened };
  }

  private fixedAt(sides: Uint8Array): Pick<Problem, "colLower" | "colUpper"> {
    return fixing(this.sides, (at, side) => sides[at] === side);
  }

  private closed(): boolean {
    if (this.best === undefined) return false;
    const { relativeGap = 1e-4, floor } = this.options;
    const { objective } = this.best.answer;
    return objective - this.bound <= relativeGap * Math.max(floor, Math.abs(objective));
  }

  /** The program with these sides: its cut, and its answer where that is the cheapest. */
  private solve(sides: Uint8Array): void {
    const { colLower, colUpper } = this.fixedAt(sides);
    const from = this.best?.answer.warm === undefined ? {} : { from: this.best.answer.warm };
    const answer = this.series.solve(colLower, colUpper, { wantDuals: true, ...from });
    this.options.budget?.spend(workOf(this.sides.problem, answer));
    this.programs += 1;
    if (!this.takeCut(answer)) {
      this.barred.push(sides);
      return;
    }
    if (this.best === undefined || answer.objective < this.best.answer.objective)
      this.best = { answer, sides };
  }

  private takeCut({ status, bound, x, rowDual }: SeriesAnswer): boolean {
    if (status !== "optimal" || x === undefined || rowDual === undefined) return false;
    this.cuts.push(cutOf(this.sides, bound, x, rowDual));
    return true;
  }

  /** The sides to try next, where any could be better; raises the bound to what that proves. */
  private next({ answer, sides }: Standing): Uint8Array | undefined {
    const chosen = choose(this.cuts, {
      ceiling: answer.objective,
      near: sides,
      barred: this.barred,
      visits: VISITS - this.visits,
    });
    this.visits += chosen.visits;
    this.options.budget?.spend((chosen.visits * this.cuts.length) / 2);
    this.bound = Math.max(this.bound, chosen.bound);
    return chosen.sides;
  }

  /** The problem with only the sides that could be better than what is known. */
  private left({ answer }: Standing): Problem {
    const open = openSides(this.cuts, answer.objective);
    return { ...this.sides.problem, ...fixing(this.sides, (at, side) => open[SIDES * at + side] === 1) };
  }

  private askHull(best: Standing): void {
    const hull = this.left(best);
    const { root } = open(hull, canonical(this.backend));
    this.options.budget?.spend(workOf(hull, root));
    this.takeCut(root);
  }

  /** Searches what sides are left; all others are proved. */
  private searched(best: Standing): BySides {
    const { options, backend, programs } = this;
    const left = this.left(best);
    const opened = open(left, canonical(backend));
    const found = search(left, backend, { ...options, alike: true }, opened, best.answer);
    const known = foundAt(best.answer, this.bound, programs);
    const proved = Math.max(this.bound, Math.min(found.bound, best.answer.objective));
    // Nothing permitted is left, where the known point's own sides are among what was ruled out: then it is the best.
    const settled = found.status === "optimal" || found.status === "infeasible";
    const { ended } = found;
    const chosen =
      found.x === undefined || found.objective > known.objective
        ? { ...known, status: settled ? ("optimal" as const) : ("limit" as const) }
        : found;
    return {
      found: {
        ...chosen,
        bound: Math.min(proved, chosen.objective),
        nodes: programs + found.nodes,
        ...(ended === undefined ? {} : { ended }),
      },
      opened,
    };
  }
}

function foundAt(answer: SeriesAnswer, bound: number, nodes: number): Found {
  const { x, objective, warm } = answer;
  if (x === undefined) throw new Error("an answer without a point is no optimum");
  const least = Math.min(bound, objective);
  return {
    status: "optimal",
    x,
    objective,
    bound: least,
    nodes,
    fixed: answer,
    ...(warm === undefined ? {} : { warm }),
  };
}
