/** What each proof is a proof of, as keys of what was proved before. */
import type { AccountIR, Bundle, ModelIR, Preference } from "../../bundle/index.ts";
import { planOf } from "../../effective/plan.ts";
import type { Told } from "./choices.ts";
import { type Edition, editionOf } from "./edition.ts";
import { type Memory, sayer } from "./memory.ts";

export interface Keys {
  /** of everything but the firm's limits and preferences, models and accounts */
  readonly ground: number;
  readonly edition: Edition;
  /** of the ground and one model */
  readonly model: (model: ModelIR) => number;
  /** of the ground and all models */
  readonly models: number;
  /** of the ground, an account and its model */
  readonly account: (account: AccountIR) => number;
  readonly preference: (preference: Preference) => number;
  /** of what was found so far, which counts as mended */
  readonly told: (told: Told) => number;
}

/** @param today ISO date */
export function keysOf(bundle: Bundle, memory: Memory, today: string): Keys {
  const say = sayer(bundle, memory);
  const { classes, attributes, lists, equivalents, menus, edits } = bundle;
  const universe = memory.name(JSON.stringify(bundle.universe));
  const policies = [edits, bundle.profiles, bundle.washSalesAllowed];
  const listed = Object.entries(lists).map(([name, id]) => [name, { set: "fixed", id }]);
  const ground = say([today, universe, classes, attributes, listed, equivalents, menus, policies]);
  const models = new Map(bundle.models.map((model) => [model.name, say([ground, model])]));
  const all = say([ground, [...models]]);
  const { waivers } = planOf(bundle);
  const accounts = new Map<AccountIR, number>();
  return {
    ground,
    edition: editionOf(bundle, say),
    model: ({ name }) => models.get(name) ?? ground,
    models: all,
    account: (account) => {
      const known = accounts.get(account);
      if (known !== undefined) return known;
      const named = account.blocks.find(({ model }) => model !== undefined)?.model?.name;
      // Where a profile names the model, any of them may be its own.
      const model = named === undefined ? all : (models.get(named) ?? all);
      const made = say([model, account, waivers.get(account.account) ?? []]);
      accounts.set(account, made);
      return made;
    },
    preference: (preference) => say(preference),
    told: ({ clauses: mended, involved, ranges, values, findings }) =>
      findings.length + involved.size === 0
        ? -1
        : say([[...mended], [...involved].sort(), [...ranges], [...values].map(([key, of]) => [key, ...of])]),
  };
}
