/** Runs of the command line as processes of their own, to be killed and interrupted. */
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { repositoryRoot } from "../support/repository.ts";

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly out: string;
  readonly err: string;
}

export interface Running {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
}

const program = join(repositoryRoot, "packages", "cli", "bin", "mandate.js");

export interface Start {
  /** where temporary files go: whoever is killed leaves them behind */
  readonly temporary: string;
  /** a shell's words to start it by, such as `ulimit -f 8 &&` */
  readonly through?: string;
  /** of the environment, besides this process's own */
  readonly variables?: Readonly<Record<string, string>>;
}

/** Starts `mandate`. */
export function start(words: readonly string[], { temporary, through, variables }: Start): Running {
  const all = [program, ...words];
  const options = { env: { ...process.env, ...variables, TMPDIR: temporary } };
  const child =
    through === undefined
      ? spawn(process.execPath, all, options)
      : spawn("bash", ["-c", `${through} exec "$0" "$@"`, process.execPath, ...all], options);
  const texts = { out: "", err: "" };
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    texts.out += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    texts.err += text;
  });
  const ended = new Promise<Ended>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code, signal) => resolve({ code, signal, ...texts }));
  });
  return { child, ended };
}

export function runToEnd(words: readonly string[], how: Start): Promise<Ended> {
  return start(words, how).ended;
}

/** When a run is stopped: after so many milliseconds, or once a file of its folder is there. */
export type Moment = { readonly after: number } | { readonly once: string };

/** Resolves at the moment, or when the run has ended before it. */
export async function until(moment: Moment, running: Running): Promise<void> {
  let over = false;
  void running.ended.then(() => {
    over = true;
  });
  const started = performance.now();
  const reached = (): boolean =>
    "after" in moment ? performance.now() - started >= moment.after : existsSync(moment.once);
  while (!over && !reached()) await new Promise((resolve) => setTimeout(resolve, 1));
}
