import { defineConfig } from "vitest/config";

/** The tests that a mutant of the compiler's checks has to get past: those beside the checks, each of them fast. */
export default defineConfig({
  test: {
    include: [
      "packages/compiler/src/{types,authority,limits,conditions,accounts,sets,menus,models,objective,tests}/**/*.test.ts",
      "packages/compiler/src/catalogue/catalogue.test.ts",
    ],
    exclude: ["**/node_modules/**", "**/dist/**"],
    // One load of the compiler serves every file: the tests share nothing that changes.
    isolate: false,
    testTimeout: 20_000,
  },
});
