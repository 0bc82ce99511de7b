/** Text to tree. Any text gives one, with findings; nothing is thrown. */
import type { SyntaxFinding } from "./finding.ts";
import { MandateParser } from "./grammar/declaration.ts";
import { recover } from "./recovery/recover.ts";
import { type Lexed, lex, type Token } from "./tokens/lex.ts";
import type { Declaration, PolicyFile } from "./tree/index.ts";

export interface ParseResult {
  readonly file: PolicyFile;
  /** in the order of the text */
  readonly findings: readonly SyntaxFinding[];
  /** without comments and white space */
  readonly tokens: readonly Token[];
}

// Building the parser (it analyses its own grammar) takes about 0.1 s: once a process, when first needed.
let shared: MandateParser | undefined;

/** The one parser of the process. */
export function parser(): MandateParser {
  shared ??= new MandateParser();
  return shared;
}

/**
 * Parses one file's text.
 * Spans are half-open ranges of UTF-16 offsets into `text`. A finding with an empty span and an `insert` is repaired by
 * inserting that text there; one with a span that is not empty, by replacing the span with it.
 */
export function parse(text: string): ParseResult {
  const lexed = lex(text);
  const { declarations, findings } = parseTokens(text, lexed);
  const file: PolicyFile = { declarations, comments: lexed.comments, span: { start: 0, end: text.length } };
  return { file, findings, tokens: lexed.tokens };
}

function parseTokens(
  text: string,
  lexed: Lexed,
): { declarations: readonly Declaration[]; findings: readonly SyntaxFinding[] } {
  const docs = lexed.comments.filter((comment) => comment.style === "doc");
  const grammar = parser();
  if (!lexed.tooDeep) {
    // The whole file in one go, which is right for every file without a mistake, wherever its line breaks are.
    const outcome = grammar.run(text, lexed.tokens, docs);
    if (outcome.stop === undefined) {
      return {
        declarations: outcome.declarations,
        findings: inOrder([...lexed.findings, ...outcome.findings]),
      };
    }
  }
  const recovered = recover(grammar, text, lexed, docs);
  return {
    declarations: recovered.declarations,
    findings: inOrder([...lexed.findings, ...recovered.findings]),
  };
}

function inOrder(findings: SyntaxFinding[]): SyntaxFinding[] {
  return findings.sort((a, b) => a.span.start - b.span.start);
}
