/** Selections that grow: from a word to its phrase, its clause, its declaration, the file. */
import type { Span } from "@mandate/dsl";
import { type SelectionRange, SelectionRangeRequest } from "vscode-languageserver";
import { pathTo } from "../projects/nodes.ts";
import { type Here, offsetAt, rangeAt } from "../projects/snapshot.ts";
import { inDocument } from "./feature.ts";

export const selection = inDocument(
  SelectionRangeRequest.type,
  { selectionRangeProvider: true },
  (here, { positions }) => positions.map((position) => around(here, offsetAt(here, position))),
);

function around(here: Here, offset: number): SelectionRange {
  const { parsed, text } = here.source;
  const token = parsed.tokens.find(
    ({ startOffset, image }) => startOffset <= offset && offset <= startOffset + image.length,
  );
  const spans: Span[] = [
    { start: 0, end: text.length },
    ...pathTo(parsed.file.declarations, offset).map(({ span }) => span),
    ...(token === undefined
      ? []
      : [{ start: token.startOffset, end: token.startOffset + token.image.length }]),
  ];
  let parent: SelectionRange | undefined;
  let last: Span | undefined;
  for (const span of spans) {
    // Each must lie inside the one around it, and say something new.
    if (last !== undefined && (span.start < last.start || span.end > last.end)) continue;
    if (last !== undefined && span.start === last.start && span.end === last.end) continue;
    parent = { range: rangeAt(here, span), ...(parent === undefined ? {} : { parent }) };
    last = span;
  }
  return parent ?? { range: rangeAt(here, { start: offset, end: offset }) };
}
