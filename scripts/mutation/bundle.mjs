import { rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { build } from "esbuild";
import { filesBelow } from "../lib/digest.mjs";

// Bundles the tests that judge a mutant, and what they test, into `mutants/tests.mjs` of the folder it is run in: Stryker's
// copy of the repository, with every mutant in it. `runner.mjs` loads that once and switches mutants on in it.

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

// Stryker's copy lies two folders below the repository, and has no packages of its own yet when this runs.
const root = resolve("..", "..");

const entry = [
  'import { inFile } from "vitest";',
  ...tests.map((file) => `inFile(${JSON.stringify(file)});\nawait import(${JSON.stringify(`./${file}`)});`),
  'export { tests } from "vitest";',
].join("\n");

rmSync("mutants", { recursive: true, force: true });
await build({
  stdin: { contents: entry, resolveDir: "." },
  outfile: join("mutants", "tests.mjs"),
  bundle: true,
  platform: "node",
  format: "esm",
  alias: { vitest: resolve("scripts", "mutation", "tests.mjs") },
  nodePaths: [join(root, "packages", "compiler", "node_modules"), join(root, "node_modules")],
  banner: {
    js: 'import { createRequire as createRequireOfMandate } from "node:module";\nconst require = createRequireOfMandate(import.meta.url);',
  },
  logLevel: "error",
});
