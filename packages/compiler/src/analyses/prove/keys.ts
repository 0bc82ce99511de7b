/** What each proof is a proof of, as keys of what was proved before. */
import type { AccountIR, Bundle, ModelIR } from "../../bundle/index.ts";
import { planOf } from "../../effective/plan.ts";
import type { Told } from "./choices.ts";
import { type Memory, sayer } from "./memory.ts";

export interface Keys {
  /** of everything but models and accounts */
  readonly firm: number;
  /** of the firm and one model */
  readonly model: (model: ModelIR) => number;
  /** of the firm, an account and its model */
  readonly account: (account: AccountIR) => number;
  /** of what was found so far, which counts as mended */
  readonly told: (told: Told) => number;
}

/** @param today ISO date */
export function keysOf(bundle: Bundle, memory: Memory, today: string): Keys {
  const say = sayer(bundle, memory);
  const { classes, attributes, lists, equivalents, menus, clauses, preferences, edits, adjustments } = bundle;
  const universe = memory.name(JSON.stringify(bundle.universe));
  const policies = [clauses, preferences, adjustments, edits, bundle.profiles, bundle.washSalesAllowed];
  const listed = Object.entries(lists).map(([name, id]) => [name, { set: "fixed", id }]);
  const firm = say([today, universe, classes, attributes, listed, equivalents, menus, policies]);
  const models = new Map(bundle.models.map((model) => [model.name, say([firm, model])]));
  const all = say([firm, [...models]]);
  const { waivers } = planOf(bundle);
  return {
    firm,
    model: ({ name }) => models.get(name) ?? firm,
    account: (account) => {
      const named = account.blocks.find(({ model }) => model !== undefined)?.model?.name;
      // Where a profile names the model, any of them may be its own.
      const model = named === undefined ? all : (models.get(named) ?? all);
      return say([model, account, waivers.get(account.account) ?? []]);
    },
    told: ({ clauses: mended, involved, ranges, values, findings }) =>
      findings.length + involved.size === 0
        ? -1
        : say([[...mended], [...involved].sort(), [...ranges], [...values].map(([key, of]) => [key, ...of])]),
  };
}
