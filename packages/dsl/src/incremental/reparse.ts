/** Parsing again after an edit. */
import { type ParseResult, parse, parser } from "../parse.ts";
import { lex } from "../tokens/lex.ts";
import type { Declaration, PolicyFile } from "../tree/index.ts";

/** What was changed: the range of the old text, and what stands there now. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** The text after the edit. */
export function edited(text: string, edit: Edit): string {
  return text.slice(0, edit.start) + edit.text + text.slice(edit.end);
}

/** What of a parse is kept for the next one; tokens are not, for they weigh far more than the tree. */
export type Parsed = Pick<ParseResult, "file" | "findings">;

/**
 * The same tree and findings as of `parse(edited(text, edit))`, but the declarations before the edit are the very objects
 * of `previous`: whoever keeps results by declaration keeps theirs. What comes after the edit is parsed again, for its
 * spans have moved.
 *
 * Sound because the lexer has no modes and the grammar is LL(1): a declaration is settled by its own tokens and the one
 * that follows, so one whose successor ends before the edit cannot change. Texts with findings are parsed afresh, for
 * recovery looks at the whole text.
 */
export function reparse(text: string, previous: Parsed, edit: Edit): Parsed {
  const next = edited(text, edit);
  const kept = previous.findings.length === 0 ? settled(previous.file.declarations, edit.start) : 0;
  if (kept === 0) return parse(next);
  const before = previous.file.declarations.slice(0, kept);
  const cut = (before[kept - 1] as Declaration).span.end;
  const lexed = lex(next.slice(cut));
  if (lexed.tooDeep || lexed.findings.length > 0) return parse(next);
  for (const token of lexed.tokens) token.startOffset += cut;
  const comments = lexed.comments.map((comment) => ({
    ...comment,
    span: { start: comment.span.start + cut, end: comment.span.end + cut },
  }));
  const docs = comments.filter((comment) => comment.style === "doc");
  const outcome = parser().run(next, lexed.tokens, docs, cut);
  if (outcome.stop !== undefined || outcome.findings.length > 0) return parse(next);
  const file: PolicyFile = {
    declarations: [...before, ...outcome.declarations],
    comments: [...previous.file.comments.filter(({ span }) => span.end <= cut), ...comments],
    span: { start: 0, end: next.length },
  };
  return { file, findings: [] };
}

/** How many of the first declarations the edit cannot have changed. */
function settled(declarations: readonly Declaration[], start: number): number {
  let count = 0;
  for (let i = 0; i + 1 < declarations.length; i++) {
    const following = declarations[i + 1] as Declaration;
    if (following.span.end >= start) break;
    // `wash sales allowed` inside of an objective: its end is not where the objective's is
    if (following.span.start >= (declarations[i] as Declaration).span.end) count = i + 1;
  }
  return count;
}
