import { catalogue } from "@mandate/compiler";
import { describe, expect, it } from "vitest";
import { type CodeAction, CodeActionRequest, type Range } from "vscode-languageserver/node.js";
import { type Case, editor } from "../testkit/index.ts";

const project = editor();

async function actions(open: Case, only?: string[], range?: Range): Promise<CodeAction[]> {
  const at = range ?? { start: open.at.position, end: open.at.position };
  const answer = await open.ask(CodeActionRequest.type, {
    ...open.document,
    range: at,
    context: { diagnostics: [], ...(only === undefined ? {} : { only }) },
  });
  return (answer ?? []) as CodeAction[];
}

const whole: Range = { start: { line: 0, character: 0 }, end: { line: 9999, character: 0 } };

describe("quick fixes", () => {
  it("stand at their diagnostic, and do what they say", async () => {
    const open = await project("limit A { weight(Te<|>hc) <= 5% }\nlimit B { weight(Snn) <= 5% }");
    const [fix, ...others] = await actions(open, ["quickfix"]);
    expect(others).toEqual([]);
    expect(fix).toMatchObject({
      title: "Write `Tech`",
      isPreferred: true,
      diagnostics: [{ code: "MDT2001" }],
    });
    expect(open.after(fix?.edit)["firm/rules.mandate"]).toBe(
      "limit A { weight(Tech) <= 5% }\nlimit B { weight(Snn) <= 5% }",
    );
  });

  it("all at once leave a file without those mistakes", async () => {
    const open = await project(
      "limit A { weight(<|>Tehc) <= 5% }\nlimit B { weight(Snn) <= 5% }\nlimt C { weight(Sin) <= 5% }",
    );
    const [all, ...others] = await actions(open, ["source.fixAll"]);
    expect(others).toEqual([]);
    expect(open.after(all?.edit)["firm/rules.mandate"]).toBe(
      "limit A { weight(Tech) <= 5% }\nlimit B { weight(Sin) <= 5% }\nlimit C { weight(Sin) <= 5% }",
    );
  });

  it("of the catalogue's examples reach the editor, every one, with edits inside their file", async () => {
    const texts = Object.values(catalogue)
      .flatMap((family) => Object.values(family))
      .map(({ page }) => page.avoid)
      .filter(
        (example) => example?.layer === undefined && example?.files === undefined && example !== undefined,
      );
    let offered = 0;
    for (const example of texts.slice(0, 40)) {
      const open = await project(example?.text ?? "");
      for (const action of await actions(open, ["quickfix"], whole)) {
        offered++;
        expect(action.diagnostics).toHaveLength(1);
        expect(Object.values(open.after(action.edit))).not.toContain(open.text(open.file));
      }
    }
    expect(offered).toBeGreaterThan(5);
  });
});

describe("organising", () => {
  it("puts declarations into a reader's order and takes their comments along", async () => {
    const open = await project(`// the firm's rules

// about tests
test "t" { on 2026-11-20 } // behind
/// Why.
limit A { weight(Tech) <= 5% }
list B = Tech<|>
`);
    const [organise] = await actions(open, ["source.organize"]);
    expect(open.after(organise?.edit)["firm/rules.mandate"]).toBe(`// the firm's rules

list B = Tech

/// Why.
limit A { weight(Tech) <= 5% }

// about tests
test "t" { on 2026-11-20 } // behind
`);
  });

  it("leaves what is in order, and what has mistakes", async () => {
    expect(
      await actions(await project("list B = Tech\nlimit <|>A { weight(Tech) <= 5% }"), ["source.organize"]),
    ).toEqual([]);
    expect(
      await actions(await project("limit A { weight( }\nlist <|>B = Tech"), ["source.organize"]),
    ).toEqual([]);
  });
});

describe("extracting a limit into a profile", () => {
  it("writes the profile, and the account follows it", async () => {
    const open = await project(
      '-- advisors/lee.mandate --\naccount "1" { model Balanced  limit Mi<|>ne { weight(AAPL) <= 3% } }',
    );
    const [extract] = await actions(open, ["refactor.extract"]);
    expect(open.after(extract?.edit)["advisors/lee.mandate"]).toBe(
      'profile MineProfile {\n  limit Mine { weight(AAPL) <= 3% }\n}\n\naccount "1" { model Balanced  profile MineProfile }',
    );
  });

  it("joins profiles that are there, and is not a client's", async () => {
    const open = await project(
      '-- advisors/lee.mandate --\nprofile P { never buy MO }\naccount "1" { model Balanced  profile P  limit Mi<|>ne { weight(AAPL) <= 3% } }',
    );
    const [extract] = await actions(open, ["refactor"]);
    expect(open.after(extract?.edit)["advisors/lee.mandate"]).toContain(
      'account "1" { model Balanced  profile P, MineProfile }',
    );
    const client = await project(
      '-- clients/okafor.mandate --\naccount "1" { limit Mi<|>ne { weight(AAPL) <= 3% } }',
    );
    expect(await actions(client, ["refactor"])).toEqual([]);
  });
});

describe("a block from the book", () => {
  const files = (policy: string) => `-- advisors/lee.mandate --
${policy}
-- book/accounts.csv --
account,name,registration,model,profile,Tax.sensitivity,Tax.gains_budget
1,"Rivera, taxable",taxable,Balanced,,high,"$15,000"
`;

  it("says what the row says", async () => {
    const open = await project(files('household "H" { accounts "<|>1", "2" }\n'));
    const [write] = await actions(open, ["refactor.rewrite"]);
    expect(open.after(write?.edit)["advisors/lee.mandate"]).toContain(`
account "1" "Rivera, taxable" {
  model Balanced
  choose Tax.sensitivity = high
  choose Tax.gains_budget = $15,000
}
`);
  });

  it("is not offered where there is one, or no row", async () => {
    const other = await project(files('household "H" { accounts "1", "<|>2" }'));
    expect(await actions(other, ["refactor.rewrite"])).toEqual([]);
    const has = await project(
      files('household "H" { accounts "<|>1", "2" }\naccount "1" { model Balanced }'),
    );
    expect(await actions(has, ["refactor.rewrite"])).toEqual([]);
  });
});
