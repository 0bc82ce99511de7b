/** What can be folded away: blocks, runs of comments, and declarations that wrap. */
import type { Comment } from "@mandate/dsl";
import { type FoldingRange, FoldingRangeKind, FoldingRangeRequest } from "vscode-languageserver";
import type { Here } from "../projects/snapshot.ts";
import { inDocument } from "./feature.ts";

export const folding = inDocument(FoldingRangeRequest.type, { foldingRangeProvider: true }, (here) => [
  ...blocks(here),
  ...comments(here),
]);

/** From a brace's line to the line before its partner's, so that both stay in sight. */
function blocks({ source: { parsed, lines } }: Here): FoldingRange[] {
  const found: FoldingRange[] = [];
  const open: number[] = [];
  for (const { image, startOffset } of parsed.tokens) {
    if (image === "{") open.push(lines.position(startOffset).line);
    if (image !== "}") continue;
    const startLine = open.pop();
    const endLine = lines.position(startOffset).line - 1;
    if (startLine !== undefined && endLine > startLine) found.push({ startLine, endLine });
  }
  return found.sort((a, b) => a.startLine - b.startLine);
}

function comments({ source: { parsed, lines, text } }: Here): FoldingRange[] {
  const found: FoldingRange[] = [];
  let run: { from: Comment; to: Comment } | undefined;
  const close = (): void => {
    if (run === undefined) return;
    const startLine = lines.position(run.from.span.start).line;
    const endLine = lines.position(run.to.span.end).line;
    if (endLine > startLine) found.push({ startLine, endLine, kind: FoldingRangeKind.Comment });
    run = undefined;
  };
  for (const comment of parsed.file.comments) {
    const { line, character } = lines.position(comment.span.start);
    // One behind some text belongs to that text.
    if (lines.lineText(line).slice(0, character).trim() !== "") continue;
    const adjoins =
      run !== undefined &&
      run.to.style === comment.style &&
      comment.style !== "block" &&
      /^[ \t]*(?:\r\n|\r|\n)[ \t]*$/.test(text.slice(run.to.span.end, comment.span.start));
    if (adjoins && run !== undefined) run.to = comment;
    else {
      close();
      run = { from: comment, to: comment };
    }
  }
  close();
  return found;
}
