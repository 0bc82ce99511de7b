/**
 * The room rules of ARCHITECTURE.md, mechanically. test/architecture/rooms.test.ts shows that each of them bites.
 *
 * Tests (`x.test.ts`, and what helps them, `testing/` or `testkit/`) keep to their room too, but may reach into another package's test
 * kit, `src/testing/`.
 */
const tests = "\\.test\\.ts$|/(testing|testkit)/";
const room = (...names) => `^packages/(${names.join("|")})/`;

/** A room that may import these other rooms and no more. */
const mayImport = (name, ...others) => ({
  name: `${name}-imports-${others.length === 0 ? "no-room" : `only-${others.join("-")}`}`,
  comment: `the room ${name} may import ${others.length === 0 ? "no other room" : others.join(", ")}`,
  severity: "error",
  from: { path: `^packages/${name}/src/` },
  to: { path: "^(packages|test|examples|scripts)/", pathNot: room(name, ...others) },
});

/** A library that belongs to one place. */
const onlyIn = (place, name, library, comment) => ({
  name,
  comment,
  severity: "error",
  from: { path: "^(packages|test)/", pathNot: place },
  to: { path: [`^(${library})($|/)`, `(^|/)node_modules/(${library})/`] },
});

/** @type {import("dependency-cruiser").IConfiguration} */
module.exports = {
  forbidden: [
    mayImport("dsl"),
    mayImport("solver"),
    mayImport("compiler", "dsl", "solver"),
    mayImport("runtime", "compiler", "solver"),
    mayImport("lsp", "dsl", "compiler", "runtime"),
    mayImport("cli", "dsl", "solver", "compiler", "runtime", "lsp"),
    mayImport("vscode", "lsp"),
    {
      name: "by-the-door",
      comment: "src/index.ts is a package's only door (its test kit, src/testing/index.ts, is open to tests)",
      severity: "error",
      from: { path: "^packages/([^/]+)/", pathNot: tests },
      to: { path: "^packages/[^/]+/", pathNot: ["^packages/$1/", "^packages/[^/]+/src/index\\.ts$"] },
    },
    {
      name: "by-the-door-in-tests",
      comment:
        "a test enters another package by src/index.ts, or by its test kit's src/testing/index.ts or src/testkit/index.ts",
      severity: "error",
      from: {
        path: ["^packages/([^/]+)/.*\\.test\\.ts$", "^packages/([^/]+)/.+/(testing|testkit)/", "^(test)/"],
      },
      to: {
        path: "^packages/[^/]+/",
        pathNot: [
          "^packages/$1/",
          "^packages/[^/]+/src/((testing|testkit)/)?index\\.ts$",
          "^packages/cli/build\\.mjs$",
          "^packages/vscode/package\\.mjs$",
          // benchmarks run those of the packages
          "^packages/[^/]+/bench/",
        ],
      },
    },
    {
      name: "no-test-kit-in-the-product",
      comment: "what is shipped imports neither tests nor test kits",
      severity: "error",
      from: { path: "^packages/", pathNot: [tests, "^packages/[^/]+/bench/"].flat() },
      to: { path: tests },
    },
    {
      name: "checker-knows-no-lowering",
      comment: "the checker judges what the lowering made, so it shares nothing with it, however far round",
      severity: "error",
      from: { path: "^packages/runtime/src/checker/", pathNot: tests },
      to: { path: "^packages/runtime/src/lowering/", reachable: true },
    },
    onlyIn(
      // what writes books for benchmarks and tests is no business of the product's
      "^packages/runtime/src/book/|^test/bench/books|^test/support/tables/",
      "only-the-book-knows-the-database",
      "@duckdb/[^/]+",
      "nothing but runtime/book touches the database",
    ),
    onlyIn(
      // tests make users and databases of their own
      "^packages/runtime/src/postgres/|^test/support/postgres/",
      "only-postgres-knows-its-driver",
      "pg",
      "PostgreSQL is reached through runtime/postgres, which knows how to wait for it",
    ),
    onlyIn(
      "^packages/runtime/src/queue/",
      "only-the-queue-knows-the-jobs-library",
      "pg-boss",
      "who solves which shard is the queue's own affair",
    ),
    onlyIn(room("dsl"), "only-dsl-knows-the-parser-library", "chevrotain", "the grammar is dsl's own affair"),
    onlyIn(
      room("solver"),
      "only-solver-knows-the-solvers",
      "highs|javascript-lp-solver",
      "backends are reached through the one interface of solver",
    ),
    onlyIn(
      room("lsp", "vscode"),
      "only-lsp-knows-the-protocol",
      "vscode-[^/]+",
      "nothing but lsp knows the protocol",
    ),
    {
      name: "pure-core-reads-nothing",
      comment:
        "dsl and compiler are pure: files come in through arguments, so node's own modules stay outside",
      severity: "error",
      from: { path: room("dsl", "compiler"), pathNot: tests },
      // A bundle is known by its content hash; hashing reads nothing.
      to: { dependencyTypes: ["core"], pathNot: "^(node:)?crypto$" },
    },
    {
      name: "no-cycle",
      comment: "files that import each other in a circle cannot be read one at a time",
      severity: "error",
      from: {},
      to: { circular: true },
    },
    {
      name: "no-orphan",
      comment: "a file that nothing imports is dead, or its test is missing",
      severity: "error",
      from: {
        orphan: true,
        pathNot: [
          "\\.test\\.ts$",
          "\\.d\\.ts$",
          "/src/(index|main)\\.ts$",
          "/build\\.mjs$",
          // Named to the bundler, in place of the database.
          "/noDatabase\\.mjs$",
          "/bin/[^/]+\\.js$",
        ],
      },
      to: {},
    },
    {
      name: "resolves",
      comment: "an import that leads nowhere",
      severity: "error",
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "(^|/)(dist|coverage|fixtures|runs)/" },
    // `import type` couples rooms as much as any other import.
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "node", "default", "types"],
      mainFields: ["module", "main", "types"],
    },
  },
};
