import { describe, expect, it } from "vitest";
import { SignatureHelpRequest } from "vscode-languageserver/node.js";
import { editor } from "../testkit/index.ts";

const project = editor();

/** The form that is shown, its parameter at the cursor in brackets. */
async function shown(text: string): Promise<string | undefined> {
  const open = await project(text);
  const help = await open.ask(SignatureHelpRequest.type, open.at);
  const signature = help?.signatures[help.activeSignature ?? 0];
  const parameter = signature?.parameters?.[help?.activeParameter ?? 0]?.label;
  if (signature === undefined || parameter === undefined || typeof parameter === "string")
    return signature?.label;
  const { label } = signature;
  return `${label.slice(0, parameter[0])}[${label.slice(...parameter)}]${label.slice(parameter[1])}`;
}

describe("signature help", () => {
  it.each([
    ["limit A { weight(<|>", "weight([X])"],
    ["limit A { weight(Tech of <|>) <= 5% }", "weight(X of [Y])"],
    ["limit A { max(weight(Tech), <|>", "max(amount, [amount])"],
    ["limit A { sum(s in Tech: <|>", "sum(x in X: [amount])"],
    ["limit A { average(esg_score of <|>", "average(attribute of [X])"],
  ])("%s", async (text, wanted) => {
    expect(await shown(text)).toBe(wanted);
  });

  it("is silent outside of brackets, and of words that are no measure", async () => {
    for (const text of ["limit A { weight(Tech) <|>", "limit A { (<|>", "limit A { nothing(<|>"])
      expect(await shown(text)).toBeUndefined();
  });
});
