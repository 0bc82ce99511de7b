/** Paths with `/`, relative to a project. */

/** A path that a person wrote, made canonical (`./data//a.csv` is `data/a.csv`); undefined if it leads out of the project. */
export function insidePath(written: string): string | undefined {
  if (/^([/\\]|[A-Za-z]:)/.test(written)) return undefined;
  const parts: string[] = [];
  for (const part of written.split("/")) {
    if (part === "..") {
      if (parts.pop() === undefined) return undefined;
    } else if (part !== "" && part !== ".") parts.push(part);
  }
  return parts.length === 0 ? undefined : parts.join("/");
}

/** `folder/name`, where the folder may be a root or a project's own empty path. */
export function join(folder: string, name: string): string {
  return folder === "" || folder.endsWith("/") ? `${folder}${name}` : `${folder}/${name}`;
}

/** Where `path` lies in `folder`, both absolute: `""` for the folder itself, undefined if it is outside. */
export function relativeTo(folder: string, path: string): string | undefined {
  if (path === folder) return "";
  const prefix = folder.endsWith("/") ? folder : `${folder}/`;
  return path.startsWith(prefix) ? path.slice(prefix.length) : undefined;
}

/** The folder above; a root's is undefined. */
export function parentOf(path: string): string | undefined {
  const cut = path.replace(/\/+$/, "").lastIndexOf("/");
  if (cut < 0) return undefined;
  const parent = path.slice(0, cut);
  if (parent === "") return path === "/" ? undefined : "/";
  return /^[A-Za-z]:$/.test(parent) ? `${parent}/` : parent;
}

/** Order by UTF-16 code unit: the same on every machine, whatever its language. */
export function byCodeUnit(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
