/** A folder to what the compiler takes. */
import { project as entries } from "../catalogue/project.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { diagnose, inOrder } from "../diagnostics/reporter.ts";
import type { ProjectFile, ProjectInput } from "../input.ts";
import { decode } from "./decode.ts";
import { MANIFEST } from "./find.ts";
import { failed, type HostFailure, type ProjectHost } from "./host.ts";
import { layersOf } from "./layers.ts";
import { type Manifest, placeOfSetting, readManifest } from "./manifest.ts";
import { insidePath, join, relativeTo } from "./paths.ts";
import { findPolicies } from "./walk.ts";

/** No policy, list or universe is near this; a file beyond it is a mistake, such as a database with the wrong name. */
const LARGEST_FILE = 256 * 1024 * 1024;

export interface LoadedProject {
  /** the project's folder, links followed */
  readonly root: string;
  readonly manifest?: Manifest;
  /** what to compile; absent where the manifest or the lack of policies leaves nothing to compile */
  readonly input?: ProjectInput;
  /**
   * What is wrong with the files themselves, in order. Files that policies name are read while the project is compiled,
   * so ask after that.
   */
  readonly diagnostics: () => readonly Diagnostic[];
  /** the text of a file that was read, as diagnostics count in it */
  readonly text: (path: string) => string | undefined;
}

/**
 * Reads the project in a folder: its manifest, its policy files with their layers, and on demand the files they name.
 *
 * @param folder absolute, with `/`
 * @returns a failure where there is no manifest to read; whatever else is wrong is in `diagnostics`
 */
export function loadProject(folder: string, host: ProjectHost): LoadedProject | HostFailure {
  const root = host.realPath(folder);
  if (failed(root)) return root;
  const files = reader(root, host);
  const source = files.read(MANIFEST);
  if (failed(source)) return source;
  const { manifest, diagnostics } = readManifest(source);
  files.report(...diagnostics);
  const loaded = {
    root,
    diagnostics: () => inOrder(files.reported),
    text: (path: string) => files.texts.get(path),
  };
  if (manifest === undefined) return loaded;

  const layerOf = layersOf(manifest.layers);
  const found = findPolicies(
    root,
    host,
    (path) => layerOf(path) !== "none" || layerOf(`${path}/x`) !== "none",
  );
  files.report(...found.diagnostics);
  if (found.policies.length === 0) {
    const globs = Object.values(manifest.layers).flat();
    files.report(diagnose(entries.noPolicies, { file: MANIFEST, span: { start: 0, end: 0 } }, { globs }));
    return { ...loaded, manifest };
  }
  const policies = found.policies.flatMap((path): ProjectFile[] => {
    const text = files.read(path);
    if (!failed(text)) return [{ path, text, layer: layerOf(path) }];
    files.report(unreadable(path, text));
    return [];
  });
  const { name, universe, book } = manifest;
  const universeAt = placeOfSetting(source, "universe");
  const input: ProjectInput = {
    manifest: { name, universe, layers: manifest.layers, ...(book === undefined ? {} : { book }) },
    ...(universeAt === undefined ? {} : { universeAt }),
    files: policies,
    read: (written) => {
      const text = files.named(written);
      return text === undefined ? undefined : { text };
    },
  };
  return { ...loaded, manifest, input };
}

interface Reader {
  readonly reported: readonly Diagnostic[];
  readonly texts: ReadonlyMap<string, string>;
  readonly report: (...diagnostics: readonly Diagnostic[]) => void;
  /** a file of the project; what is wrong with its bytes is reported */
  readonly read: (path: string) => string | HostFailure;
  /** a file that a policy names: inside the project by its path and by its links, or not at all */
  readonly named: (written: string) => string | undefined;
}

function reader(root: string, host: ProjectHost): Reader {
  const reported: Diagnostic[] = [];
  const texts = new Map<string, string>();
  const named = new Map<string, string | undefined>();
  const read = (path: string): string | HostFailure => {
    const bytes = host.readFile(join(root, path), LARGEST_FILE);
    if (failed(bytes)) return bytes;
    const { text, diagnostic } = decode(path, bytes);
    if (diagnostic !== undefined) reported.push(diagnostic);
    texts.set(path, text);
    return text;
  };
  const readNamed = (path: string): string | undefined => {
    const target = host.realPath(join(root, path));
    if (failed(target)) {
      if (target.failure !== "missing") reported.push(unreadable(path, target));
      return undefined;
    }
    if (relativeTo(root, target) === undefined) {
      reported.push(diagnose(entries.outside, { file: path, span: { start: 0, end: 0 } }, { file: path }));
      return undefined;
    }
    const text = read(path);
    if (!failed(text)) return text;
    reported.push(unreadable(path, text));
    return undefined;
  };
  return {
    reported,
    texts,
    report: (...diagnostics) => {
      reported.push(...diagnostics);
    },
    read,
    named: (written) => {
      const path = insidePath(written);
      if (path === undefined) return undefined;
      if (!named.has(path)) named.set(path, readNamed(path));
      return named.get(path);
    },
  };
}

function unreadable(file: string, { why }: HostFailure): Diagnostic {
  return diagnose(entries.unreadable, { file, span: { start: 0, end: 0 } }, { file, why });
}
