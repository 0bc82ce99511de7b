import { defineConfig } from "vitest/config";

/**
 * One configuration for every package: tests lie beside the code they test, and what crosses packages lies in `test/`.
 *
 * The packages are imported by their source (`exports` of each package.json), so nothing has to be built first.
 */
export default defineConfig({
  test: {
    include: ["packages/*/src/**/*.test.ts", "test/**/*.test.ts"],
    exclude: ["**/node_modules/**", "**/dist/**"],
    // Processes, not threads: DuckDB is a native module and the batch runner starts worker threads of its own.
    pool: "forks",
    maxWorkers: 2,
    testTimeout: 20_000,
    hookTimeout: 20_000,
    teardownTimeout: 10_000,
    // A test that leaves a mock or a variable of the environment behind would make the order of tests matter.
    restoreMocks: true,
    unstubEnvs: true,
    coverage: {
      provider: "v8",
      reportsDirectory: "coverage",
      reporter: ["text-summary", "html", "json-summary"],
      // Without `include`, a file that no test loads would not count.
      include: ["packages/*/src/**/*.ts"],
      exclude: ["**/*.test.ts", "**/testing/**", "**/test-kit/**", "**/*.d.ts"],
    },
  },
});
