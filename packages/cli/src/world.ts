import type { Readable, Writable } from "node:stream";
import type { ProjectHost } from "@mandate/compiler";
import type { ExitCode } from "./exit.ts";

export interface Output {
  readonly write: (text: string) => void;
  /** whether it is a terminal that shows colours */
  readonly color: boolean;
  /** whether it is a terminal, which a progress bar may redraw */
  readonly terminal: boolean;
}

/** Everything a command may know of where it runs: nothing below `main.ts` asks the process itself. */
export interface World {
  /** absolute, as the system writes it */
  readonly folder: string;
  /** ISO date */
  readonly today: string;
  readonly version: string;
  readonly out: Output;
  readonly err: Output;
  readonly host: ProjectHost;
  /** where the program of a worker thread lies; without it everything is solved in this thread */
  readonly worker?: URL;
  /** where the program of the thread lies that proves what an editor saves; without it nothing is proved there */
  readonly prover?: URL;
  /** for whoever stays: the process's own streams, and the day, which may be another tomorrow */
  readonly session?: {
    readonly input: Readable;
    readonly output: Writable;
    readonly today: () => string;
  };
  /** for a command that stays until it is interrupted: `leave` is called then, and says the exit code */
  readonly onInterruption?: (leave: () => ExitCode | undefined) => void;
  /** where the pages of the handbook lie, if they came along */
  readonly handbook?: URL;
  /** show stack traces */
  readonly debug: boolean;
}
