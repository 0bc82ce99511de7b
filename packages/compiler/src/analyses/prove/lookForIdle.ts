/** Clauses that do nothing and preferences that are forced, of a universe that may grow: the firm's, then each account's. */
import type { AccountIR, Bundle, PolicyBlock } from "../../bundle/index.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { variablesOf } from "../choices/variables.ts";
import type { Element } from "../linear/element.ts";
import { samePlaces, type View, viewOf } from "../linear/space.ts";
import { idleInAccount, type Own, ownOf, ownScene } from "./accountIdle.ts";
import type { Scene, Told } from "./choices.ts";
import type { Edit } from "./edition.ts";
import { hullOf } from "./hull.ts";
import type { Keys } from "./keys.ts";
import { lazily } from "./lazily.ts";
import { elementOf, firmElements, followed, RANK } from "./policy.ts";
import {
  forced,
  type Idle,
  type IdleClause,
  idle,
  idleOf,
  loosest,
  type Stand,
  stillShows,
  tellIdle,
  type Verdict,
  verdictOf,
} from "./redundant.ts";
import type { JudgedAccount, JudgedClause, Kit, Session } from "./session.ts";
import { workshopOf } from "./workshop.ts";

export interface Looking {
  readonly bundle: Bundle;
  readonly scene: Scene;
  /** ISO date */
  readonly today: string;
  readonly told: Told;
  readonly session: Session;
  readonly keys: Keys;
}

export function lookForIdle(looking: Looking, findings: Diagnostic[]): void {
  const { bundle } = looking;
  const ground = groundOf(looking);
  const firm = idleInFirm(looking, ground);
  if (firm.length > 0)
    tellIdle(firm, [...ground.bands(), ...ground.preferences(), ...ground.limits()], findings);
  for (const { name, block } of bundle.profiles) idleInProfile(looking, ground, name, block, findings);
  for (const account of bundle.accounts) idleInBlocks(looking, ground, account, findings);
}

/** What the questions have in common; each part is made when it is first needed. */
interface Ground {
  /** of what was found so far, which counts as mended */
  readonly mended: number;
  readonly view: () => View;
  /** the firm's, as they stand in this version */
  readonly limits: () => readonly Element[];
  readonly preferences: () => readonly Element[];
  readonly bands: () => readonly Element[];
  readonly own: (account: AccountIR) => Own | undefined;
  readonly kit: () => Kit;
  /** by id, what a limit of the firm's was when it last said the same */
  readonly element: (id: string) => Element | undefined;
  readonly base: () => Idle;
}

function groundOf({ bundle, scene, today, told, session, keys }: Looking): Ground {
  const { backend, choices } = scene;
  const mended = keys.told(told);
  const view = lazily(() => viewOf(bundle, true));
  const limits = lazily(() => firmElements(view()).filter(({ id }) => !told.involved.has(id)));
  const stands = lazily(() =>
    bundle.models.flatMap((model): Stand[] => {
      const follows = followed(view(), model, bundle.edits, new Map());
      if (follows === undefined) return [];
      const bands = steady(follows.bands, bundle).filter(({ id }) => !told.involved.has(id));
      return [{ bands, targets: follows.targets }];
    }),
  );
  const bands = lazily(() => stands().flatMap((stand) => stand.bands));
  const preferences = lazily(() => bundle.preferences.map((one) => elementOf(view(), one, RANK.firm)));
  const choice = (option: string) => choices.settled.get(option);
  const owners = new Map<AccountIR, Own | undefined>();
  // An element that says the same as before is the same: its rows are there already.
  const asBefore = (kit: Kit, element: Element): Element => {
    const said = `${element.id} ${keys.edition.get(element.id) ?? ""}`;
    const known = kit.elements.get(said);
    if (known === undefined) kit.elements.set(said, element);
    return known ?? element;
  };
  const elements = lazily(() => {
    const made = kit();
    return new Map(limits().map((one) => [one.id, asBefore(made, one)]));
  });
  const own = (account: AccountIR): Own | undefined => {
    if (owners.has(account)) return owners.get(account);
    const firm = session.kit === undefined ? limits() : [...elements().values()];
    const made = ownOf({ ...scene, view: view(), elements: firm }, account, today, told);
    owners.set(account, made);
    return made;
  };
  const kit = lazily((): Kit => {
    const of = `${keys.ground} ${mended}`;
    const known = session.kit;
    if (known?.of === of && samePlaces(known.kit.space, view().space)) return known.kit;
    delete session.kit;
    const loose = limits().flatMap(loosest);
    const accounts = bundle.accounts.flatMap((account) => own(account) ?? []);
    const workshop = workshopOf({
      backend,
      space: view().space,
      ranges: told.ranges,
      choice,
      shared: loose.filter((one) => one.when === undefined && variablesOf([one], choices).size === 0),
      all: distinct([
        ...limits(),
        ...loose,
        ...preferences(),
        ...bands(),
        ...accounts.flatMap(({ limits: its, preferences: prefers, elements: all, stand }) => [
          ...its,
          ...prefers,
          ...all.flatMap(loosest),
          ...stand.bands,
        ]),
      ]),
    });
    const made: Kit = { space: view().space, workshop, elements: new Map() };
    session.kit = { of, kit: made };
    return made;
  });
  const base = lazily((): Idle => {
    const { workshop } = kit();
    const all = stands();
    return {
      backend,
      view: view(),
      choices,
      choice,
      ranges: told.ranges,
      elements: [...elements().values()],
      stands: all.length === 0 ? [{ bands: [] }] : all,
      workshop,
      hull: hullOf(all.map((stand) => stand.bands)),
    };
  });
  return {
    mended,
    view,
    limits,
    preferences,
    bands,
    own,
    kit,
    element: (id) => elements().get(id),
    base,
  };
}

/** Whether what was found of a clause is right after an edit of others. @param again that count again, by id */
function stands(
  ground: Ground,
  scene: () => Idle,
  found: Kit | undefined,
  verdict: Verdict,
  { fresh, gone }: Edit,
  again: readonly string[] = [],
): boolean {
  if ("by" in verdict) return verdict.by.every((id) => !gone.has(id));
  const { does } = verdict;
  const others = [...fresh, ...again];
  if (does === "always" || others.length === 0) return true;
  if (does === undefined || found !== ground.kit()) return false;
  return others.every((id) => {
    const element = ground.element(id);
    return element === undefined || stillShows(scene(), does, element);
  });
}

function idleInFirm({ bundle, told, session, keys }: Looking, ground: Ground): readonly IdleClause[] {
  const { edition } = keys;
  const tightened = tightenedIn(bundle);
  const dead = new Set<string>();
  const found: IdleClause[] = [];
  const judge = (
    kind: string,
    id: string,
    said: number,
    alive: readonly string[],
    make: () => Verdict,
  ): void => {
    const question = `${kind} ${id} ${said} ${ground.mended} ${keys.models}`;
    const standing = ({ verdict, dead: before, kit }: JudgedClause, edit: Edit): boolean => {
      if ("by" in verdict && verdict.by.some((one) => dead.has(one))) return false;
      const again = before.filter((one) => !dead.has(one) && edition.has(one));
      return stands(ground, ground.base, kit, verdict, edit, again);
    };
    let judged = session.firm.recall(question, edition, standing);
    if (judged === undefined) {
      judged = { verdict: make(), dead: alive, kit: ground.kit() };
      session.firm.keep(question, edition, judged);
    }
    if ("by" in judged.verdict) found.push({ id, by: judged.verdict.by });
  };
  const limits = bundle.clauses.filter(({ id }) => !tightened.has(id) && !told.involved.has(id));
  for (const { id } of [...limits].reverse()) {
    judge("limit", id, edition.get(id) ?? -1, [...dead], () => {
      const scene = ground.base();
      const element = ground.element(id);
      if (element === undefined) return { does: "always" };
      const elements = scene.elements.filter((one) => !dead.has(one.id));
      return verdictOf({ ...scene, elements }, element);
    });
    if (found[found.length - 1]?.id === id) dead.add(id);
  }
  dead.clear();
  for (const preference of bundle.preferences)
    judge("prefer", preference.id, keys.preference(preference), [], () => {
      const element = ground.preferences().find(({ id }) => id === preference.id);
      return element === undefined ? { does: "always" } : verdictOf(ground.base(), element);
    });
  return found;
}

function idleInProfile(
  { told, session, keys }: Looking,
  ground: Ground,
  name: string,
  block: PolicyBlock,
  findings: Diagnostic[],
): void {
  const its = lazily(() => ofProfile(ground.view(), block, [...ground.base().elements], told));
  const question = `profile ${name} ${ground.mended} ${keys.models}`;
  let found = session.profiles.recall(
    question,
    keys.edition,
    (_, { fresh, gone }) => fresh.length + gone.size === 0,
  );
  if (found === undefined) {
    const { limits, preferences, elements } = its();
    const scene: Idle = { ...ground.base(), elements };
    found = [...idleOf(idle(scene, limits)), ...idleOf(forced(scene, preferences))];
    session.profiles.keep(question, keys.edition, found);
  }
  if (found.length === 0) return;
  const { preferences, limits } = its();
  tellIdle(found, [...ground.bands(), ...ground.limits(), ...limits, ...preferences], findings);
}

function idleInBlocks(
  { session, keys }: Looking,
  ground: Ground,
  account: AccountIR,
  findings: Diagnostic[],
): void {
  const question = `${ground.mended} ${keys.account(account)}`;
  const standing = ({ verdicts, chosen, adjusts, kit }: JudgedAccount, edit: Edit): boolean => {
    if (verdicts.length === 0) return true;
    if ([...edit.fresh, ...edit.gone].some((id) => adjusts.has(id))) return false;
    const scene = lazily(() => ownScene(ground.base(), { chosen }));
    return verdicts.every(([, verdict]) => stands(ground, scene, kit, verdict, edit));
  };
  let judged = session.own.recall(question, keys.edition, standing);
  if (judged === undefined) {
    const own = ground.own(account);
    judged =
      own === undefined
        ? { verdicts: [], chosen: new Map(), adjusts: new Set(), kit: undefined }
        : {
            verdicts: idleInAccount(ground.base(), own),
            chosen: own.chosen,
            adjusts: own.adjusts,
            kit: ground.kit(),
          };
    session.own.keep(question, keys.edition, judged);
  }
  const found = idleOf(judged.verdicts);
  if (found.length === 0) return;
  const its = ground.own(account);
  if (its === undefined) return;
  const firm = new Map(ground.limits().map((one) => [one.id, one]));
  const elements = its.elements.map((one) => firm.get(one.id) ?? one);
  tellIdle(found, [...its.stand.bands, ...elements, ...its.preferences], findings);
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
  return new Set(all.map(({ limit }) => limit));
}

function distinct<T>(all: readonly T[]): readonly T[] {
  return [...new Set(all)];
}

/** Bands that a tilt moves along hold nothing fast. */
function steady(bands: readonly Element[], bundle: Bundle): readonly Element[] {
  const tilts = bundle.menus.some((menu) => menu.options.some(({ forEachClass }) => forEachClass));
  return tilts ? [] : bands;
}
