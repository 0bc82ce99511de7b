/** One policy file, parsed, with what is needed to say where something in it stands. */
import type { LineMap, PolicyFile, Span, SyntaxFinding } from "@mandate/dsl";
import type { Layer, Source } from "../bundle/index.ts";
import type { Place } from "../diagnostics/diagnostic.ts";

export interface FileUnit {
  readonly path: string;
  readonly text: string;
  readonly layer: Layer;
  readonly tree: PolicyFile;
  readonly lines: LineMap;
  readonly findings: readonly SyntaxFinding[];
}

/** A declaration, with its file. */
export interface Placed<N> {
  readonly node: N;
  readonly unit: FileUnit;
}

export function placeOf(unit: FileUnit, node: { readonly span: Span }): Place {
  return { file: unit.path, span: node.span };
}

/** The bundle's note of where something is said. */
export function sourceOf(unit: FileUnit, span: Span): Source {
  const at = unit.lines.position(span.start);
  return {
    file: unit.path,
    line: at.line + 1,
    column: at.character + 1,
    start: span.start,
    end: span.end,
    layer: unit.layer,
  };
}

/** Words with single spaces between them, as most text is written: nothing to fold. */
const FOLDED = /^\S+(?: \S+)*$/;

/** The author's text of a node on one line: comments taken out, white space folded. */
export function textOf(unit: FileUnit, span: Span): string {
  let text = "";
  let from = span.start;
  if (unit.tree.comments.length > 0) {
    for (const comment of commentsWithin(unit, span)) {
      text += `${unit.text.slice(from, comment.start)} `;
      from = comment.end;
    }
  }
  text += unit.text.slice(from, span.end);
  return FOLDED.test(text) ? text : text.replace(/\s+/g, " ").trim();
}

function* commentsWithin(unit: FileUnit, span: Span): Generator<Span> {
  const { comments } = unit.tree;
  let low = 0;
  let high = comments.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((comments[middle]?.span.start ?? 0) < span.start) low = middle + 1;
    else high = middle;
  }
  for (let i = low; i < comments.length; i += 1) {
    const comment = comments[i];
    if (comment === undefined || comment.span.start >= span.end) return;
    yield comment.span;
  }
}

/** The text of a clause without its reason. */
export function saidOf(
  unit: FileUnit,
  { span, because }: { readonly span: Span; readonly because?: { readonly span: Span } },
): string {
  if (because === undefined) return textOf(unit, span);
  return textOf(unit, { start: span.start, end: because.span.start }).replace(/\s*because$/, "");
}

/** Whether the parser already found something wrong inside a span (or right at its end): then nothing is said of what is missing there. */
export function damaged(unit: FileUnit, span: Span): boolean {
  return unit.findings.some((finding) => finding.span.start >= span.start && finding.span.start <= span.end);
}
