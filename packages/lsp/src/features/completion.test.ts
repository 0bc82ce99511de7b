import { parse } from "@mandate/dsl";
import { describe, expect, it } from "vitest";
import {
  type CompletionItem,
  CompletionItemKind,
  type CompletionList,
  CompletionRequest,
  CompletionResolveRequest,
  type MarkupContent,
} from "vscode-languageserver/node.js";
import { clauses, declarations } from "../completion/snippets.ts";
import { type Case, edited, editor } from "../testkit/index.ts";

const project = editor();

async function completed(text: string): Promise<{ open: Case; items: readonly CompletionItem[] }> {
  const open = await project(text);
  const answer = (await open.ask(CompletionRequest.type, open.at)) as CompletionList | null;
  return {
    open,
    items: [...(answer?.items ?? [])].sort((a, b) => ((a.sortText ?? "") < (b.sortText ?? "") ? -1 : 1)),
  };
}

/** Labels of what is no snippet, in the order in which an editor shows them. */
async function labels(text: string): Promise<string[]> {
  return (await completed(text)).items
    .filter(({ kind }) => kind !== CompletionItemKind.Snippet)
    .map(({ label }) => label);
}

function accepted(open: Case, item: CompletionItem | undefined): string {
  if (item?.textEdit === undefined || !("range" in item.textEdit)) throw new Error("there is no such item");
  return edited(open.text(open.file), [item.textEdit]);
}

describe("completion offers", () => {
  it.each([
    ["models", 'account "1" { model <|> }', ["Balanced"]],
    ["what a model may restate", "model Mine is <|>", ["Balanced"]],
    ["attributes' types", "attribute x: <|>", ["flag", "number", "text"]],
    [
      "an option's types",
      "menu M { option x: <|>",
      ["count", "flag", "money", "number", "percent", "pp", "shares", "choice", "lists"],
    ],
    ["limits to tighten", 'account "1" { tighten <|> }', ["BondFloor", "SingleStock"]],
    ["sides", 'account "1" { never <|> }', ["buy", "sell"]],
    ["the choices of an option", 'account "1" { choose Tax.sensitivity = <|> }', ["normal", "high", "none"]],
    [
      "a range's ends and its default",
      'account "1" { choose Tax.gains_budget = <|> }',
      ["none", "$0", "$1,000,000"],
    ],
    ["lists of an option", 'account "1" { choose Screens.exclude = <|> }', ["Sin", "Tech", "none"]],
    ["options of a menu, not those that are tilted", 'account "1" { choose Allocation.<|> }', ["cash_floor"]],
    ["cases in a condition", "limit A when Tax.sensitivity = <|>", ["normal", "high", "none"]],
    [
      "registrations",
      "limit A when account.registration = <|>",
      ["exempt", "roth", "taxable", "traditional"],
    ],
    ["holdings and trades", "limit A { count(<|>", ["holdings", "trades"]],
    ["terms of gains", "limit A { gains(<|>", ["long", "short"]],
    ["a column's texts", "list X = securities where sector = <|>", ['"Fund"', '"Staples"', '"Technology"']],
    [
      "classes to tilt",
      'account "1" { tilt 2pp to <|> }',
      ["Cash", "Equity", "FixedIncome", "International", "USLarge", "USSmall"],
    ],
    [
      "units of a number",
      "limit A { weight(Tech) <= 5<|>",
      ["$5", "5 days", "5 shares", "5%", "5bps", "5pp"],
    ],
  ])("%s", async (_, text, wanted) => {
    const layer = text.startsWith("account") ? "-- advisors/lee.mandate --\n" : "";
    expect((await labels(`${layer}${text}`)).slice(0, wanted.length)).toEqual(wanted);
  });

  it("sets inside a measure: variables first, then classes, lists, securities with name and class", async () => {
    const { items } = await completed("limit A { for each s in Tech: weight(<|>");
    const of = (label: string) => items.find((item) => item.label === label);
    expect(items[0]?.label).toBe("s");
    expect(of("AAPL")).toMatchObject({
      detail: "USLarge",
      labelDetails: { description: "Apple" },
      filterText: "AAPL Apple",
    });
    expect(of("Tech")).toMatchObject({ detail: "list" });
    expect(items.findIndex(({ label }) => label === "Tech")).toBeLessThan(
      items.findIndex(({ label }) => label === "AAPL"),
    );
  });

  it("facts of the account, and options of one menu after its dot", async () => {
    expect(await labels("limit A when account.<|>")).toEqual(
      expect.arrayContaining(["registration", "st_rate", "sector"]),
    );
    expect(await labels("limit A { weight(Tech) <= Tax.<|>")).toEqual([
      "defer",
      "gains_budget",
      "sensitivity",
    ]);
  });

  it("words where the parser takes them, and declarations that the layer may make", async () => {
    expect(await labels("limit A <|>")).toEqual(["when"]);
    const firm = await labels("<|>");
    const advisor = await labels("-- advisors/lee.mandate --\n<|>");
    const client = await labels("-- clients/okafor.mandate --\n<|>");
    expect(firm).toEqual(expect.arrayContaining(["model", "limit", "menu", "test", "list"]));
    expect(firm).not.toContain("account");
    expect(advisor).toEqual(expect.arrayContaining(["account", "household", "list", "test"]));
    expect(advisor).not.toContain("model");
    expect(client).not.toContain("list");
    expect(await labels('-- advisors/lee.mandate --\naccount "1" { model Balanced <|> }')).toEqual(
      expect.arrayContaining(["choose", "exclude", "keep", "limit", "never", "tilt", "because"]),
    );
  });

  it("nothing in comments, texts and new names", async () => {
    for (const text of ["// weight(<|>", 'limit A "ti<|>', "list <|>"])
      expect(await labels(text)).toEqual([]);
  });
});

describe("what is accepted", () => {
  it("replaces the whole word around the cursor", async () => {
    const { open, items } = await completed("limit A { weight(Te<|>hc) <= 5% }");
    expect(
      accepted(
        open,
        items.find(({ label }) => label === "Tech"),
      ),
    ).toBe("limit A { weight(Tech) <= 5% }");
  });

  it("is written in back-ticks where it must be", async () => {
    const brk = (text: string) =>
      completed(`-- data/securities.csv --
symbol,name,asset_class,sector,tobacco,single_stock,esg_score,issuer
BRK.B,Berkshire,USLarge,Financials,0,1,55,
-- firm/rules.mandate --
${text}`);
    const bare = await brk("limit A { weight(B<|>) <= 5% }");
    expect(
      accepted(
        bare.open,
        bare.items.find(({ label }) => label === "BRK.B"),
      ),
    ).toBe("limit A { weight(`BRK.B`) <= 5% }");
    const begun = await brk("limit A { weight(`B<|>) <= 5% }");
    expect(
      accepted(
        begun.open,
        begun.items.find(({ label }) => label === "BRK.B"),
      ),
    ).toBe("limit A { weight(`BRK.B`) <= 5% }");
  });

  it("has documentation once it is looked at", async () => {
    const { open, items } = await completed("limit A { weight(AA<|>) <= 5% }");
    const item = items.find(({ label }) => label === "AAPL");
    if (item === undefined) throw new Error("AAPL is missing");
    const resolved = await open.ask(CompletionResolveRequest.type, item);
    expect((resolved.documentation as MarkupContent).value).toContain("| sector | Technology |");
  });

  it("may be a whole declaration; each snippet parses once its places are filled in with their words", async () => {
    const { items } = await completed("<|>");
    expect(
      items.some(({ kind, label }) => kind === CompletionItemKind.Snippet && label === "model … { … }"),
    ).toBe(true);
    const filled = (body: string) =>
      body
        .replace(/\$\{\d+\|([^,}]*)[^}]*\}/g, "$1")
        .replace(/\$\{\d+:((?:\\.|[^}\\])*)\}/g, "$1")
        .replace(/(?<!\\)\$0/g, "")
        .replaceAll("\\$", () => "$");
    for (const { body } of declarations)
      expect({ body, findings: parse(filled(body)).findings }).toEqual({ body, findings: [] });
    for (const { body } of clauses)
      expect({ body, findings: parse(`account "1" { ${filled(body)} }`).findings }).toEqual({
        body,
        findings: [],
      });
  });
});
