import type { ExitCode } from "../exit.ts";
import type { Call } from "../options.ts";
import type { World } from "../world.ts";

/** What a command's file exports. */
export type Run = (world: World, call: Call) => Promise<ExitCode> | ExitCode;

export interface OptionSpec {
  /** as commander writes it: `-o, --out <FILE>` */
  readonly flags: string;
  readonly description: string;
  readonly choices?: readonly string[];
  readonly default?: string;
  /** may be given more than once; its value is a list */
  readonly repeated?: boolean;
  /** options of which one has to be there for this one to mean something, as `--queue` */
  readonly of?: readonly string[];
  /** options that ask for another answer than this one, so that not both can be had */
  readonly instead?: readonly string[];
}

/** A command as its help shows it; its code is loaded only when it runs. */
export interface CommandSpec {
  readonly name: string;
  readonly description: string;
  /** as commander writes them: `[paths...]` */
  readonly arguments?: readonly { readonly name: string; readonly description: string }[];
  readonly options?: readonly OptionSpec[];
  /** which of the options that many commands share it takes */
  readonly shared: readonly (keyof typeof shared)[];
  /** what follows `mandate`; it runs from the repository's root folder */
  readonly example: string;
  readonly load: () => Promise<{ readonly run: Run }>;
}

/** Options that mean the same wherever they are taken. */
export const shared = {
  project: {
    flags: "--project <DIR>",
    description: "the project's folder (default: the nearest `mandate.json` upwards)",
  },
  asOf: { flags: "--as-of <DATE>", description: "the day that counts, as 2026-11-20 (default: today)" },
  bookDay: {
    flags: "--as-of <DATE>",
    description: "the day that counts, as 2026-11-20 (default: that of the book's prices)",
  },
  runDay: {
    flags: "--as-of <DATE>",
    description: "the day whose run is explained; with these two, the day that counts (default: the book's)",
  },
  json: { flags: "--json", description: "print JSON, for programs" },
  quiet: { flags: "--quiet", description: "print nothing but what was found or asked for" },
} as const satisfies Readonly<Record<string, OptionSpec>>;
