/** Columns of a chunk as the database holds them: numbers without an object each, texts that repeat made once. */
import type { DuckDBDataChunk } from "@duckdb/node-api";

/** The driver keeps the memory of its vectors to itself; reading through its own items costs an object a number. */
function part(chunk: DuckDBDataChunk, column: number, name: "items" | "dataView"): unknown {
  return Reflect.get(chunk.getColumnVector(column), name);
}

function unexpected(what: string): TypeError {
  return new TypeError(`the database's driver has no ${what} where one was expected`);
}

/** A column of DOUBLE. */
export function floats(chunk: DuckDBDataChunk, column: number): Float64Array {
  const items = part(chunk, column, "items");
  if (!(items instanceof Float64Array)) throw unexpected("floats");
  return items;
}

/** A column of DECIMAL(18, …) whose unscaled numbers are from -1 to 2^53: copied unscaled. */
export function unscaled(chunk: DuckDBDataChunk, column: number, into: Float64Array, at: number): void {
  const view = part(chunk, column, "dataView");
  if (!(view instanceof DataView)) throw unexpected("decimals");
  halves(new Int32Array(view.buffer, view.byteOffset, view.byteLength / 4), into, at, chunk.rowCount);
}

/** Numbers of 64 bits, their low halves first: DuckDB runs on no machine that has them otherwise. */
function halves(words: Int32Array, into: Float64Array, at: number, count: number): void {
  for (let row = 0; row < count; row += 1)
    into[at + row] = (words[2 * row + 1] ?? 0) * 2 ** 32 + ((words[2 * row] ?? 0) >>> 0);
}

/** A column of DATE, in days since 1970-01-01. */
export function dayNumbers(chunk: DuckDBDataChunk, column: number): Int32Array {
  const items = part(chunk, column, "items");
  if (!(items instanceof Int32Array)) throw unexpected("days");
  return items;
}

/** Bytes of a text that the database holds in the cell itself. */
const INLINE = 12;

/** Makes each text of a column once, and gives it a number. */
export interface Texts {
  readonly texts: readonly string[];
  /** the numbers of a column of VARCHAR, none of which is NULL */
  readonly read: (chunk: DuckDBDataChunk, column: number, into: Int32Array, at: number) => void;
}

/** Mixes the four words of a cell; any spread will do. */
function mixed(a: number, b: number, c: number, d: number): number {
  let hash = Math.imul(a, 0x9e3779b1) ^ Math.imul(b, 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 15) ^ c, 0xc2b2ae35) ^ Math.imul(d, 0x27d4eb2f);
  return (hash ^ (hash >>> 13)) >>> 0;
}

export function textReader(): Texts {
  const texts: string[] = [];
  const long = new Map<string, number>();
  /** the cell's four words by text */
  let keys = new Int32Array(4 * 256);
  /** numbers of texts, plus one, by hash; 0 where there is none */
  let table = new Int32Array(1024);
  const inline: number[] = [];

  const grow = (): void => {
    const wider = new Int32Array(table.length * 4);
    for (let place = 0; place < inline.length; place += 1) {
      const key = 4 * place;
      let slot =
        mixed(keys[key] ?? 0, keys[key + 1] ?? 0, keys[key + 2] ?? 0, keys[key + 3] ?? 0) &
        (wider.length - 1);
      while (wider[slot] !== 0) slot = (slot + 1) & (wider.length - 1);
      wider[slot] = place + 1;
    }
    table = wider;
    const longer = new Int32Array(table.length);
    longer.set(keys.subarray(0, 4 * inline.length));
    keys = longer;
  };

  return {
    texts,
    read(chunk, column, into, at) {
      const vector = chunk.getColumnVector(column);
      const view = part(chunk, column, "dataView");
      if (!(view instanceof DataView)) throw unexpected("texts");
      const words = new Int32Array(view.buffer, view.byteOffset, view.byteLength / 4);
      const rows = chunk.rowCount;
      for (let row = 0; row < rows; row += 1) {
        const [a, b, c, d] = [
          words[4 * row] ?? 0,
          words[4 * row + 1] ?? 0,
          words[4 * row + 2] ?? 0,
          words[4 * row + 3] ?? 0,
        ];
        if (a > INLINE) {
          const text = String(vector.getItem(row));
          let number = long.get(text);
          if (number === undefined) {
            number = texts.push(text) - 1;
            long.set(text, number);
          }
          into[at + row] = number;
          continue;
        }
        let slot = mixed(a, b, c, d) & (table.length - 1);
        for (;;) {
          const place = (table[slot] ?? 0) - 1;
          if (place < 0) {
            const number = texts.push(String(vector.getItem(row) ?? "")) - 1;
            keys.set([a, b, c, d], 4 * inline.length);
            inline.push(number);
            table[slot] = inline.length;
            into[at + row] = number;
            if (inline.length * 4 >= table.length) grow();
            break;
          }
          const key = 4 * place;
          if (keys[key] === a && keys[key + 1] === b && keys[key + 2] === c && keys[key + 3] === d) {
            into[at + row] = inline[place] ?? 0;
            break;
          }
          slot = (slot + 1) & (table.length - 1);
        }
      }
    },
  };
}
