import { relative, resolve } from "node:path";
import { defineConfig } from "vitest/config";

const mutants = "mutants";

/** The tests that a mutant of the compiler's checks has to get past, as `scripts/lib/mutation.mjs` bundles them. */
export default defineConfig({
  test: {
    include: [`${mutants}/**/*.test.mjs`],
    exclude: ["**/node_modules/**"],
    // One load of the compiler serves every file: the tests share nothing that changes.
    isolate: false,
    testTimeout: 20_000,
    // What the tests share is a script already: nothing of it has to be transformed.
    server: { deps: { external: [/[\\/]mutants[\\/]shared[\\/]/] } },
    // Snapshots lie beside the sources.
    resolveSnapshotPath: (path, extension) => {
      const [, folder = "", name = ""] = /^(.*?)([^/\\]*)\.mjs$/.exec(relative(resolve(mutants), path)) ?? [];
      return resolve("packages/compiler/src", folder, "__snapshots__", `${name}.ts${extension}`);
    },
  },
});
