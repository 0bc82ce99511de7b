/** The canonical layout, of a file, of a range, and of what a closing brace completes. */
import { format } from "@mandate/dsl";
import {
  DocumentFormattingRequest,
  DocumentOnTypeFormattingRequest,
  DocumentRangeFormattingRequest,
  type TextEdit,
} from "vscode-languageserver";
import { type Here, offsetAt, rangeAt, spanAt } from "../projects/snapshot.ts";
import { inDocument } from "./feature.ts";

export const formatting = inDocument(
  DocumentFormattingRequest.type,
  { documentFormattingProvider: true },
  (here) => changed(here, 0, here.source.text.length),
);

export const rangeFormatting = inDocument(
  DocumentRangeFormattingRequest.type,
  { documentRangeFormattingProvider: true },
  (here, { range }) => {
    const { start, end } = spanAt(here, range);
    return changed(here, start, end);
  },
);

/** A declaration is laid out once its last brace is typed; a line break asks for nothing, for there is more to come. */
export const onTypeFormatting = inDocument(
  DocumentOnTypeFormattingRequest.type,
  { documentOnTypeFormattingProvider: { firstTriggerCharacter: "}" } },
  (here, { position }) => {
    const offset = offsetAt(here, position);
    const { parsed } = here.source;
    const around = parsed.file.declarations.find(({ span }) => span.end === offset);
    const damaged = parsed.findings.some(
      ({ span }) => around !== undefined && span.start <= around.span.end && span.end >= around.span.start,
    );
    return around === undefined || damaged ? null : changed(here, around.span.start, around.span.end);
  },
);

/**
 * The lines that the layout changes, as far as they touch a stretch of the text: a line for a line where it keeps their
 * words, so that cursors and marks stay where they are.
 */
function changed(here: Here, start: number, end: number): TextEdit[] {
  const { text } = here.source;
  const formatted = format(text);
  const ending = text.includes("\r\n") ? formatted.replaceAll(/\r?\n/g, "\r\n") : formatted;
  return hunks(text, ending)
    .filter((hunk) => hunk.start <= end && hunk.end >= start)
    .map(({ start: from, end: to, newText }) => ({
      range: rangeAt(here, { start: from, end: to }),
      newText,
    }));
}

interface Hunk {
  readonly start: number;
  readonly end: number;
  readonly newText: string;
}

/**
 * The layout moves white space only, so both texts have the same words in the same order: walking along both, what
 * stands between two words is an edit where it differs. (Where a word moved to another line's alignment, that too is white
 * space before it.)
 */
function hunks(before: string, after: string): Hunk[] {
  const found: Hunk[] = [];
  let i = 0;
  let j = 0;
  while (i < before.length || j < after.length) {
    const blankBefore = blankEnd(before, i);
    const blankAfter = blankEnd(after, j);
    const newText = after.slice(j, blankAfter);
    if (before.slice(i, blankBefore) !== newText) found.push({ start: i, end: blankBefore, newText });
    i = blankBefore;
    j = blankAfter;
    while (i < before.length && before[i] === after[j] && !isBlank(before[i])) {
      i++;
      j++;
    }
    // Should they ever differ in a word, the rest is one edit: the layout's own check has seen that nothing is lost.
    if (i < before.length && !isBlank(before[i]) && !isBlank(after[j]) && before[i] !== after[j]) {
      found.push({ start: i, end: before.length, newText: after.slice(j) });
      return found;
    }
  }
  return found;
}

function blankEnd(text: string, from: number): number {
  let at = from;
  while (at < text.length && isBlank(text[at])) at++;
  return at;
}

function isBlank(letter: string | undefined): boolean {
  return letter !== undefined && /\s/.test(letter);
}
