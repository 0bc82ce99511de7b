/** What the command line's exit codes mean (cli.md), and the errors that lead to them. */

/** Nothing was found; something was found; it could not run. */
export const EXIT = { clean: 0, found: 1, failed: 2, interrupted: 130 } as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** Something that a user can mend: one clear sentence, without a full stop, and exit code 2. */
export class CliError extends Error {
  override readonly name = "CliError";
}

/** What to print for whatever was thrown. Only a defect of ours is called one, and a stack trace is for whoever asks. */
export function sentence(error: unknown, debug: boolean): string {
  if (error instanceof CliError) return error.message;
  const message = error instanceof Error ? error.message : String(error);
  const trace = debug && error instanceof Error && error.stack !== undefined ? `\n${error.stack}` : "";
  const more = debug ? "" : "; run it again with MANDATE_DEBUG=1 for where it happened";
  return `this is a defect of mandate's, not of your policies: ${message}${more}${trace}`;
}
