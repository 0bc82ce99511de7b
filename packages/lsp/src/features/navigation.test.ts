import { describe, expect, it } from "vitest";
import {
  DeclarationRequest,
  DefinitionRequest,
  DocumentHighlightKind,
  DocumentHighlightRequest,
  type Location,
  ReferencesRequest,
  TypeDefinitionRequest,
} from "vscode-languageserver/node.js";
import { type Case, editor } from "../testkit/index.ts";

const project = editor();

/** The marked ranges with a name, as locations. */
function marked({ ranges, uri }: Case, ...names: string[]): Location[] {
  return ranges
    .filter(({ name }) => names.includes(name))
    .map(({ path, range }) => ({ uri: uri(path), range }));
}

async function definitionOf(text: string): Promise<{ found: unknown; wanted: Location[] }> {
  const open = await project(text);
  const found = await open.ask(DefinitionRequest.type, open.at);
  expect(await open.ask(DeclarationRequest.type, open.at)).toEqual(found);
  return { found, wanted: marked(open, "") };
}

describe("definition", () => {
  it.each([
    ["a list", "list «Mine» = Tech\nlimit A { weight(Mi<|>ne) <= 5% }"],
    ["at the end of a name", "list «Mine» = Tech\nlimit A { weight(Mine<|>) <= 5% }"],
    ["a variable", "limit A { for each «s» in Tech: weight(s<|>) <= 5% }"],
    ["an option", "menu M { option «x»: flag default on }\nlimit A when M.x<|> = on { weight(Tech) <= 5% }"],
    ["a model's base", "model «One» { Cash 100% }\nmodel Two is On<|>e { Cash 100% }"],
    [
      "a limit that a test cites",
      'limit «A» { weight(Tech) <= 5% }\ntest "t" { on 2026-11-20 account "t" { model Balanced traditional cash $1 } prices { VTI $1 VB $1 BND $1 } expect binding A<|> }',
    ],
    [
      "another file's",
      "-- firm/a.mandate --\nlist «Mine» = Tech\n-- firm/rules.mandate --\nlimit A { weight(Mine<|>) <= 5% }",
    ],
    [
      "an account",
      '-- advisors/lee.mandate --\naccount «"1"» { model Balanced }\nhousehold "H" { accounts "1<|>", "2" }',
    ],
    ["a name in back-ticks", "list «`My list`» = Tech\nlimit A { weight(`My <|>list`) <= 5% }"],
  ])("of %s", async (_, text) => {
    const { found, wanted } = await definitionOf(text);
    expect(wanted).toHaveLength(1);
    expect(found).toEqual(wanted);
  });

  it("of a security is its row of the universe", async () => {
    const open = await project("limit A { weight(MS<|>FT) <= 5% }");
    const [found] = ((await open.ask(DefinitionRequest.type, open.at)) ?? []) as Location[];
    expect(found).toEqual({
      uri: open.uri("data/securities.csv"),
      range: { start: { line: 4, character: 0 }, end: { line: 4, character: 4 } },
    });
  });

  it("of a keyword, a measure or nothing is none", async () => {
    for (const text of ["li<|>mit A { weight(Tech) <= 5% }", "limit A { wei<|>ght(Tech) <= 5% }", "<|>"]) {
      const open = await project(text);
      expect(await open.ask(DefinitionRequest.type, open.at)).toBeNull();
    }
  });
});

describe("declaration", () => {
  it("of an account are its blocks, one a layer", async () => {
    const open = await project(`-- advisors/lee.mandate --
account «"1"» { model Balanced }
household "H" { accounts "1<|>", "2" }
-- clients/lee.mandate --
account «"1"» { never buy Sin }`);
    expect(await open.ask(DeclarationRequest.type, open.at)).toEqual(marked(open, ""));
  });
});

describe("type definition", () => {
  it.each([
    ["a nested class's parent", "asset class «Real» { asset class La<|>nd }"],
    [
      "an option's menu",
      "menu «M» { option x: flag default on }\nlimit A when M.x<|> = on { weight(Tech) <= 5% }",
    ],
    ["a derived model's base", "model «One» { Cash 100% }\nmodel Tw<|>o is One { Cash 100% }"],
  ])("is %s", async (_, text) => {
    const open = await project(text);
    expect(await open.ask(TypeDefinitionRequest.type, open.at)).toEqual(marked(open, ""));
  });
});

describe("references", () => {
  const text = `-- firm/rules.mandate --
list «declared|Mi<|>ne» = Tech
limit A { weight(«Mine») <= 5%  bought(«Mine») = $0 }
-- advisors/lee.mandate --
account "1" { model Balanced  never buy «Mine» }`;

  it("are all uses, in every file, with the declaration if wanted", async () => {
    const open = await project(text);
    const asked = (includeDeclaration: boolean) =>
      open.ask(ReferencesRequest.type, { ...open.at, context: { includeDeclaration } });
    const byPlace = (all: readonly Location[] | null) => (all ?? []).map((one) => JSON.stringify(one)).sort();
    expect(byPlace(await asked(false))).toEqual(byPlace(marked(open, "")));
    expect(byPlace(await asked(true))).toEqual(byPlace(marked(open, "", "declared")));
  });

  it("are highlighted in the file, the declaration as what writes", async () => {
    const open = await project(text);
    expect(await open.ask(DocumentHighlightRequest.type, open.at)).toEqual(
      open.ranges
        .filter(({ path }) => path === "firm/rules.mandate")
        .map(({ name, range }) => ({
          range,
          kind: name === "declared" ? DocumentHighlightKind.Write : DocumentHighlightKind.Read,
        })),
    );
  });

  it("of a variable keep to its loop", async () => {
    const open = await project(
      "limit A { for each «s» in Tech: weight(«s<|>») <= 5%  for each s in Sin: weight(s) <= 1% }",
    );
    expect(
      await open.ask(ReferencesRequest.type, { ...open.at, context: { includeDeclaration: true } }),
    ).toEqual(marked(open, ""));
  });
});
