/** Runs a program to its end. */
import { spawn } from "node:child_process";
import type { Program } from "./find.ts";

export interface Ran {
  /** as cli.md has it: 0 clean, 1 something was found, 2 it could not run */
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

export interface Watching {
  /** ends the program when somebody gives up on it */
  readonly signal?: AbortSignal;
  /** what it prints, as it comes */
  readonly heard?: (text: string) => void;
}

/** @throws {Error} one sentence where the program does not start; an `AbortError` where somebody gave up on it */
export function runProgram(
  program: Program,
  args: readonly string[],
  folder: string,
  { signal, heard }: Watching = {},
): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const child = spawn(program.command, [...program.args, ...args], {
      cwd: folder,
      env: { ...process.env, ...program.env },
      stdio: ["ignore", "pipe", "pipe"],
      ...(signal === undefined ? {} : { signal }),
    });
    let out = "";
    let err = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      out += text;
      heard?.(text);
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      err += text;
      heard?.(text);
    });
    child.on("error", (error) =>
      reject(
        error.name === "AbortError"
          ? error
          : new Error(`\`${program.command}\` does not start: ${error.message}`),
      ),
    );
    child.on("close", (code) => resolve({ code: code ?? 2, out, err }));
  });
}
