import { readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { describe, expect, it } from "vitest";
import { filesBelow } from "../support/files.ts";
import { repositoryRoot } from "../support/repository.ts";

/** Where the same inputs must give the same bytes: no clock, no randomness, no environment but by an argument. */
const pure = [
  "packages/dsl/src",
  "packages/solver/src",
  "packages/compiler/src",
  "packages/runtime/src/lowering",
  "packages/runtime/src/checker",
  "packages/runtime/src/rounding",
];

const impure: readonly { what: string; pattern: RegExp }[] = [
  { what: "the clock", pattern: /\bDate\.now\(|\bnew Date\(\s*\)|\bperformance\.now\(|\bprocess\.hrtime\b/ },
  { what: "randomness", pattern: /\bMath\.random\(|\brandomUUID\(|\brandomBytes\(|\bgetRandomValues\(/ },
  { what: "the environment", pattern: /\bprocess\.(?:env|cwd|argv|platform)\b/ },
  { what: "the user's locale", pattern: /\.toLocale(?:Date|Time|Lower|Upper)?(?:String|Case)\(\s*\)/ },
];

/** What only helps tests may do as it likes. */
const testKit = /[\\/](?:testing|testkit|bench)[\\/]/;

/** What a text of source reaches for besides its arguments. Comments may speak of anything. */
function reachesFor(text: string): readonly string[] {
  const code = text.replace(/\/\*[\s\S]*?\*\/|(?<!:)\/\/.*$/gm, "");
  return impure.filter(({ pattern }) => pattern.test(code)).map(({ what }) => what);
}

describe("the core is pure", () => {
  it.each(pure)("%s reads no clock, no dice and no environment", (folder) => {
    const found = filesBelow(join(repositoryRoot, folder))
      .filter((path) => path.endsWith(".ts") && !path.endsWith(".test.ts") && !testKit.test(path))
      .flatMap((path) =>
        reachesFor(readFileSync(path, "utf8")).map((what) => `${relative(repositoryRoot, path)}: ${what}`),
      );
    expect(found).toEqual([]);
  });

  it.each([
    ["the clock", "const now = Date.now();"],
    ["the clock", "const today = new Date();"],
    ["randomness", "return Math.random() < 0.5;"],
    ["the environment", "if (process.env.DEBUG) {}"],
    ["the user's locale", "amount.toLocaleString()"],
  ])("the search finds %s in `%s`", (what, text) => {
    expect(reachesFor(text)).toEqual([what]);
  });

  it("the search passes over comments and dates that are given", () => {
    expect(reachesFor("// never Date.now()\nconst d = new Date(asOf);")).toEqual([]);
  });
});
