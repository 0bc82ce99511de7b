import { copyFileSync, cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, "..", "..");

/** What VS Code reads of the extension as it lies here. */
const contributed = [
  "language-configuration.json",
  "syntaxes/mandate.tmLanguage.json",
  "snippets/mandate.json",
  "schemas/mandate.schema.json",
  "icons",
  "media",
  "walkthrough",
  "README.md",
];

/** Libraries in CommonJS ask for node's own modules by `require`; an ES module has none. */
const banner =
  'import { createRequire as createRequireOfMandate } from "node:module";\nconst require = createRequireOfMandate(import.meta.url);';

/**
 * Puts the extension together in one folder, as it is shipped: nothing in it is looked for anywhere else.
 *
 * @param {string} folder is emptied first
 * @throws {Error} esbuild's account of the sources that do not parse or resolve
 */
export async function stage(folder) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(join(folder, "server"), { recursive: true });
  await Promise.all([bundleExtension(folder), bundlePage(folder), bundleServer(folder)]);
  for (const path of contributed) cpSync(join(here, path), join(folder, path), { recursive: true });
  copyFileSync(join(root, "LICENSE"), join(folder, "LICENSE"));
  copyFileSync(join(root, "CHANGELOG.md"), join(folder, "CHANGELOG.md"));
  cpSync(join(root, "docs", "diagnostics"), join(folder, "handbook"), { recursive: true });
  // Everything that is put together is meant: the packager asks to be told so.
  writeFileSync(join(folder, ".vscodeignore"), "# nothing\n");
  const {
    scripts: _,
    dependencies: __,
    devDependencies: ___,
    exports: ____,
    private: _____,
    ...manifest
  } = JSON.parse(readFileSync(join(here, "package.json"), "utf8"));
  // Of the workspace's packages only their bundles are shipped.
  writeFileSync(
    join(folder, "package.json"),
    `${JSON.stringify({ ...manifest, main: "./dist/extension.cjs", type: "commonjs" }, null, 2)}\n`,
  );
  writeFileSync(
    join(folder, "server", "package.json"),
    `${JSON.stringify({ type: "module", private: true })}\n`,
  );
}

/** @param {string} folder */
async function bundleExtension(folder) {
  const { build } = await import("esbuild");
  await build({
    entryPoints: [join(here, "src", "index.ts")],
    outfile: join(folder, "dist", "extension.cjs"),
    bundle: true,
    platform: "node",
    format: "cjs",
    target: "node20",
    external: ["vscode"],
    minify: true,
    legalComments: "none",
    logLevel: "silent",
  });
}

/** @param {string} folder */
async function bundlePage(folder) {
  const { build } = await import("esbuild");
  await build({
    entryPoints: [join(here, "src", "preview", "webview", "main.ts")],
    outfile: join(folder, "dist", "preview.js"),
    bundle: true,
    platform: "browser",
    format: "iife",
    target: "es2022",
    minify: true,
    logLevel: "silent",
  });
}

/**
 * The whole command line, language server included, but for the database.
 *
 * @param {string} folder
 */
async function bundleServer(folder) {
  const { build } = await import("esbuild");
  const server = join(folder, "server");
  await build({
    entryPoints: {
      mandate: join(root, "packages", "cli", "src", "main.ts"),
      prover: join(root, "packages", "cli", "src", "prover", "thread.ts"),
    },
    outdir: server,
    bundle: true,
    splitting: true,
    platform: "node",
    format: "esm",
    mainFields: ["module", "main"],
    target: "node20",
    minify: true,
    keepNames: true,
    alias: { "@duckdb/node-api": join(here, "noDatabase.mjs") },
    banner: { js: banner },
    chunkNames: "chunk-[hash]",
    legalComments: "none",
    logLevel: "silent",
  });
  // The solver looks for its program beside itself, which is wherever it was bundled to.
  const solver = createRequire(join(root, "packages", "solver", "package.json")).resolve("highs/runtime");
  copyFileSync(solver, join(server, "highs.wasm"));
}
