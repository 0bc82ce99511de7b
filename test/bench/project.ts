/** A project on disk, compiled, with its book: as a run of the product opens them. */
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { nodeHost } from "@mandate/cli";
import { type Bundle, compile, failed, loadProject, serialiseBundle } from "@mandate/compiler";
import { type OpenBook, openBook } from "@mandate/runtime";

/** Where the projects of the benchmarks lie; sections run in the repository's root. */
const places: Readonly<Record<string, string>> = {
  sp500: join("..", "shared", "cases", "sp500"),
  acme: join("examples", "acme"),
};

/** The folder of a project of the benchmarks, or of any other; undefined where nothing is there. */
export function projectFolder(name: string): string | undefined {
  const folder = resolve(places[name] ?? name);
  return existsSync(folder) ? folder : undefined;
}

export interface OpenProject {
  readonly bundle: Bundle;
  /** SHA-256 of the bundle */
  readonly hash: string;
  readonly book: OpenBook;
  /** of reading and compiling the policies */
  readonly compileMilliseconds: number;
  /** of reading and checking the book */
  readonly bookMilliseconds: number;
}

/** @throws Error if the project does not compile */
export async function openProject(folder: string): Promise<OpenProject> {
  const begun = performance.now();
  const loaded = loadProject(folder, nodeHost);
  if (failed(loaded)) throw new Error(`${folder}: ${loaded.why}`);
  // Far enough back that no waiver has ended: the same policies whatever the day.
  const bundle =
    loaded.input === undefined ? undefined : compile(loaded.input, { today: "2020-01-01" }).bundle;
  if (bundle === undefined) throw new Error(`${folder} does not compile`);
  const compiled = performance.now();
  const book = await openBook(join(folder, loaded.manifest?.book ?? "book"), {
    bundle,
    staleAfterBusinessDays: loaded.manifest?.stale_after ?? 3,
    priceJump: String(loaded.manifest?.price_jump ?? "0.4"),
  });
  return {
    bundle,
    hash: createHash("sha256").update(serialiseBundle(bundle)).digest("hex"),
    book,
    compileMilliseconds: compiled - begun,
    bookMilliseconds: performance.now() - compiled,
  };
}
