import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { recordFaults } from "@mandate/compiler";
import { proposalSchema } from "@mandate/runtime";
import { describe, expect, it } from "vitest";
import { folderWith, mandate, small } from "./support.ts";

const accountsHeader =
  "account,name,household,registration,model,cash,st_rate,lt_rate,ytd_short,ytd_long,carry_short,carry_long";

const book: Readonly<Record<string, string>> = {
  "book/securities.csv": `symbol,asset_class,price,price_date
VTI,Equity,300.00,2026-11-20
ITOT,Equity,140.00,2026-11-20
BND,Bonds,75.00,2026-11-20
`,
  "book/accounts.csv": `${accountsHeader}
1001,Rivera,R,taxable,Base,2000.00,0.35,0.15,0,0,0,0
1002,Rivera,R,roth,Base,500.00,0,0,0,0,0,0
1003,Okafor,,taxable,Base,100000.00,0.35,0.15,0,0,0,0
`,
  "book/lots.csv": `account,lot,symbol,quantity,unit_cost,acquired
1001,a,VTI,100,310.00,2026-03-02
1001,b,BND,200,70.00,2020-05-04
1002,c,ITOT,50,100.00,2021-06-07
`,
};

const objective = `objective {
  drift of classes cost 40bps per 1pp beyond 0.5pp
  taxes            times 1
}
`;

const project: Readonly<Record<string, string>> = { ...small, "firm/objective.mandate": objective, ...book };

type Files = Readonly<Record<string, string | Uint8Array>>;

/** The project with one file's text changed. */
const changed = (path: string, from: string | RegExp, to: string): Files => ({
  ...project,
  [path]: (project[path] ?? "").replace(from, to),
});

const lines = (folder: string, file: string): readonly string[] =>
  readFileSync(join(folder, "out", file), "utf8")
    .trimEnd()
    .split("\n");

const proposals = (folder: string) =>
  lines(folder, "proposals.jsonl").map((line) => proposalSchema.parse(JSON.parse(line)));

const solve = (folder: string, ...more: readonly string[]) =>
  mandate(["solve", "--out", "out", ...more], folder);

const latin1 = (text: string): Uint8Array => Buffer.from(text, "latin1");

describe("mandate solve", () => {
  it("writes four files and a summary", async () => {
    const folder = folderWith(project);
    const { code, out, err } = await solve(folder);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toMatch(/^Run of 2026-11-20\n[\s\S]*\n {2}accounts +3\n[\s\S]*\nWritten to out\n$/);
    expect(readdirSync(join(folder, "out")).sort()).toEqual([
      "proposals.jsonl",
      "quarantine.jsonl",
      "run.json",
      "trades.csv",
    ]);
    expect(proposals(folder).map(({ account, status }) => `${account} ${status}`)).toEqual([
      "1001 proposed",
      "1002 proposed",
      "1003 proposed",
    ]);
    expect(JSON.parse(lines(folder, "run.json").join("\n"))).toMatchObject({
      asOf: "2026-11-20",
      version: "0.1.0",
      bundle: expect.stringMatching(/^[0-9a-f]{64}$/),
      book: expect.stringMatching(/^[0-9a-f]{64}$/),
      accounts: { proposed: 3, no_trade: 0, infeasible: 0, quarantined: 0 },
    });
  });

  it("says how many answers came with a certificate, however the accounts are spread", async () => {
    const folder = folderWith(project);
    const certificates = (): { readonly verified: number; readonly handedOver: number } =>
      JSON.parse(lines(folder, "run.json").join("\n")).certificates;
    const { out } = await solve(folder);
    const { verified, handedOver } = certificates();
    expect(verified).toBeGreaterThanOrEqual(3);
    expect(handedOver).toBe(0);
    expect(out).toContain(`\n  ${verified} answers of the solver with a certificate that was verified\n`);
    await solve(folder, "--workers", "2");
    expect(certificates()).toEqual({ verified, handedOver });
    // HiGHS gives none, and nothing is said of any.
    expect((await solve(folder, "--solver", "highs")).out).not.toContain("certificate");
    expect(certificates()).toEqual({ verified: 0, handedOver: 0 });
  });

  it("says the same as JSON, or nothing, and writes to the project's `runs` by itself", async () => {
    const folder = folderWith(project);
    const { out } = await mandate(["solve", "--json"], folder);
    expect(JSON.parse(out)).toMatchObject({ asOf: "2026-11-20", quarantine: 0 });
    expect(existsSync(join(folder, "runs", "2026-11-20", "run.json"))).toBe(true);
    expect(await solve(folder, "--quiet")).toEqual({ code: 0, out: "", err: "" });
  });

  it("solves the accounts that are asked for, with their households", async () => {
    const folder = folderWith(project);
    await solve(folder);
    const all = lines(folder, "proposals.jsonl");
    expect((await solve(folder, "--account", "1002", "--account", "1003", "--account", "1002")).code).toBe(0);
    expect(lines(folder, "proposals.jsonl")).toEqual(all.slice(1));
  });

  it("puts a bad record aside, and solves the others as if nothing had happened", async () => {
    const [good, bad] = [
      folderWith(project),
      folderWith(changed("book/lots.csv", "1001,b,BND", "1001,b,BMD")),
    ];
    await solve(good);
    expect((await solve(bad)).code).toBe(0);
    expect(proposals(bad).map(({ account, status }) => `${account} ${status}`)).toEqual([
      "1001 quarantined",
      "1002 proposed",
      "1003 proposed",
    ]);
    expect(lines(bad, "quarantine.jsonl").map((line) => JSON.parse(line))).toEqual([
      {
        account: "1001",
        reason: "`BMD` is not in the book's securities; did you mean `BND`?",
        code: recordFaults.unknownSymbol.code,
        file: "book/lots.csv",
        row: 3,
        value: "BMD",
      },
    ]);
    expect(lines(bad, "proposals.jsonl").at(2)).toBe(lines(good, "proposals.jsonl").at(2));
  });

  it("tells of a bad record that touches no account too", async () => {
    const folder = folderWith(changed("book/lots.csv", "1002,c", "9999,c"));
    expect((await solve(folder)).code).toBe(0);
    expect(lines(folder, "quarantine.jsonl").map((line) => JSON.parse(line))).toMatchObject([
      { code: recordFaults.unknownAccount.code, file: "book/lots.csv", row: 4, value: "9999" },
    ]);
  });

  it("does not take a run for complete whose files are being replaced", async () => {
    const folder = folderWith(project);
    await solve(folder);
    rmSync(join(folder, "out", "trades.csv"));
    mkdirSync(join(folder, "out", "trades.csv"));
    expect(await solve(folder)).toEqual({
      code: 2,
      out: "",
      err: "mandate: `DIR/out/trades.csv` cannot be written: there is a folder of that name\n",
    });
    expect(existsSync(join(folder, "out", "run.json"))).toBe(false);
    rmSync(join(folder, "out", "trades.csv"), { recursive: true });
    expect((await solve(folder, "--resume")).code).toBe(0);
    expect(readdirSync(join(folder, "out")).filter((name) => name.startsWith("."))).toEqual([]);
  });
});

/** One clear sentence each, the exit code of cli.md, nothing half-written (issue 2, "Bad input"). */
describe("what cannot be solved", () => {
  const unreadable: readonly (readonly [string, Files, readonly string[], string])[] = [
    ["no project", {}, [], "neither this folder nor one above it is a project"],
    ["a project that is not there", {}, ["--project", "nowhere"], "the project `nowhere` cannot be read"],
    ["no book", small, [], "the book `DIR/book` cannot be opened: it is not there"],
    [
      "a book that is not there",
      project,
      ["--book", "nowhere"],
      "the book `DIR/nowhere` cannot be opened: it is not there",
    ],
    ["a book that is a file", project, ["--book", "mandate.json"], "mandate.json"],
    ["a book without lots", { ...small, ...without("book/lots.csv") }, [], "has no `lots.csv`"],
    [
      "a book without a column",
      changed("book/lots.csv", "unit_cost", "cost"),
      [],
      "has no column `unit_cost`",
    ],
    [
      "a book without accounts",
      { ...project, "book/accounts.csv": `${accountsHeader}\n` },
      [],
      "has no accounts",
    ],
    ["an empty file", { ...project, "book/lots.csv": "" }, [], "`book/lots.csv`"],
    [
      "a header in a Windows encoding",
      {
        ...project,
        "book/lots.csv": latin1((book["book/lots.csv"] ?? "").replace("\n", ",Gr\u00f6\u00dfe\n")),
      },
      [],
      "UTF-8",
    ],
    ["an unknown account", project, ["--account", "1004"], "the book has no account `1004`"],
    ["a day that is none", project, ["--as-of", "2026-02-30"], "`2026-02-30` is not a day in the calendar"],
    ["no workers", project, ["--workers", "0"], "`0` is no whole number of at least 1"],
    ["an unknown solver", project, ["--solver", "gurobi"], "`gurobi`"],
    ["an output folder that is a file", project, ["--out", "mandate.json"], "there is a file of that name"],
    [
      "an output folder below a file",
      project,
      ["--out", "mandate.json/x"],
      "a part of the path is a file, not a folder",
    ],
  ];

  it.each(unreadable)("%s", async (_, files, words, expected) => {
    const folder = folderWith(files);
    const before = everything(folder);
    const { code, out, err } = await mandate(["solve", ...words], folder);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toMatch(/^mandate: [^\n]{10,300}[^.\n]\n$/);
    expect(err).not.toMatch(/defect|ENOENT|EISDIR|Error:|\bat \//);
    expect(err).toContain(expected);
    expect(everything(folder)).toEqual(before);
  });

  it.skipIf(process.getuid?.() === 0)("an output folder that may not be written", async () => {
    const folder = folderWith(project);
    mkdirSync(join(folder, "out"));
    chmodSync(join(folder, "out"), 0o555);
    expect(await solve(folder)).toMatchObject({
      code: 2,
      err: expect.stringContaining("permission is denied"),
    });
  });

  it("a policy with errors: all are shown, nothing is solved", async () => {
    const folder = folderWith({
      ...project,
      "firm/one.mandate": "limit One { weight(Nowhere) <= 5% }\n",
      "firm/two.mandate": "limit Two { weight(Elsewhere) <= 5% }\n",
    });
    const { code, out, err } = await solve(folder);
    expect({ code, out }).toEqual({ code: 1, out: "" });
    expect(err).toContain("firm/one.mandate:1:20");
    expect(err).toContain("firm/two.mandate:1:20");
    expect(err).toMatch(/\n2 errors in 2 files\n$/);
    expect(existsSync(join(folder, "out"))).toBe(false);
  });

  it("rows in a Windows encoding, and no others", async () => {
    const folder = folderWith({
      ...project,
      "book/accounts.csv": latin1((book["book/accounts.csv"] ?? "").replace("Okafor", "K\u00f6nig")),
    });
    expect((await solve(folder)).code).toBe(0);
    expect(proposals(folder).map(({ status }) => status)).toEqual(["proposed", "proposed", "quarantined"]);
    expect(lines(folder, "quarantine.jsonl").map((line) => JSON.parse(line))).toMatchObject([
      { account: "1003", code: recordFaults.wrongEncoding.code, file: "book/accounts.csv", row: 4 },
    ]);
  });

  it("but a byte order mark is no mistake", async () => {
    const [plain, marked] = [
      folderWith(project),
      folderWith(Object.fromEntries(Object.entries(project).map(([path, text]) => [path, `\uFEFF${text}`]))),
    ];
    await solve(plain);
    expect((await solve(marked)).code).toBe(0);
    for (const file of ["proposals.jsonl", "trades.csv", "quarantine.jsonl"])
      expect(lines(marked, file)).toEqual(lines(plain, file));
  });

  it("what was solved of another book is not taken up again", async () => {
    const folder = folderWith(project);
    // A run that was stopped before its last step.
    mkdirSync(join(folder, "out", "run.json", "x"), { recursive: true });
    mkdirSync(join(folder, "out", ".shards"), { recursive: true });
    writeFileSync(join(folder, "out", ".shards", "key"), "of another book");
    expect(await solve(folder, "--resume")).toEqual({
      code: 2,
      out: "",
      err: "mandate: the run in `DIR/out` cannot be resumed: policies, book, solver or options have changed since; run again without --resume\n",
    });
    expect((await solve(folder)).code).toBe(0);
  });
});

/** Policies and data are other people's text (issue 4, "Security"). */
describe("text that means harm", () => {
  const secret = "symbol,weight\nVTI,1\n";

  it.each([
    ["a list above the project", 'list L from "../secret.csv"\n'],
    ["a list at an absolute path", 'list L from "/etc/passwd"\n'],
    ["a list by a roundabout way", 'list L from "data/../../secret.csv"\n'],
    ["a list on another machine", 'list L from "https://example.com/list.csv"\n'],
    ["a list with a zero byte", 'list L from "data/securities.csv\\u0000"\n'],
    ["a sleeve above the project", 'sleeve S from "../secret.csv"\n'],
    ["a sleeve through a link", 'sleeve S from "data/link.csv"\n'],
    ["a list through a linked folder", 'list L from "data/away/secret.csv"\n'],
  ])("%s is not read", async (_, text) => {
    const above = folderWith({
      "secret.csv": secret,
      ...prefixed("project", { ...project, "firm/x.mandate": text }),
    });
    const folder = join(above, "project");
    symlinkSync(join(above, "secret.csv"), join(folder, "data", "link.csv"));
    symlinkSync(above, join(folder, "data", "away"));
    const { code, err } = await solve(folder);
    expect(code).toBe(1);
    expect(err).toMatch(/firm\/x\.mandate:1:\d+\n/);
    expect(existsSync(join(folder, "out"))).toBe(false);
  });

  it("a universe outside of the project is not read", async () => {
    const manifest = (project["mandate.json"] ?? "").replace("data/securities.csv", "../secret.csv");
    const above = folderWith({
      "secret.csv": project["data/securities.csv"] ?? "",
      ...prefixed("project", { ...project, "mandate.json": manifest }),
    });
    expect((await solve(join(above, "project"))).code).toBe(1);
  });

  const own = ["__proto__", "constructor", "toString", "hasOwnProperty"];
  const clean = (): void => {
    expect(Object.keys(Object.prototype)).toEqual([]);
    expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
  };

  it("names of JavaScript's own are names: of securities, lots, accounts, households and columns", async () => {
    const each = (line: (name: string) => string): string => own.map((name) => `${line(name)}\n`).join("");
    const folder = folderWith({
      ...project,
      "data/securities.csv": `${project["data/securities.csv"]}${each((name) => `${name},Odd,Equity`)}`,
      "book/securities.csv": `${book["book/securities.csv"]}${each((name) => `${name},Equity,10.00,2026-11-20`)}`,
      "book/accounts.csv": `${accountsHeader},${own.join(",")}\n${each(
        (name) => `${name},${name},${name},taxable,Base,9000.00,0.35,0.15,0,0,0,0,w,x,y,z`,
      )}`,
      "book/lots.csv": `account,lot,symbol,quantity,unit_cost,acquired\n${each(
        (name) => `${name},${name},${name},1000,20.00,2020-05-04`,
      )}`,
      "book/activity.csv": `account,symbol,date,side,quantity,price\n${each(
        (name) => `${name},${name},2026-11-09,buy,5,20.00`,
      )}`,
      "advisors/own.mandate": each((name) => `account "${name}" { never buy \`${name}\` because "odd" }`),
    });
    const { code, err } = await solve(folder);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(proposals(folder).map(({ account, status }) => `${account} ${status}`)).toEqual(
      own.map((account) => `${account} proposed`),
    );
    for (const name of own)
      expect(lines(folder, "trades.csv").some((row) => row.startsWith(`${name},${name},sell,`))).toBe(true);
    clean();
  });

  it("and of models, limits, lists, menus and profiles, whose limits are counted", async () => {
    const menu = "propertyIsEnumerable";
    const folder = folderWith({
      ...project,
      "firm/own.mandate": `model valueOf { Equity 60% { VTI }  Bonds 38% { BND }  Cash 2% }
list isPrototypeOf = { VTI }
menu ${menu} {
${own.map((name) => `  option \`${name}\`: percent in 1%..60% default 50% set by advisor\n`).join("")}}
${own.map((name) => `limit \`${name}\` { weight(isPrototypeOf) <= ${menu}.\`${name}\` }\n`).join("")}
profile __lookupGetter__ { reserve cash 3% }
`,
      "book/accounts.csv": `${accountsHeader},profile,${menu}.__proto__,${menu}.constructor\n${own
        .map((name) => `${name},N,,roth,valueOf,90000.00,0,0,0,0,0,0,__lookupGetter__,0.4,0.4\n`)
        .join("")}`,
      "book/lots.csv": "account,lot,symbol,quantity,unit_cost,acquired\n",
    });
    const { code, out, err } = await solve(folder);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(proposals(folder).map(({ account, status }) => `${account} ${status}`)).toEqual(
      own.map((account) => `${account} proposed`),
    );
    const { binding } = (
      JSON.parse((await solve(folder, "--json")).out) as { readonly tally: { readonly binding: object } }
    ).tally;
    expect(Object.entries(binding)).toContainEqual(["__proto__", own.length]);
    expect(Object.entries(binding)).toContainEqual(["constructor", own.length]);
    expect(out).toMatch(/\n {2}__proto__ +4 times\n/);
    clean();
  });

  it("a manifest with a prototype is refused or harmless", async () => {
    const manifest = (project["mandate.json"] ?? "").replace("{", '{"__proto__":{"polluted":true},');
    const { code } = await solve(folderWith({ ...project, "mandate.json": manifest }));
    expect([0, 1]).toContain(code);
    expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
  });

  it("formulas are text where a spreadsheet would run them", async () => {
    const names = ["=cmd|' /C calc'!A0", "@SUM(A1)", "+1+1", "-1+cmd", "-1", "\tX"];
    const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;
    const folder = folderWith({
      ...project,
      "book/accounts.csv": `${accountsHeader}\n${names.map((name) => `${quoted(name)},N,,taxable,Base,9000.00,0.35,0.15,0,0,0,0\n`).join("")}`,
      "book/lots.csv": `account,lot,symbol,quantity,unit_cost,acquired\n${names
        .map((name) => `${quoted(name)},${quoted(name)},VTI,100,310.00,2020-05-04\n`)
        .join("")}`,
    });
    expect((await solve(folder)).code).toBe(0);
    const rows = lines(folder, "trades.csv").slice(1);
    expect(rows.length).toBeGreaterThan(names.length);
    for (const row of rows) {
      for (const cell of cellsOf(row)) expect(cell).toMatch(/^(?:[^=+@\t\r-]|-\d+(?:\.\d+)?$|$)/);
    }
    // The other files are no spreadsheet's: they say what the book says (whose cells are trimmed).
    expect(proposals(folder).map(({ account }) => account)).toEqual(names.map((name) => name.trim()));
  });

  const many = Array.from({ length: 500 }, (_, at) => `S${at}`);
  it.each([
    [
      "for each in for each in for each",
      "for each s in securities: for each t in securities: for each u in securities: weight(s) + weight(t) + weight(u) <= 90%",
    ],
    ["for each in for each", "for each s in securities: for each t in Equity: weight(s) + weight(t) <= 90%"],
    ["a sum of sums", "sum(s in securities: sum(t in securities: weight(s) + weight(t))) <= 90%"],
  ])("a policy that comes to more than any machine holds is refused: %s", async (_, text) => {
    const folder = folderWith({
      ...project,
      "data/securities.csv": `${project["data/securities.csv"]}${many.map((symbol) => `${symbol},N,Equity\n`).join("")}`,
      "firm/vast.mandate": `limit Vast { ${text} }\n`,
    });
    const { code, out, err } = await solve(folder);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toMatch(
      /^mandate: `Vast` \(firm\/vast\.mandate:1\) looks at [\d,]+ measures in every account, [^\n]+\n$/,
    );
    expect(existsSync(join(folder, "out"))).toBe(false);
  });

  it("a long or deep expression is solved or refused, and neither crashes nor hangs", async () => {
    for (const text of [
      Array.from({ length: 5000 }, () => "weight(VTI)").join(" + "),
      `${"abs(".repeat(300)}weight(VTI) - weight(ITOT)${")".repeat(300)}`,
      `${"max(weight(VTI), ".repeat(200)}weight(ITOT)${")".repeat(200)}`,
    ]) {
      const folder = folderWith({ ...project, "firm/long.mandate": `limit Long { ${text} <= 900pp }\n` });
      const { code, err } = await solve(folder);
      expect([0, 1, 2]).toContain(code);
      expect(err).not.toMatch(/defect|Maximum call stack/);
    }
  }, 60_000);

  it.each([
    ["an exponent", "1e308", recordFaults.notANumber.code],
    ["no number", "Infinity", recordFaults.notANumber.code],
    ["400 digits", "9".repeat(400), recordFaults.outOfRange.code],
    ["100,000 zeros", "0".repeat(100_000), recordFaults.zeroQuantity.code],
    ["5,000 places", `0.${"0".repeat(5000)}1`, recordFaults.outOfRange.code],
  ])("a quantity of %s is put aside", async (_, text, code) => {
    const folder = folderWith(changed("book/lots.csv", "a,VTI,100", `a,VTI,${text}`));
    expect((await solve(folder)).code).toBe(0);
    const records = lines(folder, "quarantine.jsonl");
    expect(records).toHaveLength(1);
    expect(JSON.parse(records[0] ?? "")).toMatchObject({ account: "1001", row: 2, code });
    expect(records[0]?.length).toBeLessThan(1000);
  });
});

function without(path: string): Files {
  return Object.fromEntries(Object.entries(book).filter(([each]) => each !== path));
}

function prefixed(folder: string, files: Files): Files {
  return Object.fromEntries(Object.entries(files).map(([path, text]) => [`${folder}/${path}`, text]));
}

function everything(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true }).map(String).sort();
}

/** Cells of a line of CSV as a spreadsheet would have them. */
function cellsOf(row: string): string[] {
  return [...row.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
    ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? "",
  );
}
