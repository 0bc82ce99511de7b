import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { digest, filesBelow } from "../../scripts/lib/digest.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, "..", "..");
const packages = join(root, "packages");
const worker = join(packages, "runtime", "src", "batch", "worker.ts");
const prover = join(here, "src", "prover", "thread.ts");

/**
 * @typedef {{ entries: Readonly<Record<string, string>>, outdir: string, sources: readonly string[] }} Program
 *   what starts on its own, by the name of its output; where the outputs go; the folders that they are made from.
 *   Outputs lie under `packages/cli`, where the modules that stay outside the bundle are found.
 */

/** @type {Program} the command, and the threads that solve a shard of accounts and prove policies in an editor */
export const commandLine = {
  entries: { mandate: join(here, "src", "main.ts"), worker, prover },
  outdir: join(here, "dist"),
  sources: [packages],
};

/** @type {Program} measures the product from inside, so it is bundled as the product is, with a worker of its own */
export const benchmarks = {
  entries: { bench: join(root, "test", "bench", "main.ts"), worker },
  outdir: join(here, "dist", "bench"),
  sources: [packages, join(root, "test", "bench"), join(root, "test", "generate")],
};

/**
 * Stays outside the bundle: a native module and a WebAssembly module that finds its `.wasm` file beside itself.
 * Both are dependencies of this package, so that `dist/` resolves them.
 */
const external = ["@duckdb/node-api", "highs"];

/** Some libraries are CommonJS and call `require` for node's own modules; an ES module has none. */
const banner =
  'import { createRequire as createRequireOfMandate } from "node:module";\nconst require = createRequireOfMandate(import.meta.url);';

/**
 * Bundles a program, unless what lies in its place is already made from these sources.
 *
 * Every file is written whole (beside its place, then renamed), the entries last, so that a run that starts meanwhile sees
 * the old program or the new one. Chunks of the program before are kept for one build: a run under way may still load them.
 *
 * @param {Program} program
 * @returns {Promise<"built" | "current">}
 * @throws {Error} esbuild's account of the sources that do not parse or resolve
 */
export async function bundle({ entries, outdir, sources }) {
  const stamp = join(outdir, "bundle.json");
  const hash = digest(root, [
    ...sources.flatMap((folder) => filesBelow(folder, isSource)),
    join(root, "pnpm-lock.yaml"),
    fileURLToPath(import.meta.url),
  ]);
  /** @type {{ hash: string, files: string[] } | undefined} what the build before left, if there was one */
  const before = existsSync(stamp) ? JSON.parse(readFileSync(stamp, "utf8")) : undefined;
  if (before?.hash === hash && before.files.every((file) => existsSync(join(outdir, file)))) return "current";

  const outputs = await compile(entries, outdir);
  mkdirSync(outdir, { recursive: true });
  const isEntry = (/** @type {string} */ name) => Object.hasOwn(entries, name.split(".")[0] ?? "");
  for (const output of outputs.sort((a, b) => Number(isEntry(a.name)) - Number(isEntry(b.name))))
    writeWhole(join(outdir, output.name), output.contents);

  const files = outputs.map((output) => output.name).sort();
  const kept = new Set([...files, ...(before?.files ?? [])]);
  for (const file of readdirSync(outdir))
    if (/\.js(\.map)?$/.test(file) && !kept.has(file)) rmSync(join(outdir, file), { force: true });
  writeWhole(stamp, `${JSON.stringify({ hash, files }, null, 2)}\n`);
  return "built";
}

/** @param {string} path */
function isSource(path) {
  return basename(path) === "package.json" || (path.endsWith(".ts") && !path.endsWith(".test.ts"));
}

/**
 * @param {Program["entries"]} entries
 * @param {string} outdir
 * @returns {Promise<{ name: string, contents: Uint8Array }[]>} the outputs, not yet written
 */
async function compile(entries, outdir) {
  // Imported here, not above: before the first install there is no esbuild to import.
  const { build } = await import("esbuild");
  const result = await build({
    entryPoints: { ...entries },
    outdir,
    absWorkingDir: root,
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    // jsonc-parser's UMD build requires its parts by a name that no bundler sees through; its module build does not.
    mainFields: ["module", "main"],
    target: "node20",
    sourcemap: true,
    external,
    banner: { js: banner },
    chunkNames: "chunk-[hash]",
    legalComments: "none",
    logLevel: "silent",
    write: false,
  });
  return result.outputFiles.map((file) => ({ name: basename(file.path), contents: file.contents }));
}

/**
 * @param {string} path
 * @param {string | Uint8Array} contents
 */
function writeWhole(path, contents) {
  const beside = `${path}.${process.pid}.part`;
  writeFileSync(beside, contents);
  renameSync(beside, path);
}
