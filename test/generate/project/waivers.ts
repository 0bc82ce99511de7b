/** Waivers inside what the firm's limits grant. */
import type { Random } from "../random.ts";
import type { AccountPlan, LimitPlan } from "./plan.ts";
import { name, string } from "./write.ts";

/** For some accounts and limits, none twice; each ends within a year of its approval, a month before the day of the run. */
export function makeWaivers(
  random: Random,
  limits: readonly LimitPlan[],
  accounts: readonly AccountPlan[],
  asOf: string,
): string[] {
  const year = Number(asOf.slice(0, 4));
  const waivable = limits.filter((limit) => limit.waivable !== undefined);
  return random.some(accounts, random.integer(0, 3)).flatMap((account) => {
    const limit = waivable.length === 0 ? undefined : random.pick(waivable);
    if (limit?.bound === undefined || limit.waivable === undefined) return [];
    const { bound } = limit;
    const only =
      bound.symbols.length > 0 && random.chance(0.7) ? ` for ${name(random.pick(bound.symbols))}` : "";
    const direction = bound.operator === "<=" ? "up to" : "down to";
    const end = `until ${year + 1}-0${random.integer(1, 6)}-28 because ${string("gift in progress")}`;
    const approval = `approved by ${string("compliance")} on ${year}-09-${random.integer(10, 28)}`;
    return [
      `waive ${limit.name}${only} in account ${string(account.account)} ${direction} ${bound.write(limit.waivable)} ${end} ${approval}`,
    ];
  });
}
