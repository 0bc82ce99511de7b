/** Names of the whole workspace, found by some of their letters. */
import { type SymbolInformation, SymbolKind, WorkspaceSymbolRequest } from "vscode-languageserver";
import { accountsOf } from "../projects/meant.ts";
import { locationOf } from "../projects/snapshot.ts";
import { feature } from "./feature.ts";

/** More than this nobody reads; the next letter narrows it. */
const MOST = 500;

const kinds: Readonly<Record<string, SymbolKind>> = {
  "asset class": SymbolKind.Namespace,
  attribute: SymbolKind.Field,
  list: SymbolKind.Array,
  sleeve: SymbolKind.Struct,
  model: SymbolKind.Class,
  menu: SymbolKind.Enum,
  option: SymbolKind.EnumMember,
  limit: SymbolKind.Constant,
  preference: SymbolKind.Variable,
  profile: SymbolKind.Interface,
  "group of equivalents": SymbolKind.Array,
};

export const workspaceSymbols = feature(
  WorkspaceSymbolRequest.type,
  { workspaceSymbolProvider: true },
  (world, { query }) => {
    const found: SymbolInformation[] = [];
    const matches = matcher(query);
    for (const snapshot of world.snapshots()) {
      for (const { name, title, kind, declaration, layer } of snapshot.compilation.model.symbols.values()) {
        if (declaration === undefined || !matches(`${name} ${title ?? ""}`)) continue;
        found.push({
          name,
          kind: kinds[kind] ?? SymbolKind.Object,
          location: locationOf(snapshot, declaration),
          containerName: title ?? (layer === undefined ? kind : `${kind}, ${layer}`),
        });
        if (found.length >= MOST) return found;
      }
      for (const { id, declarations } of accountsOf(snapshot).values())
        for (const place of declarations) {
          const title = place.node.title?.value;
          if (!matches(`account ${id} ${title ?? ""}`)) continue;
          found.push({
            name: `account ${id}`,
            kind: SymbolKind.Object,
            location: locationOf(snapshot, place),
            ...(title === undefined ? {} : { containerName: title }),
          });
          if (found.length >= MOST) return found;
        }
    }
    return found;
  },
);

/** The letters of the query in their order, whatever stands between them; upper and lower case are one. */
function matcher(query: string): (text: string) => boolean {
  const letters = [...query.replaceAll(/\s/g, "").toLowerCase()];
  return (text) => {
    let at = 0;
    const lower = text.toLowerCase();
    for (const letter of letters) {
      at = lower.indexOf(letter, at) + 1;
      if (at === 0) return false;
    }
    return true;
  };
}
