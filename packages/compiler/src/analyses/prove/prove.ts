/** `check --prove`: what can be known of a policy before any account runs (language.md, Analyses). */
import type { Backend } from "@mandate/solver";
import type { Bundle } from "../../bundle/index.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { inOrder } from "../../diagnostics/reporter.ts";
import { choicesOf, variablesOf } from "../choices/variables.ts";
import type { Element } from "../linear/element.ts";
import { frameOf } from "../linear/frame.ts";
import { viewOf } from "../linear/space.ts";
import { idleInAccount, ownOf } from "./accountIdle.ts";
import { type AccountScene, accountScene, everything, proveAccount } from "./accounts.ts";
import { everyChoice, nothingTold, type Scene, type Told } from "./choices.ts";
import { groundsOf } from "./ground.ts";
import { hullOf } from "./hull.ts";
import { elementOf, firmElements, followed, RANK } from "./policy.ts";
import { forced, type Idle, idle, loosest, type Stand } from "./redundant.ts";
import { workshopOf } from "./workshop.ts";

export interface ProveOptions {
  /** ISO date: what is in force, and what is yet to end */
  readonly today: string;
}

/** Something that was proved, or could not be. */
export interface Proof {
  /** `the firm's limits`, `model Balanced`, `account 1001` */
  readonly of: string;
  readonly holds: boolean;
  readonly assumed: readonly string[];
}

export interface Proved {
  /** MDT6xxx, in the order of files and places */
  readonly findings: readonly Diagnostic[];
  readonly proofs: readonly Proof[];
}

const ALWAYS = [
  "portfolios are long-only and of the universe; what was bought, sold, realised or counted before is whatever suits",
  "limits in money are met by accounts of some value; facts that only the book knows are whatever suits",
];

/** Proves a sound bundle, or says where it fails. @param backend solves linear programs; it stays the caller's */
export function prove(bundle: Bundle, backend: Backend, options: ProveOptions): Proved {
  const view = viewOf(bundle);
  const choices = choicesOf(bundle);
  const told = nothingTold(choices);
  const proofs: Proof[] = [];
  const firm = firmElements(view).filter(
    ({ from, until }) =>
      (from === undefined || from <= options.today) && (until === undefined || until >= options.today),
  );
  const bare: Scene = { backend, view, choices, elements: firm };
  const models = bundle.models.flatMap((model) => followed(view, model, bundle.edits, new Map()) ?? []);
  const profiles = bundle.profiles.flatMap((profile) => profileScene(bare, profile, options.today) ?? []);
  const accounts = bundle.accounts.flatMap((account) => accountScene(bare, account, options.today) ?? []);
  const frame = frameOf(view.space, [
    ...firm,
    ...models.flatMap(({ bands }) => bands),
    ...[...profiles, ...accounts].flatMap(everything),
  ]);
  const scene: Scene = { ...bare, frame };
  const note = (of: string, before: number, outcome: ReturnType<typeof everyChoice>): void => {
    const left = outcome.undecided.map(
      ({ base }) => `\`${base.name}\` is left out: whether it applies is for the book to say`,
    );
    proofs.push({
      of,
      holds: outcome.proved && told.findings.length === before,
      assumed: [...ALWAYS, ...left],
    });
  };
  note("the firm's limits", 0, everyChoice(scene, told));
  for (const { model, bands, targets } of models) {
    const before = told.findings.length;
    note(
      `model ${model.name}`,
      before,
      everyChoice({ ...scene, elements: [...firm, ...bands], targets }, told),
    );
  }
  const findings: Diagnostic[] = [];
  const grounds = groundsOf(frame);
  for (const profile of profiles) proveAccount(profile, told, findings, grounds);
  for (const account of accounts) {
    const before = findings.length;
    proveAccount(account, told, findings, grounds);
    proofs.push({
      of: `account ${account.policy.account}`,
      holds: findings.length === before,
      assumed: [...ALWAYS, "options that its blocks do not choose stand at their defaults"],
    });
  }
  lookForIdle(bundle, { ...scene, elements: [] }, options, told, findings);
  return { findings: once(inOrder([...told.findings, ...findings])), proofs };
}

/** Clauses that do nothing and preferences that are forced, of a universe that may grow. */
function lookForIdle(
  bundle: Bundle,
  scene: Scene,
  { today }: ProveOptions,
  told: Told,
  findings: Diagnostic[],
): void {
  const { backend, choices } = scene;
  const open = viewOf(bundle, true);
  const wide = firmElements(open).filter(({ id }) => !told.involved.has(id));
  const stands = bundle.models.flatMap((model): Stand[] => {
    const follows = followed(open, model, bundle.edits, new Map());
    return follows === undefined ? [] : [{ bands: steady(follows.bands, bundle), targets: follows.targets }];
  });
  const hull = hullOf(stands.map(({ bands }) => bands));
  const preferences = bundle.preferences.map((one) => elementOf(open, one, RANK.firm));
  const accounts = bundle.accounts.flatMap(
    (account) => ownOf({ ...scene, view: open, elements: wide }, account, today, told) ?? [],
  );
  const choice = (option: string) => choices.settled.get(option);
  const loose = wide.flatMap(loosest);
  const plain = loose.filter(
    (element) => element.when === undefined && variablesOf([element], choices).size === 0,
  );
  const workshop = workshopOf({
    backend,
    space: open.space,
    ranges: told.ranges,
    choice,
    shared: plain,
    all: distinct([
      ...wide,
      ...loose,
      ...preferences,
      ...stands.flatMap(({ bands }) => bands),
      ...accounts.flatMap(({ limits, preferences: own, elements, stand }) => [
        ...limits,
        ...own,
        ...elements.flatMap(loosest),
        ...stand.bands,
      ]),
    ]),
  });
  const base: Idle = {
    backend,
    view: open,
    choices,
    choice,
    ranges: told.ranges,
    elements: wide,
    stands: stands.length === 0 ? [{ bands: [] }] : stands,
    workshop,
    hull,
  };
  idle(
    base,
    wide.filter(({ level }) => level === undefined),
    findings,
  );
  forced(base, preferences, findings);
  for (const account of accounts) idleInAccount(base, account, findings);
}

function distinct<T>(all: readonly T[]): readonly T[] {
  return [...new Set(all)];
}

/** A profile as an account that says nothing else. */
function profileScene(
  scene: Scene,
  { block: { model: _, ...block } }: Bundle["profiles"][number],
  today: string,
): AccountScene | undefined {
  const at = accountScene(scene, { account: "", blocks: [block] }, today);
  return at === undefined
    ? undefined
    : { ...at, policy: { ...at.policy, own: at.policy.own.map(asProfile) } };
}

function asProfile(element: Element): Element {
  return { ...element, rank: element.rank === RANK.firm ? RANK.profile : element.rank };
}

/** Bands that a tilt moves along hold nothing fast. */
function steady(bands: readonly Element[], bundle: Bundle): readonly Element[] {
  const tilts = bundle.menus.some((menu) => menu.options.some(({ forEachClass }) => forEachClass));
  return tilts ? [] : bands;
}

/** The same words at the same place are one finding. */
function once(findings: readonly Diagnostic[]): Diagnostic[] {
  const seen = new Set<string>();
  return findings.filter(({ code, file, span, message }) => {
    const key = `${code}\n${file}\n${span.start}\n${message}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
