/** Rows of typed tables in which a cell has control characters: a CSV file's careful reader finds its own. */
import { bookErrors } from "@mandate/compiler";
import { fault } from "../codes.ts";
import type { CsvRecord } from "../csv/careful.ts";
import { chunks, identifier, type Workbench } from "../database.ts";
import { BookError } from "../error.ts";
import type { TypedColumn } from "./laid.ts";

/** So many, and more than the good ones, are no book with a few slips. */
const TOO_MANY = 100_000;

/** All of them but tab, line feed and carriage return, which a cell of several lines has. */
const CONTROL = "[\\x00-\\x08\\x0B\\x0C\\x0E-\\x1F\\x7F]";

/** Types whose texts are digits, signs and letters of the database's own. */
const SPOTLESS =
  /^(?:U?(?:TINY|SMALL|BIG|HUGE)?INT(?:EGER)?|DECIMAL\(.*\)|FLOAT|DOUBLE|BOOLEAN|DATE|TIME.*|UUID)$/;

/** Whether any cell of a relation has control characters, whatever its type. */
export async function isStrange(
  bench: Workbench,
  columns: readonly TypedColumn[],
  from: string,
): Promise<boolean> {
  const strange = columns
    .filter(({ type }) => !SPOTLESS.test(type))
    .map(({ name, type }) => {
      const text = type === "VARCHAR" ? identifier(name) : `CAST(${identifier(name)} AS VARCHAR)`;
      return `regexp_matches(${text}, '${CONTROL}')`;
    });
  if (strange.length === 0) return false;
  const found = await bench.connection.runAndReadAll(
    `SELECT 1 FROM ${from} WHERE ${strange.join(" OR ")} LIMIT 1`,
  );
  return found.currentRowCount > 0;
}

/** Takes such rows out of a table `(row, c0, c1, …)`. @returns them, as records that could not be read */
export async function setAside(
  bench: Workbench,
  table: string,
  width: number,
  file: string,
): Promise<CsvRecord[]> {
  const cells = Array.from({ length: width }, (_, at) => `c${at}`);
  const strange = cells.map((cell) => `regexp_matches(${cell}, '${CONTROL}')`).join(" OR ");
  const found: CsvRecord[] = [];
  const sql = `SELECT row, ${cells.join(", ")} FROM ${table} WHERE ${strange} ORDER BY row`;
  for await (const chunk of chunks(bench.connection, sql)) {
    for (let at = 0; at < chunk.rows; at += 1) {
      const texts = cells.map((_, index) => chunk.text(index + 1, at));
      const text = texts.join(",");
      const code = new RegExp(CONTROL).exec(text)?.[0].charCodeAt(0) ?? 0;
      const character = `U+${code.toString(16).toUpperCase().padStart(4, "0")}`;
      found.push({
        row: chunk.number(0, at),
        cells: texts,
        fault: fault("controlCharacter", { character }, text),
      });
      if (found.length > TOO_MANY) {
        throw new BookError(
          bookErrors.unreadable,
          `more than ${TOO_MANY} rows of \`${file}\` have control characters; it is no table of text`,
          file,
        );
      }
    }
  }
  if (found.length > 0) await bench.connection.run(`DELETE FROM ${table} WHERE ${strange}`);
  return found;
}
