import { describe, expect, it } from "vitest";
import { CodeLensRequest } from "vscode-languageserver/node.js";
import { editor, slice } from "../testkit/index.ts";

const project = editor();

describe("code lenses", () => {
  it("stand above what can be run, proved, or looked up", async () => {
    const open = await project(`-- firm/rules.mandate --
list Mine = Tech
model Own { Cash 100% }
limit A { weight(Mine) <= 5% }
objective { taxes times 1 }
test "one" { on 2026-11-20 }
-- advisors/lee.mandate --
account "1" { model Own }
account "2" { model Own }`);
    const document = { textDocument: { uri: open.uri("firm/rules.mandate") } };
    const found = await open.ask(CodeLensRequest.type, document);
    expect(
      found?.map(
        ({ range, command }) => `${slice(open.text("firm/rules.mandate"), range)}: ${command?.title}`,
      ),
    ).toEqual([
      "Mine: 1 reference",
      "Own: 2 accounts",
      "Own: 2 references",
      "A: 0 references",
      "objective: Prove",
      '"one": Run test',
    ]);
    const [mine, , , , , test] = found ?? [];
    expect(mine?.command?.arguments?.[2]).toEqual([
      {
        uri: open.uri("firm/rules.mandate"),
        range: { start: { line: 2, character: 17 }, end: { line: 2, character: 21 } },
      },
    ]);
    expect(test?.command).toMatchObject({
      command: "mandate.runTest",
      arguments: [open.uri("firm/rules.mandate"), "one"],
    });
  });
});
