/** Offsets in a text as lines and columns, as editors count them. */

/** Zero-based line, zero-based column in UTF-16 units: the Language Server Protocol's position. */
export interface Position {
  readonly line: number;
  readonly character: number;
}

/** Where each line of a text begins. A line ends with LF, CR LF, or a CR alone. */
export class LineMap {
  readonly #starts: readonly number[];
  readonly #text: string;

  constructor(text: string) {
    const starts = [0];
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i);
      if (code === 10 || (code === 13 && text.charCodeAt(i + 1) !== 10)) starts.push(i + 1);
    }
    this.#starts = starts;
    this.#text = text;
  }

  /** How many lines there are; a text that ends with a line break has an empty last line. */
  get lineCount(): number {
    return this.#starts.length;
  }

  /** The offset where the line begins; past the last line, the text's length. */
  lineStart(line: number): number {
    return line < 0 ? 0 : (this.#starts[line] ?? this.#text.length);
  }

  /** The line's own text, without its line break. */
  lineText(line: number): string {
    return this.#text.slice(this.lineStart(line), this.lineStart(line + 1)).replace(/[\r\n]+$/, "");
  }

  /** Offset (clamped into the text) to line and column. */
  position(offset: number): Position {
    const target = Math.min(Math.max(offset, 0), this.#text.length);
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#starts[middle] ?? 0) <= target) low = middle;
      else high = middle - 1;
    }
    return { line: low, character: target - (this.#starts[low] ?? 0) };
  }

  /** Line and column to offset; a column past the line's end is the line's end, as the protocol asks. */
  offset(position: Position): number {
    if (position.line >= this.#starts.length) return this.#text.length;
    const start = this.lineStart(position.line);
    return start + Math.min(Math.max(position.character, 0), this.lineText(position.line).length);
  }
}
