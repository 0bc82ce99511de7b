/** A table as it came out of its file, on the workbench. */
import type { Header, TableName } from "../columns.ts";
import type { CsvRecord } from "../csv/careful.ts";
import { identifier, literal } from "../database.ts";
import type { LaidLots } from "./laid.ts";

export interface Imported {
  readonly table: TableName;
  readonly file: string;
  readonly header: Header;
  /** a relation with `row` (where the record stands in its file) and `c0`, `c1`, … as trimmed text */
  readonly relation: string;
  /** records that could not be read as such */
  readonly damaged: readonly CsvRecord[];
  /** SHA-256 of the file */
  readonly hash: string;
  /** row of the last record if the file breaks off in it: it is damaged and has no line end */
  readonly brokenOff?: number;
  /** of lots that can be read where they lie, without a copy: how */
  readonly laid?: LaidLots;
  /** of such lots: the table with a copy of its own, which is good for any rows */
  readonly copied?: () => Promise<Imported>;
  /** of a table that is read from its file each time: reads, and sees to it that the file is as it was */
  readonly reading?: <T>(read: () => Promise<T>) => Promise<T>;
  /** of a database's table: columns that tell its rows apart */
  readonly keys?: readonly string[];
}

/** Space of any kind around a cell means nothing. */
const SPACE = " \t\r\n\u00a0";

/** An SQL expression for a column's text without space around it, empty where there is none. */
function trimmed(expression: string): string {
  return `coalesce(trim(${expression}, ${literal(SPACE)}), '')`;
}

/**
 * Text of a typed column, as a CSV file would have it. A float prints as its shortest decimal and without an
 * exponent, a decimal without the zeros that only its type adds; a time at midnight is its day.
 */
export function textOf(column: string, type: string): string {
  const name = identifier(column);
  const plain = `CAST(${name} AS VARCHAR)`;
  if (type === "FLOAT" || type === "DOUBLE") {
    const fixed = `rtrim(rtrim(format('{:.20f}', CAST(${name} AS DOUBLE)), '0'), '.')`;
    return trimmed(`CASE WHEN isfinite(${name}) AND contains(${plain}, 'e') THEN ${fixed} ELSE ${plain} END`);
  }
  if (/^DECIMAL\(\d+,\s*[1-9]/.test(type)) return trimmed(`rtrim(rtrim(${plain}, '0'), '.')`);
  if (type.startsWith("TIMESTAMP")) {
    const day = `CAST(CAST(${name} AS DATE) AS VARCHAR)`;
    return trimmed(
      `CASE WHEN ${name} = CAST(CAST(${name} AS DATE) AS ${type}) THEN ${day} ELSE ${plain} END`,
    );
  }
  return trimmed(plain);
}

/** A table of untrimmed texts `c0`, `c1`, … as the relation that readers take. */
export function relation(width: number, from: string, row: string): string {
  const cells = Array.from({ length: width }, (_, index) => `${trimmed(`c${index}`)} AS c${index}`);
  return `(SELECT ${[`${row} AS row`, ...cells].join(", ")} FROM ${from})`;
}

/** Where a known column is in the relation: `c3`, or an empty text if the file has no such column. */
export function column(header: Header, name: string): string {
  const at = header.at.get(name);
  return at === undefined ? "''" : `c${at}`;
}
