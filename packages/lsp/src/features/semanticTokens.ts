/** Semantic tokens: words by what they mean, which a grammar of patterns cannot know. */
import { createHash } from "node:crypto";
import type { Token } from "@mandate/dsl";
import {
  type SemanticTokens,
  SemanticTokensDeltaRequest,
  type SemanticTokensLegend,
  SemanticTokensRangeRequest,
  SemanticTokensRequest,
} from "vscode-languageserver";
import { bindersOf, isName } from "../projects/meant.ts";
import { everyNode } from "../projects/nodes.ts";
import { type Here, positionAt, spanAt } from "../projects/snapshot.ts";
import { measureNamed } from "../words/measures.ts";
import { type Feature, inDocument } from "./feature.ts";

const types = [
  "keyword",
  "namespace",
  "property",
  "variable",
  "struct",
  "class",
  "enum",
  "enumMember",
  "interface",
  "function",
  "parameter",
  "number",
  "string",
  "comment",
  "operator",
] as const;
type TokenType = (typeof types)[number];

const modifiers = ["declaration", "readonly", "documentation"] as const;
type Modifier = (typeof modifiers)[number];

const legend: SemanticTokensLegend = { tokenTypes: [...types], tokenModifiers: [...modifiers] };

const byKind: Readonly<Record<string, TokenType>> = {
  "asset class": "namespace",
  attribute: "property",
  list: "variable",
  sleeve: "struct",
  model: "class",
  menu: "enum",
  option: "enumMember",
  limit: "function",
  preference: "function",
  profile: "interface",
  "group of equivalents": "variable",
  security: "variable",
};

interface Coloured {
  readonly start: number;
  readonly end: number;
  readonly type: TokenType;
  readonly modifiers: readonly Modifier[];
}

function coloured(here: Here, from: number, to: number): Coloured[] {
  const { snapshot, source } = here;
  const { model } = snapshot.compilation;
  const names = new Set<number>();
  const parameters = new Map<number, boolean>();
  for (const node of everyNode(
    source.parsed.file.declarations.filter(({ span }) => span.end >= from && span.start <= to),
  )) {
    if (isName(node)) names.add(node.span.start);
    for (const { variable } of bindersOf(node)) {
      parameters.set(variable.span.start, true);
      for (const inner of everyNode([node]))
        if (isName(inner) && inner.text === variable.text && !parameters.has(inner.span.start))
          parameters.set(inner.span.start, false);
    }
  }
  const nameOf = (token: Token): Coloured | undefined => {
    const start = token.startOffset;
    const end = start + token.image.length;
    const declares = parameters.get(start);
    if (declares !== undefined)
      return { start, end, type: "parameter", modifiers: declares ? ["declaration"] : [] };
    const symbol = model.at(source.path, start);
    if (symbol !== undefined) {
      const declared = symbol.declaration?.file === source.path && symbol.declaration.span.start === start;
      const fixed = symbol.kind === "security" ? (["readonly"] as const) : [];
      return {
        start,
        end,
        type: byKind[symbol.kind] ?? "variable",
        modifiers: declared ? ["declaration"] : fixed,
      };
    }
    return measureNamed(token.image) === undefined
      ? undefined
      : { start, end, type: "function", modifiers: ["readonly"] };
  };
  const found: Coloured[] = [];
  for (const token of source.parsed.tokens) {
    const start = token.startOffset;
    const end = start + token.image.length;
    if (end < from || start > to || token.image === "") continue;
    const plain = (type: TokenType) => ({ start, end, type, modifiers: [] });
    if (names.has(start)) found.push(...[nameOf(token)].filter((one) => one !== undefined));
    else if (/^["]/.test(token.image)) found.push(plain("string"));
    else if (/^[\d$]/.test(token.image)) found.push(plain("number"));
    else if (/^[\p{L}_]/u.test(token.image)) found.push(plain("keyword"));
    else if (/^[<>=!≤≥≠+\-−*/±²^]/.test(token.image)) found.push(plain("operator"));
  }
  for (const { span, style } of source.parsed.file.comments)
    if (span.end >= from && span.start <= to)
      found.push({ ...span, type: "comment", modifiers: style === "doc" ? ["documentation"] : [] });
  return found.sort((a, b) => a.start - b.start);
}

/** Five numbers a token: lines and columns since the one before, length, type, modifiers (LSP 3.17). */
function encoded(here: Here, all: readonly Coloured[]): number[] {
  const data: number[] = [];
  let line = 0;
  let character = 0;
  for (const { start, end, type, modifiers: which } of all) {
    const bits = which.reduce((sum, modifier) => sum | (1 << modifiers.indexOf(modifier)), 0);
    for (const piece of perLine(here, start, end)) {
      const at = positionAt(here, piece.start);
      const length = positionAt(here, piece.end).character - at.character;
      if (length <= 0) continue;
      data.push(
        at.line - line,
        at.line === line ? at.character - character : at.character,
        length,
        types.indexOf(type),
        bits,
      );
      ({ line, character } = at);
    }
  }
  return data;
}

/** Not every editor takes a token of several lines. */
function perLine({ source: { lines } }: Here, start: number, end: number): { start: number; end: number }[] {
  const first = lines.position(start).line;
  const last = lines.position(end).line;
  if (first === last) return [{ start, end }];
  return Array.from({ length: last - first + 1 }, (_, index) => {
    const line = first + index;
    const begin = lines.lineStart(line);
    return { start: Math.max(start, begin), end: Math.min(end, begin + lines.lineText(line).length) };
  });
}

function tokensOf(here: Here): { readonly resultId: string; readonly data: number[] } {
  const data = encoded(here, coloured(here, 0, here.source.text.length));
  return { resultId: createHash("sha1").update(data.join()).digest("base64"), data };
}

/** What was sent under a result's id, so that the next answer can be a difference. A client keeps one a document. */
const sent = new Map<string, { readonly resultId: string; readonly data: readonly number[] }>();
/** More documents than anyone has open; the oldest are forgotten, and are then sent whole. */
const MOST = 200;

function remember(
  uri: string,
  result: { readonly resultId: string; readonly data: readonly number[] },
): void {
  sent.delete(uri);
  sent.set(uri, result);
  const [oldest] = sent.keys();
  if (sent.size > MOST && oldest !== undefined) sent.delete(oldest);
}

const full = inDocument(
  SemanticTokensRequest.type,
  { semanticTokensProvider: { legend, full: { delta: true }, range: true } },
  (here, { textDocument }): SemanticTokens => {
    const result = tokensOf(here);
    remember(textDocument.uri, result);
    return result;
  },
);

const range = inDocument(SemanticTokensRangeRequest.type, {}, (here, params): SemanticTokens => {
  const { start, end } = spanAt(here, params.range);
  return { data: encoded(here, coloured(here, start, end)) };
});

const delta = inDocument(SemanticTokensDeltaRequest.type, {}, (here, { textDocument, previousResultId }) => {
  const before = sent.get(textDocument.uri);
  const result = tokensOf(here);
  remember(textDocument.uri, result);
  return before?.resultId === previousResultId
    ? { resultId: result.resultId, edits: difference(before.data, result.data) }
    : result;
});

/** One edit: what lies between the common beginning and the common end. */
function difference(before: readonly number[], after: readonly number[]) {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start++;
  let same = 0;
  while (same < shorter - start && before[before.length - 1 - same] === after[after.length - 1 - same])
    same++;
  const deleteCount = before.length - start - same;
  const data = after.slice(start, after.length - same);
  return deleteCount === 0 && data.length === 0 ? [] : [{ start, deleteCount, data }];
}

/** The three requests share their legend and what was sent, so they are one feature. */
export const semanticTokens: Feature = {
  capabilities: full.capabilities,
  register: (register) => {
    full.register(register);
    range.register(register);
    delta.register(register);
  },
};
