/** What each layer's author could do about a conflict: the least loosening of that layer's own clauses in it. */
import type { ClauseBase, Layer, Unit } from "@mandate/compiler";
import type { Backend } from "@mandate/solver";
import type { Situation } from "../account/situation.ts";
import { type Limit, levelAt, pointOf } from "../lowering/index.ts";
import { type Permitted, permitted } from "./permitted.ts";

export interface Loosening {
  readonly clause: ClauseBase;
  /** which of the clause's rules */
  readonly rule: number;
  /** that rule as its author wrote it, where the clause has several */
  readonly said?: string;
  readonly operator: "<=" | ">=" | "=";
  readonly unit: Unit["unit"];
  /** the bound as it stands, and the nearest that would do; fractions, dollars, shares or counts */
  readonly from: number;
  readonly to: number;
}

export interface LayerRepair {
  readonly layer: Layer;
  /** all of them together */
  readonly loosenings: readonly Loosening[];
}

const SLACK = 1e-9;

/**
 * For each layer with a clause in the conflict, the least by which its clauses there would have to give way, everything
 * else holding. Layers whose clauses cannot resolve the matter by giving way are left out.
 * @throws Undecided where the backend fails
 */
export function repairs(
  situation: Situation,
  clauses: readonly ClauseBase[],
  backend: Backend,
): LayerRepair[] {
  const layers = [...new Set(clauses.map(({ source }) => source.layer))];
  return layers.flatMap((layer) => {
    const own = clauses.filter(({ source }) => source.layer === layer);
    const elastic = new Set(own.map(({ id }) => id));
    const stretched = permitted(situation, backend, { elastic });
    if (stretched === undefined) return [];
    const loosenings = own.flatMap((clause) => looseningsOf(stretched, clause));
    return loosenings.length === 0 ? [] : [{ layer, loosenings }];
  });
}

function looseningsOf({ lowered, x }: Permitted, clause: ClauseBase): Loosening[] {
  const point = pointOf(lowered, x);
  return lowered.slacks.flatMap((slack) => {
    const stretch = x[slack.column] ?? 0;
    if (slack.clause !== clause.id || stretch <= SLACK) return [];
    const limits = lowered.limits.filter(
      (limit) => limit.clause.id === clause.id && limit.rule === slack.rule,
    );
    const worst = farthest(limits, point);
    if (worst === undefined) return [];
    const { operator, unit } = worst;
    const by = unit === "money" ? stretch * lowered.frame.value : stretch;
    const { rules = [] } = lowered.situation.policy.clauses.find(({ id }) => id === clause.id) ?? {};
    const from = reserveOf(lowered.situation, clause, slack.rule) ?? worst.bound;
    const to = operator === "<=" ? from + by : from - by;
    const said = rules.length > 1 ? rules[slack.rule]?.text : undefined;
    return [{ clause, rule: slack.rule, ...(said === undefined ? {} : { said }), operator, unit, from, to }];
  });
}

/** The limit of a rule that misses its bound by the most. */
function farthest(limits: readonly Limit[], point: (column: number) => number): Limit | undefined {
  let worst: Limit | undefined;
  let most = -Infinity;
  for (const limit of limits) {
    const level = levelAt(limit, point);
    if (level === undefined) continue;
    const missed = limit.operator === "<=" ? level - limit.bound : limit.bound - level;
    if (missed > most) {
      most = missed;
      worst = limit;
    }
  }
  return worst;
}

/** The dollars of a reserve itself, where several add up to one bound. */
function reserveOf(situation: Situation, clause: ClauseBase, at: number): number | undefined {
  const rule = situation.policy.clauses.find(({ id }) => id === clause.id)?.rules[at];
  if (rule?.rule !== "reserve" || rule.amount.e !== "constant") return undefined;
  const amount = Number(rule.amount.value);
  return rule.amount.unit.unit === "weight" ? amount * situation.value.toNumber() : amount;
}
