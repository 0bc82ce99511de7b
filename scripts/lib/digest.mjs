import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";

/**
 * A SHA-256 over the names and bytes of files: the same tree gives the same text on every machine.
 *
 * @param {string} root the folder that names are taken relative to, so that moving the checkout changes nothing
 * @param {readonly string[]} files absolute paths; one that does not exist counts as absent, which is a state of its own
 * @param {readonly string[]} [facts] anything else that the result depends on (a version, a platform)
 * @returns {string} 64 hexadecimal digits
 */
export function digest(root, files, facts = []) {
  const hash = createHash("sha256");
  for (const fact of facts) hash.update(`fact\0${fact}\0`);
  for (const file of [...files].sort()) {
    hash.update(`file\0${relative(root, file).split(sep).join("/")}\0`);
    hash.update(existsSync(file) ? createHash("sha256").update(readFileSync(file)).digest("hex") : "absent");
  }
  return hash.digest("hex");
}

/**
 * Every file below a folder, without `node_modules` and `dist`.
 *
 * @param {string} folder
 * @param {(path: string) => boolean} wanted
 * @returns {string[]} absolute paths, in the file system's order; none where the folder is absent
 */
export function filesBelow(folder, wanted) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory())
      return entry.name === "node_modules" || entry.name === "dist" ? [] : filesBelow(path, wanted);
    return entry.isFile() && wanted(path) ? [path] : [];
  });
}
