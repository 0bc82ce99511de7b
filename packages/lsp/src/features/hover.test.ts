import { describe, expect, it } from "vitest";
import { HoverRequest, type MarkupContent } from "vscode-languageserver/node.js";
import { editor, slice } from "../testkit/index.ts";

const project = editor();

async function hovered(text: string): Promise<string | undefined> {
  const open = await project(text);
  const answer = await open.ask(HoverRequest.type, open.at);
  return (answer?.contents as MarkupContent | undefined)?.value;
}

describe("hover", () => {
  it("tells of a security its class, its attributes and its lists", async () => {
    const text = await hovered("limit A { weight(MS<|>FT) <= 5% }");
    expect(text).toContain("**MSFT** · security\n\nMicrosoft");
    for (const row of [
      "| class | USLarge |",
      "| sector | Technology |",
      "| tobacco | no |",
      "| lists | Tech |",
    ])
      expect(text).toContain(row);
  });

  it("tells of a limit its title, its reason, its documentation and what it comes to", async () => {
    const text = await hovered(`/// Since the audit.
limit Single "No more than 5 %" { for each s in Tech: weight(s) <= 5% } because "manual 4.2" grandfathered
test "t" { on 2026-11-20 expect binding Sin<|>gle }`);
    expect(text).toContain(
      "**Single** · limit\n\nNo more than 5 %\n\nSince the audit.\n\nbecause manual 4.2",
    );
    expect(text).toContain("for each s in securities of Tech: weight(s) <= 5%");
    expect(text).toContain("grandfathered");
  });

  it("tells of a class its securities and its target in each model", async () => {
    const text = await hovered("limit A { weight(Equ<|>ity) <= 70% }");
    expect(text).toContain("9 securities");
    expect(text).toContain("| Balanced | 60 %, permitted 55 % to 65 % |");
  });

  it("tells in a model the weight of the account", async () => {
    const text = await hovered(
      "model Mine { Equity 50% { USLarge 80% { VTI 50%  ITOT 50<|>% }  USSmall 20% { VB } }  Cash 50% }",
    );
    expect(text).toContain("in Mine: 20 % of the account (50 % of USLarge, which is 40 %)");
  });

  it("tells of an option what it offers, and of a variable what it runs over", async () => {
    expect(
      await hovered(
        '-- advisors/lee.mandate --\naccount "1" { model Balanced choose Tax.gains_bud<|>get = $5 }',
      ),
    ).toContain("offers: $0 to $1,000,000\n\ndefault: none\n\nset by: advisor, client");
    expect(await hovered("limit A { for each s in Tech except { AAPL }: weight(<|>s) <= 5% }")).toContain(
      "**s** · each of `Tech except { AAPL }`",
    );
  });

  it("tells what a clause becomes", async () => {
    const text = await hovered(
      '-- advisors/lee.mandate --\naccount "1" { model Balanced  nev<|>er buy AAPL because "employer" }',
    );
    expect(text).toContain("becomes");
    expect(text).toContain("bought(AAPL)");
    expect(text).toContain('because "employer"');
  });

  it("tells of a measure, and of units that a comparison needs", async () => {
    const text = await hovered("limit A { weigh<|>t(AAPL of Equity) <= 5% }");
    expect(text).toContain("unit: % of the account, or of Y");
    expect(text).toContain("`weight(AAPL of Equity)` is a percent of `Equity`");
    expect(await hovered("limit A { turn<|>over <= 5% }")).toContain("half of all that is traded");
    expect(await hovered("limit A { gains <= $1<|>0 }")).toContain("`$10` is an amount of money; known now");
  });

  it("does not take a person's words for mark-up", async () => {
    expect(await hovered('list A "<b>*x*</b>" = Tech\nlimit B { weight(<|>A) <= 5% }')).toContain(
      "\\<b\\>\\*x\\*\\</b\\>",
    );
  });

  it("covers the name that it is about, and is silent elsewhere", async () => {
    const open = await project("limit A { weight(MS<|>FT) <= 5% }");
    const answer = await open.ask(HoverRequest.type, open.at);
    expect(answer?.range === undefined ? undefined : slice(open.text(open.file), answer.range)).toBe("MSFT");
    for (const text of ["// com<|>ment", "li<|>mit A { weight(Tech) <= 5% }", "<|>"])
      expect(await hovered(text)).toBeUndefined();
  });
});
