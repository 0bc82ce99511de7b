/** Every command line that the documentation shows, in blocks or in sentences, exists as it is written. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { mandate } from "../cli/support.ts";
import { repositoryRoot } from "../support/repository.ts";
import { wordsOf } from "./commands.ts";
import { blocksOf, pages, pageText } from "./pages.ts";

interface Shown {
  readonly place: string;
  readonly words: readonly string[];
}

/** Lines of shell blocks, and spans of code in sentences, that start with one of these words. */
function shown(page: string, starts: RegExp): readonly Shown[] {
  const blocks = blocksOf(page);
  const lines = blocks
    .filter(({ words: [language] }) => language === "sh")
    .flatMap(({ line, text }) =>
      text.split("\n").map((words, at) => ({ place: `${page}:${line + 1 + at}`, words })),
    );
  const inBlocks = new Set(blocks.flatMap(({ line, text }) => text.split("\n").map((_, at) => line + at)));
  const spans = pageText(page)
    .split("\n")
    .flatMap((line, at) =>
      inBlocks.has(at)
        ? []
        : [...line.matchAll(/(?<!`)`([^`]+)`(?!`)/g)].map(([, words = ""]) => ({
            place: `${page}:${at + 1}`,
            words,
          })),
    );
  return [...lines, ...spans]
    .filter(({ words }) => starts.test(words))
    .map(({ place, words }) => ({ place, words: wordsOf(words.replace(starts, "")) }));
}

const OPTION = /(?<![\w-])--?[a-z][a-z-]*/g;

async function help(words: readonly string[]): Promise<string> {
  const { code, out } = await mandate([...words, "--help"], repositoryRoot);
  expect(code, words.join(" ")).toBe(0);
  return out;
}

async function wrong({ place, words }: Shown, commands: ReadonlySet<string>): Promise<readonly string[]> {
  const [command, ...rest] = words;
  const own = command === undefined || command.startsWith("-") ? [] : [command];
  if (own.length > 0 && !commands.has(own.join())) return [`${place}: there is no command ${command}`];
  const text = await help(own);
  const known = new Set(text.match(OPTION) ?? []);
  return (own.length > 0 ? rest : words)
    .filter((word) => /^--?[a-z]/.test(word) && !known.has(word))
    .map((word) => `${place}: ${command} has no option ${word}`);
}

describe("commands in the documentation", () => {
  it("are commands of mandate, with options that it has", async () => {
    const commands = new Set([...(await help([])).matchAll(/^ {2}([a-z]+)/gm)].map(([, name = ""]) => name));
    expect(commands).toContain("solve");
    const all = pages.flatMap((page) => shown(page, /^(npx )?mandate(?= |$)/));
    expect(all.length).toBeGreaterThan(15);
    const faults: string[] = [];
    for (const one of all) faults.push(...(await wrong(one, commands)));
    expect(faults).toEqual([]);
    expect(await wrong({ place: "x", words: ["slove"] }, commands)).toEqual(["x: there is no command slove"]);
    expect(await wrong({ place: "x", words: ["solve", "--bok", "b"] }, commands)).toEqual([
      "x: solve has no option --bok",
    ]);
  });

  it("are scripts of the repository", () => {
    const { scripts } = JSON.parse(readFileSync(join(repositoryRoot, "package.json"), "utf8")) as {
      scripts: Readonly<Record<string, string>>;
    };
    const all = pages.flatMap((page) => shown(page, /^npm (run )?(?=[a-z])/));
    const missing = all.filter(({ words: [script = ""] }) => !Object.hasOwn(scripts, script));
    expect(missing.map(({ place, words }) => `${place}: ${words.join(" ")}`)).toEqual([]);
    expect(all.length).toBeGreaterThan(2);
  });
});
