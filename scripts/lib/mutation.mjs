import { rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { build } from "esbuild";
import { filesBelow } from "./digest.mjs";

// Bundles the tests that judge a mutant, and what they test, into `mutants/` of the folder it is run in: Stryker's copy of
// the repository, with every mutant in it. A mutant then costs the loading of one script; the test runner loading some
// three hundred modules for each, as it does for sources, took 2 to 4 s.

const source = join("packages", "compiler", "src");
const folders = [
  "types",
  "authority",
  "limits",
  "conditions",
  "accounts",
  "households",
  "sets",
  "menus",
  "models",
  "objective",
  "tests",
];

const tests = [
  ...folders
    .flatMap((folder) => filesBelow(join(source, folder), (path) => path.endsWith(".test.ts")))
    .sort(),
  join(source, "catalogue", "catalogue.test.ts"),
];

const outdir = "mutants";
rmSync(outdir, { recursive: true, force: true });
await build({
  entryPoints: tests,
  outdir,
  outbase: source,
  bundle: true,
  splitting: true,
  chunkNames: "shared/[name]-[hash]",
  platform: "node",
  format: "esm",
  external: ["vitest"],
  // Stryker's copy lies two folders below the repository, and has no packages of its own yet when this runs.
  nodePaths: [resolve("..", "..", "packages", "compiler", "node_modules")],
  outExtension: { ".js": ".mjs" },
  banner: {
    js: 'import { createRequire as createRequireOfMandate } from "node:module";\nconst require = createRequireOfMandate(import.meta.url);',
  },
  logLevel: "error",
});
