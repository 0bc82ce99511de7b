import { existsSync, readFileSync } from "node:fs";

/**
 * Most memory that this process has held, in bytes. Linux counts a parent's memory to `maxRSS` of the processes that it
 * starts; the high-water mark in `/proc` is the process's own.
 */
export function peakBytes(): number {
  const status = "/proc/self/status";
  const own = existsSync(status) ? /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(status, "utf8"))?.[1] : undefined;
  return 1024 * (own === undefined ? process.resourceUsage().maxRSS : Number(own));
}
