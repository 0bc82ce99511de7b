import { describe, expect, it } from "vitest";
import {
  type SemanticTokensDelta,
  SemanticTokensDeltaRequest,
  SemanticTokensRangeRequest,
  SemanticTokensRequest,
} from "vscode-languageserver/node.js";
import { type Case, editor, slice } from "../testkit/index.ts";

const project = editor();

/** `word:type.modifier` for each token. */
function read({ client, text, file }: Case, data: readonly number[]): string[] {
  const provider = client.initialized.capabilities.semanticTokensProvider;
  const { tokenTypes, tokenModifiers } = provider?.legend ?? { tokenTypes: [], tokenModifiers: [] };
  const found: string[] = [];
  let line = 0;
  let character = 0;
  for (let index = 0; index < data.length; index += 5) {
    const [lines = 0, columns = 0, length = 0, type = 0, bits = 0] = data.slice(index, index + 5);
    character = lines === 0 ? character + columns : columns;
    line += lines;
    const word = slice(text(file), {
      start: { line, character },
      end: { line, character: character + length },
    });
    const modifiers = tokenModifiers
      .filter((_, bit) => (bits & (1 << bit)) !== 0)
      .map((modifier) => `.${modifier}`);
    found.push(`${word}:${tokenTypes[type]}${modifiers.join("")}`);
  }
  return found;
}

describe("semantic tokens", () => {
  const text = `/// why
list Mine = Tech and { AAPL }
limit A { for each s in Mine: weight(s) <= 5% } because "x"
/* two
lines */`;

  it("tell words by what they mean", async () => {
    const open = await project(text);
    const answer = await open.ask(SemanticTokensRequest.type, open.document);
    expect(read(open, answer?.data ?? [])).toEqual([
      "/// why:comment.documentation",
      "list:keyword",
      "Mine:variable.declaration",
      "=:operator",
      "Tech:variable",
      "and:keyword",
      "AAPL:variable.readonly",
      "limit:keyword",
      "A:function.declaration",
      "for:keyword",
      "each:keyword",
      "s:parameter.declaration",
      "in:keyword",
      "Mine:variable",
      "weight:function.readonly",
      "s:parameter",
      "<=:operator",
      "5%:number",
      "because:keyword",
      '"x":string',
      "/* two:comment",
      "lines */:comment",
    ]);
  });

  it("of a range are those that touch it", async () => {
    const open = await project(text);
    const range = { start: { line: 1, character: 5 }, end: { line: 1, character: 9 } };
    const answer = await open.ask(SemanticTokensRangeRequest.type, { ...open.document, range });
    expect(read(open, answer?.data ?? [])).toEqual(["Mine:variable.declaration"]);
  });

  it("after an edit come as the difference, which gives what asking anew gives", async () => {
    const open = await project(text);
    const first = await open.ask(SemanticTokensRequest.type, open.document);
    await open.type(open.file, "\nlist Other = Sin", {
      start: { line: 1, character: 29 },
      end: { line: 1, character: 29 },
    });
    const answer = (await open.ask(SemanticTokensDeltaRequest.type, {
      ...open.document,
      previousResultId: first?.resultId ?? "",
    })) as SemanticTokensDelta;
    const data = [...(first?.data ?? [])];
    for (const { start, deleteCount, data: inserted = [] } of answer.edits)
      data.splice(start, deleteCount, ...inserted);
    const anew = await open.ask(SemanticTokensRequest.type, open.document);
    expect(data).toEqual(anew?.data);
    expect(answer.edits[0]?.data?.length).toBeLessThan(data.length);
    expect(
      await open.ask(SemanticTokensDeltaRequest.type, { ...open.document, previousResultId: "unknown" }),
    ).toEqual(anew);
  });
});
