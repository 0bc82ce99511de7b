/** The careful reader of CSV (RFC 4180): what is wrong with a record stays with that record, and lines keep their numbers. */
import { isUtf8 } from "node:buffer";
import { type Fault, fault } from "../codes.ts";
import { LONGEST_LINE, lineBlocks } from "./bytes.ts";
import { splitLine } from "./split.ts";

export interface CsvRecord {
  /** line of the file on which the record starts; the header is 1 */
  readonly row: number;
  readonly cells: readonly string[];
  /** the record cannot be read as one; its cells are what could be made out */
  readonly fault?: Fault;
}

interface Line {
  readonly number: number;
  readonly text: string;
  readonly fault?: Fault;
}

/** A quoted cell may go on over so many lines; one that does not end by then was never closed. */
const MOST_LINES = 100;

const LF = 10;

/** CONTROL: what no cell of a book has, but for tabs, and carriage returns at the end of a line. */
function control(text: string): string | undefined {
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if ((code < 32 && code !== 9) || code === 127)
      return `U+${code.toString(16).toUpperCase().padStart(4, "0")}`;
  }
  return undefined;
}

function toLine(bytes: Buffer, number: number, cut: boolean): Line {
  const valid = isUtf8(bytes) || cut;
  // What is not UTF-8 is nearly always Windows-1252; it serves to show the record, never as data.
  let text = new TextDecoder(valid ? "utf-8" : "windows-1252", { ignoreBOM: true }).decode(bytes);
  if (number === 1 && text.startsWith("\ufeff")) text = text.slice(1);
  if (text.endsWith("\r")) text = text.slice(0, -1);
  if (cut) return { number, text, fault: fault("longRecord", { limit: LONGEST_LINE }, text) };
  if (!valid) return { number, text, fault: fault("wrongEncoding", {}, text) };
  const character = control(text);
  return character === undefined
    ? { number, text }
    : { number, text, fault: fault("controlCharacter", { character }, text) };
}

async function* lines(path: string, file: string): AsyncGenerator<Line> {
  let number = 0;
  for await (const { bytes, cut } of lineBlocks(path, file)) {
    let start = 0;
    while (start < bytes.length) {
      const found = bytes.indexOf(LF, start);
      const end = found < 0 ? bytes.length : found;
      number += 1;
      yield toLine(bytes.subarray(start, end), number, cut);
      start = end + 1;
    }
  }
}

/**
 * All records of a file, the header too. A record's width is checked against the header's by the caller's table; here
 * it decides whether a quoted cell that runs over several lines is one, or was never closed.
 */
export async function* records(path: string, file: string): AsyncGenerator<CsvRecord> {
  const source = lines(path, file);
  const ahead: Line[] = [];
  let width = -1;
  const next = async (): Promise<Line | undefined> => {
    const held = ahead.shift();
    if (held !== undefined) return held;
    const result = await source.next();
    return result.done === true ? undefined : result.value;
  };
  /** The line so many places ahead, read if need be. */
  const peek = async (place: number): Promise<Line | undefined> => {
    while (ahead.length <= place) {
      const result = await source.next();
      if (result.done === true) return undefined;
      ahead.push(result.value);
    }
    return ahead[place];
  };
  try {
    for (let line = await next(); line !== undefined; line = await next()) {
      if (line.text.trim() === "" && line.fault === undefined) continue;
      const split = splitLine(line.text);
      if (line.fault !== undefined) {
        yield { row: line.number, cells: split.cells, fault: line.fault };
      } else if (split.state === "whole") {
        if (width < 0) width = split.cells.length;
        yield { row: line.number, ...checked(split.cells, width, line.text) };
      } else {
        const longer = split.state === "open" ? await multiline(line.text, width, peek) : undefined;
        if (longer === undefined) {
          yield { row: line.number, cells: split.cells, fault: fault("openQuote", {}, line.text) };
        } else {
          if (width < 0) width = longer.cells.length;
          ahead.splice(0, longer.lines);
          yield { row: line.number, cells: longer.cells };
        }
      }
    }
  } finally {
    // Whoever stops reading early must not leave the file open.
    await source.return(undefined);
  }
}

function checked(cells: readonly string[], width: number, text: string): Omit<CsvRecord, "row"> {
  if (cells.length === width) return { cells };
  const params = { cells: cells.length, columns: width };
  const name = cells.length < width ? "truncatedLine" : "tooManyCells";
  return { cells, fault: fault(name, params, text) };
}

/**
 * A record whose quoted cell goes on over the next lines. It is none if it never closes, if its width is not the
 * header's, or if a line that it would swallow reads as a record of its own: then a quote is missing.
 */
async function multiline(
  start: string,
  width: number,
  peek: (place: number) => Promise<Line | undefined>,
): Promise<{ readonly cells: readonly string[]; readonly lines: number } | undefined> {
  let text = start;
  for (let place = 0; place < MOST_LINES; place += 1) {
    const line = await peek(place);
    if (line === undefined || line.fault !== undefined) return undefined;
    const alone = splitLine(line.text);
    if (alone.state === "whole" && alone.cells.length === width && width > 2) return undefined;
    text += `\n${line.text}`;
    const joined = splitLine(text);
    if (joined.state === "broken") return undefined;
    if (joined.state === "whole") {
      return width < 0 || joined.cells.length === width
        ? { cells: joined.cells, lines: place + 1 }
        : undefined;
    }
  }
  return undefined;
}
