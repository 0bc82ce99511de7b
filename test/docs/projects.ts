/** Projects made of texts, compiled as a folder would be. */
import {
  type Bundle,
  compile,
  type Diagnostic,
  failed,
  type HostEntry,
  type HostFailure,
  loadProject,
  type ProjectHost,
} from "@mandate/compiler";

/** The day on which the documentation's examples are compiled: dates in them are to come, or past, as seen from here. */
const TODAY = "2026-11-20";

const START = /^-- (\S+) --$/;

/** Splits a text in the txtar format (`-- path --` before each file) into its files. */
export function filesOf(text: string): Readonly<Record<string, string>> {
  const files: Record<string, string> = {};
  let path: string | undefined;
  for (const line of text.split("\n")) {
    const start = START.exec(line)?.[1];
    if (start !== undefined) {
      path = start;
      files[path] = "";
    } else if (path !== undefined) files[path] += `${line}\n`;
  }
  return files;
}

const MANIFEST = JSON.stringify({
  name: "example",
  universe: "data/securities.csv",
  layers: { firm: ["firm/**"], advisor: ["advisors/**"], client: ["clients/**"] },
});

const ROOT = "/project";

/** A disk that holds these files and nothing else. */
function hostOf(files: Readonly<Record<string, string>>): ProjectHost {
  const paths = Object.keys(files).map((path) => `${ROOT}/${path}`);
  const missing: HostFailure = { failure: "missing", why: "it is not there" };
  const isFolder = (path: string): boolean => paths.some((file) => file.startsWith(`${path}/`));
  return {
    readFile: (path) => {
      const text = files[path.slice(ROOT.length + 1)];
      return text === undefined ? missing : new TextEncoder().encode(text);
    },
    list: (folder) => {
      if (!isFolder(folder)) return missing;
      const entries = new Map<string, HostEntry>();
      for (const path of paths.filter((file) => file.startsWith(`${folder}/`))) {
        const [name = "", ...rest] = path.slice(folder.length + 1).split("/");
        entries.set(name, { name, kind: rest.length === 0 ? "file" : "folder" });
      }
      return [...entries.values()];
    },
    realPath: (path) => (paths.includes(path) || isFolder(path) ? path : missing),
    kind: (path) => (paths.includes(path) ? "file" : isFolder(path) ? "folder" : missing),
  };
}

export interface Compiled {
  /** everything that is found, in the files themselves and in what they say */
  readonly diagnostics: readonly Diagnostic[];
  readonly bundle?: Bundle;
}

/** Compiles a project of these files; a manifest is put in where there is none. */
export function compiled(files: Readonly<Record<string, string>>): Compiled {
  const all = { "mandate.json": MANIFEST, ...files };
  const loaded = loadProject(ROOT, hostOf(all));
  if (failed(loaded)) throw new Error(`the example cannot be read: ${loaded.why}`);
  if (loaded.input === undefined) return { diagnostics: loaded.diagnostics() };
  const { diagnostics, bundle } = compile(loaded.input, { today: TODAY });
  return {
    diagnostics: [...loaded.diagnostics(), ...diagnostics],
    ...(bundle === undefined ? {} : { bundle }),
  };
}

/** One line a diagnostic, as tests print them. */
export function shown(diagnostics: readonly Diagnostic[], files: Readonly<Record<string, string>>): string[] {
  return diagnostics.map(({ code, file, message, span }) => {
    const line = (files[file] ?? "").slice(0, span.start).split("\n").length;
    return `${code} ${file}:${line} ${message}`;
  });
}
