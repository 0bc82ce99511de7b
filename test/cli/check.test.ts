import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { repositoryRoot } from "../support/repository.ts";
import { folderWith, mandate, small } from "./support.ts";

const near = { ...small, "advisors/a.mandate": 'account "1" {\n  tighten EquityCup to 60%\n}\n' };

interface Found {
  readonly code: string;
  readonly severity: string;
  readonly message: string;
  readonly file: string;
  readonly range: { readonly start: { readonly line: number; readonly character: number } };
}

async function found(files: Readonly<Record<string, string | Uint8Array>>): Promise<readonly Found[]> {
  const { out, err } = await mandate(["check", "--format", "json"], folderWith(files));
  expect(err).toBe("");
  return JSON.parse(out) as readonly Found[];
}

describe("mandate check", () => {
  it("finds nothing wrong in the example firm", async () => {
    expect(await mandate(["check", "--project", "examples/acme"], repositoryRoot)).toEqual({
      code: 0,
      out: "nothing wrong in 22 files\n",
      err: "",
    });
  });

  it("shows what is wrong, where, and what to do", async () => {
    const { code, out, err } = await mandate(["check"], folderWith(near));
    expect({ code, err }).toEqual({ code: 1, err: "" });
    expect(out).toMatchInlineSnapshot(`
      "error MDT2001 advisors/a.mandate:2:11
        there is no limit called \`EquityCup\`; did you mean \`EquityCap\`?
        1 | account "1" {
      > 2 |   tighten EquityCup to 60%
          |           ^^^^^^^^^
        3 | }

      1 error in 1 file
      "
    `);
  });

  it("names files from where it runs, and as JSON from the project", async () => {
    const files = Object.fromEntries(
      Object.entries(near).map(([path, text]) => [`deep/project/${path}`, text]),
    );
    const folder = folderWith({ ...files, "deep/other/x.txt": "" });
    const run = (...more: readonly string[]) =>
      mandate(["check", "--project", "deep/project", ...more], folder);
    expect((await run()).out).toMatch(/^error MDT\d{4} deep\/project\/advisors\/a\.mandate:2:11\n/);
    expect((await run("--format", "github")).out).toMatch(
      /^::error file=deep\/project\/advisors\/a\.mandate,line=2,endLine=2,col=11,/,
    );
    expect((await run("--format", "sarif")).out).toContain('"uri": "deep/project/advisors/a.mandate"');
    expect((await run("--json")).out).toContain('"file": "advisors/a.mandate"');
  });

  it("prints the same JSON by either name, and an empty list where nothing is wrong", async () => {
    const folder = folderWith(near);
    expect(await mandate(["check", "--json"], folder)).toEqual(
      await mandate(["check", "--format", "json"], folder),
    );
    expect(await mandate(["check", "--json"], folderWith(small))).toEqual({ code: 0, out: "[]\n", err: "" });
  });

  it("warns, and is clean all the same", async () => {
    const files = {
      ...small,
      "firm/waiver.mandate": `limit Cap { for each s in securities: weight(s) <= 70% } waivable by compliance up to 90% for 1 year
waive Cap for VTI in account "1" up to 80% until 2026-11-30 because "gift" approved by "CCO" on 2026-11-03
`,
    };
    const run = (...more: readonly string[]) => mandate(["check", ...more], folderWith(files));
    expect(await run("--as-of", "2026-11-04")).toMatchObject({
      code: 0,
      out: expect.stringContaining("1 warning in 1 file"),
    });
    expect(await run("--as-of", "2026-12-01")).toMatchObject({
      code: 0,
      out: expect.stringContaining("has no effect any more"),
    });
  });

  it("with --quiet counts nothing", async () => {
    expect(await mandate(["check", "--quiet"], folderWith(small))).toEqual({ code: 0, out: "", err: "" });
    expect((await mandate(["check", "--quiet"], folderWith(near))).out).not.toContain("1 error in");
  });

  it("finds the project upwards", async () => {
    const folder = folderWith({ ...near, "advisors/deep/x.txt": "" });
    const { code, out } = await mandate(["check"], join(folder, "advisors", "deep"));
    expect(code).toBe(1);
    expect(out).toContain("error MDT2001 ../a.mandate:2:11\n");
  });
});

/** One clear diagnostic each; no hang, no crash (issue 3, "Bad input"). */
describe("bad input", () => {
  it("a policy in Windows encoding", async () => {
    const bytes = Buffer.concat([
      Buffer.from("// caf"),
      Buffer.of(0xe9),
      Buffer.from("\nlimit Cap { weight(Bonds) <= 70% }\n"),
    ]);
    expect(await found({ ...small, "firm/old.mandate": bytes })).toMatchObject([
      { code: "MDT7024", file: "firm/old.mandate", range: { start: { line: 0, character: 6 } } },
    ]);
  });

  it("a universe in Windows encoding", async () => {
    const bytes = Buffer.from(`${small["data/securities.csv"]}X,Soci\u00e9t\u00e9,Equity\n`, "latin1");
    expect(await found({ ...small, "data/securities.csv": bytes })).toMatchObject([
      { code: "MDT7024", file: "data/securities.csv", range: { start: { line: 4 } } },
    ]);
  });

  it("a byte order mark is no mistake", async () => {
    const marked = Object.fromEntries(Object.entries(small).map(([path, text]) => [path, `\uFEFF${text}`]));
    expect(await found({ ...marked, "mandate.json": small["mandate.json"] ?? "" })).toEqual([]);
    expect(await found(marked)).toEqual([]);
  });

  it("a line of ten megabytes", async () => {
    const list = `list Long = { ${`VTI,${" ".repeat(46)}`.repeat(200_000)}VTJ }`;
    const all = await found({ ...small, "firm/long.mandate": list });
    expect(all).toMatchObject([{ file: "firm/long.mandate", message: expect.stringContaining("`VTJ`") }]);
  });

  it("ten thousand braces deep", async () => {
    const all = await found({ ...small, "firm/deep.mandate": `limit Deep ${"{ ".repeat(10_000)}` });
    expect(all.length).toBeGreaterThan(0);
    expect(all.length).toBeLessThan(5);
    expect(all.every(({ file }) => file === "firm/deep.mandate")).toBe(true);
  });

  it("ten thousand parentheses deep", async () => {
    const text = `limit Deep { ${"(".repeat(10_000)}weight(Equity)${")".repeat(10_000)} <= 5% }\n`;
    const all = await found({ ...small, "firm/deep.mandate": text });
    expect(all.map(({ file }) => file)).toEqual(["firm/deep.mandate"]);
  });

  it("models in a circle", async () => {
    const all = await found({
      ...small,
      "firm/circle.mandate": "model A is B { Equity 60% }\nmodel B is A { Equity 50% }\n",
    });
    expect(all.length).toBeGreaterThan(0);
    expect(all.every(({ file, severity }) => file === "firm/circle.mandate" && severity === "error")).toBe(
      true,
    );
  });

  it("a sleeve's weights that do not add up", async () => {
    const all = await found({
      ...small,
      "data/sleeve.csv": "symbol,weight\nVTI,0.5\nITOT,0.4\n",
      "firm/sleeve.mandate": 'sleeve Direct from "data/sleeve.csv"\n',
    });
    expect(all).toMatchObject([
      { code: "MDT7012", message: "the weights in `data/sleeve.csv` add up to `0.9` and not to `1`" },
    ]);
  });

  it("two files that declare the same thing", async () => {
    const all = await found({
      ...small,
      "firm/second.mandate": "limit EquityCap { weight(Equity) <= 60% }\n",
    });
    expect(all).toMatchObject([{ file: "firm/second.mandate", range: { start: { line: 0 } } }]);
  });

  it("a file in no layer", async () => {
    const all = await found({ ...small, "drafts/idea.mandate": "\nlimit Idea { weight(Equity) <= 60% }\n" });
    expect(all).toMatchObject([
      { code: "MDT4002", file: "drafts/idea.mandate", range: { start: { line: 0 } } },
    ]);
  });

  it("links in a circle", async () => {
    const folder = folderWith(small);
    symlinkSync(folder, join(folder, "firm", "loop"));
    symlinkSync("self.mandate", join(folder, "firm", "self.mandate"));
    const { code, out } = await mandate(["check"], folder);
    expect(code).toBe(1);
    expect(out).toMatchInlineSnapshot(`
      "warning MDT7028 firm/loop:1:1
        \`firm/loop\` is a link back to the project's own folder, which it lies in; it is not followed
        help: take the link out

      error MDT7025 firm/self.mandate:1:1
        \`firm/self.mandate\` cannot be read: its links go round in a circle

      1 error and 1 warning in 2 files
      "
    `);
  });

  it("a list that leads out of the project", async () => {
    const outside = folderWith({ "secret.csv": "symbol\nVTI\n" });
    const folder = folderWith({ ...small, "firm/list.mandate": 'list Secret from "data/link.csv"\n' });
    symlinkSync(join(outside, "secret.csv"), join(folder, "data", "link.csv"));
    const { code, out } = await mandate(["check"], folder);
    expect(code).toBe(1);
    expect(out).toContain("`data/link.csv` is a link to a place outside the project, and is not followed");
    const dots = await found({ ...small, "firm/list.mandate": 'list Secret from "../secret.csv"\n' });
    expect(dots).toMatchObject([{ code: "MDT7001", file: "firm/list.mandate" }]);
  });

  it.each([
    ["no files", { "mandate.json": small["mandate.json"] ?? "" }],
    ["an empty manifest", { ...small, "mandate.json": "" }],
    ["a manifest that is none", { ...small, "mandate.json": "[1]" }],
    [
      "a misspelt setting",
      { ...small, "mandate.json": (small["mandate.json"] ?? "").replace("universe", "univers") },
    ],
    [
      "no universe",
      {
        "mandate.json": small["mandate.json"] ?? "",
        "firm/policy.mandate": small["firm/policy.mandate"] ?? "",
      },
    ],
    ["an empty universe", { ...small, "data/securities.csv": "" }],
  ])("%s", async (_, files) => {
    const { code, out, err } = await mandate(["check"], folderWith(files));
    expect({ code, err }).toEqual({ code: 1, err: "" });
    expect(out).toMatchSnapshot();
  });
});
