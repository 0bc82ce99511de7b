/** Which `mandate` runs what: the one in the extension, or the project's own. */
import { dirname, join } from "node:path";

export interface Program {
  readonly command: string;
  /** before whatever the command is to do */
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly from: "setting" | "project" | "extension";
}

export interface Surroundings {
  /** the setting `mandate.path`; empty where nothing is set */
  readonly setting: string;
  /** a workspace that is not trusted starts nothing of its own */
  readonly trusted: boolean;
  readonly platform: NodeJS.Platform;
  readonly exists: (path: string) => boolean;
  /** the editor's own runtime, which runs as node does */
  readonly node: string;
  /** the extension's folder */
  readonly extension: string;
}

/** The program in the extension: whole, but for the database that reads books. */
export function bundledProgram({ node, extension }: Surroundings): Program {
  return {
    command: node,
    args: [join(extension, "server", "mandate.js")],
    env: { ELECTRON_RUN_AS_NODE: "1" },
    from: "extension",
  };
}

/**
 * The program that the user set or the project has installed, which can read books: the nearest in a `node_modules` upwards.
 *
 * @param folder where the project lies
 */
export function ownProgram(folder: string, surroundings: Surroundings): Program | undefined {
  const { setting, trusted, platform, exists, node } = surroundings;
  if (!trusted) return undefined;
  if (setting !== "") return { command: setting, args: [], env: {}, from: "setting" };
  for (let at = folder; ; at = dirname(at)) {
    const modules = join(at, "node_modules");
    const command = join(modules, ".bin", "mandate");
    const script = join(modules, "@mandate", "cli", "bin", "mandate.js");
    // On Windows a link of `.bin` is a batch file, which only a shell starts, and a shell would read the arguments its own way.
    if (platform === "win32" && exists(script))
      return { command: node, args: [script], env: { ELECTRON_RUN_AS_NODE: "1" }, from: "project" };
    if (platform !== "win32" && exists(command)) return { command, args: [], env: {}, from: "project" };
    if (dirname(at) === at) return undefined;
  }
}

/** For what needs no book: what is set counts, else the extension's own, which is as new as the extension. */
export function anyProgram(folder: string, surroundings: Surroundings): Program {
  const own = surroundings.setting === "" ? undefined : ownProgram(folder, surroundings);
  return own ?? bundledProgram(surroundings);
}
