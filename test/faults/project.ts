/** A small project with its book on disk, made by seed, and runs of it. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { nodeHost } from "@mandate/cli";
import { type Bundle, compile, failed, loadProject } from "@mandate/compiler";
import { type OpenBook, openBook } from "@mandate/runtime";
import { bookFiles, generateBook } from "../generate/book.ts";
import { generateProject } from "../generate/project.ts";

/** Without binaries, so that no answer depends on what a time limit allowed. */
const OPTIONS = {
  securities: 14,
  models: 2,
  limits: 4,
  lists: 2,
  preferences: 1,
  accounts: 20,
  tests: 0,
} as const;

/** Writes the project of a seed, its book below it in `book`; about twenty-six accounts. */
export function writeProject(folder: string, seed: number): void {
  const project = generateProject(seed, { ...OPTIONS, binaries: false, netted: false });
  const book = generateBook(seed, project, { extra: 6 });
  const files = new Map(project.files);
  for (const [name, text] of bookFiles(book)) files.set(`book/${name}`, text);
  for (const [path, text] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

/** What must be the same however often a run was interrupted. */
const LASTING = ["proposals.jsonl", "trades.csv", "quarantine.jsonl"] as const;

export function lastingFiles(out: string): Record<string, string> {
  return Object.fromEntries(LASTING.map((name) => [name, readFileSync(join(out, name), "utf8")]));
}

export interface Project {
  readonly bundle: Bundle;
  readonly bundleHash: string;
  readonly book: OpenBook;
}

/** A project from disk, compiled, with a book open, its own unless another is named: close it when done. */
export async function openProject(folder: string, place = join(folder, "book")): Promise<Project> {
  const loaded = loadProject(folder, nodeHost);
  if (failed(loaded) || loaded.input === undefined) throw new Error("the generated project cannot be loaded");
  const { bundle, diagnostics } = compile(loaded.input, { today: "2026-11-20" });
  if (bundle === undefined) throw new Error(diagnostics.map(({ message }) => message).join("\n"));
  const book = await openBook(place, { bundle, staleAfterBusinessDays: 3, priceJump: "0.4" });
  return { bundle, bundleHash: "of a test", book };
}
