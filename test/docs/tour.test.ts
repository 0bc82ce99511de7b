/**
 * The tour, taken: its files are written, its commands run, and what they print is what the page says
 * (`UPDATE_DOCS=1` writes it in).
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { folderWith, mandate } from "../cli/support.ts";
import { repositoryRoot } from "../support/repository.ts";
import { wordsOf } from "./commands.ts";
import { type Block, blocksOf, pageText, placeOf } from "./pages.ts";

const PAGE = "docs/tour.md";
const update = process.env["UPDATE_DOCS"] === "1";

function attributeOf({ words }: Block, name: string): string | undefined {
  return words.find((word) => word.startsWith(`${name}=`))?.slice(name.length + 1);
}

/** Runs a block's commands; what they print, without times, which differ from run to run. */
async function run(block: Block, folder: string): Promise<string> {
  let printed = "";
  for (const line of block.text.split("\n").filter((text) => text.startsWith("npx mandate "))) {
    const words = wordsOf(line).slice(2);
    // Threads are of the bundled program; from its sources a run is solved in this one, with the same bytes.
    const here = words[0] === "solve" ? [...words, "--workers", "1"] : words;
    const { code, out, err } = await mandate(here, folder);
    expect(code, `${placeOf(block)}: ${line}\n${out}${err}`).toBe(Number(attributeOf(block, "exit") ?? 0));
    printed += `${out}${err}`;
  }
  return printed
    .replaceAll("DIR/", "")
    .replace(/\s+$/gm, (space) => space.replace(/[^\n]/g, ""))
    .trimEnd();
}

describe("the tour", () => {
  it("does what it says, step by step", async () => {
    const folder = folderWith({ "tour/.keep": "" });
    const blocks = blocksOf(PAGE);
    const printed = new Map<Block, string>();
    for (const [at, block] of blocks.entries()) {
      const path = attributeOf(block, "file");
      if (path !== undefined) {
        // The reader sees the path in the paragraph above, or is told to correct the file before.
        expect(block.before, placeOf(block)).toMatch(new RegExp(`\`tour/${path}\`|Correct the file`));
        mkdirSync(dirname(join(folder, "tour", path)), { recursive: true });
        writeFileSync(join(folder, "tour", path), `${block.text}\n`);
      } else if (block.words[0] === "sh") {
        const text = await run(block, folder);
        const next = blocks[at + 1];
        if (next?.words[0] === "text") printed.set(next, text);
        else expect(text, `${placeOf(block)} prints something that the page does not show`).toBe("");
      }
    }
    expect(printed.size).toBeGreaterThan(5);
    if (update) writeFileSync(join(repositoryRoot, PAGE), withOutputs(printed));
    const shown = blocksOf(PAGE).filter(({ words }) => words[0] === "text");
    expect(shown.map(({ text }) => text)).toEqual([...printed.values()]);
  }, 60_000);
});

/** The page with what was printed in its blocks, from the last to the first so that lines stay where they are. */
function withOutputs(printed: ReadonlyMap<Block, string>): string {
  const lines = pageText(PAGE).split("\n");
  for (const [{ line, text }, output] of [...printed].reverse()) {
    const old = lines[line] === "```" ? 0 : text.split("\n").length;
    lines.splice(line, old, ...output.split("\n"));
  }
  return lines.join("\n");
}
