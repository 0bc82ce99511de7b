/** Lines of formatted text, and what is aligned between neighbours. */

export interface Line {
  readonly indent: number;
  readonly code: string;
  /** a comment at the line's end */
  comment?: string;
  /** keeps a blank line before it */
  readonly blank: boolean;
  /** lines with the same key, one below the other, are aligned at `column` of their code */
  readonly align?: { readonly key: string; readonly column: number };
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
  const texts = lines.map((line) =>
    line.verbatim === true ? line.code : " ".repeat(line.indent) + line.code,
  );
  for (const [from, to] of runs(lines, (line) => line.align?.key)) {
    const columns = lines.slice(from, to).map((line) => line.align?.column ?? 0);
    const target = Math.max(...columns);
    const wide = lines
      .slice(from, to)
      .some((line, k) => line.indent + line.code.length + target - (columns[k] ?? 0) > width);
    if (wide || target - Math.min(...columns) > widestPadding) continue;
    for (let i = from; i < to; i++) {
      const line = lines[i] as Line;
      const column = line.align?.column ?? 0;
      texts[i] =
        " ".repeat(line.indent) +
        line.code.slice(0, column) +
        " ".repeat(target - column) +
        line.code.slice(column);
    }
  }
  return texts;
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
