/**
 * A first look at a CSV file, byte by byte: its hash, and whether every line is plainly one record.
 *
 * Plain files go to the database's own reader, which is fast. Everything else goes through `careful.ts`, because
 * that reader lets one bad record cost its neighbours: an unclosed quote swallows the good lines after it, mixed
 * line ends and a NUL refuse the file or pass unseen, and a rejected line is counted in records, not in lines.
 */
import { isUtf8 } from "node:buffer";
import { createHash } from "node:crypto";
import { lineBlocks } from "./bytes.ts";

const [LF, CR, COMMA, QUOTE] = [10, 13, 44, 34];

export interface Survey {
  /** SHA-256 of the bytes */
  readonly hash: string;
  readonly size: number;
  /** every line has as many cells as the first, no quotes, no control characters, one kind of line end, UTF-8 */
  readonly plain: boolean;
  /** lines, the header counted */
  readonly lines: number;
  /** the first line, without mark and line end */
  readonly first: Buffer;
  readonly encoding: "utf-8" | "utf-16le" | "utf-16be";
  /** the last byte is a newline */
  readonly closed: boolean;
}

function encodingOf(head: Buffer): { readonly encoding: Survey["encoding"]; readonly mark: number } {
  if (head[0] === 0xff && head[1] === 0xfe) return { encoding: "utf-16le", mark: 2 };
  if (head[0] === 0xfe && head[1] === 0xff) return { encoding: "utf-16be", mark: 2 };
  return { encoding: "utf-8", mark: head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf ? 3 : 0 };
}

/** Reads the whole file once. */
export async function survey(path: string, file: string): Promise<Survey> {
  const hash = createHash("sha256");
  let size = 0;
  let closed = true;
  let head: { readonly encoding: Survey["encoding"]; readonly mark: number } | undefined;
  let first: Buffer = Buffer.alloc(0);
  let [plain, lines, width, ends] = [true, 0, -1, ""];
  const blocks = lineBlocks(path, file, (bytes) => {
    hash.update(bytes);
    size += bytes.length;
    closed = bytes[bytes.length - 1] === LF;
  });
  for await (const { bytes, cut } of blocks) {
    let from = 0;
    if (head === undefined) {
      head = encodingOf(bytes);
      from = head.mark;
      const end = bytes.indexOf(LF);
      const line = bytes.subarray(from, end < 0 ? bytes.length : end);
      first = Buffer.from(line[line.length - 1] === CR ? line.subarray(0, -1) : line);
      if (head.encoding !== "utf-8") plain = false;
    }
    if (!plain) continue;
    const counted = count(bytes, from, width, ends);
    if (cut || counted === undefined || !isUtf8(bytes)) {
      plain = false;
      continue;
    }
    lines += counted.lines;
    width = counted.width;
    ends = counted.ends;
  }
  return {
    hash: hash.digest("hex"),
    size,
    plain,
    lines,
    first,
    encoding: head?.encoding ?? "utf-8",
    closed,
  };
}

/** Lines of a block that all have `before` cells (-1: not known yet); undefined as soon as one is not plain. */
function count(
  bytes: Buffer,
  from: number,
  before: number,
  endsBefore: string,
): { readonly lines: number; readonly width: number; readonly ends: string } | undefined {
  let [lines, width, ends, commas, start] = [0, before, endsBefore, 0, from];
  for (let at = from; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte === COMMA) commas += 1;
    else if (byte > QUOTE) continue;
    else if (byte === LF) {
      const returned = at > start && bytes[at - 1] === CR;
      const kind = returned ? "crlf" : "lf";
      if (ends === "") ends = kind;
      if (width < 0) width = commas + 1;
      const length = at - start - (returned ? 1 : 0);
      if (ends !== kind || commas + 1 !== width || length === 0 || length > 100_000) return undefined;
      lines += 1;
      commas = 0;
      start = at + 1;
    } else if (byte === CR ? bytes[at + 1] !== LF : byte === QUOTE || (byte < 32 && byte !== 9)) {
      return undefined;
    }
  }
  if (start < bytes.length) {
    if (width < 0) width = commas + 1;
    if (commas + 1 !== width) return undefined;
    lines += 1;
  }
  return { lines, width, ends };
}
