/** One side of a comparison: a folder, a git revision, or the project as it lies there. */
import { resolve } from "node:path";
import {
  type Bundle,
  compile,
  failed,
  inOrder,
  type LoadedProject,
  loadProject,
  MANIFEST,
  type ProjectHost,
  renderPretty,
  summary,
} from "@mandate/compiler";
import { CliError } from "../exit.ts";
import { portable } from "../files/nodeHost.ts";
import { treeOf } from "../git/tree.ts";
import type { Call } from "../options.ts";
import { openProject } from "../project/open.ts";
import type { World } from "../world.ts";

export interface Version {
  /** as the user named it */
  readonly name: string;
  readonly bundle: Bundle;
  readonly loaded: LoadedProject;
}

/**
 * Compiles one version.
 *
 * @param revision a folder or a git revision; undefined: the project in its work tree
 * @returns undefined where something is wrong in it, which has been written
 * @throws {CliError} where there is no such folder or revision
 */
export function versionOf(
  world: World,
  call: Call,
  revision: string | undefined,
  today: string,
): Version | undefined {
  const name = revision ?? "the work tree";
  const loaded = revision === undefined ? openProject(world, call) : loadedOf(world, call, revision);
  const compiled = loaded.input === undefined ? undefined : compile(loaded.input, { today });
  const found = inOrder([...loaded.diagnostics(), ...(compiled?.diagnostics ?? [])]);
  const errors = found.filter(({ severity }) => severity === "error");
  if (compiled?.bundle !== undefined && errors.length === 0) return { name, bundle: compiled.bundle, loaded };
  const context = { text: loaded.text, path: (file: string) => `${name}:${file}` };
  world.err.write(renderPretty(errors, { ...context, color: world.err.color }));
  world.err.write(
    `\n${summary(errors) ?? "nothing was compiled"} in ${name}: only sound versions can be compared\n`,
  );
  return undefined;
}

function loadedOf(world: World, call: Call, revision: string): LoadedProject {
  const path = portable(resolve(world.folder, revision));
  const folder = path.endsWith(`/${MANIFEST}`) ? path.slice(0, -MANIFEST.length - 1) : path;
  if (world.host.kind(folder) === "folder") return load(withManifest(world.host, folder), folder, revision);
  const project = openProject(world, call).root;
  const tree = treeOf(project, revision);
  if (tree === undefined)
    throw new CliError(
      `\`${revision}\` is neither a folder nor a revision of the git repository in which the project lies`,
    );
  if (failed(tree.host.kind(`${tree.folder}/${MANIFEST}`)))
    throw new CliError(`in the revision \`${revision}\` the project has no \`${MANIFEST}\` yet`);
  return load(tree.host, tree.folder, revision);
}

function load(host: ProjectHost, folder: string, name: string): LoadedProject {
  const loaded = loadProject(folder, host);
  if (failed(loaded)) throw new CliError(`\`${name}\` cannot be read: ${loaded.why}`);
  return loaded;
}

const DEFAULT = JSON.stringify({
  name: "project",
  universe: "data/securities.csv",
  layers: { firm: ["firm/**"], advisor: ["advisors/**"], client: ["clients/**"] },
});

/** Two folders are compared also where they have no manifest, if they lie as `mandate init` lays projects out. */
function withManifest(host: ProjectHost, folder: string): ProjectHost {
  const manifest = `${folder}/${MANIFEST}`;
  if (!failed(host.kind(manifest)) || failed(host.kind(`${folder}/data/securities.csv`))) return host;
  const isManifest = (path: string) => path === manifest || path.endsWith(`/${MANIFEST}`);
  return {
    ...host,
    readFile: (path, limit) => {
      const read = host.readFile(path, limit);
      return failed(read) && read.failure === "missing" && isManifest(path)
        ? new TextEncoder().encode(DEFAULT)
        : read;
    },
    kind: (path) => (path === manifest ? "file" : host.kind(path)),
    realPath: (path) => (path === manifest ? path : host.realPath(path)),
  };
}
