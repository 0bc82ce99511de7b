/** What would resolve a conflict, in a sentence a layer's author can act on. */
import type { LayerRepair, Loosening } from "../solve/index.ts";
import { measured } from "./words.ts";

/** Rounded to where a person would write it, and never to where it would not be enough. */
function enough({ operator, to, unit }: Loosening): number {
  const step = unit === "money" ? 0.01 : unit === "weight" || unit === "points" ? 1e-4 : 1;
  const steps = to / step;
  const near = Math.round(steps);
  const whole =
    Math.abs(steps - near) < 1e-6 ? near : operator === "<=" ? Math.ceil(steps) : Math.floor(steps);
  return whole * step;
}

function one(loosening: Loosening): string {
  const { clause, operator, from, unit } = loosening;
  const verb = operator === "<=" ? "raise" : "lower";
  return `${verb} \`${clause.name}\` from ${measured(from, unit)} to ${measured(enough(loosening), unit)}`;
}

export function repairText(repair: LayerRepair): string {
  return repair.loosenings.map(one).join(" and ");
}
