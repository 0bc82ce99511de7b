/** Small projects in one text (the txtar format of the acceptance cases), as files on disk. */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

const START = /^-- (\S.*\S|\S) --$/;

const DEFAULT_MANIFEST = {
  name: "case",
  universe: "data/securities.csv",
  layers: { firm: ["firm/**"], advisor: ["advisors/**"], client: ["clients/**"] },
};

/** Files of an archive by path, and the comment lines before the first. */
export function readArchive(text: string): {
  readonly head: readonly string[];
  readonly files: Map<string, string>;
} {
  const head: string[] = [];
  const files = new Map<string, string>();
  let lines: string[] | undefined;
  let path = "";
  for (const line of text.split("\n")) {
    const start = START.exec(line)?.[1];
    if (start !== undefined) {
      if (lines !== undefined) files.set(path, lines.join("\n"));
      path = start;
      lines = [];
    } else if (lines === undefined) head.push(line);
    else lines.push(path.endsWith(".mandate") ? line : line.replace(/\s*#! (?:error|warning|proof)\s*$/, ""));
  }
  if (lines !== undefined) files.set(path, lines.join("\n"));
  return { head, files };
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
