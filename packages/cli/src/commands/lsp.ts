import { serve } from "@mandate/lsp";
import { CliError, EXIT, type ExitCode } from "../exit.ts";
import { codeOf } from "../files/why.ts";
import { asOf, type Call, has } from "../options.ts";
import { proverIn } from "../prover/prover.ts";
import type { World } from "../world.ts";

/** How often the editor's process is looked for, milliseconds. */
const PULSE = 3000;

/** Serves an editor until it says goodbye, or is gone. */
export async function run(world: World, call: Call): Promise<ExitCode> {
  if (!has(call, "stdio") || world.session === undefined)
    throw new CliError(
      "the language server is started by an editor, which speaks to it over standard input and output: `mandate lsp --stdio`",
    );
  const day = asOf(call);
  const code = await serve({
    ...world.session,
    ...(day === undefined ? {} : { today: () => day }),
    host: world.host,
    version: world.version,
    ...(world.handbook === undefined ? {} : { handbook: world.handbook.href }),
    ...(world.prover === undefined ? {} : { prover: proverIn(world.prover) }),
    watchClient,
  });
  return code === 0 ? EXIT.clean : EXIT.found;
}

/** An editor that was killed closes nothing: its process is looked for now and then. */
function watchClient(pid: number, gone: () => void): void {
  const timer = setInterval(() => {
    try {
      process.kill(pid, 0);
    } catch (error) {
      // It is there, and another user's.
      if (codeOf(error) === "EPERM") return;
      clearInterval(timer);
      gone();
    }
  }, PULSE);
  timer.unref();
}
