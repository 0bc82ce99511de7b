/**
 * `npm run bench [-- NAME...] [--json]`: measures the sections named, or all. Each runs in a process of its own, so that
 * its peak memory is its own and no section warms another up. `npm run bench -- NAME WORDS...` hands words to one section.
 * A section is a file of `sections/`.
 */
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { runSection, type Section } from "./bench.ts";
import { peakBytes } from "./memory.ts";
import { table } from "./table.ts";

/** The bundle lies elsewhere; `npm run` starts in the repository. */
const folder = join("test", "bench", "sections");

function sectionNames(): string[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts"))
    .map((file) => file.slice(0, -".ts".length))
    .sort();
}

async function measure(name: string, words: readonly string[], json: boolean): Promise<void> {
  const { section }: { readonly section: Section } = await import(`./sections/${name}.ts`);
  const report = await runSection(section, words);
  const peak = peakBytes();
  if (json) process.stdout.write(`${JSON.stringify({ section: name, peakBytes: peak, ...report })}\n`);
  else process.stdout.write(`${table(section.title, report, peak)}\n`);
}

/** Starts this program again for one section. */
function apart(name: string, words: readonly string[], json: boolean): number {
  const words_ = ["--alone", name, ...(json ? ["--json"] : []), ...words];
  const child = spawnSync(process.execPath, ["--expose-gc", fileURLToPath(import.meta.url), ...words_], {
    stdio: "inherit",
  });
  return child.status ?? 1;
}

async function main(given: readonly string[]): Promise<number> {
  const json = given.includes("--json");
  const words = given.filter((word) => word !== "--json");
  const known = sectionNames();
  if (words[0] === "--alone" && words[1] !== undefined) {
    await measure(words[1], words.slice(2), json);
    return 0;
  }
  const [first, ...rest] = words;
  if (first !== undefined && !known.includes(first)) {
    process.stderr.write(
      `there is no section \`${first}\`; there are ${known.map((name) => `\`${name}\``).join(", ")}\n`,
    );
    return 2;
  }
  const several = rest.every((word) => known.includes(word));
  if (first !== undefined && !several) return apart(first, rest, json);
  const failed = (words.length > 0 ? words : known)
    .map((name) => apart(name, [], json))
    .filter((status) => status !== 0);
  return failed[0] ?? 0;
}

process.exitCode = await main(process.argv.slice(2));
