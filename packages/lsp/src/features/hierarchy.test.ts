import { describe, expect, it } from "vitest";
import {
  CallHierarchyIncomingCallsRequest,
  CallHierarchyOutgoingCallsRequest,
  CallHierarchyPrepareRequest,
  TypeHierarchyPrepareRequest,
  TypeHierarchySubtypesRequest,
  TypeHierarchySupertypesRequest,
} from "vscode-languageserver/node.js";
import { editor, slice } from "../testkit/index.ts";

const project = editor();

describe("the hierarchy of models and classes", () => {
  it("leads from a model to what it restates, and to what restates it", async () => {
    const open = await project(
      "model A { Cash 100% }\nmodel B<|> is A { Cash 100% }\nmodel C is B { Cash 100% }",
    );
    const [item] = (await open.ask(TypeHierarchyPrepareRequest.type, open.at)) ?? [];
    if (item === undefined) throw new Error("there is no item");
    expect((await open.ask(TypeHierarchySupertypesRequest.type, { item }))?.map(({ name }) => name)).toEqual([
      "A",
    ]);
    expect((await open.ask(TypeHierarchySubtypesRequest.type, { item }))?.map(({ name }) => name)).toEqual([
      "C",
    ]);
  });

  it("leads from a class to the classes around and inside it; other names have none", async () => {
    const open = await project("limit A { weight(Equ<|>ity) <= 70% }");
    const [item] = (await open.ask(TypeHierarchyPrepareRequest.type, open.at)) ?? [];
    if (item === undefined) throw new Error("there is no item");
    expect((await open.ask(TypeHierarchySubtypesRequest.type, { item }))?.map(({ name }) => name)).toEqual([
      "USLarge",
      "USSmall",
      "International",
    ]);
    const list = await project("limit A { weight(Te<|>ch) <= 70% }");
    expect(await list.ask(TypeHierarchyPrepareRequest.type, list.at)).toBeNull();
  });
});

describe("the hierarchy of uses", () => {
  it("leads from a list to the declarations and accounts that use it, and on to what they use", async () => {
    const open = await project(`-- firm/rules.mandate --
list Mine<|> = Tech or Sin
limit A { weight(Mine) <= 5%  bought(Mine) = $0 }
-- advisors/lee.mandate --
account "1" { model Balanced  never buy Mine }`);
    const [item] = (await open.ask(CallHierarchyPrepareRequest.type, open.at)) ?? [];
    if (item === undefined) throw new Error("there is no item");
    const callers = (await open.ask(CallHierarchyIncomingCallsRequest.type, { item })) ?? [];
    expect(callers.map(({ from, fromRanges }) => [from.name, fromRanges.length]).sort()).toEqual([
      ["A", 2],
      ["account 1", 1],
    ]);
    const used = (await open.ask(CallHierarchyOutgoingCallsRequest.type, { item })) ?? [];
    expect(
      used
        .map(({ to, fromRanges }) => [
          to.name,
          ...fromRanges.map((range) => slice(open.text(open.file), range)),
        ])
        .sort(),
    ).toEqual([
      ["Sin", "Sin"],
      ["Tech", "Tech"],
    ]);
  });
});
