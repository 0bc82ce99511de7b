/** What an author sees: the disk, what is open in the editor, and the folders that the editor has. Nothing of the server's. */

/** An open document, with its text at each version. */
interface Open {
  readonly uri: string;
  readonly versions: Map<number, string>;
  version: number;
  text: string;
}

export interface World {
  /** the folder that everything lies in, absolute */
  readonly root: string;
  readonly today: string;
  /** as the files were at first, by their absolute path */
  readonly original: ReadonlyMap<string, string>;
  readonly disk: Map<string, string>;
  /** by absolute path, or by URI where that is no file's */
  readonly open: Map<string, Open>;
  readonly folders: Set<string>;
}

/** The files as the author sees them: what is open is as the editor has it. */
export function seen({ disk, open }: World): ReadonlyMap<string, string> {
  const files = new Map(disk);
  for (const [path, { text }] of open) if (path.startsWith("/")) files.set(path, text);
  return files;
}

export interface Position {
  readonly line: number;
  readonly character: number;
}

/** Counted plainly (LSP 3.17, `Position`): lines end with LF, CR LF or CR, columns are UTF-16 units. */
export function positionOf(text: string, offset: number): Position {
  const lines = text.slice(0, offset).split(/\r\n|\n|\r/);
  // Between a CR and its LF there is no line yet.
  if (text[offset - 1] === "\r" && text[offset] === "\n") return positionOf(text, offset - 1);
  return { line: lines.length - 1, character: lines.at(-1)?.length ?? 0 };
}

/** Whether a position is one of the text's. */
export function isIn(text: string, { line, character }: Position): boolean {
  const found = text.split(/\r\n|\n|\r/)[line];
  return found !== undefined && character <= found.length;
}
