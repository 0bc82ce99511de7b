/** How a clause's effect changed over the revisions of a project. */
import {
  type Bundle,
  type ClauseChange,
  compile,
  diff,
  failed,
  loadProject,
  MANIFEST,
} from "@mandate/compiler";
import type { Backend } from "@mandate/solver";
import { type Commit, commitsIn } from "./commit.ts";
import type { Repository } from "./git.ts";
import { treeOf } from "./tree.ts";

/** What one commit did to a clause. */
export interface Step {
  readonly commit: Commit;
  readonly change: ClauseChange;
}

export interface History {
  /** the newest first; commits that changed nothing about the clause in effect are left out */
  readonly steps: readonly Step[];
  /** commits in which the policies do not check: they cannot be compared, and what they did is told with the next that can */
  readonly unsound: readonly Commit[];
  /** commits looked at */
  readonly looked: number;
  /** there were more */
  readonly more: boolean;
}

/** Commits on the main line that touched the project, the newest first. */
function commitsOf({ root, inside }: Repository, most: number): Commit[] {
  const path = inside === "" ? "." : inside;
  return commitsIn(root, ["log", "--first-parent", `--max-count=${most}`, "--", path]);
}

/** undefined: no project yet, or one in which something is wrong */
function bundleOf(project: string, revision: string, today: string): Bundle | "absent" | "unsound" {
  const tree = treeOf(project, revision);
  if (tree === undefined || failed(tree.host.kind(`${tree.folder}/${MANIFEST}`))) return "absent";
  const loaded = loadProject(tree.folder, tree.host);
  if (failed(loaded) || loaded.input === undefined) return "unsound";
  const { bundle } = compile(loaded.input, { today });
  const wrong = loaded.diagnostics().some(({ severity }) => severity === "error");
  return bundle === undefined || wrong ? "unsound" : bundle;
}

export interface HistoryOptions {
  /** ISO date: what is in force, in every revision */
  readonly today: string;
  /** commits to look at */
  readonly most: number;
  readonly backend: Backend;
}

/**
 * Compares each revision with the one before it.
 * @param isMeant whether a change is of the clause that is asked for
 */
export function historyOf(
  project: string,
  repository: Repository,
  isMeant: (change: ClauseChange) => boolean,
  { today, most, backend }: HistoryOptions,
): History {
  const commits = commitsOf(repository, most + 1);
  const looked = commits.slice(0, most);
  const steps: Step[] = [];
  const unsound: Commit[] = [];
  let later: { readonly commit: Commit; readonly bundle: Bundle } | undefined;
  for (const commit of commits) {
    const bundle = bundleOf(project, commit.hash ?? "", today);
    if (bundle === "unsound") {
      if (looked.includes(commit)) unsound.push(commit);
      continue;
    }
    if (bundle === "absent") break;
    if (later !== undefined)
      steps.push(...stepsOf(later.commit, bundle, later.bundle, isMeant, today, backend));
    later = { commit, bundle };
  }
  const oldest = later;
  // The first revision of all adds what it has; of a history that was cut off, the oldest is only where the looking ended.
  if (oldest !== undefined && commits.length <= most)
    steps.push(...firstOf(oldest.commit, oldest.bundle, isMeant, today, backend));
  return { steps, unsound, looked: looked.length, more: commits.length > most };
}

function stepsOf(
  commit: Commit,
  before: Bundle,
  after: Bundle,
  isMeant: (change: ClauseChange) => boolean,
  today: string,
  backend: Backend,
): Step[] {
  if (sameMeaning(before, after)) return [];
  return diff(before, after, backend, { today })
    .filter((change) => change.change !== "unchanged" && isMeant(change))
    .map((change) => ({ commit, change }));
}

/** What is in a first revision is new in it. */
function firstOf(
  commit: Commit,
  bundle: Bundle,
  isMeant: (change: ClauseChange) => boolean,
  today: string,
  backend: Backend,
): Step[] {
  return diff(bundle, bundle, backend, { today })
    .filter(isMeant)
    .map((change) => ({ commit, change: { ...change, change: "added", witness: [] } }));
}

/** Whether two bundles are the same but for where their parts stand. */
function sameMeaning(a: Bundle, b: Bundle): boolean {
  const told = (bundle: Bundle): string =>
    JSON.stringify(bundle, (key, value: unknown) => (key === "source" ? undefined : value));
  return told(a) === told(b);
}
