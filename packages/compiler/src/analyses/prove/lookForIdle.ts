/** Clauses that do nothing and preferences that are forced, of a universe that may grow: the firm's, then each account's. */
import type { AccountIR, Bundle, PolicyBlock } from "../../bundle/index.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { variablesOf } from "../choices/variables.ts";
import type { Element } from "../linear/element.ts";
import { type View, viewOf } from "../linear/space.ts";
import { idleInAccount, ownOf } from "./accountIdle.ts";
import type { Scene, Told } from "./choices.ts";
import { hullOf } from "./hull.ts";
import type { Keys } from "./keys.ts";
import { lazily } from "./lazily.ts";
import type { Memory } from "./memory.ts";
import { elementOf, firmElements, followed, RANK } from "./policy.ts";
import { forced, type Idle, type IdleClause, idle, loosest, type Stand, tellIdle } from "./redundant.ts";
import { workshopOf } from "./workshop.ts";

const isIdle = (value: unknown): value is readonly IdleClause[] => Array.isArray(value);

export function lookForIdle(
  bundle: Bundle,
  scene: Scene,
  today: string,
  told: Told,
  findings: Diagnostic[],
  memory: Memory,
  keys: Keys,
): void {
  const { backend, choices } = scene;
  const open = lazily(() => viewOf(bundle, true));
  const mended = keys.told(told);
  const known = (key: string) => memory.has(key);
  const tightened = tightenedIn(bundle);
  const firmKey = `idle ${mended} ${keys.firm} ${bundle.models.map(keys.model).join(" ")} ${[...tightened].join(" ")}`;
  const accountKey = (account: AccountIR) => `idle account ${mended} ${keys.account(account)}`;
  const wide = lazily(() => firmElements(open()).filter(({ id }) => !told.involved.has(id)));
  const stands = lazily(() =>
    bundle.models.flatMap((model): Stand[] => {
      const follows = followed(open(), model, bundle.edits, new Map());
      return follows === undefined
        ? []
        : [
            {
              bands: steady(follows.bands, bundle).filter(({ id }) => !told.involved.has(id)),
              targets: follows.targets,
            },
          ];
    }),
  );
  const preferences = lazily(() => bundle.preferences.map((one) => elementOf(open(), one, RANK.firm)));
  const own = lazily(() => {
    const at: Scene = { ...scene, view: open(), elements: wide() };
    return new Map(
      bundle.accounts
        .filter((account) => !known(accountKey(account)))
        .map((account) => [account.account, ownOf(at, account, today, told)]),
    );
  });
  const choice = (option: string) => choices.settled.get(option);
  const base = lazily((): Idle => {
    const hull = hullOf(stands().map(({ bands }) => bands));
    const loose = wide().flatMap(loosest);
    const accounts = [...own().values()].filter((one) => one !== undefined);
    const workshop = workshopOf({
      backend,
      space: open().space,
      ranges: told.ranges,
      choice,
      shared: loose.filter(
        (element) => element.when === undefined && variablesOf([element], choices).size === 0,
      ),
      all: distinct([
        ...wide(),
        ...loose,
        ...preferences(),
        ...stands().flatMap(({ bands }) => bands),
        ...accounts.flatMap(({ limits, preferences: prefers, elements, stand }) => [
          ...limits,
          ...prefers,
          ...elements.flatMap(loosest),
          ...stand.bands,
        ]),
      ]),
    });
    return {
      backend,
      view: open(),
      choices,
      choice,
      ranges: told.ranges,
      elements: wide(),
      stands: stands().length === 0 ? [{ bands: [] }] : stands(),
      workshop,
      hull,
    };
  });
  const always = () => true;
  const ofFirm = memory.recall(
    firmKey,
    isIdle,
    () => [
      ...idle(
        base(),
        wide().filter(({ id, level }) => level === undefined && !tightened.has(id)),
      ),
      ...forced(base(), preferences()),
    ],
    always,
  );
  if (ofFirm.length > 0)
    tellIdle(ofFirm, [...stands().flatMap(({ bands }) => bands), ...preferences(), ...wide()], findings);
  for (const { name, block } of bundle.profiles) {
    const its = lazily(() => ofProfile(open(), block, wide(), told));
    const make = () => {
      const { limits, preferences: prefers, elements } = its();
      const scene: Idle = { ...base(), elements };
      return [...idle(scene, limits), ...forced(scene, prefers)];
    };
    const found = memory.recall(`${firmKey} profile ${name}`, isIdle, make, always);
    if (found.length === 0) continue;
    const { preferences: prefers, elements } = its();
    tellIdle(found, [...stands().flatMap(({ bands }) => bands), ...elements, ...prefers], findings);
  }
  for (const account of bundle.accounts) {
    const make = () => {
      const its = own().get(account.account);
      return its === undefined ? [] : idleInAccount(base(), its);
    };
    const found = memory.recall(accountKey(account), isIdle, make, always);
    if (found.length === 0) continue;
    const its =
      own().get(account.account) ?? ownOf({ ...scene, view: open(), elements: wide() }, account, today, told);
    if (its === undefined) continue;
    tellIdle(found, [...its.stand.bands, ...its.elements, ...its.preferences], findings);
  }
}

/** What a profile says, as an account of any model has it. */
function ofProfile(view: View, block: PolicyBlock, firm: readonly Element[], told: Told) {
  const clauses = block.clauses.map((clause) => elementOf(view, clause, RANK.profile));
  const limits = clauses.filter(({ base, id }) => base.kind === "limit" && !told.involved.has(id));
  const preferences = block.preferences.map((one) => elementOf(view, one, RANK.profile));
  return { limits, preferences, elements: [...firm, ...clauses.filter(({ id }) => !told.involved.has(id))] };
}

/** Limits that somebody tightens do at least that: without them there would be nothing to tighten. */
function tightenedIn(bundle: Bundle): ReadonlySet<string> {
  const blocks = [
    ...bundle.profiles.map(({ block }) => block),
    ...bundle.accounts.flatMap((account) => account.blocks),
  ];
  const all = [...bundle.adjustments, ...blocks.flatMap(({ adjustments }) => adjustments)];
  return new Set(all.map(({ limit }) => limit).sort());
}

function distinct<T>(all: readonly T[]): readonly T[] {
  return [...new Set(all)];
}

/** Bands that a tilt moves along hold nothing fast. */
function steady(bands: readonly Element[], bundle: Bundle): readonly Element[] {
  const tilts = bundle.menus.some((menu) => menu.options.some(({ forEachClass }) => forEachClass));
  return tilts ? [] : bands;
}
