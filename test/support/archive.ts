/** Small projects in one text (the txtar format of the acceptance cases), as files on disk. */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { readArchive as filesOf } from "@mandate/compiler/testkit";

const START = /^-- (\S.*\S|\S) --$/;

const DEFAULT_MANIFEST = {
  name: "case",
  universe: "data/securities.csv",
  layers: { firm: ["firm/**"], advisor: ["advisors/**"], client: ["clients/**"] },
};

/** Files of an archive by path, and the comment lines before the first. */
export function readArchive(text: string): {
  readonly head: readonly string[];
  readonly files: ReadonlyMap<string, string>;
} {
  const lines = text.split("\n");
  const first = lines.findIndex((line) => START.test(line));
  return { head: first < 0 ? lines : lines.slice(0, first), files: filesOf(text).files };
}

/** Writes an archive's files below a folder; a missing manifest means the default one (cases/README.md). */
export function layOut(files: ReadonlyMap<string, string>, folder: string): void {
  const all = new Map(files);
  if (!all.has("mandate.json")) all.set("mandate.json", JSON.stringify(DEFAULT_MANIFEST));
  for (const [path, text] of all) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}
