import { execFileSync } from "node:child_process";
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { repositoryRoot } from "../support/repository.ts";

/** What must not stand in a tracked file: it would tell of one machine, or of a person. */
const forbidden: readonly { what: string; pattern: RegExp }[] = [
  // A path that starts at the root of somebody's machine; `a/tmp/b` and `./tmp/b` are relative and harmless.
  { what: "a machine path", pattern: /(?<![\w.~})\]*-])\/(?:work|root|home|tmp|Users)\/[\w.-]/ },
  { what: "a machine path", pattern: /\b[A-Z]:\\{1,2}(?:Users|Documents|Windows)\b/ },
  {
    what: "a registry host",
    pattern: /\b(?:registry|npm|packages)\.[a-z0-9-]+\.(?:org|com|net|io|dev|local)\b/i,
  },
  { what: "a registry host", pattern: /\b(?:localhost|127\.0\.0\.1):(?:4873|8081)\b/ },
  {
    what: "an e-mail address",
    pattern:
      /(?<![\w.+-])[\w.+-]+@(?!example\.(?:com|org|net)\b)[a-z][a-z0-9-]*(?:\.[a-z0-9-]+)*\.[a-z]{2,}\b/i,
  },
  {
    what: "a secret",
    pattern: /-----BEGIN [A-Z ]*PRIVATE KEY-----|\b(?:ghp|npm)_[A-Za-z0-9]{30,}\b|\bAKIA[A-Z0-9]{16}\b/,
  },
];

/** The licence's own text names its home; this file names what it looks for. */
const exempt = new Set(["LICENSE", "test/architecture/hygiene.test.ts"]);
const source = /\.(?:[cm]?[jt]s|tsx)$/;
const longest = 600;

const tracked = execFileSync("git", ["ls-files", "-z"], { cwd: repositoryRoot, encoding: "utf8" })
  .split("\0")
  .filter((path) => path !== "" && isFile(join(repositoryRoot, path)));

/** Deleted but not yet committed, and submodules, have nothing to read. */
function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}

/** Each line of a text that says what none should, as `path:line: what: the words`. */
function findings(path: string, text: string): readonly string[] {
  return text.split("\n").flatMap((line, index) =>
    forbidden.flatMap(({ what, pattern }) => {
      const match = pattern.exec(line);
      return match === null ? [] : [`${path}:${index + 1}: ${what}: ${match[0]}`];
    }),
  );
}

describe("tracked files", () => {
  it("name no machine, registry, address or secret", () => {
    const found = tracked
      .filter((path) => !exempt.has(path) && !path.endsWith(".parquet"))
      .flatMap((path) => findings(path, readFileSync(join(repositoryRoot, path), "utf8")));
    expect(found).toEqual([]);
    expect(tracked.length).toBeGreaterThan(20);
  });

  it(`have at most ${longest} lines of source each`, () => {
    const long = tracked
      .filter((path) => source.test(path))
      .map((path) => ({
        path,
        lines: readFileSync(join(repositoryRoot, path), "utf8").split("\n").length - 1,
      }))
      .filter(({ lines }) => lines > longest);
    expect(long).toEqual([]);
  });

  it("leave nothing for later and silence no checker", () => {
    const marks = /\b(?:TODO|FIXME|XXX|HACK)\b|@ts-(?:ignore|nocheck|expect-error)\b/;
    const found = tracked
      .filter((path) => source.test(path) && !exempt.has(path))
      .flatMap((path) =>
        readFileSync(join(repositoryRoot, path), "utf8")
          .split("\n")
          .flatMap((line, index) => (marks.test(line) ? [`${path}:${index + 1}: ${line.trim()}`] : [])),
      );
    expect(found).toEqual([]);
  });
});

describe("the search itself", () => {
  it.each([
    ["a machine path", `readFileSync("/${"work"}/main/a.csv")`],
    ["a machine path", "see /home/someone/notes"],
    ["a machine path", "file:///tmp/x"],
    ["a machine path", String.raw`"C:\\Users\\someone"`],
    ["a registry host", "resolved https://registry.npmjs.org/zod"],
    ["a registry host", "--registry http://localhost:4873"],
    ["an e-mail address", "by Some One <some.one@firm.com>"],
    ["a secret", `-----BEGIN ${"RSA "}PRIVATE KEY-----`],
  ])("finds %s in `%s`", (what, text) => {
    expect(findings("x", text)).toEqual([expect.stringContaining(what)]);
  });

  it.each([
    ["pnpm@10.34.9"],
    ["'@vitest/coverage-v8@4.1.12(vitest@4.1.12)'"],
    ["packages/solver/tmp/x"],
    ["./tmp/x and {root}/tmp/x"],
    ["https://www.irs.gov/publications/p550"],
    ["client@example.com"],
  ])("lets `%s` pass", (text) => {
    expect(findings("x", text)).toEqual([]);
  });
});
