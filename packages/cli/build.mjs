import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { digest, filesBelow } from "../../scripts/lib/digest.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, "..", "..");
const dist = join(here, "dist");
const stamp = join(dist, "bundle.json");

/** What starts on its own: the command, and the thread that solves a shard of accounts. */
const entryPoints = {
  mandate: join(here, "src", "main.ts"),
  worker: join(root, "packages", "runtime", "src", "batch", "worker.ts"),
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
 * Bundles the command and its worker into `packages/cli/dist`, unless what lies there is already made from these sources.
 *
 * Every file is written whole (beside its place, then renamed), the entries last, so that a run that starts meanwhile sees
 * the old program or the new one. Chunks of the program before are kept for one build: a run under way may still load them.
 *
 * @returns {Promise<"built" | "current">}
 * @throws {Error} esbuild's account of the sources that do not parse or resolve
 */
export async function bundle() {
  const sources = [
    ...filesBelow(join(root, "packages"), (path) => path.endsWith(".ts") && !path.endsWith(".test.ts")),
    ...filesBelow(join(root, "packages"), (path) => basename(path) === "package.json"),
    join(root, "pnpm-lock.yaml"),
    fileURLToPath(import.meta.url),
  ];
  const hash = digest(root, sources);
  const before = readStamp();
  if (before?.hash === hash && before.files.every((file) => existsSync(join(dist, file)))) return "current";

  // Imported here, not above: before the first install there is no esbuild to import.
  const { build } = await import("esbuild");
  const result = await build({
    entryPoints: Object.fromEntries(Object.entries(entryPoints).filter(([, path]) => existsSync(path))),
    outdir: dist,
    absWorkingDir: root,
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    target: "node20",
    sourcemap: true,
    external,
    banner: { js: banner },
    chunkNames: "chunk-[hash]",
    legalComments: "none",
    logLevel: "silent",
    write: false,
  });
  mkdirSync(dist, { recursive: true });
  const outputs = result.outputFiles.map((file) => ({ name: basename(file.path), contents: file.contents }));
  const isEntry = (/** @type {string} */ name) => Object.keys(entryPoints).includes(name.split(".")[0] ?? "");
  for (const output of outputs.sort((a, b) => Number(isEntry(a.name)) - Number(isEntry(b.name))))
    writeWhole(join(dist, output.name), output.contents);

  const files = outputs.map((output) => output.name).sort();
  const kept = new Set([...files, ...(before?.files ?? []), basename(stamp)]);
  for (const file of readdirSync(dist))
    if (/\.js(\.map)?$/.test(file) && !kept.has(file)) rmSync(join(dist, file), { force: true });
  writeWhole(stamp, `${JSON.stringify({ hash, files }, null, 2)}\n`);
  return "built";
}

/** @returns {{ hash: string, files: string[] } | undefined} what the last build left, if it left anything */
function readStamp() {
  return existsSync(stamp) ? JSON.parse(readFileSync(stamp, "utf8")) : undefined;
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
