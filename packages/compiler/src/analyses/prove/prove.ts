/** `check --prove`: what can be known of a policy before any account runs (language.md, Analyses). */
import type { Backend } from "@mandate/solver";
import type { Bundle } from "../../bundle/index.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { inOrder } from "../../diagnostics/reporter.ts";
import { choicesOf } from "../choices/variables.ts";
import type { Element } from "../linear/element.ts";
import { viewOf } from "../linear/space.ts";
import { idleInAccount } from "./accountIdle.ts";
import { accountScene, proveAccount } from "./accounts.ts";
import { everyChoice, nothingTold, type Scene } from "./choices.ts";
import { noGrounds } from "./ground.ts";
import { elementOf, firmElements, followed, RANK } from "./policy.ts";
import { forced, type Idle, idle, type Stand } from "./redundant.ts";

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
  const scene: Scene = { backend, view, choices, elements: firm };
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
  for (const model of bundle.models) {
    const follows = followed(view, model, bundle.edits, new Map());
    if (follows === undefined) continue;
    const before = told.findings.length;
    const outcome = everyChoice(
      { ...scene, elements: [...firm, ...follows.bands], targets: follows.targets },
      told,
    );
    note(`model ${model.name}`, before, outcome);
  }
  const findings: Diagnostic[] = [];
  for (const profile of bundle.profiles) {
    const account = { account: "", blocks: [{ ...profile.block, model: undefined }] };
    const at = accountScene(
      { ...scene, elements: firm },
      {
        account: "",
        blocks: account.blocks.map(({ model: _, ...block }) => ({
          ...block,
          profiles: profile.block.profiles,
        })),
      },
      options.today,
    );
    if (at !== undefined)
      proveAccount({ ...at, policy: { ...at.policy, own: at.policy.own.map(asProfile) } }, told, findings);
  }
  const grounds = noGrounds();
  const scenes = bundle.accounts.flatMap((account) => accountScene(scene, account, options.today) ?? []);
  for (const account of scenes) {
    const before = findings.length;
    proveAccount(account, told, findings, grounds);
    proofs.push({
      of: `account ${account.policy.account}`,
      holds: findings.length === before,
      assumed: [...ALWAYS, "options that its blocks do not choose stand at their defaults"],
    });
  }
  const open = viewOf(bundle, true);
  const wide = firmElements(open).filter(({ id }) => !told.involved.has(id));
  const stands = bundle.models.flatMap((model): Stand[] => {
    const follows = followed(open, model, bundle.edits, new Map());
    return follows === undefined ? [] : [{ bands: steady(follows.bands, bundle), targets: follows.targets }];
  });
  const base: Idle = {
    backend,
    view: open,
    choices,
    choice: (option) => choices.settled.get(option),
    ranges: told.ranges,
    elements: wide,
    stands: stands.length === 0 ? [{ bands: [] }] : stands,
  };
  idle(
    base,
    wide.filter(({ level }) => level === undefined),
    findings,
  );
  forced(
    base,
    bundle.preferences.map((one) => elementOf(open, one, RANK.firm)),
    findings,
  );
  for (const account of bundle.accounts)
    idleInAccount(base, { ...scene, view: open, elements: wide }, account, options.today, told, findings);
  return { findings: once(inOrder([...told.findings, ...findings])), proofs };
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
