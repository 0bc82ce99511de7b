/** Where diagnostics stand, as each format counts. */
import { LineMap, type Position, type Span } from "@mandate/dsl";
import type { Place } from "../diagnostic.ts";

/** What a rendering needs besides the diagnostics. */
export interface RenderContext {
  /** the text that a file's spans count in; undefined for a file that could not be read */
  readonly text: (file: string) => string | undefined;
  /** how to write a file's path for whoever reads the output; by default relative to the project, as in the diagnostic */
  readonly path?: (file: string) => string;
}

/** As in the Language Server Protocol: lines and characters from 0, in UTF-16 units, the end not included. */
export interface Range {
  readonly start: Position;
  readonly end: Position;
}

export interface Places {
  readonly range: (place: Place) => Range;
  readonly lines: (file: string) => LineMap;
  readonly path: (file: string) => string;
}

/** Looks places up; each file's lines are counted once. */
export function places({ text, path }: RenderContext): Places {
  const maps = new Map<string, LineMap>();
  const lines = (file: string): LineMap => {
    const known = maps.get(file);
    if (known !== undefined) return known;
    const map = new LineMap(text(file) ?? "");
    maps.set(file, map);
    return map;
  };
  const range = ({ file, span }: { file: string; span: Span }): Range => {
    const map = lines(file);
    return { start: map.position(span.start), end: map.position(Math.max(span.start, span.end)) };
  };
  return { range, lines, path: path ?? ((file) => file) };
}
