/** Recovery, for texts that do not parse as they stand. */
import type { SyntaxFinding } from "../finding.ts";
import type { MandateParser } from "../grammar/declaration.ts";
import { type Lexed, spanOf } from "../tokens/lex.ts";
import type { Comment, Declaration } from "../tree/index.ts";

/** What could be made of a text with mistakes. */
export function recover(
  grammar: MandateParser,
  text: string,
  lexed: Lexed,
  docs: readonly Comment[],
): { declarations: readonly Declaration[]; findings: readonly SyntaxFinding[] } {
  const outcome = grammar.run(text, lexed.tokens, docs);
  const token = outcome.stop?.token;
  if (token === undefined) return outcome;
  const span = token.image === "" ? { start: text.length, end: text.length } : spanOf(token);
  const finding: SyntaxFinding = {
    code: "MDT1009",
    what: "unexpected",
    found: token.image,
    context: "",
    span,
  };
  return { declarations: outcome.declarations, findings: [...outcome.findings, finding] };
}
