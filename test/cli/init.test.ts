import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { filesBelow } from "../support/files.ts";
import { repositoryRoot } from "../support/repository.ts";
import { folderWith, mandate } from "./support.ts";

describe("mandate init", () => {
  it("makes a project in which nothing is wrong and nothing is to be formatted", async () => {
    const folder = folderWith({});
    expect(await mandate(["init", "my-firm", "--quiet"], folder)).toEqual({ code: 0, out: "", err: "" });
    expect(await mandate(["check", "--project", "my-firm"], folder)).toEqual({
      code: 0,
      out: "nothing wrong in 3 files\n",
      err: "",
    });
    expect(await mandate(["fmt", "--check", "--project", "my-firm"], folder)).toMatchObject({
      code: 0,
      out: "",
    });
    expect(await mandate(["menus", "--project", "my-firm"], folder)).toMatchObject({ code: 0 });
    expect(filesBelow(folder).filter((path) => path.endsWith(".part"))).toEqual([]);
  });

  it("makes a project whose tests pass and whose accounts are solved", () => {
    const folder = folderWith({});
    const bin = join(repositoryRoot, "packages", "cli", "bin", "mandate.js");
    const real = (...words: readonly string[]) =>
      spawnSync(process.execPath, [bin, ...words], { cwd: folder, encoding: "utf8" });
    expect(real("init", "x")).toMatchObject({ status: 0, stderr: "" });
    expect(real("test", "--project", "x")).toMatchObject({
      status: 0,
      stdout: expect.stringContaining("2 passed"),
    });
    expect(real("solve", "--project", "x").status).toBe(0);
    const run = filesBelow(join(folder, "x", "runs")).find((path) => path.endsWith("run.json")) ?? "";
    expect(JSON.parse(readFileSync(run, "utf8"))).toMatchObject({
      accounts: { proposed: 3, quarantined: 0, infeasible: 0 },
    });
  });

  it("takes the day of its prices from the day it runs", async () => {
    const folder = folderWith({});
    await mandate(["init", "x"], folder, { today: "2027-01-04" });
    expect(readFileSync(join(folder, "x/book/securities.csv"), "utf8")).toMatch(
      /^VTI,.*,300\.00,2027-01-04$/m,
    );
  });

  it("makes the same files every time", async () => {
    const [a, b] = [folderWith({}), folderWith({})];
    for (const folder of [a, b]) await mandate(["init", "x"], folder);
    const contents = (folder: string) =>
      filesBelow(folder).map((path) => [path.slice(folder.length), readFileSync(path, "utf8")]);
    expect(contents(a)).toEqual(contents(b));
  });

  it("tells what to do next", async () => {
    expect((await mandate(["init", "x"], folderWith({}))).out).toMatchInlineSnapshot(`
      "x is a project now: a firm's policy, an advisor's file, and a book of three accounts

        mandate check --project x
        mandate test --project x
        mandate solve --project x
      "
    `);
  });

  it("takes an empty folder, and refuses one that is not", async () => {
    const folder = folderWith({ "full/a.txt": "mine" });
    expect(await mandate(["init", "full"], folder)).toEqual({
      code: 2,
      out: "",
      err: "mandate: `full` is not empty; name a folder that is, or one that is not there yet\n",
    });
    expect(readdirSync(join(folder, "full"))).toEqual(["a.txt"]);
    expect(await mandate(["init", "full/a.txt"], folder)).toMatchObject({
      code: 2,
      err: "mandate: `full/a.txt` is a file; a project is a folder\n",
    });
    expect(await mandate(["init", "."], folderWith({}))).toMatchObject({ code: 0 });
  });
});
