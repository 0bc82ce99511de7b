import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { repositoryRoot } from "../support/repository.ts";
import { folderWith, mandate, manifest, small } from "./support.ts";

const names = ["init", "check", "fmt", "expand", "build", "menus", "docs"];

describe("help", () => {
  it("lists every command", async () => {
    const { code, out, err } = await mandate(["--help"], repositoryRoot);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    for (const name of names) expect(out).toMatch(new RegExp(`^  ${name} `, "m"));
  });

  it.each(names)("of `%s` ends with an example that runs", async (name) => {
    const { code, out } = await mandate([name, "--help"], repositoryRoot);
    expect(code).toBe(0);
    const example = /\nExample:\n {2}mandate (.*)\n$/.exec(out)?.[1] ?? "";
    expect(example.split(" ")[0]).toBe(name);
    // What an example writes, it writes into a folder of the test's own.
    const folder = folderWith({});
    const words = example.replace("examples/", join(repositoryRoot, "examples/")).split(" ");
    const run = await mandate(words, folder);
    expect(run.err).not.toMatch(/^mandate: /m);
    expect([0, 1]).toContain(run.code);
  });

  it("is shown where no command is named, as bad usage", async () => {
    const { code, out, err } = await mandate([], repositoryRoot);
    expect(code).toBe(2);
    expect(`${out}${err}`).toContain("Usage: mandate");
  });

  it("knows the version", async () => {
    expect(await mandate(["--version"], repositoryRoot)).toEqual({ code: 0, out: "0.1.0\n", err: "" });
  });
});

describe("wrong usage is one sentence and exit code 2", () => {
  it.each([
    [["chekc"], "mandate: unknown command `chekc`; did you mean `check`?\n"],
    [["frobnicate"], "mandate: unknown command `frobnicate`; `mandate --help` lists what there is\n"],
    [["check", "--porject", "x"], "mandate: unknown option `--porject`; did you mean `--project`?\n"],
    [
      ["check", "--project"],
      "mandate: option `--project <DIR>` argument missing; `mandate --help` lists what there is\n",
    ],
    [
      ["check", "--format", "xml"],
      "mandate: option `--format <FORMAT>` argument `xml` is invalid. Allowed choices are pretty, json, sarif, github; `mandate --help` lists what there is\n",
    ],
    [["init"], "mandate: missing required argument `DIR`; `mandate --help` lists what there is\n"],
    [
      ["init", "a", "b"],
      "mandate: too many arguments for `init`. Expected 1 argument but got 2; `mandate --help` lists what there is\n",
    ],
    [
      ["check", "--as-of", "2026-02-30"],
      "mandate: `2026-02-30` is not a day in the calendar: `--as-of` takes year, month, day, as in `2026-11-20`\n",
    ],
    [
      ["check", "--as-of", "tomorrow"],
      "mandate: `tomorrow` is not a day in the calendar: `--as-of` takes year, month, day, as in `2026-11-20`\n",
    ],
    [
      ["expand", "Base", "--account", "1"],
      "mandate: `expand` takes a name or an account, and here are both: `Base` and `1`\n",
    ],
    [
      ["solve", "--out", ""],
      "mandate: the value of `--out` is empty: a variable that was never set, perhaps\n",
    ],
    [
      ["solve", "--account", "1", "--account", ""],
      "mandate: the value of `--account` is empty: a variable that was never set, perhaps\n",
    ],
    [["docs", "-o", ""], "mandate: the value of `--out` is empty: a variable that was never set, perhaps\n"],
    [["init", ""], "mandate: `DIR` is empty: a variable that was never set, perhaps\n"],
    [["fmt", "a", "b", ""], "mandate: `paths` is empty: a variable that was never set, perhaps\n"],
    [
      ["check", "--format", "sarif", "--json"],
      "mandate: `--format sarif` and `--json` ask for different forms: leave one of the two out\n",
    ],
    [
      ["explain", "1", "--json", "--format", "markdown"],
      "mandate: `--format markdown` and `--json` ask for different forms: leave one of the two out\n",
    ],
    [
      ["explain", "1", "--why-not", "sell VTI", "--prices"],
      "mandate: `--prices` and `--why-not` ask for different answers: leave one of the two out\n",
    ],
    [
      ["explain", "1", "--full", "--prices"],
      "mandate: `--full` and `--prices` ask for different answers: leave one of the two out\n",
    ],
    [
      ["explain", "1", "--format", "markdown", "--prices"],
      "mandate: `--format markdown` is a letter about the proposal, which `--prices` does not write: leave one of the two out\n",
    ],
    [
      ["explain", "1", "--book", "other"],
      "mandate: `--book` means something with `--why-not` or `--prices` only: give both, or leave `--book` out\n",
    ],
    [
      ["diff", ".", "--workers", "2"],
      "mandate: `--workers` means something with `--book` only: give both, or leave `--workers` out\n",
    ],
    [
      ["solve", "--patience", "5"],
      "mandate: `--patience` means something with `--queue` only: give both, or leave `--patience` out\n",
    ],
    [["help", "slove"], "mandate: unknown command `slove`; did you mean `solve`?\n"],
  ])("%j", async (words, sentence) => {
    expect(await mandate(words, folderWith(small))).toEqual({ code: 2, out: "", err: sentence });
  });
});

describe("one form asked for twice", () => {
  it("is no contradiction", async () => {
    const { code, err } = await mandate(["check", "--format", "json", "--json"], folderWith(small));
    expect({ code, err }).toEqual({ code: 0, err: "" });
  });
});

describe("a project that cannot be read is one sentence and exit code 2", () => {
  it.each([
    [
      "no folder",
      ["check", "--project", "nowhere"],
      {},
      "mandate: the project `nowhere` cannot be read: there is no such file or folder\n",
    ],
    [
      "a file",
      ["check", "--project", "a.txt"],
      { "a.txt": "" },
      "mandate: the project `a.txt` is a file; a project is a folder with a `mandate.json`\n",
    ],
    [
      "no manifest",
      ["check", "--project", "."],
      { "a.txt": "" },
      "mandate: `.` is no project: it has no `mandate.json`; `mandate init DIR` makes a project\n",
    ],
    [
      "a folder in its place",
      ["check", "--project", "."],
      { "mandate.json/x": "" },
      "mandate: the project's `mandate.json` cannot be read: it is a folder\n",
    ],
    [
      "none upwards",
      ["check"],
      {},
      "mandate: neither this folder nor one above it is a project: none has a `mandate.json`; name the project with `--project DIR`, or make one with `mandate init DIR`\n",
    ],
  ])("%s", async (_, words, files, sentence) => {
    expect(await mandate(words, folderWith(files))).toEqual({ code: 2, out: "", err: sentence });
  });

  it("the manifest's own path names its project", async () => {
    const folder = folderWith({ "mandate.json": manifest });
    const { code, out } = await mandate(["check", "--project", join(folder, "mandate.json")], folder);
    expect(code).toBe(1);
    expect(out).toContain("there is no policy in the project");
  });
});

describe("the real program", () => {
  const bin = join(repositoryRoot, "packages", "cli", "bin", "mandate.js");
  const real = (words: readonly string[], env: Readonly<Record<string, string>> = {}) =>
    spawnSync(process.execPath, [bin, ...words], {
      cwd: folderWith(small),
      encoding: "utf8",
      env: { ...process.env, ...env },
    });

  it("prints its own version", () => {
    const manifest: { version: string } = JSON.parse(
      readFileSync(join(repositoryRoot, "packages", "cli", "package.json"), "utf8"),
    );
    expect(real(["--version"])).toMatchObject({ status: 0, stdout: `${manifest.version}\n`, stderr: "" });
  });

  it("ends with 0, 1 or 2", () => {
    expect(real(["check"])).toMatchObject({ status: 0, stderr: "" });
    expect(real(["check", "--project", "nowhere"])).toMatchObject({ status: 2, stdout: "" });
  });

  it("colours nothing that is not a terminal", () => {
    expect(real(["check", "--help"], { FORCE_COLOR: "1" }).stdout).not.toContain("\u001b");
  });

  it("is not disturbed by a reader that stops reading", () => {
    const run = spawnSync(
      "sh",
      ["-c", `"${process.execPath}" "${bin}" docs | head -n 1; exit "\${PIPESTATUS:-0}"`],
      {
        cwd: folderWith(small),
        encoding: "utf8",
      },
    );
    expect(run.stderr).toBe("");
    expect(run.stdout.split("\n")).toHaveLength(2);
  });
});
