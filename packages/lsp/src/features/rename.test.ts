import { describe, expect, it } from "vitest";
import { PrepareRenameRequest, RenameRequest } from "vscode-languageserver/node.js";
import { editor } from "../testkit/index.ts";

const project = editor();

async function renamed(text: string, newName: string) {
  const open = await project(text);
  return { open, edit: await open.ask(RenameRequest.type, { ...open.at, newName }) };
}

async function refusal(text: string, newName: string): Promise<string> {
  return renamed(text, newName).then(
    () => "it was renamed",
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
}

describe("rename", () => {
  it("changes the declaration and every use, in every file", async () => {
    const { open, edit } = await renamed(
      `-- firm/rules.mandate --
limit Sm<|>all "S" { weight(Tech) <= 5% }
waive Small in account "1" up to 6% until 2027-06-30 because "x" approved by "y"
test "t" { on 2026-11-20 account "t" { model Balanced traditional cash $1 } prices { VTI $1 VB $1 BND $1 } expect binding Small }
-- advisors/lee.mandate --
account "1" { model Balanced  tighten Small to 3% }`,
      "Tiny",
    );
    const texts = open.after(edit);
    expect(Object.keys(texts).sort()).toEqual(["advisors/lee.mandate", "firm/rules.mandate"]);
    for (const [path, text] of Object.entries(texts))
      expect(text).toBe(open.text(path).replaceAll("Small", "Tiny"));
  });

  it("puts a name that is no plain word into back-ticks, and takes them away again", async () => {
    const first = await renamed("list Mi<|>ne = Tech\nlimit A { weight(Mine) <= 5% }", "My list");
    expect(first.open.after(first.edit)["firm/rules.mandate"]).toBe(
      "list `My list` = Tech\nlimit A { weight(`My list`) <= 5% }",
    );
    const second = await renamed("list `My <|>list` = Tech\nlimit A { weight(`My list`) <= 5% }", "Mine");
    expect(second.open.after(second.edit)["firm/rules.mandate"]).toBe(
      "list Mine = Tech\nlimit A { weight(Mine) <= 5% }",
    );
  });

  it("of a variable keeps to its loop; of an option to its menu", async () => {
    const variable = await renamed(
      "limit A { for each s in Tech: weight(s<|>) <= 5%  for each s in Sin: weight(s) <= 1% }",
      "x",
    );
    expect(variable.open.after(variable.edit)["firm/rules.mandate"]).toBe(
      "limit A { for each x in Tech: weight(x) <= 5%  for each s in Sin: weight(s) <= 1% }",
    );
    const option = await renamed(
      "menu M { option a<|>: flag default on  option b: flag default on }\nlimit A when M.a = on { weight(Tech) <= 5% }",
      "c",
    );
    expect(option.open.after(option.edit)["firm/rules.mandate"]).toBe(
      "menu M { option c: flag default on  option b: flag default on }\nlimit A when M.c = on { weight(Tech) <= 5% }",
    );
  });

  it.each([
    ["a name that is taken", "list Mi<|>ne = Tech", "Balanced", "`Balanced` is the name of a model already"],
    ["a security's symbol", "list Mi<|>ne = Tech", "VTI", "`VTI` is the name of a security already"],
    ["no name", "list Mi<|>ne = Tech", " ", "a name cannot be empty"],
    [
      "a taken option",
      "menu M { option a<|>: flag default on  option b: flag default on }",
      "b",
      "the menu `M` has an option `b` already",
    ],
    [
      "a taken variable",
      "limit A { for each s in Tech: sum(t in Sin: weight(t)) + weight(s<|>) <= 5% }",
      "t",
      "`t` stands for something else here already",
    ],
  ])("refuses %s", async (_, text, name, why) => {
    expect(await refusal(text, name)).toBe(why);
  });

  it.each([
    [
      "a security",
      "limit A { weight(V<|>TI) <= 5% }",
      "`VTI` is a security of `data/securities.csv`: it cannot be renamed here",
    ],
    [
      "Cash",
      "limit A { weight(Ca<|>sh) <= 5% }",
      "`Cash` is a fixed name of the language: it cannot be renamed",
    ],
    [
      "a class of the universe's",
      "limit A { weight(USL<|>arge) <= 5% }",
      "`USLarge` is what `data/securities.csv` calls this class: it cannot be renamed as long as securities there are of it",
    ],
    [
      "an attribute",
      "list X = securities where tob<|>acco",
      "`tobacco` is a column of data: an attribute is called as its column",
    ],
    [
      "an account",
      '-- advisors/lee.mandate --\naccount "1<|>" { model Balanced }',
      "account `1` is the book's: its id is changed there, and not by renaming",
    ],
  ])("does not begin with %s", async (_, text, why) => {
    const open = await project(text);
    await expect(open.ask(PrepareRenameRequest.type, open.at)).rejects.toThrow(why);
    expect(await refusal(text, "Else")).toBe(why);
  });

  it("begins with the name, without its back-ticks; nowhere else", async () => {
    const open = await project("list `«My <|>list»` = Tech");
    expect(await open.ask(PrepareRenameRequest.type, open.at)).toEqual({
      range: open.ranges[0]?.range,
      placeholder: "My list",
    });
    const keyword = await project("li<|>st Mine = Tech");
    expect(await keyword.ask(PrepareRenameRequest.type, keyword.at)).toBeNull();
  });
});
