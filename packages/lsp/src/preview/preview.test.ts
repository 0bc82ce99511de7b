import { compile } from "@mandate/compiler";
import { projectOf, readArchive, TODAY } from "@mandate/compiler/testkit";
import { describe, expect, it } from "vitest";
import { loneFile } from "../projects/lone.ts";
import { type Here, type Snapshot, sourceOf } from "../projects/snapshot.ts";
import type { PreviewAnswer, PreviewOutcome, PreviewParams } from "./data.ts";
import type { PreviewQuestion } from "./desk.ts";
import { preview } from "./preview.ts";

const archive = readArchive(`-- data/securities.csv --
symbol,name,asset_class
VTI,Total market,US
ITOT,Core market,US
VXUS,Abroad,Abroad
-- firm/policy.mandate --
asset class Equity "Equities" { asset class US  asset class Abroad }
asset class Cash
model Balanced "Balanced 80/20" {
  Equity 80% band ±5pp {
    US 75% { VTI or ITOT }
    Abroad 25% { VXUS }
  }
  Cash 20% band 10%..30%
}
model Calm "Calm" is Balanced { Equity 50%  Cash 50% band 40%..60% }
objective { drift of classes cost 40bps per 1pp }
-- advisors/lee.mandate --
account "1001" "Rivera" { model Calm }
-- clients/none.mandate --
`);

/** A project at one moment, without the editor around it. */
function at(mark: string, files = archive.files): { here: Here; params: PreviewParams } {
  const input = projectOf(files);
  const compilation = compile(input, { today: TODAY });
  const uri = (path: string): string => `file:///p/${path}`;
  const [path = "", text = ""] = [...files].find(([, contents]) => contents.includes(mark)) ?? [];
  const source = sourceOf(path, text);
  const snapshot: Snapshot = {
    ...loneFile(path, uri(path), text, { encoding: "utf-16", today: TODAY }),
    root: "/p",
    whole: true,
    compilation,
    diagnostics: compilation.diagnostics,
    source: (asked) => (asked === path ? source : undefined),
    uri,
  };
  const position = source.lines.position(text.indexOf(mark));
  return { here: { snapshot, source }, params: { textDocument: { uri: uri(path) }, position } };
}

async function ask(
  mark: string,
  outcome: PreviewOutcome = { state: "no book", why: "none" },
  files = archive.files,
): Promise<{ answer: PreviewAnswer; asked: PreviewQuestion[] }> {
  const { here, params } = at(mark, files);
  const asked: PreviewQuestion[] = [];
  const answer = await preview(here, params, async (question) => {
    asked.push(question);
    return outcome;
  });
  return { answer, asked };
}

describe("mandate/preview", () => {
  it("gives the model around the cursor with weights of the account", async () => {
    const { answer } = await ask("75%");
    if (answer.kind !== "model") throw new Error(`a model, not ${answer.kind}`);
    expect(answer.model.name).toBe("Balanced");
    const [equity, cash] = answer.model.nodes;
    expect(equity).toMatchObject({
      name: "Equity",
      title: "Equities",
      target: 0.8,
      band: { low: 0.75, high: 0.85 },
      source: { uri: "file:///p/firm/policy.mandate", line: 3 },
    });
    expect(equity?.children.map(({ name, target }) => [name, target])).toEqual([
      ["US", 0.6],
      ["Abroad", 0.2],
    ]);
    expect(cash).toMatchObject({ target: 0.2, band: { low: 0.1, high: 0.3 } });
  });

  it("gives the model that a name means, before the one around it", async () => {
    const { answer } = await ask("Balanced { Equity 50%");
    expect(answer).toMatchObject({ kind: "model", model: { name: "Balanced" } });
    expect((await ask("Equity 50%")).answer).toMatchObject({
      kind: "model",
      model: { name: "Calm", base: "Balanced" },
    });
  });

  it("says what to do where there is no portfolio", async () => {
    expect((await ask("asset class Cash")).answer).toEqual({
      kind: "nothing",
      why: "put the cursor in a model or in an account to see its portfolio",
      errors: 0,
    });
  });

  it("asks the desk about an account, and shows its model", async () => {
    const { answer, asked } = await ask('account "1001"');
    expect(asked.map(({ root, account }) => [root, account])).toEqual([["/p", "1001"]]);
    expect(answer).toMatchObject({
      kind: "account",
      account: "1001",
      title: "Rivera",
      model: { name: "Calm" },
      outcome: { state: "no book" },
      errors: 0,
    });
  });

  it("shows an account that is asked for by its id, wherever the cursor is", async () => {
    const { here, params } = at("asset class Cash");
    const asked: string[] = [];
    await preview(here, { ...params, account: "1001" }, async ({ account }) => {
      asked.push(account);
      return { state: "no book", why: "none" };
    });
    expect(asked).toEqual(["1001"]);
  });

  it("solves nothing while there are errors, and shows the account's model all the same", async () => {
    const broken = new Map(archive.files).set("clients/none.mandate", "household { }\n");
    const { answer, asked } = await ask('account "1001"', undefined, broken);
    expect(asked).toEqual([]);
    expect(answer).toMatchObject({ kind: "account", model: { name: "Calm" }, outcome: { state: "errors" } });
  });

  it("answers for a document that is no policy", async () => {
    const { params } = at("model");
    const answer = await preview(undefined, params, () => Promise.reject(new Error("nobody asks")));
    expect(answer).toEqual({ kind: "nothing", why: "open a policy file to see its portfolio", errors: 0 });
  });
});
