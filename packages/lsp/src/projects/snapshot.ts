/** What a feature is asked about: one project at one moment. Nothing in it ever changes. */
import type { Compilation, Diagnostic, Manifest, Place } from "@mandate/compiler";
import { LineMap, type ParseResult, parse, type Span } from "@mandate/dsl";
import type { Location, Position, Range } from "vscode-languageserver";
import { type Encoding, toOffset, toPosition } from "../places/positions.ts";

/** One file of a project as its author sees it, open or not. */
export interface Source {
  /** relative to the project, with `/` */
  readonly path: string;
  /** as the compiler reads it: without a byte order mark */
  readonly text: string;
  /** of the text, with the mark where the editor has one */
  readonly lines: LineMap;
  /** how many characters of the editor's stand before the text: a byte order mark, or nothing */
  readonly inset: number;
  readonly parsed: ParseResult;
}

export interface Snapshot {
  /** the project's folder, absolute */
  readonly root: string;
  /** false for a file that belongs to no project: then only its syntax is judged */
  readonly whole: boolean;
  readonly manifest?: Manifest;
  readonly encoding: Encoding;
  /** ISO date */
  readonly today: string;
  readonly compilation: Compilation;
  /** of the files themselves and of what they say, in order */
  readonly diagnostics: readonly Diagnostic[];
  readonly source: (path: string) => Source | undefined;
  /** a file of the project that no policy names, such as the book's: as it is now */
  readonly read: (path: string) => string | undefined;
  readonly uri: (path: string) => string;
}

/** A document that a request names, in its project. */
export interface Here {
  readonly snapshot: Snapshot;
  readonly source: Source;
}

const MARK = "\uFEFF";

export function isMarked(text: string): boolean {
  return text.startsWith(MARK);
}

/** An editor's text as it would be read from a file: without a byte order mark, and with no half of a character. */
export function asRead(text: string): string {
  const halves = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g;
  return (isMarked(text) ? text.slice(MARK.length) : text).replace(halves, "\uFFFD");
}

/**
 * A text as a source; it is parsed when somebody asks.
 *
 * @param marked whether the editor's text begins with a byte order mark, which `text` has not
 */
export function sourceOf(path: string, text: string, marked = false): Source {
  let lines: LineMap | undefined;
  let parsed: ParseResult | undefined;
  return {
    path,
    text,
    inset: marked ? MARK.length : 0,
    get lines() {
      lines ??= new LineMap(marked ? MARK + text : text);
      return lines;
    },
    get parsed() {
      parsed ??= parse(text);
      return parsed;
    },
  };
}

export function offsetAt({ snapshot, source }: Here, position: Position): number {
  return Math.max(0, toOffset(source.lines, position, snapshot.encoding) - source.inset);
}

export function positionAt({ snapshot, source }: Here, offset: number): Position {
  return toPosition(source.lines, offset + source.inset, snapshot.encoding);
}

export function rangeAt(here: Here, { start, end }: Span): Range {
  return { start: positionAt(here, start), end: positionAt(here, end) };
}

export function spanAt(here: Here, { start, end }: Range): Span {
  const from = offsetAt(here, start);
  return { start: from, end: Math.max(from, offsetAt(here, end)) };
}

/** A place of the compiler's as the protocol's; a file that cannot be read has only a beginning. */
export function locationOf(snapshot: Snapshot, place: Place): Location {
  return { uri: snapshot.uri(place.file), range: rangeOf(snapshot, place) };
}

export function rangeOf(snapshot: Snapshot, place: Place): Range {
  const source = snapshot.source(place.file);
  const start = { line: 0, character: 0 };
  return source === undefined ? { start, end: start } : rangeAt({ snapshot, source }, place.span);
}
