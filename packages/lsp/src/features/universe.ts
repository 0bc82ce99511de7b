/** Where a security stands in the universe's file. */
import type { Place } from "@mandate/compiler";
import type { Snapshot } from "../projects/snapshot.ts";

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

/** The cells of the column `symbol`. Quoted cells of other columns may hold line breaks and commas (RFC 4180). */
function cells(text: string): ReadonlyMap<string, { readonly start: number; readonly end: number }> {
  const found = new Map<string, { start: number; end: number }>();
  let column = 0;
  let wanted: number | undefined;
  let header = true;
  const cell = /"((?:[^"]|"")*)"|[^,\r\n]*/y;
  for (let at = 0; at <= text.length; ) {
    cell.lastIndex = at;
    const [image = "", quoted] = cell.exec(text) ?? [];
    const value = (quoted === undefined ? image : quoted.replaceAll('""', '"')).trim();
    const span =
      quoted === undefined
        ? { start: at, end: at + image.length }
        : { start: at + 1, end: at + image.length - 1 };
    if (header && value === "symbol") wanted = column;
    else if (!header && column === wanted && value !== "" && !found.has(value)) found.set(value, span);
    at += image.length;
    const next = text[at];
    if (next === ",") column++;
    else {
      column = 0;
      header = false;
      if (next === "\r" && text[at + 1] === "\n") at++;
    }
    at++;
  }
  return found;
}
