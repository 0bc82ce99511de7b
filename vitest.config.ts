import { join } from "node:path";
import { defineConfig } from "vitest/config";

/**
 * One configuration for every package: tests lie beside the code they test, and what crosses packages lies in `test/`.
 *
 * The packages are imported by their source (`exports` of each package.json), so nothing has to be built first,
 * but for the command line itself, which `test/` runs as its users do.
 */
export default defineConfig({
  test: {
    // Processes, not threads: DuckDB is a native module and the batch runner starts worker threads of its own.
    pool: "forks",
    maxWorkers: 2,
    coverage: {
      provider: "v8",
      reportsDirectory: "coverage",
      reporter: ["text-summary", "html", "json-summary"],
      // Without `include`, a file that no test loads would not count.
      include: ["packages/*/src/**/*.ts"],
      exclude: ["**/*.test.ts", "**/testing/**", "**/testkit/**", "**/*.d.ts"],
    },
    projects: [
      {
        extends: true,
        test: {
          name: "packages",
          include: ["packages/*/src/**/*.test.ts", "test/architecture/**/*.test.ts"],
        },
      },
      {
        // The language server's tests once more, against the bundled program over its standard input and output.
        extends: true,
        test: {
          name: "editor",
          include: ["packages/lsp/src/features/**/*.test.ts", "packages/lsp/src/server/**/*.test.ts"],
          globalSetup: ["test/support/bundle.ts"],
          provide: { languageServer: join(import.meta.dirname, "packages", "cli", "dist", "mandate.js") },
        },
      },
      {
        extends: true,
        test: {
          name: "across",
          include: ["test/**/*.test.ts"],
          exclude: ["**/node_modules/**", "**/dist/**", "test/architecture/**", "test/editors/**"],
          globalSetup: ["test/support/bundle.ts"],
        },
      },
      {
        // Real editors, which take their time: a step of its own, one after the other.
        extends: true,
        test: {
          name: "editors",
          include: ["test/editors/**/*.test.ts"],
          globalSetup: ["test/editors/setup.ts"],
          fileParallelism: false,
          // What an editor does is waited for, never timed: the machine may be busy with something else.
          expect: { poll: { timeout: 20_000 } },
        },
      },
    ],
    exclude: ["**/node_modules/**", "**/dist/**"],
    testTimeout: 20_000,
    hookTimeout: 20_000,
    teardownTimeout: 10_000,
    // A test that leaves a mock or a variable of the environment behind would make the order of tests matter.
    restoreMocks: true,
    unstubEnvs: true,
  },
});
