/** URIs as the protocol writes them, paths as the compiler does: absolute, with `/`. */
import { URI } from "vscode-uri";

/** The path of a file's URI, or a folder's; undefined for `untitled:` and whatever else lies on no disk. */
export function pathOf(uri: string): string | undefined {
  const parsed = URI.parse(uri);
  if (parsed.scheme !== "file") return undefined;
  // Some editors end a folder's URI with a slash.
  return parsed.fsPath.replaceAll("\\", "/").replace(/(?<=.)\/$/, "");
}

/** The URI of an absolute path. */
export function uriOf(path: string): string {
  return URI.file(path).toString();
}

/** One spelling for the many that a URI can have (`%3A` and `:`, the case of a drive's letter). */
export function sameUri(uri: string): string {
  const parsed = URI.parse(uri);
  return parsed.scheme === "file" ? uriOf(parsed.fsPath) : parsed.toString();
}

/** The folder above a path; `/` has none. */
export function folderOf(path: string): string | undefined {
  const cut = path.lastIndexOf("/");
  if (cut < 0 || path === "/") return undefined;
  return cut === 0 ? "/" : path.slice(0, cut);
}

/** What follows the last `/`. */
export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

/** Where `path` lies below `folder`; undefined if it lies elsewhere. */
export function below(folder: string, path: string): string | undefined {
  const prefix = folder.endsWith("/") ? folder : `${folder}/`;
  return path.startsWith(prefix) ? path.slice(prefix.length) : undefined;
}
