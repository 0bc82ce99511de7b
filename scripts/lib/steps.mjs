import { spawn } from "node:child_process";
import { delimiter, join } from "node:path";

/**
 * @typedef {{ name: string, command: string, args: readonly string[], alone?: boolean }} Step
 *   a program of `node_modules/.bin` that passes when it ends with 0
 * @typedef {{ name: string, passed: boolean, milliseconds: number }} Outcome
 */

/** Far above what any step takes; a step that hangs must fail rather than hold the build for ever. */
const limitInMinutes = 20;

/**
 * Runs one step. A step that is alone prints as it goes; of the others, which run side by side, the output is held back
 * until they end, and shown only where they fail.
 *
 * @param {string} root the folder to run in
 * @param {Step} step
 * @returns {Promise<Outcome>}
 */
export function runStep(root, step) {
  const started = performance.now();
  const bin = join(root, "node_modules", ".bin");
  return new Promise((resolve, reject) => {
    const child = spawn(step.command, step.args, {
      cwd: root,
      env: { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH ?? ""}` },
      stdio: ["ignore", step.alone === true ? "inherit" : "pipe", step.alone === true ? "inherit" : "pipe"],
      timeout: limitInMinutes * 60_000,
      shell: process.platform === "win32",
    });
    /** @type {Buffer[]} */
    const printed = [];
    child.stdout?.on("data", (chunk) => printed.push(chunk));
    child.stderr?.on("data", (chunk) => printed.push(chunk));
    child.on("error", reject);
    child.on("close", (code, signal) => {
      const passed = code === 0;
      const outcome = { name: step.name, passed, milliseconds: performance.now() - started };
      process.stdout.write(`${line(outcome)}\n`);
      if (!passed) process.stdout.write(Buffer.concat(printed));
      if (signal !== null)
        process.stdout.write(`  ended by ${signal}; a step may take ${limitInMinutes} minutes\n`);
      resolve(outcome);
    });
  });
}

/**
 * @param {readonly Step[]} steps in the order to print
 * @param {readonly Outcome[]} outcomes of those steps
 * @returns {string} one line a step, and a verdict
 */
export function summary(steps, outcomes) {
  const inOrder = steps.flatMap((step) => outcomes.filter((outcome) => outcome.name === step.name));
  const failed = inOrder.filter((outcome) => !outcome.passed).map((outcome) => outcome.name);
  const verdict =
    failed.length === 0
      ? `all ${inOrder.length} steps passed`
      : `${failed.length} of ${inOrder.length} steps failed: ${failed.join(", ")}`;
  return `\n${inOrder.map(line).join("\n")}\n${verdict}\n`;
}

/** @param {Outcome} outcome */
function line(outcome) {
  return `${outcome.passed ? "✓" : "✗"} ${outcome.name.padEnd(10)} ${(outcome.milliseconds / 1000).toFixed(1).padStart(6)} s`;
}
