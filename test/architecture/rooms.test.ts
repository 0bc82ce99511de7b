import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { cruise, type ICruiseResult } from "dependency-cruiser";
import extractOptions from "dependency-cruiser/config-utl/extract-depcruise-options";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { repositoryRoot } from "../support/repository.ts";

/** One import that breaks each rule, and nothing else that is wrong. */
const violations: readonly { rule: string; from: string; imports: string; also?: readonly string[] }[] = [
  { rule: "dsl-imports-no-room", from: "packages/dsl/src/a.ts", imports: "@mandate/solver" },
  { rule: "solver-imports-no-room", from: "packages/solver/src/a.ts", imports: "@mandate/dsl" },
  {
    rule: "compiler-imports-only-dsl-solver",
    from: "packages/compiler/src/a.ts",
    imports: "@mandate/runtime",
  },
  {
    rule: "runtime-imports-only-compiler-solver",
    from: "packages/runtime/src/a.ts",
    imports: "@mandate/dsl",
  },
  {
    rule: "lsp-imports-only-dsl-compiler-runtime",
    from: "packages/lsp/src/a.ts",
    imports: "@mandate/solver",
  },
  {
    rule: "cli-imports-only-dsl-solver-compiler-runtime-lsp",
    from: "packages/cli/src/a.ts",
    imports: "../../vscode/src/index.ts",
  },
  { rule: "vscode-imports-only-lsp", from: "packages/vscode/src/a.ts", imports: "@mandate/runtime" },
  { rule: "by-the-door", from: "packages/cli/src/b.ts", imports: "../../dsl/src/inner.ts" },
  { rule: "by-the-door-in-tests", from: "packages/cli/src/c.test.ts", imports: "../../dsl/src/inner.ts" },
  { rule: "by-the-door-in-tests", from: "test/d.test.ts", imports: "../packages/dsl/src/inner.ts" },
  {
    rule: "no-test-kit-in-the-product",
    from: "packages/cli/src/e.ts",
    imports: "../../dsl/src/testing/index.ts",
    also: ["by-the-door"],
  },
  {
    rule: "checker-knows-no-lowering",
    from: "packages/runtime/src/checker/a.ts",
    imports: "../lowering/rows.ts",
  },
  {
    rule: "checker-knows-no-lowering",
    from: "packages/runtime/src/checker/b.ts",
    imports: "../roundabout.ts",
  },
  {
    rule: "only-the-book-knows-the-database",
    from: "packages/runtime/src/batch/a.ts",
    imports: "@duckdb/node-api",
  },
  { rule: "only-the-book-knows-the-database", from: "packages/cli/src/f.ts", imports: "@duckdb/node-api" },
  { rule: "only-postgres-knows-its-driver", from: "packages/runtime/src/queue/a.ts", imports: "pg" },
  {
    rule: "only-the-queue-knows-the-jobs-library",
    from: "packages/runtime/src/batch/b.ts",
    imports: "pg-boss",
  },
  { rule: "only-dsl-knows-the-parser-library", from: "packages/compiler/src/b.ts", imports: "chevrotain" },
  { rule: "only-solver-knows-the-solvers", from: "packages/runtime/src/c.ts", imports: "highs" },
  { rule: "only-lsp-knows-the-protocol", from: "packages/cli/src/g.ts", imports: "vscode-languageserver" },
  { rule: "pure-core-reads-nothing", from: "packages/compiler/src/d.ts", imports: "node:fs" },
  { rule: "pure-core-reads-nothing", from: "packages/dsl/src/e.ts", imports: "fs" },
  { rule: "resolves", from: "packages/dsl/src/f.ts", imports: "./nowhere.ts" },
];

/** What the rules must let pass. */
const allowed: readonly { from: string; imports: string }[] = [
  { from: "packages/compiler/src/ok-a.ts", imports: "@mandate/dsl" },
  { from: "packages/compiler/src/ok-b.ts", imports: "node:crypto" },
  { from: "packages/runtime/src/ok-c.ts", imports: "@mandate/compiler" },
  { from: "packages/runtime/src/book/ok-d.ts", imports: "@duckdb/node-api" },
  { from: "packages/runtime/src/postgres/ok-k.ts", imports: "pg" },
  { from: "packages/runtime/src/queue/ok-l.ts", imports: "pg-boss" },
  { from: "packages/runtime/src/lowering/ok-e.ts", imports: "./rows.ts" },
  { from: "packages/dsl/src/ok-f.ts", imports: "chevrotain" },
  { from: "packages/solver/src/ok-g.ts", imports: "highs" },
  { from: "packages/cli/src/ok-h.ts", imports: "@mandate/lsp" },
  { from: "packages/compiler/src/ok-i.test.ts", imports: "../../dsl/src/testing/index.ts" },
  { from: "test/ok-j.test.ts", imports: "@mandate/runtime" },
];

const rooms = ["dsl", "solver", "compiler", "runtime", "lsp", "cli", "vscode"];
const libraries = ["@duckdb/node-api", "chevrotain", "highs", "pg", "pg-boss", "vscode-languageserver"];

let folder: string;
let found: readonly { rule: string; from: string; to: string }[];

function write(path: string, text: string): void {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "mandate-rooms-"));
  write("package.json", "{}");
  for (const room of rooms) {
    const manifest = { name: `@mandate/${room}`, type: "module", exports: { ".": "./src/index.ts" } };
    write(`packages/${room}/package.json`, JSON.stringify(manifest));
    write(`packages/${room}/src/index.ts`, "export const door = 1;\n");
    mkdirSync(join(folder, "node_modules", "@mandate"), { recursive: true });
    symlinkSync(join(folder, "packages", room), join(folder, "node_modules", "@mandate", room));
  }
  for (const library of libraries) {
    write(`node_modules/${library}/package.json`, JSON.stringify({ name: library, main: "index.js" }));
    write(`node_modules/${library}/index.js`, "module.exports = {};\n");
  }
  write("packages/dsl/src/inner.ts", "export const inner = 1;\n");
  write("packages/dsl/src/testing/index.ts", "export const kit = 1;\n");
  write("packages/runtime/src/lowering/rows.ts", "export const rows = 1;\n");
  write("packages/runtime/src/roundabout.ts", 'export { rows } from "./lowering/rows.ts";\n');
  write("packages/dsl/src/circle/one.ts", 'import "./two.ts";\nexport const one = 1;\n');
  write("packages/dsl/src/circle/two.ts", 'import type {} from "./one.ts";\nexport const two = 2;\n');
  write("packages/dsl/src/forgotten.ts", "export const forgotten = 1;\n");
  for (const { from, imports } of [...violations, ...allowed])
    write(from, `import type * as it from "${imports}";\nexport type It = typeof it;\n`);

  const options = await extractOptions(join(repositoryRoot, ".dependency-cruiser.cjs"));
  const { output } = await cruise(["packages", "test"], { ...options, baseDir: folder, validate: true });
  found = (output as ICruiseResult).summary.violations.map(({ rule, from, to }) => ({
    rule: rule.name,
    from,
    to,
  }));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const rulesAgainst = (file: string): readonly string[] =>
  [...new Set(found.filter(({ from }) => from === file).map(({ rule }) => rule))].sort();

describe("the room rules", () => {
  it.each(violations)("$rule stops $from from importing $imports", ({ rule, from, also = [] }) => {
    expect(rulesAgainst(from)).toEqual([rule, ...also].sort());
  });

  it("no-cycle stops a circle, even one of types alone", () => {
    expect(rulesAgainst("packages/dsl/src/circle/one.ts")).toContain("no-cycle");
  });

  it("no-orphan stops a file that nothing imports", () => {
    expect(rulesAgainst("packages/dsl/src/forgotten.ts")).toEqual(["no-orphan"]);
  });

  it.each(allowed)("let $from import $imports", ({ from }) => {
    expect(rulesAgainst(from)).toEqual([]);
  });

  it("are each broken by an example above", async () => {
    const options = await extractOptions(join(repositoryRoot, ".dependency-cruiser.cjs"));
    const names = (options.ruleSet?.forbidden ?? []).map((rule) => rule.name);
    const shown = new Set([...violations.map(({ rule }) => rule), "no-cycle", "no-orphan"]);
    expect(names.filter((name) => name === undefined || !shown.has(name))).toEqual([]);
    expect(names.length).toBeGreaterThan(10);
  });
});
