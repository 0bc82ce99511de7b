/** Limits of an account's own that do nothing beside the firm's, its model's bands and each other. */
import type { AccountIR } from "../../bundle/index.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { defaultsOf, type Scene, type Told } from "./choices.ts";
import { accountPolicy, chosenLists, followed, RANK } from "./policy.ts";
import { forced, type Idle, idle } from "./redundant.ts";

export function idleInAccount(
  base: Idle,
  scene: Scene,
  account: AccountIR,
  today: string,
  told: Told,
  findings: Diagnostic[],
): void {
  const policy = accountPolicy(base.view, account, scene.elements);
  const limits = policy.own.filter(
    ({ base: clause, rank, id, until }) =>
      (clause.kind === "limit" || clause.kind === "tighten") &&
      rank >= RANK.advisor &&
      !told.involved.has(id) &&
      (until === undefined || until >= today),
  );
  const preferences = policy.preferences.filter(({ rank }) => rank >= RANK.advisor);
  if (limits.length === 0 && preferences.length === 0) return;
  const choice = defaultsOf(scene.choices, policy.chosen);
  const follows =
    policy.model === undefined
      ? undefined
      : followed(base.view, policy.model, policy.edits, chosenLists(choice, base.view.bundle));
  // What the blocks leave open, a row of the book may choose.
  const settled = (option: string) => scene.choices.settled.get(option) ?? policy.chosen.get(option);
  const waived = scene.elements.map((element) => {
    const waivers = policy.waivers.filter(
      ({ limit, until }) => limit === element.id && (until ?? today) >= today,
    );
    return waivers.length === 0 ? element : { ...element, waived: waivers };
  });
  const own: Idle = {
    ...base,
    choice: settled,
    elements: [...waived, ...policy.own],
    stands: follows === undefined ? [{ bands: [] }] : [{ bands: follows.bands, targets: follows.targets }],
  };
  idle(own, limits, findings);
  forced(own, preferences, findings);
}
