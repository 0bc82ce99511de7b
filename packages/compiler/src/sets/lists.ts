/** Lists: resolved when first asked for, each once; a list in terms of itself is found on the way. */
import type { Text } from "@mandate/dsl";
import { catalogue } from "../catalogue/index.ts";
import { readCsv } from "../data/csv.ts";
import { replaceFix } from "../diagnostics/reporter.ts";
import { type Env, scopeIn } from "../env.ts";
import { type FileUnit, placeOf } from "../files/unit.ts";
import { reportCircle } from "../symbols/circle.ts";
import type { EntityOf } from "../symbols/entity.ts";
import { nearest } from "../text/nearest.ts";
import { resolveSet } from "./resolve.ts";
import type { SetValue } from "./value.ts";

const { data, names } = catalogue;

type ListEntity = EntityOf<"list">;

/** A function that resolves lists within `env()`, which must exist by the time the first is asked for. */
export function listResolver(env: () => Env): (list: ListEntity) => SetValue | undefined {
  const done = new Map<ListEntity, SetValue | undefined>();
  const under: ListEntity[] = [];
  return (list) => {
    if (done.has(list)) return done.get(list);
    const start = under.indexOf(list);
    if (start >= 0) {
      reportCircle(env().reporter, under.slice(start));
      for (const member of under.slice(start)) done.set(member, undefined);
      return undefined;
    }
    under.push(list);
    const value = resolveOne(env(), list);
    under.pop();
    if (!done.has(list)) done.set(list, value);
    return done.get(list);
  };
}

function resolveOne(env: Env, list: ListEntity): SetValue | undefined {
  const { node, unit, name } = list;
  if ("from" in node.source) return fromFile(env, unit, name, node.source.from);
  const value = resolveSet(scopeIn(env, unit), node.source.set);
  if (value === undefined) return undefined;
  if (value.kind === "open") {
    env.reporter.report(names.notAListYet, placeOf(unit, node.source.set), { found: value.label });
    return undefined;
  }
  return { ...value, label: name, single: false };
}

function fromFile(env: Env, unit: FileUnit, label: string, from: Text): SetValue | undefined {
  const rows = readSymbols(env, unit, from);
  if (rows === undefined) return undefined;
  const members = [...new Set(rows.map(({ index }) => index))].sort((a, b) => a - b);
  return { kind: "fixed", members, cash: false, label, single: false };
}

export interface SymbolRow {
  readonly index: number;
  readonly span: { readonly start: number; readonly end: number };
  /** the other cells, by column */
  readonly cell: (column: string) => string;
}

/**
 * Reads a CSV with a column `symbol` that a policy names; undefined if it cannot be used at all. Rows whose symbol is
 * unknown are reported and left out.
 */
export function readSymbols(
  env: Env,
  unit: FileUnit,
  from: Text,
  columns: readonly string[] = [],
): SymbolRow[] | undefined {
  if (from.missing === true || (from.value === "" && from.span.start === from.span.end)) return undefined;
  const file = from.value;
  const text = env.project.read(file)?.text;
  if (text === undefined) {
    env.reporter.report(data.missingFile, placeOf(unit, from), { file });
    return undefined;
  }
  const csv = readCsv(text);
  const missing = ["symbol", ...columns].filter((column) => !csv.columns.includes(column));
  for (const column of missing)
    env.reporter.report(data.missingColumn, { file, span: csv.header }, { file, column });
  if (missing.length > 0) return undefined;
  const rows: SymbolRow[] = [];
  const seen = new Set<string>();
  for (const row of csv.rows) {
    const place = { file, span: row.span };
    if (row.fault !== undefined || row.cells.length !== csv.columns.length) {
      const why =
        row.fault ?? `it has ${row.cells.length} cells, and the first line has ${csv.columns.length}`;
      env.reporter.report(data.malformedRow, place, { why });
      continue;
    }
    const cell = (column: string): string => row.cells[csv.columns.indexOf(column)] ?? "";
    const symbol = cell("symbol");
    const index = env.universe.bySymbol.get(symbol);
    if (index === undefined) {
      if (env.universe.columns.size === 0) continue;
      const near = nearest(symbol, env.universe.bySymbol.keys());
      const fixes =
        near === undefined || csv.columns[0] !== "symbol"
          ? []
          : [replaceFix(file, { start: row.span.start, end: row.span.start + symbol.length }, near)];
      env.reporter.report(data.unknownSymbol, place, { symbol, near }, { fixes });
    } else if (seen.has(symbol)) {
      env.reporter.report(data.duplicateSymbol, place, { symbol });
    } else {
      seen.add(symbol);
      rows.push({ index, span: row.span, cell });
    }
  }
  return rows;
}
