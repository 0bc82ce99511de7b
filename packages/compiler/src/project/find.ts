import { failed, type ProjectHost } from "./host.ts";
import { join, parentOf } from "./paths.ts";

/** The file that makes a folder a project. */
export const MANIFEST = "mandate.json";

/** The nearest folder, from `folder` upwards, that holds a manifest; undefined if none does. */
export function findProject(folder: string, host: ProjectHost): string | undefined {
  for (let at: string | undefined = folder; at !== undefined; at = parentOf(at))
    if (!failed(host.kind(join(at, MANIFEST)))) return at;
  return undefined;
}
