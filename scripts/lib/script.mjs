import { spawn } from "node:child_process";
import { root } from "./setup.mjs";

/**
 * Runs a script's body and turns what it throws into one sentence and exit code 2 ("could not run").
 *
 * @param {string} name what the sentence starts with
 * @param {() => Promise<number>} body gives the exit code
 */
export async function runScript(name, body) {
  try {
    process.exitCode = await body();
  } catch (error) {
    process.stderr.write(`${name}: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 2;
  }
}

/**
 * Runs a program in the root folder with our own streams, and waits for it.
 *
 * @param {string} program
 * @param {readonly string[]} args
 * @returns {Promise<number>} its exit code; 130 where a signal ended it, as shells have it for Ctrl-C
 */
export function runInRoot(program, args) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd: root, stdio: "inherit" });
    child.on("error", reject);
    child.on("close", (code) => resolve(code ?? 130));
  });
}
