/** Renaming across files: refused where it would clash, or where the name is not the policies' to give. */
import type { Place } from "@mandate/compiler";
import {
  LSPErrorCodes,
  PrepareRenameRequest,
  RenameRequest,
  ResponseError,
  type TextEdit,
  type WorkspaceEdit,
} from "vscode-languageserver";
import { type Meant, meantAt, placesOf } from "../projects/meant.ts";
import { type Here, offsetAt, rangeAt, rangeOf } from "../projects/snapshot.ts";
import { isPlain, written } from "../words/written.ts";
import { type Feature, inDocument } from "./feature.ts";

const prepare = inDocument(PrepareRenameRequest.type, {}, (here, { position }) => {
  const meant = meantAt(here, offsetAt(here, position));
  if (meant === undefined) return null;
  const why = fixed(here, meant);
  if (why !== undefined) throw refused(why);
  return { range: rangeAt(here, inner(here, meant)), placeholder: nameOf(meant) };
});

const rename = inDocument(
  RenameRequest.type,
  { renameProvider: { prepareProvider: true } },
  (here, { position, newName }): WorkspaceEdit | null => {
    const meant = meantAt(here, offsetAt(here, position));
    if (meant === undefined) return null;
    const name = newName.trim().replace(/^`(.*)`$/, "$1");
    const why = fixed(here, meant) ?? unfit(name, meant) ?? clash(here, meant, name);
    if (why !== undefined) throw refused(why);
    return edits(here, placesOf(meant, here.source.path), written(name));
  },
);

/** Both requests share what they refuse, so they are one feature. */
export const renaming: Feature = {
  capabilities: rename.capabilities,
  register: (register) => {
    prepare.register(register);
    rename.register(register);
  },
};

function refused(why: string): ResponseError<void> {
  return new ResponseError(LSPErrorCodes.RequestFailed, why);
}

function nameOf(meant: Meant): string {
  switch (meant.is) {
    case "symbol":
      return meant.symbol.kind === "option"
        ? meant.symbol.name.slice(meant.symbol.name.indexOf(".") + 1)
        : meant.symbol.name;
    case "variable":
      return meant.variable.name;
    case "account":
      return meant.account.id;
  }
}

/** Without the quotation marks or back-ticks around it. */
function inner({ source }: Here, { span }: Meant): { readonly start: number; readonly end: number } {
  const first = source.text[span.start];
  return first === '"' || first === "`" ? { start: span.start + 1, end: span.end - 1 } : span;
}

/** Why a name cannot be changed at all: it is somebody else's. */
function fixed({ snapshot }: Here, meant: Meant): string | undefined {
  if (meant.is === "account")
    return `account \`${meant.account.id}\` is the book's: its id is changed there, and not by renaming`;
  if (meant.is === "variable") return undefined;
  const { kind, name, declaration } = meant.symbol;
  const file = snapshot.manifest?.universe ?? "the universe";
  if (kind === "security") return `\`${name}\` is a security of \`${file}\`: it cannot be renamed here`;
  if (name === "Cash") return "`Cash` is a fixed name of the language: it cannot be renamed";
  if (declaration === undefined) return `\`${name}\` is not declared in the policies: it cannot be renamed`;
  const { universe, attributes } = snapshot.compilation.model.partial;
  if (kind === "asset class" && universe.some((security) => security.class === name))
    return `\`${name}\` is what \`${file}\` calls this class: it cannot be renamed as long as securities there are of it`;
  if (kind === "attribute" && attributes.some((one) => one.name === name) && universe.length > 0)
    return `\`${name}\` is a column of data: an attribute is called as its column`;
  return undefined;
}

function unfit(name: string, meant: Meant): string | undefined {
  if (name === "") return "a name cannot be empty";
  if (/[`\r\n]/.test(name))
    return `\`${name.replaceAll("`", "'")}\` is no name: it has a back-tick or a line break in it`;
  if (meant.is === "variable" && !isPlain(name))
    return `\`${name}\` is no name for a variable: letters, digits and \`_\` only`;
  return undefined;
}

/** One space of names for every kind across the project, and none may equal a symbol of the universe. */
function clash({ snapshot, source }: Here, meant: Meant, name: string): string | undefined {
  if (name === nameOf(meant)) return undefined;
  const { symbols } = snapshot.compilation.model;
  if (meant.is === "symbol" && meant.symbol.kind === "option") {
    const menu = meant.symbol.name.slice(0, meant.symbol.name.indexOf("."));
    return symbols.has(`option ${menu}.${name}`)
      ? `the menu \`${menu}\` has an option \`${name}\` already`
      : undefined;
  }
  const other = symbols.get(name) ?? symbols.get(`security ${name}`);
  if (other !== undefined) return `\`${name}\` is the name of ${article(other.kind)} already`;
  if (name === "Cash") return "`Cash` is a fixed name of the language";
  if (meant.is !== "variable") return undefined;
  const { declaration, uses } = meant.variable;
  const around = source.text.slice(declaration.start, (uses.at(-1) ?? declaration).end);
  return new RegExp(`(?<![\\w.])${name}(?![\\w(])`).test(around)
    ? `\`${name}\` stands for something else here already`
    : undefined;
}

function article(kind: string): string {
  return `${/^[aeiou]/.test(kind) ? "an" : "a"} ${kind}`;
}

function edits({ snapshot }: Here, places: readonly Place[], newText: string): WorkspaceEdit {
  const changes: Record<string, TextEdit[]> = {};
  for (const place of places) {
    const uri = snapshot.uri(place.file);
    changes[uri] ??= [];
    changes[uri].push({ range: rangeOf(snapshot, place), newText });
  }
  return { changes };
}
