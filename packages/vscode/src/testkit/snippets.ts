/** Snippets as an editor expands them when one presses Tab through all of them. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { extensionFolder } from "./folder.ts";

export interface Snippet {
  readonly name: string;
  readonly prefix: string;
  /** with every place's default, the first of every choice */
  readonly expanded: string;
}

export function snippets(): readonly Snippet[] {
  const all: Record<string, { readonly prefix: string; readonly body: readonly string[] }> = JSON.parse(
    readFileSync(join(extensionFolder, "snippets", "mandate.json"), "utf8"),
  );
  return Object.entries(all).map(([name, { prefix, body }]) => ({
    name,
    prefix,
    expanded: expand(body.join("\n")),
  }));
}

/** TextMate's syntax as far as ours use it: `$0`, `${1:default}`, `${1|one,two|}`, `$$` before anything else is a dollar. */
function expand(body: string): string {
  return body
    .replace(/\$\{\d+\|([^,|]*)[^|]*\|\}/g, "$1")
    .replace(/\$\{\d+:([^}]*)\}/g, "$1")
    .replace(/\\\$/g, "\u0000")
    .replace(/\$\d+/g, "")
    .replaceAll("\u0000", "$");
}
