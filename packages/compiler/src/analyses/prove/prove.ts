/** `check --prove`: what can be known of a policy before any account runs (language.md, Analyses). */
import type { Backend } from "@mandate/solver";
import type { Bundle } from "../../bundle/index.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { inOrder } from "../../diagnostics/reporter.ts";
import { choicesOf } from "../choices/variables.ts";
import type { Element } from "../linear/element.ts";
import { frameOf } from "../linear/frame.ts";
import { viewOf } from "../linear/space.ts";
import { type AccountScene, accountScene, everything, proveAccount } from "./accounts.ts";
import { everyChoice, nothingTold, type Scene } from "./choices.ts";
import { groundsOf } from "./ground.ts";
import { keysOf } from "./keys.ts";
import { lazily } from "./lazily.ts";
import { lookForIdle } from "./lookForIdle.ts";
import { Memory } from "./memory.ts";
import { firmElements, followed, RANK } from "./policy.ts";

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

/** Proves versions of a project one after another; what an edit does not touch is not proved again. */
export interface Prover {
  /** @throws nothing of the bundle's: a sound bundle is proved, or it is said where it fails */
  readonly prove: (bundle: Bundle, options: ProveOptions) => Proved;
}

/** @param backend solves linear programs; it stays the caller's */
export function createProver(backend: Backend): Prover {
  const memory = new Memory();
  return {
    prove: (bundle, options) => {
      const proved = proveWith(memory, bundle, backend, options);
      memory.sweep();
      return proved;
    },
  };
}

/** Proves a sound bundle, or says where it fails. @param backend solves linear programs; it stays the caller's */
export function prove(bundle: Bundle, backend: Backend, options: ProveOptions): Proved {
  return proveWith(new Memory(), bundle, backend, options);
}

interface Every {
  readonly proved: boolean;
  /** names of clauses that the proof leaves out */
  readonly left: readonly string[];
}

const isEvery = (value: unknown): value is Every =>
  typeof value === "object" && value !== null && "proved" in value;
const isTrue = (value: unknown): value is boolean => value === true;

function proveWith(memory: Memory, bundle: Bundle, backend: Backend, options: ProveOptions): Proved {
  const view = viewOf(bundle);
  const choices = choicesOf(bundle);
  const told = nothingTold(choices);
  const proofs: Proof[] = [];
  const keys = keysOf(bundle, memory, options.today);
  const firm = firmElements(view).filter(
    ({ from, until }) =>
      (from === undefined || from <= options.today) && (until === undefined || until >= options.today),
  );
  const bare: Scene = { backend, view, choices, elements: firm };
  const models = bundle.models.flatMap((model) => followed(view, model, bundle.edits, new Map()) ?? []);
  const profiles = bundle.profiles.flatMap((profile) => profileScene(bare, profile, options.today) ?? []);
  const accounts = lazily(() => bundle.accounts.map((one) => accountScene(bare, one, options.today)));
  const frame = lazily(() =>
    frameOf(view.space, [
      ...firm,
      ...models.flatMap(({ bands }) => bands),
      ...[...profiles, ...accounts()].flatMap((scene) => (scene === undefined ? [] : everything(scene))),
    ]),
  );
  const every = (of: string, key: number, scene: Scene): void => {
    const before = told.findings.length;
    const make = (): Every => {
      const { proved, undecided } = everyChoice({ ...scene, frame: frame() }, told);
      return {
        proved: proved && told.findings.length === before,
        left: undecided.map(({ base }) => base.name),
      };
    };
    const { proved, left } = memory.recall(
      `every ${key} ${keys.told(told)}`,
      isEvery,
      make,
      (one) => one.proved,
    );
    const assumed = left.map((name) => `\`${name}\` is left out: whether it applies is for the book to say`);
    proofs.push({ of, holds: proved, assumed: [...ALWAYS, ...assumed] });
  };
  every("the firm's limits", keys.firm, bare);
  for (const { model, bands, targets } of models)
    every(`model ${model.name}`, keys.model(model), { ...bare, elements: [...firm, ...bands], targets });
  const findings: Diagnostic[] = [];
  const grounds = lazily(() => groundsOf(frame()));
  for (const profile of profiles) proveAccount(profile, told, findings, grounds());
  bundle.accounts.forEach((account, at) => {
    const make = (): boolean => {
      const scene = accounts()[at];
      const before = findings.length;
      if (scene !== undefined) proveAccount(scene, told, findings, grounds());
      return findings.length === before;
    };
    const holds = memory.recall(`account ${keys.account(account)} ${keys.told(told)}`, isTrue, make, isTrue);
    proofs.push({
      of: `account ${account.account}`,
      holds,
      assumed: [...ALWAYS, "options that its blocks do not choose stand at their defaults"],
    });
  });
  lookForIdle(bundle, bare, options.today, told, findings, memory, keys);
  return { findings: once(inOrder([...told.findings, ...findings])), proofs };
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
