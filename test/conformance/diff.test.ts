/** Every case of `cases/diff`: each clause that its comments name changes as they say. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { type Bundle, diff } from "@mandate/compiler";
import { type Archive, compileArchive, readArchive, TODAY } from "@mandate/compiler/testkit";
import { type Backend, createHighs } from "@mandate/solver";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const CASES = new URL("../../../shared/cases/diff/", import.meta.url);
const present = existsSync(CASES);
if (!present)
  console.warn(
    "the acceptance cases are not beside the repository: the differences of theirs are not tested",
  );
const names = present ? readdirSync(CASES).filter((name) => /\.txt(?:ar)?$/.test(name)) : [];

function versionOf(archive: Archive, folder: string): Bundle {
  const files = [...archive.files].flatMap(([path, text]): [string, string][] =>
    path.startsWith(`${folder}/`) ? [[path.slice(folder.length + 1), text]] : [],
  );
  const { bundle, diagnostics } = compileArchive({ files: new Map(files), markers: [] });
  if (bundle === undefined) throw new Error(diagnostics.map(({ message }) => message).join("\n"));
  return bundle;
}

describe("cases/diff", () => {
  let backend: Backend;
  beforeAll(async () => {
    backend = await createHighs();
  });
  afterAll(() => backend.dispose());

  it.skipIf(!present)("holds cases", () => {
    expect(names.length).toBeGreaterThan(0);
  });

  it.each(names)("%s", (name) => {
    const text = readFileSync(new URL(name, CASES), "utf8");
    const archive = readArchive(text);
    const expected = [...text.matchAll(/^# clause (.+): (\w+)$/gm)].map(([, clause, change]) => [
      clause,
      change,
    ]);
    expect(expected.length).toBeGreaterThan(0);
    const changes = diff(versionOf(archive, "a"), versionOf(archive, "b"), backend, { today: TODAY });
    const found = new Map(changes.map((one) => [one.clause, one]));
    for (const [clause = "", change] of expected) {
      expect(found.get(clause)?.change, clause).toBe(change);
      const witnesses = found.get(clause)?.witness.length ?? 0;
      expect(witnesses, clause).toBe(change === "unchanged" ? 0 : change === "both" ? 2 : 1);
    }
    const others = changes.filter(({ clause }) => !expected.some(([one]) => one === clause));
    for (const { clause, change } of others) expect(change, clause).toBe("unchanged");
  });
});
