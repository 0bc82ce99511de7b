import { describe, expect, it } from "vitest";
import { type DocumentSymbol, DocumentSymbolRequest } from "vscode-languageserver/node.js";
import { editor, slice } from "../testkit/index.ts";

const project = editor();

/** `Equity 60% [Equity]`: name, detail, what is selected; children indented. */
function tree(symbols: readonly DocumentSymbol[], text: string, indent = ""): string[] {
  return symbols.flatMap(({ name, detail, selectionRange, children }) => [
    `${indent}${name}${detail === undefined ? "" : ` · ${detail}`} [${slice(text, selectionRange)}]`,
    ...tree(children ?? [], text, `${indent}  `),
  ]);
}

async function outlineOf(text: string): Promise<string[]> {
  const { ask, document, file, text: textOf } = await project(text);
  const symbols = await ask(DocumentSymbolRequest.type, document);
  return tree((symbols ?? []) as DocumentSymbol[], textOf(file));
}

describe("the outline", () => {
  it("has declarations, and inside them what has a name", async () => {
    expect(
      await outlineOf(`asset class Real "Real assets" { asset class Land }
model Growth "For growth" { Equity 90% { VTI or ITOT 60%  VXUS 40% }  Cash 10% }
menu M { option x: flag default on }
limit Tech10 "No more" { weight(Tech) <= 10% }
account "1" "One" { model Balanced  limit Mine { weight(AAPL) <= 3% } }
never buy AAPL
test "t" { on 2026-11-20 }`),
    ).toEqual([
      "Real · Real assets [Real]",
      "  Land [Land]",
      "Growth · For growth [Growth]",
      "  Equity · 90% [Equity]",
      "    VTI or ITOT · 60% [VTI]",
      "    VXUS · 40% [VXUS]",
      "  Cash · 10% [Cash]",
      "M [M]",
      "  x · flag [x]",
      "Tech10 · No more [Tech10]",
      'account 1 · One ["1"]',
      "  Mine [Mine]",
      't · test ["t"]',
    ]);
  });

  it("shows what it understands of a file with mistakes", async () => {
    expect(await outlineOf("limit A { weight(Tech) <= }\nlimit { \nlist B = Tech")).toEqual([
      "A [A]",
      "B [B]",
    ]);
  });
});
