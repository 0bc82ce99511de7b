/** Whose a damaged record is, as far as it can be told. */
import type { CsvRecord } from "./csv/careful.ts";

export interface Key {
  readonly text: string;
  /** another cell follows, so that the key was not cut off */
  readonly whole: boolean;
}

/** The key cell of a record that could not be read as a whole; undefined if the record does not reach it. */
export function keyOf(record: CsvRecord, at: number): Key | undefined {
  const text = record.cells[at]?.trim();
  if (text === undefined || text === "") return undefined;
  return { text, whole: record.cells.length > at + 1 };
}
