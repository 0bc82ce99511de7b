/** From a name to where it is declared, to the class of what it is, and to all its uses. */
import {
  DeclarationRequest,
  DefinitionRequest,
  type DocumentHighlight,
  DocumentHighlightKind,
  DocumentHighlightRequest,
  type Location,
  ReferencesRequest,
  TypeDefinitionRequest,
} from "vscode-languageserver";
import { declarationsOf, type Meant, meantAt, placesOf } from "../projects/meant.ts";
import { type Here, locationOf, offsetAt, rangeAt } from "../projects/snapshot.ts";
import { rowOf } from "../projects/universe.ts";
import { inDocument } from "./feature.ts";

/** Where it is declared: a security is in its universe's file. */
function declared(here: Here, meant: Meant | undefined): Location[] | null {
  if (meant === undefined) return null;
  const { snapshot, source } = here;
  if (meant.is === "symbol" && meant.symbol.kind === "security") {
    const row = rowOf(snapshot, meant.symbol.name);
    return row === undefined ? null : [locationOf(snapshot, row)];
  }
  const places = declarationsOf(meant, source.path);
  return places.length === 0 ? null : places.map((place) => locationOf(snapshot, place));
}

export const definition = inDocument(
  DefinitionRequest.type,
  { definitionProvider: true },
  (here, { position }) => declared(here, meantAt(here, offsetAt(here, position))),
);

export const declaration = inDocument(
  DeclarationRequest.type,
  { declarationProvider: true },
  (here, { position }) => declared(here, meantAt(here, offsetAt(here, position))),
);

/** A security's class, a nested class's parent, a model's base, an option's menu. */
export const typeDefinition = inDocument(
  TypeDefinitionRequest.type,
  { typeDefinitionProvider: true },
  (here, { position }) => {
    const meant = meantAt(here, offsetAt(here, position));
    if (meant?.is !== "symbol") return null;
    const { partial, symbols } = here.snapshot.compilation.model;
    const { kind, name } = meant.symbol;
    const key =
      kind === "security"
        ? partial.universe.find(({ symbol }) => symbol === name)?.class
        : kind === "asset class"
          ? partial.classes.find((one) => one.name === name)?.parent
          : kind === "model"
            ? partial.models.find((one) => one.name === name)?.base
            : kind === "option"
              ? name.slice(0, name.indexOf("."))
              : undefined;
    const place = key === undefined ? undefined : symbols.get(key)?.declaration;
    return place === undefined ? null : [locationOf(here.snapshot, place)];
  },
);

export const references = inDocument(
  ReferencesRequest.type,
  { referencesProvider: true },
  (here, { position, context }) => {
    const meant = meantAt(here, offsetAt(here, position));
    if (meant === undefined) return null;
    const own = new Set(declarationsOf(meant, here.source.path));
    return placesOf(meant, here.source.path)
      .filter((place) => context.includeDeclaration || ![...own].some((one) => same(one, place)))
      .map((place) => locationOf(here.snapshot, place));
  },
);

export const highlight = inDocument(
  DocumentHighlightRequest.type,
  { documentHighlightProvider: true },
  (here, { position }) => {
    const meant = meantAt(here, offsetAt(here, position));
    if (meant === undefined) return null;
    const { path } = here.source;
    const own = declarationsOf(meant, path);
    return placesOf(meant, path)
      .filter(({ file }) => file === path)
      .map(
        (place): DocumentHighlight => ({
          range: rangeAt(here, place.span),
          kind: own.some((one) => same(one, place))
            ? DocumentHighlightKind.Write
            : DocumentHighlightKind.Read,
        }),
      );
  },
);

function same(
  a: { readonly file: string; readonly span: { readonly start: number } },
  b: { readonly file: string; readonly span: { readonly start: number } },
): boolean {
  return a.file === b.file && a.span.start === b.span.start;
}
