/** Where the process meets the program: the only file that asks the process anything. */
import { existsSync, readFileSync } from "node:fs";
import picocolors from "picocolors";
import { EXIT, type ExitCode } from "./exit.ts";
import { dropParts } from "./files/atomic.ts";
import { nodeHost } from "./files/nodeHost.ts";
import { codeOf } from "./files/why.ts";
import { run } from "./run.ts";
import type { Output } from "./world.ts";

function output(stream: NodeJS.WriteStream): Output {
  // Whoever reads our output may stop at any time (`mandate expand | head`); that is no error.
  stream.on("error", (error) => {
    if (codeOf(error) !== "EPIPE") throw error;
    process.exit(process.exitCode ?? EXIT.clean);
  });
  const terminal = stream.isTTY === true;
  return {
    write: (text) => void stream.write(text),
    terminal,
    color: terminal && picocolors.isColorSupported,
  };
}

/** The day where the user is, which is not always the day in Greenwich. */
function today(): string {
  const now = new Date();
  const two = (part: number): string => String(part).padStart(2, "0");
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}

/** Of the package that this program is bundled into, which lies one folder up from the bundle and from the sources alike. */
function version(): string {
  const manifest: { version: string } = JSON.parse(
    readFileSync(new URL("../package.json", import.meta.url), "utf8"),
  );
  return manifest.version;
}

/** Of a command that stays until it is interrupted, the exit code then; undefined: it has something to do first, and ends by itself. */
let leave: (() => ExitCode | undefined) | undefined;
let leaving = false;
for (const signal of ["SIGINT", "SIGTERM"] as const)
  process.on(signal, () => {
    // Who asks a second time does not want to wait.
    const code = leaving || leave === undefined ? EXIT.interrupted : leave();
    leaving = true;
    if (code === undefined) return;
    dropParts();
    process.exit(code);
  });

/** The repository's, where the program runs from it. */
const handbook = new URL("../../../docs/diagnostics/", import.meta.url);

process.exitCode = await run(process.argv.slice(2), {
  folder: process.cwd(),
  today: today(),
  version: version(),
  out: output(process.stdout),
  err: output(process.stderr),
  host: nodeHost,
  // Bundled beside this program.
  worker: new URL("./worker.js", import.meta.url),
  prover: new URL("./prover.js", import.meta.url),
  session: { input: process.stdin, output: process.stdout, today },
  onInterruption: (how) => {
    leave = how;
  },
  ...(existsSync(handbook) ? { handbook } : {}),
  debug: (process.env["MANDATE_DEBUG"] ?? "") !== "",
});
