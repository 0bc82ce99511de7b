/** Where a security stands in the universe's file. */
import type { Place } from "@mandate/compiler";
import { recordsOf } from "../places/csv.ts";
import type { Snapshot } from "./snapshot.ts";

const indexed = new WeakMap<object, ReadonlyMap<string, { readonly start: number; readonly end: number }>>();

/** The symbol's cell in its row; undefined where the universe cannot be read, or the row is none. */
export function rowOf(snapshot: Snapshot, symbol: string): Place | undefined {
  const file = snapshot.manifest?.universe;
  const source = file === undefined ? undefined : snapshot.source(file);
  if (file === undefined || source === undefined) return undefined;
  const rows = indexed.get(source) ?? cells(source.text);
  indexed.set(source, rows);
  const span = rows.get(symbol);
  return span === undefined ? undefined : { file, span };
}

function cells(text: string): ReadonlyMap<string, { readonly start: number; readonly end: number }> {
  const found = new Map<string, { readonly start: number; readonly end: number }>();
  for (const record of recordsOf(text)) {
    const cell = record.get("symbol");
    if (cell !== undefined && cell.value !== "" && !found.has(cell.value)) found.set(cell.value, cell.span);
  }
  return found;
}
