/** A git repository of a test's own, with a project in it. */
import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "vitest";
import { folderWith, mandate, small } from "./support.ts";

const program = join(
  dirname(fileURLToPath(import.meta.url)),
  "..",
  "..",
  "packages",
  "cli",
  "bin",
  "mandate.js",
);

/** A repository with the project in a folder of its own, committed; `npx --no-install mandate` is the program built here. */
function repository(inside: string, project: Readonly<Record<string, string>>) {
  const files = Object.fromEntries(Object.entries(project).map(([path, text]) => [join(inside, path), text]));
  const folder = folderWith(files);
  const shims = mkdtempSync(join(folder, ".shims-"));
  writeFileSync(join(shims, "npx"), `#!/bin/sh\nshift 2\nexec "${process.execPath}" "${program}" "$@"\n`);
  chmodSync(join(shims, "npx"), 0o755);
  const env = {
    ...process.env,
    PATH: `${shims}${delimiter}${process.env.PATH ?? ""}`,
    GIT_CONFIG_GLOBAL: "/dev/null",
    GIT_CONFIG_SYSTEM: "/dev/null",
    GIT_AUTHOR_NAME: "A. Author",
    GIT_AUTHOR_EMAIL: "a@example.org",
    GIT_COMMITTER_NAME: "A. Author",
    GIT_COMMITTER_EMAIL: "a@example.org",
  };
  const shell = (command: string, ...words: string[]) => {
    const { status, stdout, stderr } = spawnSync(command, words, { cwd: folder, env, encoding: "utf8" });
    return { status, out: stdout, err: stderr };
  };
  const git = (...words: string[]) => shell("git", ...words);
  writeFileSync(join(folder, ".gitignore"), ".shims-*\n");
  git("init", "--quiet", "--initial-branch=main");
  const commit = (message: string, day: string): void => {
    git("add", "--all");
    const done = git("commit", "--quiet", "--no-verify", "-m", message, "--date", `${day}T12:00:00Z`);
    expect(done).toMatchObject({ status: 0 });
  };
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(folder, inside, path)), { recursive: true });
    writeFileSync(join(folder, inside, path), text);
  };
  return {
    folder,
    project: join(folder, inside),
    git,
    shell,
    commit,
    write,
    read: (path: string) => readFileSync(join(folder, path), "utf8"),
  };
}

/** The project in the one layout, so that a hook has nothing against it, committed on 2026-03-02. */
export async function repositoryWith(files: Readonly<Record<string, string>> = small, inside = "firm-a") {
  const found = repository(inside, files);
  await mandate(["fmt", "--quiet"], found.project);
  found.commit("the project", "2026-03-02");
  return found;
}
