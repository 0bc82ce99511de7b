/** The command line as its users run it: the bundled program in a process of its own. */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { repositoryRoot } from "./repository.ts";

export interface CliResult {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs `mandate` to its end. */
export function runCli(words: readonly string[], folder = repositoryRoot): CliResult {
  const program = join(repositoryRoot, "packages", "cli", "bin", "mandate.js");
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...words], {
    cwd: folder,
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
  return { code: status, out: stdout, err: stderr };
}
