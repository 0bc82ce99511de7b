/** Lines of formatted text, and what is aligned between neighbours. */

/** Something that stands in a column: where it begins in its line's code. */
export interface Cell {
  /** cells of one kind share a column */
  readonly kind: string;
  readonly column: number;
  /** of what is aligned at its end, such as a number; 0 for what is aligned at its beginning */
  readonly width: number;
}

/** Lines with the same key, one below the other, are aligned cell by cell. */
export interface Align {
  readonly key: string;
  /** what stands inside one of them does not part it from the next */
  readonly nested?: boolean;
  /** from left to right */
  readonly cells: readonly Cell[];
}

export interface Line {
  readonly indent: number;
  readonly code: string;
  /** a comment at the line's end */
  comment?: string;
  /** keeps a blank line before it */
  readonly blank: boolean;
  align?: Align;
  /** kept as it is */
  readonly verbatim?: boolean;
}

export const width = 110;
/** More space than this inside a line tears it apart. */
const widestPadding = 28;

/** The lines as text. */
export function render(lines: readonly Line[]): string {
  const padded = alignCode(lines);
  const out: string[] = [];
  const columns = commentColumns(lines, padded);
  lines.forEach((line, i) => {
    if (line.blank && out.length > 0) out.push("");
    const code = padded[i] ?? "";
    if (line.comment === undefined) out.push(code);
    else out.push(`${code.padEnd(columns[i] ?? 0)}  ${line.comment}`.replace(/^ {2}$/, ""));
  });
  return out.length === 0 ? "" : `${out.join("\n")}\n`;
}

function alignCode(lines: readonly Line[]): string[] {
  const codes = lines.map(({ code }) => code);
  for (const group of groups(lines)) {
    const run = group.map((at) => lines[at] as Line);
    const kinds = [...new Set(run.flatMap(({ align }) => align?.cells.map(({ kind }) => kind) ?? []))];
    // what is inserted before a cell moves the cells behind it
    const moved = run.map(() => 0);
    for (const kind of inOrder(kinds, run)) {
      const cells = run.map(({ align }) => align?.cells.find((cell) => cell.kind === kind));
      const ends = cells.map((cell, i) =>
        cell === undefined ? undefined : cell.column + cell.width + (moved[i] ?? 0),
      );
      const known = ends.filter((end) => end !== undefined);
      const target = Math.max(...known);
      const padding = ends.map((end) => (end === undefined ? 0 : target - end));
      const wide = run.some(
        ({ indent }, i) => indent + (codes[group[i] ?? 0] ?? "").length + (padding[i] ?? 0) > width,
      );
      if (known.length < 2 || wide || Math.max(...padding) > widestPadding) continue;
      cells.forEach((cell, i) => {
        const pad = padding[i] ?? 0;
        if (cell === undefined || pad === 0) return;
        const code = codes[group[i] ?? 0] ?? "";
        const at = cell.column + (moved[i] ?? 0);
        codes[group[i] ?? 0] = code.slice(0, at) + " ".repeat(pad) + code.slice(at);
        moved[i] = (moved[i] ?? 0) + pad;
      });
    }
  }
  return lines.map((line, i) =>
    line.verbatim === true ? line.code : " ".repeat(line.indent) + (codes[i] ?? ""),
  );
}

/** Indices of lines that stand in columns together: neighbours, and siblings with nothing between them but what is inside one. */
function groups(lines: readonly Line[]): readonly (readonly number[])[] {
  const found: number[][] = [];
  const done = new Set<number>();
  lines.forEach((line, start) => {
    if (line.align === undefined || done.has(start)) return;
    const group = [start];
    for (let next = start + 1; next < lines.length; next++) {
      const other = lines[next] as Line;
      const inside =
        other.indent > line.indent || (other.indent === line.indent && other.code.startsWith("}"));
      if (line.align.nested === true && inside) continue;
      if (other.blank || other.indent !== line.indent || other.align?.key !== line.align.key) break;
      group.push(next);
      done.add(next);
    }
    if (group.length > 1) found.push(group);
  });
  return found;
}

/** The kinds as they follow one another in the lines: a kind stands before those that any line has behind it. */
function inOrder(kinds: readonly string[], run: readonly Line[]): readonly string[] {
  const rank = new Map<string, number>();
  for (const { align } of run)
    for (const { kind, column } of align?.cells ?? []) rank.set(kind, Math.max(rank.get(kind) ?? 0, column));
  const follows = (a: string, b: string): boolean =>
    run.some(({ align }) => {
      const row = align?.cells.map(({ kind }) => kind) ?? [];
      return row.includes(a) && row.includes(b) && row.indexOf(a) < row.indexOf(b);
    });
  return [...kinds].sort((a, b) =>
    follows(a, b) ? -1 : follows(b, a) ? 1 : (rank.get(a) ?? 0) - (rank.get(b) ?? 0),
  );
}

function commentColumns(lines: readonly Line[], texts: readonly string[]): number[] {
  const columns = texts.map((text) => text.length);
  for (const [from, to] of runs(lines, (line) => (line.comment === undefined ? undefined : "comment"))) {
    const lengths = texts.slice(from, to).map((text) => text.length);
    const target = Math.max(...lengths);
    if (target - Math.min(...lengths) > widestPadding) continue;
    columns.fill(target, from, to);
  }
  return columns;
}

/** Runs of at least two lines with nothing between them and the same key and indent. */
function runs(lines: readonly Line[], key: (line: Line) => string | undefined): [number, number][] {
  const found: [number, number][] = [];
  let from = 0;
  for (let i = 1; i <= lines.length; i++) {
    const line = lines[i];
    const first = lines[from] as Line;
    const same =
      line !== undefined && !line.blank && key(line) === key(first) && line.indent === first.indent;
    if (same) continue;
    if (i - from > 1 && key(first) !== undefined) found.push([from, i]);
    from = i;
  }
  return found;
}
