/**
 * Hierarchies where they carry meaning: types are models that restate models, and classes inside classes; calls are
 * declarations that use a name, and the names that a declaration uses.
 */
import type { Place, SymbolInfo } from "@mandate/compiler";
import {
  CallHierarchyIncomingCallsRequest,
  type CallHierarchyItem,
  CallHierarchyOutgoingCallsRequest,
  CallHierarchyPrepareRequest,
  type Range,
  SymbolKind,
  TypeHierarchyPrepareRequest,
  TypeHierarchySubtypesRequest,
  TypeHierarchySupertypesRequest,
} from "vscode-languageserver";
import { accountsOf, meantAt } from "../projects/meant.ts";
import { type Here, offsetAt, rangeOf, type Snapshot } from "../projects/snapshot.ts";
import { type Feature, feature, inDocument, type World } from "./feature.ts";

/** Both hierarchies have items of the same shape; `data` says what an item is about. */
type Item = CallHierarchyItem;

const kinds: Readonly<Record<string, SymbolKind>> = {
  model: SymbolKind.Class,
  "asset class": SymbolKind.Namespace,
};

function item(
  snapshot: Snapshot,
  { name, kind, title, declaration, extent, key }: SymbolInfo,
): Item | undefined {
  if (declaration === undefined) return undefined;
  return {
    name,
    kind: kinds[kind] ?? SymbolKind.Object,
    detail: title ?? kind,
    uri: snapshot.uri(declaration.file),
    range: rangeOf(snapshot, extent ?? declaration),
    selectionRange: rangeOf(snapshot, declaration),
    data: { key },
  };
}

function symbolAt(here: Here, offset: number): SymbolInfo | undefined {
  const meant = meantAt(here, offset);
  return meant?.is === "symbol" ? meant.symbol : undefined;
}

/** The project and the symbol of an item that came back. */
function known(
  world: World,
  { uri, data }: Item,
): { readonly snapshot: Snapshot; readonly symbol: SymbolInfo } | undefined {
  const key: unknown = typeof data === "object" && data !== null && "key" in data ? data.key : undefined;
  const snapshot = world.here(uri)?.snapshot;
  const symbol = typeof key === "string" ? snapshot?.compilation.model.symbols.get(key) : undefined;
  return snapshot === undefined || symbol === undefined ? undefined : { snapshot, symbol };
}

function itemsOf(snapshot: Snapshot, names: readonly string[]): Item[] {
  return names.flatMap((name) => {
    const symbol = snapshot.compilation.model.symbols.get(name);
    return (symbol === undefined ? undefined : item(snapshot, symbol)) ?? [];
  });
}

const typePrepare = inDocument(
  TypeHierarchyPrepareRequest.type,
  { typeHierarchyProvider: true },
  (here, { position }) => {
    const symbol = symbolAt(here, offsetAt(here, position));
    if (symbol === undefined || kinds[symbol.kind] === undefined) return null;
    const found = item(here.snapshot, symbol);
    return found === undefined ? null : [found];
  },
);

const supertypes = feature(TypeHierarchySupertypesRequest.type, {}, (world, params) => {
  const of = known(world, params.item);
  if (of === undefined) return null;
  const { models, classes } = of.snapshot.compilation.model.partial;
  const { kind, name } = of.symbol;
  const above =
    kind === "model"
      ? models.find((one) => one.name === name)?.base
      : classes.find((one) => one.name === name)?.parent;
  return above === undefined ? [] : itemsOf(of.snapshot, [above]);
});

const subtypes = feature(TypeHierarchySubtypesRequest.type, {}, (world, params) => {
  const of = known(world, params.item);
  if (of === undefined) return null;
  const { models, classes } = of.snapshot.compilation.model.partial;
  const { kind, name } = of.symbol;
  const below =
    kind === "model"
      ? models.filter(({ base }) => base === name)
      : classes.filter(({ parent }) => parent === name);
  return itemsOf(
    of.snapshot,
    below.map((one) => one.name),
  );
});

/** A declaration around a place: a named one, or an account. */
function holder(snapshot: Snapshot, { file, span }: Place): Item | undefined {
  const covers = (extent: Place | undefined): boolean =>
    extent?.file === file && extent.span.start <= span.start && span.end <= extent.span.end;
  let found: SymbolInfo | undefined;
  // A nested class is inside its parent's text: the narrowest holds the place.
  for (const symbol of snapshot.compilation.model.symbols.values())
    if (symbol.kind !== "option" && covers(symbol.extent) && !atMostAsLong(found, symbol)) found = symbol;
  if (found !== undefined) return item(snapshot, found);
  for (const { id, declarations } of accountsOf(snapshot).values())
    for (const { node, ...place } of declarations)
      if (covers({ file: place.file, span: node.span }))
        return {
          name: `account ${id}`,
          kind: SymbolKind.Object,
          ...(node.title === undefined ? {} : { detail: node.title.value }),
          uri: snapshot.uri(file),
          range: rangeOf(snapshot, { file, span: node.span }),
          selectionRange: rangeOf(snapshot, place),
          data: { account: id },
        };
  return undefined;
}

function atMostAsLong(found: SymbolInfo | undefined, other: SymbolInfo): boolean {
  const length = (symbol: SymbolInfo | undefined): number =>
    symbol?.extent === undefined
      ? Number.POSITIVE_INFINITY
      : symbol.extent.span.end - symbol.extent.span.start;
  return length(found) <= length(other);
}

const callPrepare = inDocument(
  CallHierarchyPrepareRequest.type,
  { callHierarchyProvider: true },
  (here, { position }) => {
    const symbol = symbolAt(here, offsetAt(here, position));
    const found = symbol === undefined ? undefined : item(here.snapshot, symbol);
    return found === undefined ? null : [found];
  },
);

const incoming = feature(CallHierarchyIncomingCallsRequest.type, {}, (world, params) => {
  const of = known(world, params.item);
  if (of === undefined) return null;
  const callers = new Map<string, { from: Item; fromRanges: Range[] }>();
  for (const place of of.symbol.references) {
    const from = holder(of.snapshot, place);
    if (from === undefined) continue;
    const key = `${from.uri} ${from.name}`;
    const caller = callers.get(key) ?? { from, fromRanges: [] };
    caller.fromRanges.push(rangeOf(of.snapshot, place));
    callers.set(key, caller);
  }
  return [...callers.values()];
});

const outgoing = feature(CallHierarchyOutgoingCallsRequest.type, {}, (world, params) => {
  const of = known(world, params.item);
  const extent = of?.symbol.extent;
  if (of === undefined || extent === undefined) return null;
  return [...of.snapshot.compilation.model.symbols.values()].flatMap((symbol) => {
    const inside = symbol.references.filter(
      ({ file, span }) =>
        file === extent.file && span.start >= extent.span.start && span.end <= extent.span.end,
    );
    const to = inside.length === 0 ? undefined : item(of.snapshot, symbol);
    return to === undefined ? [] : [{ to, fromRanges: inside.map((place) => rangeOf(of.snapshot, place)) }];
  });
});

export const hierarchies: Feature = {
  capabilities: { typeHierarchyProvider: true, callHierarchyProvider: true },
  register: (register) => {
    for (const one of [typePrepare, supertypes, subtypes, callPrepare, incoming, outgoing])
      one.register(register);
  },
};
