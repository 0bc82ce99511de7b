/** From text to tokens and comments. Linear in the text's length, whatever the text. */
import { type CustomPatternMatcherFunc, createToken, type IToken, Lexer, type TokenType } from "chevrotain";
import type { SyntaxFinding } from "../finding.ts";
import type { Comment } from "../tree/index.ts";
import { dateExists, dateMeant, quantityParts, stringIsClosed } from "./literals.ts";
import * as V from "./vocabulary.ts";

/** A token as the parser sees it. One that recovery invented has an empty `image`. */
export type Token = IToken;

export interface Lexed {
  readonly tokens: Token[];
  readonly comments: readonly Comment[];
  readonly findings: readonly SyntaxFinding[];
  /** a bracket, or a chain of prefixes, nests deeper than `depthLimit` */
  readonly tooDeep: boolean;
}

/** Deeper nesting than this is no policy, and would end in a stack overflow somewhere. */
export const depthLimit = 120;

const whitespace = createToken({ name: "Whitespace", pattern: /[\s\uFEFF]+/, group: Lexer.SKIPPED });
const lineComment = createToken({ name: "LineComment", pattern: /\/\/[^\r\n]*/, group: "comments" });

/** An unclosed block comment ends with its line; `lastClose` is looked up once a text, or `/*` on every line would cost a scan each. */
const blockPattern = (): CustomPatternMatcherFunc => {
  const closed = /\/\*[\s\S]*?\*\//y;
  const open = /\/\*[^\r\n]*/y;
  let seen: string | undefined;
  let lastClose = -1;
  return (text, offset) => {
    if (text.charCodeAt(offset) !== 47 || text.charCodeAt(offset + 1) !== 42) return null;
    if (text !== seen) {
      seen = text;
      lastClose = text.lastIndexOf("*/");
    }
    const pattern = lastClose >= offset + 2 ? closed : open;
    pattern.lastIndex = offset;
    return pattern.exec(text) as RegExpExecArray | null;
  };
};
const blockComment = createToken({
  name: "BlockComment",
  pattern: blockPattern(),
  start_chars_hint: ["/"],
  line_breaks: true,
  group: "comments",
});

// The letters beyond ASCII are taken broadly and checked afterwards: first-character tables know no Unicode properties.
const far =
  "\\u00AA\\u00B5\\u00BA\\u00C0-\\u167F\\u1681-\\u1FFF\\u2C00-\\u2FFF\\u3001-\\uFEFE\\uFF00-\\uFFFF";
const identifier = createToken({ name: "Word", pattern: new RegExp(`[A-Za-z_${far}][A-Za-z0-9_${far}]*`) });
const quotedName = createToken({ name: "QuotedWord", pattern: /`(?:[^`\r\n]*`|[A-Za-z0-9_.\-/]*)/ });
const string = createToken({ name: "Text", pattern: /"(?:[^"\\\r\n]|\\[^\r\n])*(?:"|\\?)/ });
// What word processors and other languages write for the same, taken for what it means and reported.
const otherString = createToken({
  name: "OtherText",
  pattern: /[“”„«][^“”"»\r\n]{0,400}[“”"»]|‘[^’'\r\n]{0,400}[’']|'[^'\r\n]{0,400}'/,
});
const otherBracket = createToken({ name: "OtherBracket", pattern: /[[\]]/ });
const otherWord = createToken({ name: "OtherWord", pattern: /&&?|\|\|?/ });
const month =
  "(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\\.?";
const namedDate = createToken({
  name: "NamedDate",
  pattern: new RegExp(
    `${month}[ \\t]+\\d{1,2}(?:st|nd|rd|th)?,?[ \\t]+\\d{4}(?!\\d)|\\d{1,2}(?:st|nd|rd|th)?\\.?[ \\t]+${month},?[ \\t]+\\d{4}(?!\\d)`,
  ),
});
const date = createToken({
  name: "DateShape",
  pattern:
    /\d{4}-\d{1,2}-\d{1,2}(?![\d-])|\d{4}[./]\d{1,2}[./]\d{1,2}(?![\d./])|\d{1,2}[./]\d{1,2}[./](?:\d{4}|\d{2})(?![\d./%])/,
});
const quantity = createToken({
  name: "Number",
  pattern:
    /(?:(?:\$|[€£¥])[ \t]*[-−]?\d{1,3}(?:[ \u00a0]\d{3})+(?!\d)|(?:(?:\$|[€£¥])[ \t]*[-−]?)?\d+)(?:(?:\.\d{3})+,\d{1,2}(?!\d)|(?:[,']\d+)*(?:\.\d+)*)(?:[ \t]*%|[ \t]*\$(?!\d)|[ \t]+(?:per[ \t]+cent|percent|pct|bips?|basis[ \t]+points?|percentage[ \t]+points?|points?|pts?|(?:thousand|million|mm|mn|bn|billion)(?:[ \t]+(?:dollars|USD))?|dollars?|USD(?![ \t]*\$))(?![A-Za-z0-9_])|[ \t]*(?:bps|bp|pp)(?![A-Za-z0-9_])|\s+(?:shares?|days?|months?|years?)(?![A-Za-z0-9_]|\s*\()|[A-Za-z_][A-Za-z0-9_]*)?/,
  line_breaks: true,
});

const lexer = new Lexer(
  [
    whitespace,
    namedDate,
    identifier,
    date,
    quantity,
    string,
    otherString,
    lineComment,
    blockComment,
    quotedName,
    otherBracket,
    otherWord,
    ...V.signs,
  ],
  { positionTracking: "onlyOffset", ensureOptimizations: true, skipValidations: false },
);

const goodName = /^[\p{L}\p{Nl}_][\p{L}\p{Nl}\p{M}\p{Nd}\p{Pc}\u200c\u200d]*$/u;
const badInName = /[^\p{L}\p{Nl}\p{M}\p{Nd}\p{Pc}\u200c\u200d]/u;
// biome-ignore lint/suspicious/noControlCharactersInRegex: the class is "not ASCII"
const notAscii = /[^\x00-\x7f]/;

/** Tokens, comments and findings of any text. */
export function lex(text: string): Lexed {
  const result = lexer.tokenize(text);
  const findings: SyntaxFinding[] = [];
  for (const error of result.errors) {
    const span = { start: error.offset, end: error.offset + error.length };
    const found = text.slice(span.start, Math.min(span.end, span.start + 20));
    findings.push({ code: "MDT1001", what: "unexpected character", found, span });
  }
  const tokens = result.tokens;
  const tooDeep = refine(tokens, findings);
  const comments = (result.groups["comments"] ?? []).map((token) => comment(token, findings));
  findings.sort((a, b) => a.span.start - b.span.start);
  return { tokens, comments, findings, tooDeep };
}

function comment(token: IToken, findings: SyntaxFinding[]): Comment {
  const text = token.image;
  const span = spanOf(token);
  if (text.startsWith("/*")) {
    if (text.length < 4 || !text.endsWith("*/"))
      findings.push({ code: "MDT1003", what: "unclosed comment", span });
    return { span, style: "block", text };
  }
  const doc = text.startsWith("///") && !text.startsWith("////");
  return { span, style: doc ? "doc" : "line", text };
}

/** The text that a token covers. */
export function spanOf(token: IToken): { start: number; end: number } {
  return { start: token.startOffset, end: token.startOffset + token.image.length };
}

function retype(token: IToken, type: TokenType): void {
  token.tokenType = type;
  token.tokenTypeIdx = type.tokenTypeIdx ?? 0;
}

const words = new Set(["where", "of", "not"]);

/** Gives words their keyword or role, literals their check; tells whether something nests too deeply. */
function refine(tokens: IToken[], findings: SyntaxFinding[]): boolean {
  let depth = 0;
  let chain = 0;
  let deepest = 0;
  const opened: TokenType[] = [];
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i] as IToken;
    switch (token.tokenType) {
      case identifier: {
        const keyword = V.keywords.get(token.image);
        if (keyword !== undefined) {
          retype(token, roleOf(token.image, keyword, tokens[i + 1], tokens[i + 2]));
          chain = words.has(token.image) ? chain + 1 : 0;
        } else {
          retype(token, V.Identifier);
          if (notAscii.test(token.image)) checkName(token, findings);
        }
        break;
      }
      case quotedName:
        retype(token, V.QuotedName);
        if (token.image.length < 2 || !token.image.endsWith("`")) {
          findings.push({ code: "MDT1004", what: "unclosed back-tick", span: spanOf(token) });
        }
        break;
      case quantity:
        retype(token, V.Quantity);
        if (/[,_a-zA-Z'€£¥\u00a0]|\..*\.|\$$|\d \d/.test(token.image)) checkNumber(token, findings);
        break;
      case date:
      case namedDate:
        retype(token, V.DateToken);
        if (!dateExists(token.image)) {
          const meant = dateMeant(token.image);
          findings.push({
            code: "MDT1005",
            what: "impossible date",
            found: token.image,
            ...(meant === undefined ? {} : { meant }),
            span: spanOf(token),
          });
        }
        break;
      case otherString:
        retype(token, V.StringToken);
        foreign(token, `"${token.image.slice(1, -1)}"`, findings);
        break;
      case otherBracket:
        otherBrackets(token, tokens[i - 1], opened, findings);
        depth = Math.max(0, depth + (token.image === "[" ? 1 : -1));
        chain = 0;
        break;
      case otherWord: {
        const word = token.image.startsWith("&") ? "and" : "or";
        retype(token, V.K(word));
        foreign(token, word, findings);
        break;
      }
      case string:
        retype(token, V.StringToken);
        if (!stringIsClosed(token.image)) {
          findings.push({ code: "MDT1002", what: "unclosed string", span: spanOf(token) });
        }
        break;
      case V.LBrace:
      case V.LParen:
        depth++;
        chain = 0;
        break;
      case V.RBrace:
      case V.RParen:
        depth = Math.max(0, depth - 1);
        chain = 0;
        break;
      case V.Minus:
        chain++;
        break;
      case V.Comma:
      case V.Colon:
      case V.Equal:
      case V.LessEqual:
      case V.GreaterEqual:
        chain = 0;
        break;
      default:
    }
    if (notPlain.test(token.image) && token.image.length <= 3) checkSign(token, findings);
    if (depth + chain > deepest) deepest = depth + chain;
  }
  return deepest > depthLimit;
}

/** Signs of more than one character, or beyond ASCII: the only ones that have other spellings. */
const notPlain = /^[^A-Za-z0-9_"'`]{2,}$|^[–—×÷…]$/;

function checkSign(token: IToken, findings: SyntaxFinding[]): void {
  const [usual, ...others] = V.signSpellings(token.tokenType);
  if (usual === undefined || token.image === usual || others.includes(token.image)) return;
  foreign(token, usual, findings);
}

function foreign(token: IToken, meant: string, findings: SyntaxFinding[]): void {
  findings.push({
    code: "MDT1014",
    what: "foreign spelling",
    found: token.image,
    meant,
    span: spanOf(token),
  });
}

function checkNumber(token: IToken, findings: SyntaxFinding[]): void {
  const { malformed, meant } = quantityParts(token.image);
  if (!malformed) return;
  findings.push({
    code: "MDT1006",
    what: "malformed number",
    found: token.image,
    ...(meant === undefined ? {} : { meant }),
    span: spanOf(token),
  });
}

/** `weight[X]` and `= [ A, B ]`: parentheses behind a name, else braces. The pair is one mistake, told at its opener. */
function otherBrackets(
  token: IToken,
  previous: IToken | undefined,
  opened: TokenType[],
  findings: SyntaxFinding[],
): void {
  if (token.image === "[") {
    const touches = previous !== undefined && spanOf(previous).end === token.startOffset;
    const called = touches && previous.tokenType.CATEGORIES?.includes(V.NameLike) === true;
    opened.push(called ? V.RParen : V.RBrace);
    retype(token, called ? V.LParen : V.LBrace);
    foreign(token, called ? "(" : "{", findings);
    return;
  }
  const closer = opened.pop();
  retype(token, closer ?? V.RBrace);
  if (closer === undefined) foreign(token, "}", findings);
}

function roleOf(
  word: string,
  keyword: TokenType,
  next: IToken | undefined,
  second: IToken | undefined,
): TokenType {
  if (next === undefined) return keyword;
  switch (word) {
    case "for":
      return next.image === "each" ? V.Roles.forEach : keyword;
    case "minimum":
      return next.image === "trade" || next.image === "holding" ? V.Roles.minimum : keyword;
    case "sum":
      return next.tokenType === V.LParen ? V.Roles.sum : keyword;
    case "held": {
      const how = `${next.image} ${second?.image ?? ""}`;
      return heldForms.has(how) ? V.Roles.held : keyword;
    }
    case "tracking":
      return next.image === "error" ? V.Roles.tracking : keyword;
    case "keep":
      return next.image === "what" && second?.image === "is" ? V.Roles.keepWhat : keyword;
    case "use":
      return next.tokenType === identifier || next.tokenType === quotedName ? V.Roles.use : keyword;
    case "cost":
      // `cost.tax` is a name with a path, `cost 2bps` a part of a clause
      return next.tokenType === V.Dot ? V.Identifier : keyword;
    default:
      return keyword;
  }
}

const heldForms = new Set(["less than", "more than", "at least", "at most"]);

function checkName(token: IToken, findings: SyntaxFinding[]): void {
  if (goodName.test(token.image)) return;
  const bad = badInName.exec(token.image) ?? /^./u.exec(token.image);
  if (bad === null) return;
  const start = token.startOffset + bad.index;
  const span = { start, end: start + bad[0].length };
  findings.push({ code: "MDT1001", what: "unexpected character", found: bad[0], span });
}
