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

/** Clauses that forbid are not raised or lowered, but give way so far. */
function givingWay(loosening: Loosening): string | undefined {
  const amount = measured(enough(loosening), loosening.unit);
  const name = `\`${loosening.clause.name}\``;
  switch (loosening.clause.kind) {
    case "never sell":
    case "keep":
      return `let ${name} permit sales of ${amount}`;
    case "never buy":
      return `let ${name} permit purchases of ${amount}`;
    case "sell by":
    case "exclude":
      return `let ${name} leave ${amount} in place`;
    default:
      return undefined;
  }
}

function one(loosening: Loosening): string {
  const { clause, said, operator, from, unit } = loosening;
  const verb = operator === "<=" ? "raise" : "lower";
  const where = said === undefined ? "" : ` in \`${said}\``;
  return (
    givingWay(loosening) ??
    `${verb} \`${clause.name}\` from ${measured(from, unit)} to ${measured(enough(loosening), unit)}${where}`
  );
}

export function repairText(repair: LayerRepair): string {
  return repair.loosenings.map(one).join(" and ");
}
