/** Git, by its own program. */
import { spawnSync } from "node:child_process";
import { CliError } from "../exit.ts";
import { portable } from "../files/nodeHost.ts";

const MOST_OUTPUT = 1024 * 1024 * 1024;

/** What git says, or undefined where it refuses. @throws {CliError} where there is no git */
export function git(folder: string, words: readonly string[], input?: string): Buffer | undefined {
  const done = spawnSync("git", ["-C", folder, ...words], {
    maxBuffer: MOST_OUTPUT,
    ...(input === undefined ? {} : { input }),
  });
  if (done.error !== undefined) throw new CliError("git cannot be run: is it installed?");
  return done.status === 0 ? done.stdout : undefined;
}

export interface Repository {
  /** its work tree, with `/` */
  readonly root: string;
  /** the project in it, relative to the root, with `/` and none at its end; empty if it is the root */
  readonly inside: string;
}

/** @throws {CliError} where the project lies in no repository */
export function repositoryOf(project: string): Repository {
  const top = git(project, ["rev-parse", "--show-toplevel"]);
  const prefix = git(project, ["rev-parse", "--show-prefix"]);
  if (top === undefined || prefix === undefined)
    throw new CliError("the project lies in no git repository: `git init` makes one");
  return {
    root: portable(top.toString("utf8").trimEnd()),
    inside: prefix.toString("utf8").trimEnd().replace(/\/$/, ""),
  };
}

/** A path of the project as the repository calls it. */
export function inRepository({ inside }: Repository, path: string): string {
  return inside === "" ? path : `${inside}/${path}`;
}
