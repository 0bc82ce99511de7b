/** Bytes to text: UTF-8, with or without a byte order mark, and nothing else. */
import { project as entries } from "../catalogue/project.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { diagnose } from "../diagnostics/reporter.ts";

export interface Decoded {
  /** without the mark; where the bytes are not UTF-8, the rest of the file is read all the same, so that one slip costs no neighbour */
  readonly text: string;
  readonly diagnostic?: Diagnostic;
}

const REPLACEMENT = "\uFFFD";
const REPLACEMENT_BYTES = [0xef, 0xbf, 0xbd] as const;

/** Reads a file's bytes; `file` is what the diagnostic calls it. Offsets are those of the text without the mark. */
export function decode(file: string, bytes: Uint8Array): Decoded {
  const utf16 =
    bytes[0] === 0xff && bytes[1] === 0xfe
      ? "utf-16le"
      : bytes[0] === 0xfe && bytes[1] === 0xff
        ? "utf-16be"
        : undefined;
  if (utf16 !== undefined) {
    const text = new TextDecoder(utf16).decode(bytes);
    return {
      text,
      diagnostic: notUtf8(file, 0, firstLineEnd(text), "it is in UTF-16, two bytes for each letter"),
    };
  }
  try {
    return { text: new TextDecoder("utf-8", { fatal: true }).decode(bytes) };
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
  }
  const text = new TextDecoder("utf-8").decode(bytes);
  const { index, offset } = firstBad(text, bytes);
  const byte = bytes[offset] ?? 0;
  const letter = new TextDecoder("windows-1252").decode(Uint8Array.of(byte));
  const name = `0x${byte.toString(16).toUpperCase().padStart(2, "0")}`;
  const guess = byte >= 0xa0 ? `; in Windows-1252 it is \`${letter}\`` : "";
  return {
    text,
    diagnostic: notUtf8(file, index, index + 1, `byte ${offset + 1} of the file is ${name}${guess}`),
  };
}

/** Where the first byte stands that is not UTF-8: in the text, and in the file. */
function firstBad(text: string, bytes: Uint8Array): { index: number; offset: number } {
  const encoder = new TextEncoder();
  const mark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  let offset = mark;
  let from = 0;
  for (let index = text.indexOf(REPLACEMENT); index >= 0; index = text.indexOf(REPLACEMENT, index + 1)) {
    offset += encoder.encode(text.slice(from, index)).length;
    // A replacement character that the author wrote is three bytes of good UTF-8.
    if (REPLACEMENT_BYTES.some((byte, at) => bytes[offset + at] !== byte)) return { index, offset };
    from = index;
  }
  return { index: 0, offset: mark };
}

function notUtf8(file: string, start: number, end: number, why: string): Diagnostic {
  return diagnose(entries.notUtf8, { file, span: { start, end } }, { file, why });
}

function firstLineEnd(text: string): number {
  const end = text.search(/[\r\n]/);
  return end < 0 ? text.length : end;
}
