/** CSV files with the place of every row, so that a bad one can be pointed at. */
import type { Span } from "@mandate/dsl";
import Papa from "papaparse";

export interface CsvRow {
  /** the row in the file's text, without its line break */
  readonly span: Span;
  /** cells by position, trimmed */
  readonly cells: readonly string[];
  /** what the reader could make nothing of, such as an unclosed quote */
  readonly fault?: string;
}

export interface CsvFile {
  readonly columns: readonly string[];
  readonly header: Span;
  readonly rows: readonly CsvRow[];
}

/** Reads a CSV with a header. Empty lines are skipped; a row's cells are given as they stand, trimmed. */
export function readCsv(text: string): CsvFile {
  const offset = text.startsWith("\uFEFF") ? 1 : 0;
  const body = text.slice(offset);
  const rows: CsvRow[] = [];
  let from = 0;
  Papa.parse<string[]>(body, {
    delimiter: ",",
    step: ({ data, errors, meta }) => {
      let end = Math.min(meta.cursor, body.length);
      const next = end;
      while (end > from && (body[end - 1] === "\n" || body[end - 1] === "\r")) end -= 1;
      const cells = data.map((cell) => cell.trim());
      const fault = errors.find((error) => error.type === "Quotes");
      if (cells.length > 1 || cells[0] !== "" || fault !== undefined) {
        rows.push({
          span: { start: from + offset, end: end + offset },
          cells,
          ...(fault === undefined ? {} : { fault: "a cell's quote is not closed" }),
        });
      }
      from = next;
    },
  });
  const header = rows.shift();
  return { columns: header?.cells ?? [], header: header?.span ?? { start: 0, end: 0 }, rows };
}
