/** Nesting that no policy needs, cut off before anything recurses into it. */
import type { SyntaxFinding } from "../finding.ts";
import { depthLimit, spanOf, type Token } from "../tokens/lex.ts";
import * as V from "../tokens/vocabulary.ts";
import { invented } from "./edits.ts";

const prefixes = new Set(["where", "of", "not", "-"]);

/** The segment without what nests deeper than the limit; each segment that does is reported once. */
export function prune(tokens: readonly Token[], findings: SyntaxFinding[]): Token[] {
  const kept: Token[] = [];
  let depth = 0;
  let chain = 0;
  let reported = false;
  for (const token of tokens) {
    const opens = token.tokenType === V.LBrace || token.tokenType === V.LParen;
    const closes = token.tokenType === V.RBrace || token.tokenType === V.RParen;
    if (opens) depth++;
    if (depth <= depthLimit) {
      chain = prefixes.has(token.image) ? chain + 1 : 0;
      if (chain <= depthLimit / 2) kept.push(token);
    } else if (depth === depthLimit + 1 && opens && token.tokenType === V.LParen) {
      // something must stand inside the parentheses that were kept
      kept.push(invented(V.Quantity, kept[kept.length - 1], token.startOffset));
    }
    if (!reported && (depth > depthLimit || chain > depthLimit / 2)) {
      reported = true;
      findings.push({ code: "MDT1012", what: "too deep", span: spanOf(token) });
    }
    if (closes) depth = Math.max(0, depth - 1);
  }
  return kept;
}
