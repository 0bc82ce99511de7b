import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { env, platform, stderr } from "node:process";
import { fileURLToPath } from "node:url";
import { digest } from "./digest.mjs";

// Needs nothing but node and npm, and imports nothing that is not in node: it runs before anything is installed.

/** pnpm 11 and later need node 22. */
const pnpm = "pnpm@10.34.9";
/** What the tools that we build on need at the least. */
const oldestNode = [20, 19];

export const root = join(dirname(fileURLToPath(import.meta.url)), "..", "..");
const stamp = join(root, "node_modules", ".mandate-bootstrap");

/**
 * Installs the packages and bundles the command line; does neither when nothing has changed since the last time.
 *
 * @returns {Promise<void>}
 * @throws {Error} one sentence on what could not be done, and what to do about it
 */
export async function bootstrap() {
  if (!isRecentEnough(process.versions.node))
    throw new Error(
      `mandate needs node ${oldestNode.join(".")} or later, and this is node ${process.versions.node}: install a later one and try again`,
    );
  if (!isInstalled()) install();
  const started = performance.now();
  const { bundle, commandLine } = await import("../../packages/cli/build.mjs");
  if ((await bundle(commandLine)) === "built")
    say(`bundled the command line in ${seconds(performance.now() - started)}`);
}

/** @param {string} version as in `20.20.2` */
function isRecentEnough(version) {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const [oldestMajor = 0, oldestMinor = 0] = oldestNode;
  return major > oldestMajor || (major === oldestMajor && minor >= oldestMinor);
}

/** @returns {string[]} the folders of the workspace, as pnpm-workspace.yaml lists them */
function packageFolders() {
  const packages = join(root, "packages");
  return [root, join(root, "test"), ...readdirSync(packages).map((name) => join(packages, name))].filter(
    (folder) => existsSync(join(folder, "package.json")),
  );
}

/** @returns {string} what an installation depends on */
function fingerprint() {
  const manifests = packageFolders().map((folder) => join(folder, "package.json"));
  const files = [...manifests, join(root, "pnpm-lock.yaml"), join(root, "pnpm-workspace.yaml")];
  // Native modules are chosen by platform, so a folder that was copied from another machine is not installed here.
  return digest(root, files, [pnpm, platform, process.arch]);
}

/** @returns {boolean} whether the last installation was of exactly these manifests, and is still there */
function isInstalled() {
  if (!existsSync(stamp) || readFileSync(stamp, "utf8").trim() !== fingerprint()) return false;
  const command = join(root, "node_modules", ".bin", "mandate");
  return existsSync(command) && packageFolders().every((folder) => existsSync(join(folder, "node_modules")));
}

function install() {
  say("installing packages; the first time takes about half a minute");
  const started = performance.now();
  const result = spawnSync(
    "npx",
    [
      "--yes",
      "--loglevel=error",
      pnpm,
      "install",
      "--frozen-lockfile",
      "--config.confirm-modules-purge=false",
    ],
    {
      cwd: root,
      stdio: ["ignore", stderr.fd, stderr.fd],
      // Nothing here has a terminal to answer questions with, and `CI` is how pnpm is told so.
      env: { ...env, CI: "true" },
      shell: platform === "win32",
    },
  );
  if (result.error !== undefined)
    throw new Error(`could not start \`npx\`, which comes with npm: ${result.error.message}`);
  if (result.status !== 0)
    throw new Error(
      `the packages could not be installed (\`${pnpm} install\` ended with ${result.status ?? result.signal}): ` +
        "what it printed above says why; the first time needs a way to the package registry",
    );
  writeFileSync(stamp, `${fingerprint()}\n`);
  say(`installed packages in ${seconds(performance.now() - started)}`);
}

/** @param {string} text */
function say(text) {
  stderr.write(`bootstrap: ${text}\n`);
}

/** @param {number} milliseconds */
function seconds(milliseconds) {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}
