/** Cells of a CSV file with their places (RFC 4180: quoted cells may hold commas, quotes and line breaks). */

export interface Cell {
  readonly value: string;
  /** without the quotation marks */
  readonly span: { readonly start: number; readonly end: number };
}

function* rowsOf(text: string): Generator<readonly Cell[]> {
  const cell = /"((?:[^"]|"")*)"|[^,\r\n]*/y;
  let row: Cell[] = [];
  for (let at = 0; at <= text.length; at++) {
    cell.lastIndex = at;
    const [image = "", quoted] = cell.exec(text) ?? [];
    const value = (quoted === undefined ? image : quoted.replaceAll('""', '"')).trim();
    const inset = quoted === undefined ? 0 : 1;
    row.push({ value, span: { start: at + inset, end: at + image.length - inset } });
    at += image.length;
    if (text[at] === ",") continue;
    if (row.length > 1 || value !== "") yield row;
    row = [];
    if (text[at] === "\r" && text[at + 1] === "\n") at++;
  }
}

/** The rows below a file's head, each by the names of its columns. */
export function* recordsOf(text: string): Generator<ReadonlyMap<string, Cell>> {
  let head: readonly Cell[] | undefined;
  for (const row of rowsOf(text.replace(/^\uFEFF/, ""))) {
    if (head === undefined) head = row;
    else
      yield new Map(
        head.flatMap(({ value }, index) => (row[index] === undefined ? [] : [[value, row[index]]])),
      );
  }
}
