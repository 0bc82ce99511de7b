/** What `mandate git install` sets up in a clone: the comparison of policies by what they declare, and a check before each commit. */
import { chmodSync, existsSync, readFileSync } from "node:fs";
import { isAbsolute, join } from "node:path";
import { CliError } from "../exit.ts";
import { writeWhole } from "../files/atomic.ts";
import { git, inRepository, type Repository, repositoryOf } from "./git.ts";

/** As git runs it, from anywhere in the clone. */
const COMMAND = "npx --no-install mandate";

const ATTRIBUTES = "*.mandate diff=mandate";

/** Lines that begin a declaration, for the heads of git's hunks. */
const DECLARATIONS =
  "^[[:space:]]*((limit|prefer|model|menu|list|sleeve|profile|objective|account|household|waive|test|asset class|attribute|equivalents)[[:space:]].*)$";

function hookOf(project: string): string {
  const place = project === "" ? "" : ` --project '${project.replaceAll("'", "'\\''")}'`;
  return `#!/bin/sh
# Written by \`mandate git install\`. What is about to be committed must check, and be in the one layout.
exec ${COMMAND} git pre-commit${place}
`;
}

/**
 * @returns what was done, a line each
 * @throws {CliError} where there is no repository, or another hook stands in the way
 */
export function install(project: string): string[] {
  const repository = repositoryOf(project);
  return [attributes(repository), driver(repository), hook(repository)];
}

function attributes(repository: Repository): string {
  const shown = inRepository(repository, ".gitattributes");
  const path = join(repository.root, shown);
  const before = existsSync(path) ? readFileSync(path, "utf8") : "";
  if (before.split(/\r?\n/).includes(ATTRIBUTES)) return `\`${shown}\` names the comparison already`;
  const gap = before === "" || before.endsWith("\n") ? "" : "\n";
  writeWhole(path, `${before}${gap}${ATTRIBUTES}\n`, shown);
  return `\`${shown}\` names the comparison: commit it, so that every clone knows`;
}

function driver({ root }: Repository): string {
  const settings = {
    "diff.mandate.textconv": `${COMMAND} git textconv`,
    "diff.mandate.cachetextconv": "true",
    "diff.mandate.xfuncname": DECLARATIONS,
  };
  for (const [name, value] of Object.entries(settings)) {
    if (git(root, ["config", "--local", name, value]) === undefined)
      throw new CliError(`git does not let \`${name}\` be set in this clone`);
  }
  return "`git diff` and `git log -p` compare policies by what they declare, in this clone";
}

function hook(repository: Repository): string {
  const { root } = repository;
  const answer = git(root, ["rev-parse", "--git-path", "hooks/pre-commit"])?.toString("utf8").trimEnd();
  if (answer === undefined) throw new CliError("git does not say where its hooks are");
  const path = isAbsolute(answer) ? answer : join(root, answer);
  const text = hookOf(repository.inside);
  const before = existsSync(path) ? readFileSync(path, "utf8") : undefined;
  if (before !== undefined && before !== text && !before.includes("mandate git install")) {
    throw new CliError(
      `there is a pre-commit hook already, \`${answer}\`: add to it the line \`${COMMAND} git pre-commit || exit 1\``,
    );
  }
  writeWhole(path, text, answer);
  chmodSync(path, 0o755);
  return "before each commit, what is committed is checked";
}
