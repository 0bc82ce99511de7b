/** What is about to be committed, checked: the index, not the work tree, which may hold more. */

import {
  compile,
  type Diagnostic,
  failed,
  inOrder,
  loadProject,
  MANIFEST,
  renderPretty,
  summary,
} from "@mandate/compiler";
import { format } from "@mandate/dsl";
import { CliError, EXIT, type ExitCode } from "../exit.ts";
import type { World } from "../world.ts";
import { git } from "./git.ts";
import { treeOf } from "./tree.ts";

export function preCommit(world: World, project: string): ExitCode {
  const index = git(project, ["write-tree"])?.toString("utf8").trim();
  const tree = index === undefined ? undefined : treeOf(project, index);
  if (tree === undefined)
    throw new CliError("what is to be committed cannot be read: are there conflicts that are not resolved?");
  if (failed(tree.host.kind(`${tree.folder}/${MANIFEST}`))) return EXIT.clean;
  const loaded = loadProject(tree.folder, tree.host);
  if (failed(loaded)) throw new CliError(`the project cannot be read: ${loaded.why}`);
  const compiled = loaded.input === undefined ? undefined : compile(loaded.input, { today: world.today });
  const found = inOrder([...loaded.diagnostics(), ...(compiled?.diagnostics ?? [])]);
  const errors = found.filter((one: Diagnostic) => one.severity === "error");
  if (errors.length > 0) {
    const context = { text: loaded.text, path: (file: string) => file };
    world.err.write(renderPretty(errors, { ...context, color: world.err.color }));
    world.err.write(`\n${summary(errors) ?? ""} in what is to be committed: mend it and \`git add\` it\n`);
    return EXIT.found;
  }
  const untidy = (loaded.input?.files ?? []).filter(({ text }) => format(text) !== text);
  if (untidy.length === 0) return EXIT.clean;
  const names = untidy.map(({ path }) => `\`${path}\``).join(", ");
  world.err.write(
    `mandate: not in the one layout: ${names}; \`mandate fmt\` brings them into it, then \`git add\` them\n`,
  );
  return EXIT.found;
}
