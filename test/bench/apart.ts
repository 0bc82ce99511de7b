import { spawnSync } from "node:child_process";
import type { Report } from "./bench.ts";

export interface ReportApart extends Report {
  readonly peakBytes: number;
}

/**
 * A section in a process of its own, so that its memory is its own and nothing before has warmed it up. It is told by
 * its words what to measure.
 * @throws Error if it ends otherwise than well
 */
export function measuredApart(section: string, words: readonly string[]): ReportApart {
  const [program = ""] = process.argv.slice(1);
  const { status, stdout } = spawnSync(
    process.execPath,
    ["--expose-gc", program, "--alone", section, "--json", ...words],
    { stdio: ["ignore", "pipe", "inherit"], encoding: "utf8", maxBuffer: 1 << 26 },
  );
  const report: ReportApart | undefined = status === 0 ? JSON.parse(stdout) : undefined;
  if (report === undefined)
    throw new Error(`\`${section} ${words.join(" ")}\` ended with code ${status ?? "none"}`);
  return report;
}
