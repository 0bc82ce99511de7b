import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";

/** Every file below a folder, as absolute paths in the order of their names; none where the folder is absent. */
export function filesBelow(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}
