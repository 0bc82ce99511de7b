/** One catalogue owns every number: none means two things, and none is used that is not in it. */
import { readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { everyCode } from "@mandate/compiler";
import { describe, expect, it } from "vitest";
import { filesBelow } from "../support/files.ts";
import { repositoryRoot } from "../support/repository.ts";

/** The program itself: neither its tests nor what builds make of it. */
const sources = ["dsl", "solver", "compiler", "runtime", "cli"].flatMap((name) =>
  filesBelow(join(repositoryRoot, "packages", name, "src"))
    .filter(
      (path) => path.endsWith(".ts") && !path.endsWith(".test.ts") && !path.includes(`${sep}testkit${sep}`),
    )
    .map((path) => relative(repositoryRoot, path).split(sep).join("/")),
);
const literals = (path: string): readonly string[] =>
  [...readFileSync(join(repositoryRoot, path), "utf8").matchAll(/"(MDT\d{4})"/g)].map(
    ([, code = ""]) => code,
  );

describe("codes of diagnostics", () => {
  it("are each used once", () => {
    expect(everyCode.filter((code, index) => everyCode.indexOf(code) !== index)).toEqual([]);
    for (const code of everyCode) expect(code).toMatch(/^MDT[1-8]\d{3}$/);
  });

  it("are given out by the catalogue alone: each is written there once, elsewhere only if it is there", () => {
    const inCatalogue = sources
      .filter((path) => path.startsWith("packages/compiler/src/catalogue/"))
      .flatMap(literals);
    expect([...inCatalogue].sort()).toEqual([...everyCode]);
    const elsewhere = sources
      .filter((path) => !path.startsWith("packages/compiler/src/catalogue/"))
      .flatMap((path) => literals(path).map((code) => ({ path, code })));
    expect(elsewhere.length).toBeGreaterThan(0);
    expect(elsewhere.filter(({ code }) => !everyCode.includes(code))).toEqual([]);
    const ofBooks = elsewhere.filter(({ code }) => code.startsWith("MDT7"));
    expect(ofBooks, "data codes are referred to by their names").toEqual([]);
  });
});
