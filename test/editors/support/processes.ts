/** Processes of this machine, as Linux lists them. */
import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { join } from "node:path";

/** Those that were started with these words among theirs, and run in a folder. */
export function processesIn(folder: string, ...words: readonly string[]): readonly number[] {
  return readdirSync("/proc").flatMap((name) => {
    if (!/^\d+$/.test(name)) return [];
    try {
      const command = readFileSync(join("/proc", name, "cmdline"), "utf8").split("\0");
      const runsHere = readlinkSync(join("/proc", name, "cwd")) === folder;
      return runsHere && words.every((word) => command.some((one) => one.endsWith(word)))
        ? [Number(name)]
        : [];
    } catch {
      // It ended while the list was read, or it is somebody else's.
      return [];
    }
  });
}
