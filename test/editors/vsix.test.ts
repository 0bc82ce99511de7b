import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { sayHello } from "mandate-vscode/testkit";
import { expect, it } from "vitest";
import { acme, stagedExtension, vsix } from "./support/places.ts";

interface Manifest {
  readonly main: string;
  readonly version: string;
  readonly icon: string;
  readonly dependencies?: unknown;
  readonly contributes: {
    readonly languages: readonly {
      readonly configuration: string;
      readonly icon: { readonly dark: string };
    }[];
    readonly grammars: readonly { readonly path: string }[];
    readonly snippets: readonly { readonly path: string }[];
    readonly jsonValidation: readonly { readonly url: string }[];
    readonly walkthroughs: readonly {
      readonly steps: readonly { readonly media: { readonly markdown: string } }[];
    }[];
    readonly commands: readonly { readonly command: string }[];
    readonly problemMatchers: readonly { readonly pattern: readonly { readonly regexp: string }[] }[];
  };
}

const manifest: Manifest = JSON.parse(readFileSync(join(stagedExtension, "package.json"), "utf8"));
const program = join(stagedExtension, "server", "mandate.js");

/** The names in a zip archive, from its central directory (APPNOTE 4.3.12): entries of 46 bytes and their names. */
function packed(): readonly string[] {
  const archive = readFileSync(vsix);
  const names: string[] = [];
  for (let at = archive.indexOf("PK\u0001\u0002"); at >= 0; at = archive.indexOf("PK\u0001\u0002", at + 46)) {
    const length = archive.readUInt16LE(at + 28);
    names.push(archive.toString("utf8", at + 46, at + 46 + length));
  }
  return names;
}

it("the package has everything that its manifest names, and the server with its solver", () => {
  const { contributes, main, icon } = manifest;
  const named = [
    main,
    icon,
    ...contributes.languages.flatMap(({ configuration, icon: { dark } }) => [configuration, dark]),
    ...contributes.grammars.map(({ path }) => path),
    ...contributes.snippets.map(({ path }) => path),
    ...contributes.jsonValidation.map(({ url }) => url),
    ...contributes.walkthroughs.flatMap(({ steps }) => steps.map(({ media }) => media.markdown)),
    "dist/preview.js",
    "media/preview.css",
    "server/mandate.js",
    "server/highs.wasm",
    "handbook/1-syntax.md",
  ];
  const inside = new Set(packed());
  for (const path of named) expect(inside, path).toContain(`extension/${path.replace(/^\.\//, "")}`);
  expect(manifest.dependencies).toBeUndefined();
  expect([...inside].filter((path) => /node_modules|\.test\.|\.ts$|\.map$/.test(path))).toEqual([]);
});

it("nothing in the package is looked for outside of it but VS Code's own and node's", () => {
  const code = readFileSync(join(stagedExtension, "dist", "extension.cjs"), "utf8");
  const asked = new Set([...code.matchAll(/\brequire\("([^"]+)"\)/g)].map(([, name = ""]) => name));
  const own =
    /^(node:|vscode$|assert$|child_process$|crypto$|events$|fs$|net$|os$|path$|process$|util$|url$|stream$|worker_threads$)/;
  expect([...asked].filter((name) => !own.test(name))).toEqual([]);
});

it("every command of the manifest is registered, and no other but those of lenses", () => {
  const sources = ["src/index.ts", "src/commands/commands.ts", "src/commands/lenses.ts"].map((path) =>
    readFileSync(join(import.meta.dirname, "..", "..", "packages", "vscode", path), "utf8"),
  );
  const registered = sources.flatMap((text) =>
    [...text.matchAll(/(?:registerCommand\(|^ +)"(mandate\.\w+)"[:,]/gm)].map(([, name]) => name),
  );
  const lenses = ["mandate.runTest", "mandate.showReferences"];
  const listed = manifest.contributes.commands.map(({ command }) => command);
  expect([...registered].sort()).toEqual([...listed, ...lenses].sort());
});

it("the server inside answers over standard input and output", async () => {
  const { serverInfo, capabilities } = await sayHello([process.execPath, program, "lsp", "--stdio"], acme);
  expect(serverInfo).toEqual({ name: "mandate", version: manifest.version });
  expect(capabilities).toMatchObject({
    documentSymbolProvider: expect.anything(),
    experimental: { preview: true },
  });
});

it("the program inside checks and tests without a database, and says what it cannot do", () => {
  expect(
    execFileSync(process.execPath, [program, "check", "--project", acme], { encoding: "utf8" }),
  ).toContain("nothing wrong");
  const tests = execFileSync(process.execPath, [program, "test", "--json", "--project", acme], {
    encoding: "utf8",
  });
  expect(JSON.parse(tests).tests.length).toBeGreaterThan(5);
  const solve = spawnSync(
    process.execPath,
    [program, "solve", "--project", acme, "--out", join(stagedExtension, "out")],
    {
      encoding: "utf8",
    },
  );
  expect(solve.status).toBe(2);
  expect(solve.stderr).toContain("`mandate.path`");
});

it("the problem matcher reads what `mandate check` prints", () => {
  const [first, second] = (manifest.contributes.problemMatchers[0]?.pattern ?? []).map(
    ({ regexp }) => new RegExp(regexp),
  );
  const printed = "error MDT3001 firm/compliance.mandate:18:3\n  `weight(X)` is a percent\n  17 | limit";
  const [place = "", message = ""] = printed.split("\n");
  expect(first?.exec(place)?.slice(1)).toEqual(["error", "MDT3001", "firm/compliance.mandate", "18", "3"]);
  expect(second?.exec(message)?.[1]).toBe("`weight(X)` is a percent");
});

it("carries a page of the handbook for every family of codes", () => {
  const pages = readdirSync(join(stagedExtension, "handbook"));
  for (const family of [1, 2, 3, 4, 5, 6, 7, 8])
    expect(
      pages.some((page) => page.startsWith(`${family}-`)),
      `MDT${family}xxx`,
    ).toBe(true);
  expect(existsSync(join(stagedExtension, "LICENSE"))).toBe(true);
});
