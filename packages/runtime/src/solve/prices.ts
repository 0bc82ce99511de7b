/** What each limit costs: its level, its bound, and what loosening it would save (data.md, `limits`). */
import type { Answer } from "@mandate/solver";
import { limitName } from "../explain/words.ts";
import { boundScaleAt, type Limit, type Lowered, levelAt, pointOf } from "../lowering/index.ts";
import type { LimitReport } from "../proposal/proposal.ts";

/** One per cent, $1,000, or one of anything else. */
export function stepOf(unit: Limit["unit"]): number {
  if (unit === "weight" || unit === "points") return 0.01;
  return unit === "money" ? 1000 : 1;
}

/** A row is tight within this, of V. */
const TIGHT = 1e-8;

/**
 * Every limit's level and bound at an answer, and the price of those that bind.
 * @param fixed the linear program with the binaries fixed at `x`, whose dual values are the prices; 0 where it has none
 */
export function reportLimits(lowered: Lowered, x: Float64Array, fixed: Answer): LimitReport[] {
  const { rowDual, colDual } = fixed;
  const point = pointOf(lowered, x);
  const { shared } = lowered.draft;
  const reports = new Map<string, LimitReport>();
  for (const limit of lowered.limits) {
    const level = levelAt(limit, point);
    if (level === undefined) continue;
    const scale = boundScaleAt(limit, point);
    const binding = isTight(limit, level, scale);
    const moved = binding ? improvement(limit, rowDual, colDual, shared) : 0;
    const price = moved * scale * stepOf(limit.unit) * lowered.frame.value;
    const { source } = limit.clause;
    const report: LimitReport = {
      clause: limit.clause.id,
      name: limitName(limit),
      item: limit.item,
      source: `${source.file}:${source.line}`,
      layer: source.layer,
      level,
      bound: limit.bound,
      unit: limit.unit,
      binding,
      price: price > 0.005 ? price : 0,
    };
    // Both sides of an equality, or several rules that say the same: the one that costs more speaks.
    const key = JSON.stringify([limit.clause.id, limit.rule, limit.item, limit.bound]);
    const known = reports.get(key);
    if (known === undefined || report.price > known.price || (report.binding && !known.binding))
      reports.set(key, report);
  }
  return [...reports.values()];
}

/** @param scale of the limit's bound at the point (`boundScaleAt`) */
export function isTight(limit: Limit, level: number, scale: number): boolean {
  return Math.abs(level - limit.bound) * scale <= TIGHT * Math.max(1, Math.abs(limit.bound) * scale);
}

/** By how much the objective falls when the problem's own bound moves by 1: not at all where another holds it as well. */
function improvement(
  limit: Limit,
  rowDual: Float64Array | undefined,
  colDual: Float64Array | undefined,
  shared: Lowered["draft"]["shared"],
): number {
  const { location } = limit;
  if (location.at === "row") return Math.abs(rowDual?.[location.row] ?? 0) * location.coef;
  if (location.at === "nowhere") return 0;
  let most = 0;
  location.columns.forEach((column, k) => {
    if (shared[location.side].has(column)) return;
    const dual = colDual?.[column] ?? 0;
    const gain = location.side === "upper" ? -dual : dual;
    most = Math.max(most, gain * (location.coefs[k] ?? 0));
  });
  return most;
}
