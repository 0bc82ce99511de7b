/** What tools ask about a project: what a name stands for, where it is declared, where it is used. */
import type { Span } from "@mandate/dsl";
import type { Bundle, Layer } from "../bundle/index.ts";
import type { Place } from "../diagnostics/diagnostic.ts";
import type { Env } from "../env.ts";
import { type FileUnit, placeOf, textOf } from "../files/unit.ts";

export interface SymbolInfo {
  /** `Tech`, `security AAPL`, `option Tax.sensitivity` */
  readonly key: string;
  readonly name: string;
  /** `limit`, `asset class`, `security`, `option`, … */
  readonly kind: string;
  readonly title?: string;
  readonly doc?: string;
  /** for a hover: a line or two of what it is */
  readonly detail: string;
  readonly layer?: Layer;
  /** of the name where it is declared; a security's is its universe's business */
  readonly declaration?: Place;
  /** of the whole declaration */
  readonly extent?: Place;
  /** uses, without the declaration, in the order of files and places */
  readonly references: readonly Place[];
}

export interface SemanticModel {
  readonly symbols: ReadonlyMap<string, SymbolInfo>;
  /** the symbol whose declaration or use covers an offset */
  readonly at: (file: string, offset: number) => SymbolInfo | undefined;
  /** as far as it could be resolved: with errors, parts are missing */
  readonly partial: Bundle;
  readonly files: readonly { readonly path: string; readonly layer: Layer }[];
}

export function semanticModel(env: Env, units: readonly FileUnit[], partial: Bundle): SemanticModel {
  const symbols = new Map<string, SymbolInfo>();
  // Hundreds of thousands of uses are sorted when a tool asks for them, not at every check.
  const uses = (key: string) => lazily(() => sorted(env.references.byKey.get(key) ?? []));
  for (const [name, entity] of env.declarations.byName) {
    const { node, unit, nameNode, kind } = entity;
    const references = uses(name);
    const titled =
      kind === "limit"
        ? entity.node.limit.title
        : kind === "preference"
          ? entity.node.prefer.title
          : "title" in node
            ? node.title
            : undefined;
    symbols.set(name, {
      key: name,
      name,
      kind,
      ...(titled === undefined ? {} : { title: titled.value }),
      ...(node.doc === undefined ? {} : { doc: node.doc }),
      detail: detailOf(env, name, kind, textOf(unit, node.span)),
      layer: unit.layer,
      declaration: placeOf(unit, nameNode),
      extent: placeOf(unit, node),
      get references() {
        return references();
      },
    });
  }
  for (const option of env.options.values()) {
    const key = `option ${option.name}`;
    const references = uses(key);
    symbols.set(key, {
      key,
      name: option.name,
      kind: "option",
      ...(option.node.doc === undefined ? {} : { doc: option.node.doc }),
      detail: textOf(option.unit, option.node.span),
      layer: option.unit.layer,
      declaration: placeOf(option.unit, option.node.name),
      extent: placeOf(option.unit, option.node),
      get references() {
        return references();
      },
    });
  }
  for (const key of env.references.byKey.keys()) {
    if (!key.startsWith("security ")) continue;
    const name = key.slice("security ".length);
    const security = env.universe.securities[env.universe.bySymbol.get(name) ?? -1];
    if (security === undefined) continue;
    const references = uses(key);
    symbols.set(key, {
      key,
      name,
      kind: "security",
      title: security.name,
      detail: `${security.name}, ${security.class}`,
      get references() {
        return references();
      },
    });
  }
  const index = lazily(() => placesByFile(symbols));
  return {
    symbols,
    at: (file, offset) => {
      const found = index()
        .get(file)
        ?.find(({ span }) => span.start <= offset && offset <= span.end);
      return found === undefined ? undefined : symbols.get(found.key);
    },
    partial,
    files: units.map(({ path, layer }) => ({ path, layer })),
  };
}

function detailOf(env: Env, name: string, kind: string, text: string): string {
  if (kind === "asset class" || kind === "list") {
    const count = membersOf(env, name, kind);
    if (count !== undefined) return `${kind} of ${count} ${count === 1 ? "security" : "securities"}`;
  }
  return text.length <= 400 ? text : `${text.slice(0, 399)}…`;
}

function membersOf(env: Env, name: string, kind: string): number | undefined {
  if (kind === "asset class") {
    const within = env.classes.byName.get(name)?.within;
    return within === undefined
      ? undefined
      : env.universe.securities.filter((security) => within.has(security.class)).length;
  }
  const entity = env.declarations.byName.get(name);
  const value = entity?.kind === "list" && entity.valid ? env.listOf(entity) : undefined;
  return value?.kind === "fixed" ? value.members.length : undefined;
}

function sorted(places: readonly Place[]): readonly Place[] {
  return [...places].sort((a, b) =>
    a.file < b.file ? -1 : a.file > b.file ? 1 : a.span.start - b.span.start,
  );
}

interface Keyed {
  readonly span: Span;
  readonly key: string;
}

function placesByFile(symbols: ReadonlyMap<string, SymbolInfo>): ReadonlyMap<string, readonly Keyed[]> {
  const files = new Map<string, Keyed[]>();
  for (const { key, declaration, references } of symbols.values()) {
    for (const place of declaration === undefined ? references : [declaration, ...references]) {
      const all = files.get(place.file) ?? [];
      all.push({ span: place.span, key });
      files.set(place.file, all);
    }
  }
  return files;
}

function lazily<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
