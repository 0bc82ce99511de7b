/** docs/lsp.md claims what tests show, leaves nothing of the protocol out, and tells what the server does. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { inProcess } from "@mandate/lsp/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { repositoryRoot } from "../support/repository.ts";
import { pageText } from "./pages.ts";

interface Row {
  readonly what: string;
  readonly methods: readonly string[];
  readonly ours: string;
  readonly last: string;
}

const rows: readonly Row[] = pageText("docs/lsp.md")
  .split("\n")
  .filter((line) => /^\| (?!\||---)/.test(line))
  .map((line) => {
    const [what = "", methods = "", , , ours = "", last = ""] = line.slice(2, -2).split(" | ");
    return {
      what,
      methods: [...methods.matchAll(/`([^`]+)`/g)].map(([, method = ""]) => method),
      ours,
      last,
    };
  })
  .filter(({ ours }) => ours !== "Mandate");

/** Every method that the library of the protocol knows. */
function everyMethod(): readonly string[] {
  const server = createRequire(join(repositoryRoot, "packages", "lsp", "package.json"));
  const protocol = createRequire(server.resolve("vscode-languageserver/node.js"));
  const folder = dirname(protocol.resolve("vscode-languageserver-protocol"));
  const common = join(folder, "..", "common");
  return readdirSync(common)
    .filter((file) => file.endsWith(".js"))
    .flatMap((file) => [...readFileSync(join(common, file), "utf8").matchAll(/method = '([^']+)'/g)])
    .map(([, method = ""]) => method);
}

describe("the table of the language server's capabilities", () => {
  it("has rows, each with a word on whether we have it", () => {
    expect(rows.length).toBeGreaterThan(60);
    expect(rows.filter(({ ours }) => !["yes", "–"].includes(ours))).toEqual([]);
  });

  it.each(rows.filter(({ ours }) => ours === "yes"))("names a test that exists: $what", ({ last }) => {
    const [, path = "", title = ""] = /^\[[^\]]+\]\(\.\.\/([^)]+)\) “(.+)”$/.exec(last) ?? [];
    const file = join(repositoryRoot, path);
    expect(path !== "" && existsSync(file), last).toBe(true);
    expect(readFileSync(file, "utf8")).toContain(`"${title}"`);
  });

  it("says why of what we have not", () => {
    expect(rows.filter(({ ours, last }) => ours === "–" && last.length < 10)).toEqual([]);
  });

  it("leaves no method of the protocol out", () => {
    const listed = new Set(rows.flatMap(({ methods }) => methods));
    const every = everyMethod();
    expect(every.length).toBeGreaterThan(80);
    expect(every.filter((method) => !listed.has(method))).toEqual([]);
  });
});

describe("what the table says of the server", () => {
  let client: Awaited<ReturnType<typeof inProcess>>;
  beforeAll(async () => {
    client = await inProcess();
  });
  afterAll(async () => {
    await client.close();
  });

  /** What a client may ask; notifications, and what the server asks, have no answer. */
  const requests = rows.flatMap(({ methods, ours }) =>
    methods
      .filter((method) =>
        /^(?:textDocument|workspace|callHierarchy|typeHierarchy|mandate)\/|\/resolve$/.test(method),
      )
      .filter(
        (method) =>
          !/\/(?:did|publish|applyEdit|configuration|workspaceFolders)|semanticTokens$/.test(method),
      )
      .filter((method) => method !== "textDocument/willSave")
      .map((method) => ({ method, ours: ours === "yes" })),
  );

  it.each(requests)("holds: $method", async ({ method, ours }) => {
    const params = {
      textDocument: { uri: "file:///nowhere.mandate" },
      item: { uri: "file:///nowhere.mandate" },
    };
    const answer: unknown = await client.connection
      .sendRequest(method, params)
      .catch((error: unknown) => error);
    const unknown = answer instanceof Error && /Unhandled method/.test(answer.message);
    expect(unknown).toBe(!ours);
  });
});
