/** Every case of `cases/check`, `cases/test` and `cases/prove`: an error on each marked line and on no other. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { differences } from "@mandate/compiler/testkit";
import { describe, expect, it } from "vitest";

const CASES = new URL("../../../shared/cases/", import.meta.url);
const present = existsSync(CASES);
if (!present)
  console.warn("the acceptance cases are not beside the repository: their conformance is not tested");

function casesOf(folder: string): string[] {
  if (!present) return [];
  return readdirSync(new URL(`${folder}/`, CASES)).filter((name) => /\.txt(?:ar)?$/.test(name));
}

describe.each(["check", "test", "prove"])("cases/%s", (folder) => {
  const names = casesOf(folder);
  it.skipIf(!present)("holds cases", () => {
    expect(names.length).toBeGreaterThan(0);
  });
  it.each(names)("%s", (name) => {
    expect(differences(readFileSync(new URL(`${folder}/${name}`, CASES), "utf8"))).toEqual([]);
  });
});
