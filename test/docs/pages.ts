/** The pages of the documentation, and the blocks of code in them. */
import { readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { filesBelow } from "../support/files.ts";
import { repositoryRoot } from "../support/repository.ts";

/** Paths of every page, from the repository's root, with `/`. */
export const pages: readonly string[] = [
  "README.md",
  ...filesBelow(join(repositoryRoot, "docs"))
    .filter((path) => path.endsWith(".md"))
    .map((path) => relative(repositoryRoot, path).split(sep).join("/")),
];

export function pageText(page: string): string {
  return readFileSync(join(repositoryRoot, page), "utf8");
}

/** A block of code between two lines of back-ticks. */
export interface Block {
  readonly page: string;
  /** of its first line of back-ticks, from 1 */
  readonly line: number;
  /** the words after the back-ticks; the first is the language */
  readonly words: readonly string[];
  readonly text: string;
  /** the paragraph before it, for blocks that it names a file for */
  readonly before: string;
}

const FENCE = /^(`{3,})\s*(.*)$/;

/** @throws Error if a block is never closed, which would hide all that follows it */
export function blocksOf(page: string, text: string = pageText(page)): readonly Block[] {
  const blocks: Block[] = [];
  let open: { readonly line: number; readonly fence: string; readonly words: readonly string[] } | undefined;
  let lines: string[] = [];
  let before: string[] = [];
  for (const [index, line] of text.split("\n").entries()) {
    const [, fence = "", info = ""] = FENCE.exec(line) ?? [];
    if (open === undefined && fence !== "") {
      open = { line: index + 1, fence, words: info.split(/\s+/).filter((word) => word !== "") };
      lines = [];
    } else if (open !== undefined && fence === open.fence && info === "") {
      blocks.push({
        page,
        line: open.line,
        words: open.words,
        text: lines.join("\n"),
        before: before.join("\n"),
      });
      open = undefined;
      before = [];
    } else if (open !== undefined) lines.push(line);
    else if (line.trim() === "") before = before.at(-1) === "" ? before : before.slice(-3);
    else before.push(line);
  }
  if (open !== undefined) throw new Error(`${page}:${open.line}: a block of code is never closed`);
  return blocks;
}

/** What a failing test calls a block. */
export function placeOf({ page, line }: Block): string {
  return `${page}:${line}`;
}
