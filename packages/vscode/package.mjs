#!/usr/bin/env node
import { execFileSync } from "node:child_process";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { stage } from "./build.mjs";

const here = dirname(fileURLToPath(import.meta.url));

/**
 * Makes the `.vsix`.
 *
 * @param {string} file where
 * @param {string} folder what is in it is put together here
 */
export async function packageExtension(file, folder) {
  await stage(folder);
  execFileSync(
    process.execPath,
    [
      join(here, "node_modules", "@vscode", "vsce", "vsce"),
      "package",
      "--no-dependencies",
      "--allow-missing-repository",
      "--skip-license",
      "--out",
      file,
    ],
    { cwd: folder, stdio: ["ignore", "ignore", "inherit"] },
  );
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const file = join(here, "mandate.vsix");
  await packageExtension(file, join(here, "dist", "stage"));
  process.stdout.write(`${file}\n`);
}
