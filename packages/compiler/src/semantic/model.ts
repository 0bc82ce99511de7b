/** What tools ask about a project: what a name stands for, where it is declared, where it is used. */
import type { Expression, ForEach, PolicyFile, Sum } from "@mandate/dsl";
import type { Bundle, Layer } from "../bundle/index.ts";
import type { Place } from "../diagnostics/diagnostic.ts";
import type { Env } from "../env.ts";
import type { ReadFile } from "../files/read.ts";
import { placeOf, textOf } from "../files/unit.ts";
import type { Firm } from "../firm/firm.ts";
import { byCodeUnit } from "../project/paths.ts";
import type { Reference } from "../symbols/references.ts";
import { lazily } from "../text/lazily.ts";
import { type AmountInfo, amountOf } from "./amount.ts";

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
  /** the files of a layer, with their trees */
  readonly files: readonly { readonly path: string; readonly layer: Layer; readonly tree: PolicyFile }[];
  /**
   * What an expression of a file is: undefined where it is no amount, or wrong.
   *
   * @param around the `for each` and `sum` that it stands inside, outermost first
   */
  readonly amount: (
    file: string,
    node: Expression,
    around: readonly (ForEach | Sum)[],
    inTest?: boolean,
  ) => AmountInfo | undefined;
}

/** What names were met where. */
export interface Sources {
  readonly files: readonly ReadFile[];
  readonly firm: Firm;
  readonly accounts: readonly AccountUses[];
}

/** What was met on the way. */
interface Uses {
  readonly references: readonly Reference[];
}

interface AccountUses extends Uses {
  readonly ir: { readonly blocks: readonly { readonly source: { readonly file: string } }[] };
}

/** Nothing is worked out before a tool asks for it: most checks end without a question. */
export function semanticModel(sources: Sources, bundle: () => Bundle): SemanticModel {
  const { files, firm } = sources;
  const { declarations, universe, options } = firm.env;
  const all = [firm, ...sources.accounts];
  const byKey = lazily(() => placesByKey(all));
  const inFile = lazily(() => usesByFile(sources.accounts));
  const indices = new Map<string, readonly Reference[]>();
  const made = new Map<string, SymbolInfo | undefined>();
  const symbolOf = (key: string): SymbolInfo | undefined => {
    if (!made.has(key)) {
      const info = describe(firm, key);
      made.set(
        key,
        info === undefined ? undefined : withReferences(info, () => sorted(byKey().get(key) ?? [])),
      );
    }
    return made.get(key);
  };
  const symbols = lazily(() => {
    const found = new Map<string, SymbolInfo>();
    const keys = [
      ...declarations.byName.keys(),
      ...[...options.keys()].map((name) => `option ${name}`),
      ...universe.securities.map(({ symbol }) => `security ${symbol}`),
    ];
    for (const key of keys) {
      const symbol = symbolOf(key);
      if (symbol !== undefined) found.set(key, symbol);
    }
    return found;
  });
  return {
    get symbols() {
      return symbols();
    },
    at: (file, offset) => {
      const index = indices.get(file) ?? indexOf(firm, file, [firm, ...(inFile().get(file) ?? [])]);
      indices.set(file, index);
      const found = covering(index, offset);
      return found === undefined ? undefined : symbolOf(found);
    },
    get partial() {
      return bundle();
    },
    files: files.flatMap(({ unit }) =>
      unit === undefined ? [] : [{ path: unit.path, layer: unit.layer, tree: unit.tree }],
    ),
    amount: (file, node, around, inTest = false) => {
      const unit = files.find((read) => read.unit?.path === file)?.unit;
      return unit === undefined ? undefined : amountOf(firm.env, unit, node, around, inTest);
    },
  };
}

type Described = Omit<SymbolInfo, "references">;

function withReferences(info: Described, references: () => readonly Place[]): SymbolInfo {
  const found = lazily(references);
  return {
    ...info,
    get references() {
      return found();
    },
  };
}

function describe({ env }: Firm, key: string): Described | undefined {
  if (key.startsWith("security ")) {
    const name = key.slice("security ".length);
    const security = env.universe.securities[env.universe.bySymbol.get(name) ?? -1];
    if (security !== undefined) {
      const detail = `${security.name}, ${security.class}`;
      return { key, name, kind: "security", title: security.name, detail };
    }
  }
  const option = key.startsWith("option ") ? env.options.get(key.slice("option ".length)) : undefined;
  if (option !== undefined) {
    return {
      key,
      name: option.name,
      kind: "option",
      ...(option.node.doc === undefined ? {} : { doc: option.node.doc }),
      detail: textOf(option.unit, option.node.span),
      layer: option.unit.layer,
      declaration: placeOf(option.unit, option.node.name),
      extent: placeOf(option.unit, option.node),
    };
  }
  const entity = env.declarations.byName.get(key);
  if (entity === undefined) return undefined;
  const { node, unit, nameNode, kind } = entity;
  const titled =
    kind === "limit"
      ? entity.node.limit.title
      : kind === "preference"
        ? entity.node.prefer.title
        : "title" in node
          ? node.title
          : undefined;
  return {
    key,
    name: key,
    kind,
    ...(titled === undefined ? {} : { title: titled.value }),
    ...(node.doc === undefined ? {} : { doc: node.doc }),
    detail: detailOf(env, key, kind, textOf(unit, node.span)),
    layer: unit.layer,
    declaration: placeOf(unit, nameNode),
    extent: placeOf(unit, node),
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
  return [...places].sort((a, b) => byCodeUnit(a.file, b.file) || a.span.start - b.span.start);
}

function placesByKey(all: readonly Uses[]): ReadonlyMap<string, readonly Place[]> {
  const found = new Map<string, Place[]>();
  for (const { references } of all) {
    for (const { key, file, span } of references) {
      const places = found.get(key);
      if (places === undefined) found.set(key, [{ file, span }]);
      else places.push({ file, span });
    }
  }
  return found;
}

/** The accounts that have a block in a file. */
function usesByFile(accounts: readonly AccountUses[]): ReadonlyMap<string, readonly Uses[]> {
  const found = new Map<string, Uses[]>();
  for (const account of accounts) {
    for (const { source } of account.ir.blocks) {
      const others = found.get(source.file);
      if (others === undefined) found.set(source.file, [account]);
      else others.push(account);
    }
  }
  return found;
}

/** Every use and declaration in a file, by place. */
function indexOf({ env }: Firm, file: string, uses: readonly Uses[]): readonly Reference[] {
  const found = uses.flatMap(({ references }) => references.filter((reference) => reference.file === file));
  for (const [key, { unit, nameNode }] of env.declarations.byName)
    if (unit.path === file) found.push({ key, file, span: nameNode.span });
  for (const { name, unit, node } of env.options.values())
    if (unit.path === file) found.push({ key: `option ${name}`, file, span: node.name.span });
  return found.sort((a, b) => a.span.start - b.span.start);
}

/** Of those that cover the offset, ends included, the one that begins last. */
function covering(index: readonly Reference[], offset: number): string | undefined {
  let low = 0;
  let high = index.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((index[middle]?.span.start ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  // Names do not lie inside each other: if the nearest does not reach so far, none does.
  const nearest = index[low - 1];
  return nearest !== undefined && offset <= nearest.span.end ? nearest.key : undefined;
}
