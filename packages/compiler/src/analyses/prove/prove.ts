/** `check --prove`: what can be known of a policy before any account runs (language.md, Analyses). */
import type { Backend } from "@mandate/solver";
import type { AccountIR, Bundle } from "../../bundle/index.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { inOrder } from "../../diagnostics/reporter.ts";
import { planOf } from "../../effective/plan.ts";
import { choicesOf } from "../choices/variables.ts";
import type { Element } from "../linear/element.ts";
import { frameOf } from "../linear/frame.ts";
import { type Space, viewOf } from "../linear/space.ts";
import { type AccountScene, accountScene, everything, proveAccount } from "./accounts.ts";
import { everyChoice, nothingTold, type Scene, type Told } from "./choices.ts";
import type { Edit } from "./edition.ts";
import { type Grounds, groundsOf } from "./ground.ts";
import { type Keys, keysOf } from "./keys.ts";
import { lazily } from "./lazily.ts";
import { lookForIdle } from "./lookForIdle.ts";
import { firmElements, followed, RANK } from "./policy.ts";
import { newSession, type Session } from "./session.ts";
import { daysStand, leavesStand } from "./standing.ts";
import { everyTilt } from "./tilts.ts";

export interface ProveOptions {
  /** ISO date: what is in force, and what is yet to end */
  readonly today: string;
  /** the text of a file of the project: some repairs are edits of what the bundle does not quote */
  readonly text?: (file: string) => string | undefined;
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

/** Proves versions of a project one after another; what an edit does not touch is not proved again. */
export interface Prover {
  /** @throws nothing of the bundle's: a sound bundle is proved, or it is said where it fails */
  readonly prove: (bundle: Bundle, options: ProveOptions) => Proved;
}

/** @param backend solves linear programs; it stays the caller's */
export function createProver(backend: Backend): Prover {
  const session = newSession();
  return {
    prove: (bundle, options) => {
      const proved = proveWith(session, bundle, backend, options);
      session.memory.sweep();
      return proved;
    },
  };
}

/** Proves a sound bundle, or says where it fails. @param backend solves linear programs; it stays the caller's */
export function prove(bundle: Bundle, backend: Backend, options: ProveOptions): Proved {
  return proveWith(newSession(), bundle, backend, options);
}

function proveWith(
  session: Session,
  bundle: Bundle,
  backend: Backend,
  { today, text }: ProveOptions,
): Proved {
  const view = viewOf(bundle);
  const choices = choicesOf(bundle);
  const told = nothingTold(choices);
  const proofs: Proof[] = [];
  const keys = keysOf(bundle, session.memory, today);
  const firm = firmElements(view).filter(
    ({ from, until }) => (from === undefined || from <= today) && (until === undefined || until >= today),
  );
  const bare: Scene = { backend, view, choices, elements: firm, text };
  const models = bundle.models.flatMap((model) => followed(view, model, bundle.edits, new Map()) ?? []);
  const profiles = bundle.profiles.flatMap((profile) => profileScene(bare, profile, today) ?? []);
  const grounds = groundsIn(session, keys.ground, view.space, () => [
    ...firm,
    ...models.flatMap(({ bands }) => bands),
    ...[...profiles, ...bundle.accounts.map((one) => accountScene(bare, one, today))].flatMap((scene) =>
      scene === undefined ? [] : everything(scene),
    ),
  ]);
  const asking: Asking = { session, keys, told, grounds };
  const every = (of: string, key: number, scene: Scene): void => {
    const { proved, left } = choicesProved(asking, `${of === FIRM ? of : "model"} ${key}`, scene);
    const assumed = left.map((name) => `\`${name}\` is left out: whether it applies is for the book to say`);
    const mended = told.findings.length > 0 ? [MENDED] : [];
    const tilts = of !== FIRM && planOf(bundle).tilt !== undefined ? [TILTS] : [];
    proofs.push({ of, holds: proved, assumed: [...ALWAYS, ...mended, ...tilts, ...assumed] });
  };
  every(FIRM, keys.ground, bare);
  for (const { model, bands, targets } of models)
    every(`model ${model.name}`, keys.model(model), { ...bare, elements: [...firm, ...bands], targets });
  const findings: Diagnostic[] = [];
  for (const profile of profiles) proveAccount(profile, told, findings, grounds());
  for (const account of bundle.accounts)
    proofs.push({
      of: `account ${account.account}`,
      holds: accountProved(asking, bare, account, today, findings),
      assumed: [...ALWAYS, "options that its blocks do not choose stand at their defaults"],
    });
  if (!tiltsKnown(asking)) {
    everyTilt(bare, models, told, grounds());
    if (told.findings.length === 0) session.tilts.keep(tiltsQuestion(asking), keys.edition, true);
  }
  lookForIdle({ bundle, scene: bare, today, told, session, keys }, findings);
  return { findings: once(inOrder([...told.findings, ...findings])), proofs };
}

const MENDED = "what is told of a clash counts as mended: each is told once";

const TILTS =
  "tilts are looked at one at a time, each as far as it may go, the other options at their defaults";

const FIRM = "the firm's limits";

interface Asking {
  readonly session: Session;
  readonly keys: Keys;
  readonly told: Told;
  readonly grounds: () => Grounds;
}

const tiltsQuestion = ({ keys, told }: Asking): string => `${keys.models} ${keys.told(told)}`;

/** Looked at again after each edit of a limit: the portfolios of tilts that were found are not kept. */
function tiltsKnown(asking: Asking): boolean {
  const same = (_: true, { fresh, gone }: Edit) => fresh.length + gone.size === 0;
  return asking.session.tilts.recall(tiltsQuestion(asking), asking.keys.edition, same) === true;
}

/** Those at hand, where the project differs in nothing but limits, models and accounts. */
function groundsIn(
  session: Session,
  of: number,
  space: Space,
  elements: () => readonly Element[],
): () => Grounds {
  return lazily(() => {
    if (session.grounds?.of === of) return session.grounds.grounds;
    const grounds = groundsOf(frameOf(space, elements()));
    session.grounds = { of, grounds };
    return grounds;
  });
}

function choicesProved(
  { session, keys, told, grounds }: Asking,
  what: string,
  scene: Scene,
): { readonly proved: boolean; readonly left: readonly string[] } {
  const question = `${what} ${keys.told(told)}`;
  const inOf = lazily(() => new Map(scene.elements.map((element) => [element.id, element])));
  const known = session.choices.recall(
    question,
    keys.edition,
    ({ grounds: found, every }, { fresh, gone }) => {
      if (fresh.length + gone.size === 0) return true;
      const { leaves, undecided } = every;
      if (leaves === undefined || found !== grounds() || undecided.some(({ id }) => gone.has(id)))
        return false;
      return fresh.every((id) => {
        const element = inOf().get(id);
        return element !== undefined && leavesStand(scene, found.frame, leaves, element);
      });
    },
  );
  const before = told.findings.length;
  const every = known?.every ?? everyChoice({ ...scene, frame: grounds().frame }, told);
  const proved = every.proved && told.findings.length === before;
  if (proved && known === undefined)
    session.choices.keep(question, keys.edition, { every, grounds: grounds() });
  return { proved, left: every.undecided.map(({ base }) => base.name) };
}

function accountProved(
  { session, keys, told, grounds }: Asking,
  scene: Scene,
  account: AccountIR,
  today: string,
  findings: Diagnostic[],
): boolean {
  const question = `${keys.account(account)} ${keys.told(told)}`;
  const inOf = lazily(() => new Map(scene.elements.map((element) => [element.id, element])));
  const known = session.accounts.recall(question, keys.edition, (kept, { fresh, gone }) => {
    if (fresh.length + gone.size === 0) return true;
    if (!kept.stands || kept.grounds !== grounds() || [...gone].some((id) => kept.adjusts.has(id)))
      return false;
    return fresh.every((id) => {
      const element = inOf().get(id);
      return element !== undefined && daysStand(scene, kept.grounds.frame, kept, kept.leaves, element);
    });
  });
  if (known !== undefined) return true;
  const at = accountScene(scene, account, today);
  if (at === undefined) return true;
  const before = findings.length;
  const leaves = proveAccount(at, told, findings, grounds());
  const holds = findings.length === before;
  const { choice, followed: follows, policy } = at;
  if (holds)
    session.accounts.keep(question, keys.edition, {
      grounds: grounds(),
      leaves: leaves ?? [],
      // Without a portfolio of the frame to show it, it is proved again after each edit.
      stands: leaves !== undefined,
      choice,
      adjusts: policy.adjusts,
      ...(follows === undefined ? {} : { targets: follows.targets }),
    });
  return holds;
}

/** A profile as an account that says nothing else. */
function profileScene(
  scene: Scene,
  { name, block: { model: _, ...block } }: Bundle["profiles"][number],
  today: string,
): AccountScene | undefined {
  const at = accountScene(scene, { account: "", blocks: [block] }, today);
  return at === undefined
    ? undefined
    : { ...at, of: `in profile \`${name}\``, policy: { ...at.policy, own: at.policy.own.map(asProfile) } };
}

function asProfile(element: Element): Element {
  return { ...element, rank: element.rank === RANK.firm ? RANK.profile : element.rank };
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
