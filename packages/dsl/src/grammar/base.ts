/** What every part of the grammar builds on: names, literals, spans, documentation, repeated parts. */
import {
  EmbeddedActionsParser,
  type IParserErrorMessageProvider,
  type ParserMethod,
  type TokenType,
} from "chevrotain";
import type { SyntaxFinding } from "../finding.ts";
import { spanOf, type Token } from "../tokens/lex.ts";
import { dateExists, dateMeant, quantityParts, quotedNameValue, stringValue } from "../tokens/literals.ts";
import * as V from "../tokens/vocabulary.ts";
import type { Comment, DateLiteral, Expression, Name, Quantity, Span, Text } from "../tree/index.ts";

export type Rule<T> = ParserMethod<[], T>;
/** A node while it is being built: optional parts are set as they are met. */
export type Building<T> = { -readonly [K in keyof T]: T[K] };

/** The value of an alternative that is words only. */
export function said<T>(value: T, ..._words: readonly Token[]): T {
  return value;
}

/** An error's message is the names of the tokens that would have been right: recovery reads them, no person does. */
const names = (types: readonly TokenType[]): string => types.map((type) => type.name).join("\n");
const errorMessageProvider: IParserErrorMessageProvider = {
  buildMismatchTokenMessage: ({ expected }) => expected.name,
  buildNotAllInputParsedMessage: () => "",
  buildNoViableAltMessage: ({ expectedPathsPerAlt }) => names(firsts(expectedPathsPerAlt.flat())),
  buildEarlyExitMessage: ({ expectedIterationPaths }) => names(firsts(expectedIterationPaths)),
};

function firsts(paths: readonly TokenType[][]): TokenType[] {
  return [...new Set(paths.flatMap((path) => path.slice(0, 1)))];
}

export class BaseParser extends EmbeddedActionsParser {
  /** findings of meaning-free checks that a grammar cannot say: repeated parts, chained comparisons */
  found: SyntaxFinding[] = [];
  /** the documentation comments of the text, in order */
  docs: readonly Comment[] = [];
  text = "";
  /** where documentation of the first declaration may begin: after what stands before these tokens, -1 at the file's start */
  floor = -1;

  constructor() {
    super(V.vocabulary, { recoveryEnabled: false, maxLookahead: 1, errorMessageProvider });
  }

  /** As `RULE`, with the node's type known inside, so that a literal `kind` stays one. */
  protected rule<T>(name: string, build: () => T): Rule<T> {
    return this.RULE<() => T>(name, build);
  }

  /** The text from `first` to the last token consumed. */
  protected from(first: Token): Span {
    const last = this.LA(0);
    return {
      start: first.startOffset,
      end: Math.max(first.startOffset, last.startOffset + last.image.length),
    };
  }

  /** Reports a part given twice; the first one stays in force. */
  protected repeated(part: string, first: Token): void {
    if (this.RECORDING_PHASE) return;
    this.found.push({ code: "MDT1013", what: "repeated part", part, span: this.from(first) });
  }

  /**
   * Reports a part, from `first` on, that stands after a block's closing brace, and belongs before another: before that
   * one, inside of the block, or before the one that opens it.
   */
  protected outside(part: string, block: string, brace: Token, first: Token): void {
    if (this.RECORDING_PHASE) return;
    const span = this.from(first);
    const found = this.text.slice(span.start, span.end);
    this.found.push({
      code: "MDT1016",
      what: "outside",
      part,
      block,
      found,
      span,
      belongs: brace.tokenType === V.RBrace ? "inside" : "before",
      related: [spanOf(brace)],
    });
  }

  /** The `///` lines between the token before `first` and `first`. */
  protected docBefore(first: Token): string | undefined {
    const docs = this.docs;
    if (docs.length === 0 || this.RECORDING_PHASE) return undefined;
    let low = 0;
    let high = docs.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((docs[middle] as Comment).span.start < first.startOffset) low = middle + 1;
      else high = middle;
    }
    const previous = this.LA(0);
    // before the first token, LA(0) is the end of file, whose offset is not a number
    const after = Number.isNaN(previous.startOffset) ? this.floor : spanOf(previous).end;
    const lines: string[] = [];
    for (let i = low - 1; i >= 0; i--) {
      const doc = docs[i] as Comment;
      if (doc.span.start < after) break;
      if (after >= 0 && !/[\r\n]/.test(this.text.slice(after, doc.span.start))) break;
      lines.unshift(doc.text.replace(/^\/\/\/ ?/, "").trimEnd());
    }
    return lines.length === 0 ? undefined : lines.join("\n");
  }

  protected nameFrom(token: Token): Name {
    const quoted = token.image.charCodeAt(0) === 96;
    return {
      kind: "Name",
      span: spanOf(token),
      text: quoted ? quotedNameValue(token.image) : token.image,
      quoted,
    };
  }

  protected quantityFrom(token: Token): Quantity {
    const { value, unit } = quantityParts(token.image);
    return { kind: "Quantity", span: spanOf(token), value, unit };
  }

  protected dateFrom(token: Token): DateLiteral {
    const value = dateExists(token.image) ? token.image : (dateMeant(token.image) ?? "");
    return { kind: "Date", span: spanOf(token), value };
  }

  protected textFrom(token: Token): Text {
    if (token.image === "") return { kind: "Text", span: spanOf(token), value: "", missing: true };
    return { kind: "Text", span: spanOf(token), value: stringValue(token.image) };
  }

  readonly name: Rule<Name> = this.rule("name", () => this.nameFrom(this.CONSUME(V.NameLike)));
  readonly string: Rule<Text> = this.rule("string", () => this.textFrom(this.CONSUME(V.StringToken)));
  readonly date: Rule<DateLiteral> = this.rule("date", () => this.dateFrom(this.CONSUME(V.DateToken)));

  readonly names: Rule<Name[]> = this.rule("names", () => {
    const list: Name[] = [];
    this.AT_LEAST_ONE_SEP({ SEP: V.Comma, DEF: () => list.push(this.SUBRULE(this.name)) });
    return list;
  });

  /** A number with its unit, perhaps below nothing: `5%`, `-$500` */
  readonly signed: Rule<Expression> = this.rule("signed", () => {
    const first = this.LA(1);
    const minus = this.OPTION(() => this.CONSUME(V.Minus));
    const token = this.CONSUME(V.Quantity);
    const operand: Expression =
      token.image === "" ? { kind: "Missing", span: spanOf(token) } : this.quantityFrom(token);
    if (minus === undefined) return operand;
    return { kind: "Unary", span: this.from(first), operator: "-", operand };
  });
}
