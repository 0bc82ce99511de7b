import { describe, expect, it } from "vitest";
import { InlayHintRequest, type Range } from "vscode-languageserver/node.js";
import { edited, editor } from "../testkit/index.ts";

const project = editor();

/** The text with its hints where they stand. */
async function hinted(text: string, within?: Range): Promise<string> {
  const open = await project(text);
  const all: Range = { start: { line: 0, character: 0 }, end: { line: 999, character: 0 } };
  const hints = (await open.ask(InlayHintRequest.type, { ...open.document, range: within ?? all })) ?? [];
  return edited(
    open.text(open.file),
    hints.map(({ position, label }) => ({
      range: { start: position, end: position },
      newText: `‹${String(label)}›`,
    })),
  );
}

describe("inlay hints", () => {
  it("tell the weights of the account below the first level", async () => {
    expect(
      await hinted(
        "model M { Equity 50% { USLarge 80% { VTI 50%  ITOT 50% }  USSmall 20% { VB } }  Cash 50% }",
      ),
    ).toBe(
      "model M { Equity 50% { USLarge 80%‹= 40%› { VTI 50%‹= 20%›  ITOT 50%‹= 20%› }  USSmall 20%‹= 10%› { VB } }  Cash 50% }",
    );
  });

  it("tell what a level adds up to while it is not 100 %", async () => {
    expect(await hinted("model M { Equity 50% { VTI 60%  VB 30% }  Cash 40% }")).toContain(
      "model M‹Σ 90%› { Equity 50% { ‹Σ 90%›VTI 60%",
    );
  });

  it("tell which default a choice replaces", async () => {
    expect(
      await hinted(
        '-- advisors/lee.mandate --\naccount "1" { model Balanced  choose Tax.sensitivity = high }',
      ),
    ).toBe('account "1" { model Balanced  choose Tax.sensitivity = high‹instead of normal› }');
  });

  it("tell what a profile chooses, but for what the account chooses itself", async () => {
    expect(
      await hinted(`-- firm/more.mandate --
profile Careful { choose Tax.sensitivity = high  choose Tax.gains_budget = $500 }
-- advisors/lee.mandate --
account "<|>1" { model Balanced  profile Careful  choose Tax.gains_budget = $900 }`),
    ).toContain("profile Careful‹Tax.sensitivity = high›  choose Tax.gains_budget = $900‹instead of");
  });

  it("tell in a rule what an option stands at where nobody chooses", async () => {
    expect(
      await hinted("limit Budget when Tax.gains_budget is chosen { gains <= Tax.gains_budget }"),
    ).toMatch(
      /^limit Budget when Tax.gains_budget‹default \S+› is chosen { gains <= Tax.gains_budget‹default \S+› }$/,
    );
  });

  it("stay inside the range that is asked for", async () => {
    const text = "model M { Equity 50% { VTI 50%  VB 50% }  Cash 50% }\nlist A = Tech";
    expect(await hinted(text, { start: { line: 1, character: 0 }, end: { line: 1, character: 5 } })).toBe(
      text,
    );
  });
});
