/** Which files of a project are policies. */
import { project as entries } from "../catalogue/project.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { diagnose } from "../diagnostics/reporter.ts";
import { MANIFEST } from "./find.ts";
import { failed, type ProjectHost } from "./host.ts";
import { byCodeUnit, join, relativeTo } from "./paths.ts";

/** What a policy file's name ends in. */
const EXTENSION = ".mandate";

export interface Found {
  /** policy files, relative to the project, in the order of their code units */
  readonly policies: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

interface Link {
  readonly path: string;
  /** absolute, links followed */
  readonly target: string;
}

/**
 * Finds every policy file below a project's folder, wherever it lies: one outside all layers must be told of, not passed over.
 *
 * Links are not followed: a file's authority comes from where it lies, and what a link inside the project leads to is
 * found there. Folders whose names begin with a dot, `node_modules`, and projects inside the project are left out.
 *
 * @param root the project's folder, absolute, links followed
 * @param matters whether a path lies in a layer, so that a link there was meant to lead to policies
 */
export function findPolicies(root: string, host: ProjectHost, matters: (path: string) => boolean): Found {
  const policies: string[] = [];
  const folders = new Set<string>();
  const links: Link[] = [];
  const diagnostics: Diagnostic[] = [];

  const visit = (folder: string): void => {
    const listed = host.list(folder === "" ? root : join(root, folder));
    if (failed(listed)) {
      diagnostics.push(diagnose(entries.unreadable, start(folder), { file: folder, why: listed.why }));
      return;
    }
    if (folder !== "" && listed.some(({ name }) => name === MANIFEST)) return;
    folders.add(folder);
    for (const { name, kind } of [...listed].sort((a, b) => byCodeUnit(a.name, b.name))) {
      const path = join(folder, name);
      if (name.startsWith(".") || name === "node_modules") continue;
      if (kind === "folder") visit(path);
      else if (kind === "file" && name.endsWith(EXTENSION)) policies.push(path);
      else if (kind === "link" && (name.endsWith(EXTENSION) || matters(path))) follow(path);
    }
  };

  const follow = (path: string): void => {
    const target = host.realPath(join(root, path));
    if (failed(target)) {
      const why = target.failure === "missing" ? "it is a link to a place where nothing is" : target.why;
      diagnostics.push(diagnose(entries.unreadable, start(path), { file: path, why }));
    } else if (relativeTo(root, target) === undefined && relativeTo(target, root) === undefined)
      diagnostics.push(diagnose(entries.outside, start(path), { file: path }));
    else links.push({ path, target });
  };

  visit("");
  policies.sort(byCodeUnit);
  const read = new Set(policies);
  for (const { path, target } of links) {
    const inside = relativeTo(root, target);
    const back = inside === undefined || inside === "" ? "the project's own folder" : `\`${inside}\``;
    if (inside === undefined || inside === "" || relativeTo(inside, path) !== undefined)
      diagnostics.push(diagnose(entries.loop, start(path), { file: path, back }));
    // A file of another kind, a CSV perhaps, is read where a policy names it.
    else if (
      !read.has(inside) &&
      !folders.has(inside) &&
      (path.endsWith(EXTENSION) || host.kind(target) === "folder")
    )
      diagnostics.push(diagnose(entries.notFollowed, start(path), { file: path, target: inside }));
  }
  return { policies, diagnostics };
}

function start(file: string): { file: string; span: { start: number; end: number } } {
  return { file, span: { start: 0, end: 0 } };
}
