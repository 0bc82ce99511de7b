/** What a feature is asked about: one project at one moment. Nothing in it ever changes. */
import type { Compilation, Diagnostic, Manifest, Place } from "@mandate/compiler";
import { LineMap, type ParseResult, parse, type Span } from "@mandate/dsl";
import type { Location, Position, Range } from "vscode-languageserver";
import { type Encoding, toOffset, toPosition, toRange, toSpan } from "../places/positions.ts";

/** One file of a project as its author sees it, open or not. */
export interface Source {
  /** relative to the project, with `/` */
  readonly path: string;
  readonly text: string;
  readonly lines: LineMap;
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

/** A text as a source; it is parsed when somebody asks. */
export function sourceOf(path: string, text: string): Source {
  let lines: LineMap | undefined;
  let parsed: ParseResult | undefined;
  return {
    path,
    text,
    get lines() {
      lines ??= new LineMap(text);
      return lines;
    },
    get parsed() {
      parsed ??= parse(text);
      return parsed;
    },
  };
}

export function offsetAt({ snapshot, source }: Here, position: Position): number {
  return toOffset(source.lines, position, snapshot.encoding);
}

export function positionAt({ snapshot, source }: Here, offset: number): Position {
  return toPosition(source.lines, offset, snapshot.encoding);
}

export function rangeAt({ snapshot, source }: Here, span: Span): Range {
  return toRange(source.lines, span, snapshot.encoding);
}

export function spanAt({ snapshot, source }: Here, range: Range): Span {
  return toSpan(source.lines, range, snapshot.encoding);
}

/** A place of the compiler's as the protocol's; a file that cannot be read has only a beginning. */
export function locationOf(snapshot: Snapshot, place: Place): Location {
  return { uri: snapshot.uri(place.file), range: rangeOf(snapshot, place) };
}

export function rangeOf(snapshot: Snapshot, place: Place): Range {
  const source = snapshot.source(place.file);
  const start = { line: 0, character: 0 };
  return source === undefined ? { start, end: start } : toRange(source.lines, place.span, snapshot.encoding);
}
