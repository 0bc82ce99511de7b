/** A program's run in the terminal panel. The terminal is the editor's own, so that it needs no shell and no pty. */
import * as vscode from "vscode";
import type { Program } from "../programs/find.ts";
import { printedLines } from "../programs/lines.ts";
import { runProgram } from "../programs/run.ts";
import { saveAll } from "./house.ts";

export interface TerminalRun {
  readonly program: Program;
  readonly args: readonly string[];
  readonly project: string;
  /** the project's folder, relative to the workspace's; empty where they are one */
  readonly place: string;
}

export function programTerminal({ program, args, project, place }: TerminalRun): vscode.Pseudoterminal {
  const written = new vscode.EventEmitter<string>();
  const closed = new vscode.EventEmitter<number>();
  const stop = new AbortController();
  const lines = printedLines(place, (line) => written.fire(`${line}\r\n`));
  const run = async (): Promise<void> => {
    await saveAll();
    written.fire(`\x1b[2mmandate ${args.join(" ")}\x1b[0m\r\n\r\n`);
    try {
      const { code } = await runProgram(program, args, project, { signal: stop.signal, heard: lines.take });
      lines.end();
      closed.fire(code);
    } catch (error) {
      lines.end();
      // Whoever closes the terminal knows that they did.
      if (!stop.signal.aborted) written.fire(`${error instanceof Error ? error.message : String(error)}\r\n`);
      closed.fire(2);
    }
  };
  return {
    onDidWrite: written.event,
    onDidClose: closed.event,
    open: () => void run(),
    close: () => stop.abort(),
    handleInput: (keys) => {
      // Ctrl-C ends a program in every terminal.
      if (keys.includes("\x03")) stop.abort();
    },
  };
}
