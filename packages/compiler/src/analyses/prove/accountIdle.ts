/** Limits of an account's own that do nothing beside the firm's, its model's bands and each other. */
import type { AccountIR, ChoiceValue } from "../../bundle/index.ts";
import type { Element } from "../linear/element.ts";
import { defaultsOf, type Scene, type Told } from "./choices.ts";
import { accountPolicy, chosenLists, followed, RANK } from "./policy.ts";
import { forced, type Idle, idle, type Stand, type Verdicts } from "./redundant.ts";

/** What an account says of its own, beside all that binds it. */
export interface Own {
  readonly account: string;
  readonly limits: readonly Element[];
  readonly preferences: readonly Element[];
  /** of the firm, waived as they are, and its own */
  readonly elements: readonly Element[];
  readonly stand: Stand;
  readonly chosen: ReadonlyMap<string, ChoiceValue>;
  /** limits of which it has its own version */
  readonly adjusts: ReadonlySet<string>;
}

/** Undefined where it says nothing that could be idle. @param scene of a universe that may grow */
export function ownOf(scene: Scene, account: AccountIR, today: string, told: Told): Own | undefined {
  const policy = accountPolicy(scene.view, account, scene.elements);
  const limits = policy.own.filter(
    ({ base: clause, rank, id, until }) =>
      (clause.kind === "limit" || clause.kind === "tighten") &&
      rank >= RANK.advisor &&
      !told.involved.has(id) &&
      (until === undefined || until >= today),
  );
  const preferences = policy.preferences.filter(({ rank }) => rank >= RANK.advisor);
  if (limits.length === 0 && preferences.length === 0) return undefined;
  const choice = defaultsOf(scene.choices, policy.chosen);
  const follows =
    policy.model === undefined
      ? undefined
      : followed(scene.view, policy.model, policy.edits, chosenLists(choice, scene.view.bundle));
  const waived =
    policy.waivers.length === 0
      ? scene.elements
      : scene.elements.map((element) => {
          const waivers = policy.waivers.filter(
            ({ limit, until }) => limit === element.id && (until ?? today) >= today,
          );
          return waivers.length === 0 ? element : { ...element, waived: waivers };
        });
  return {
    account: account.account,
    limits,
    preferences,
    // What clashes makes nothing else idle: one of them is going to change.
    elements: [...waived, ...policy.own].filter(({ id }) => !told.involved.has(id)),
    stand:
      follows === undefined
        ? { bands: [] }
        : { bands: follows.bands.filter(({ id }) => !told.involved.has(id)), targets: follows.targets },
    chosen: policy.chosen,
    adjusts: policy.adjusts,
  };
}

/** What the blocks leave open, a row of the book may choose. */
export function ownScene(base: Idle, { chosen }: Pick<Own, "chosen">): Idle {
  return { ...base, choice: (option) => base.choices.settled.get(option) ?? chosen.get(option) };
}

export function idleInAccount(base: Idle, own: Own): Verdicts {
  const scene: Idle = { ...ownScene(base, own), elements: own.elements, stands: [own.stand] };
  return [...idle(scene, own.limits), ...forced(scene, own.preferences)];
}
