import { chmodSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { folderWith, mandate, small } from "./support.ts";

const untidy = "limit   Cap{weight(Equity)<=70%}// kept\n";

describe("mandate fmt", () => {
  it("rewrites what is not in the canonical layout, once", async () => {
    const folder = folderWith({ ...small, "firm/untidy.mandate": untidy });
    const first = await mandate(["fmt"], folder);
    expect(first.code).toBe(0);
    expect(first.out).toContain("firm/untidy.mandate\n");
    expect(readFileSync(join(folder, "firm/untidy.mandate"), "utf8")).toContain("// kept");
    expect(await mandate(["fmt"], folder)).toEqual({
      code: 0,
      out: "",
      err: "2 files, all in the canonical layout\n",
    });
  });

  it("with --check changes nothing and finds something", async () => {
    const folder = folderWith({ "a.mandate": untidy });
    expect(await mandate(["fmt", "--check", "a.mandate"], folder)).toEqual({
      code: 1,
      out: "a.mandate\n",
      err: "1 of 1 file would change\n",
    });
    expect(readFileSync(join(folder, "a.mandate"), "utf8")).toBe(untidy);
    expect(await mandate(["fmt", "--check", "--quiet", "a.mandate"], folder)).toMatchObject({
      code: 1,
      err: "",
    });
    expect(await mandate(["fmt", "--check", "--json", "a.mandate"], folder)).toMatchObject({
      out: '{\n  "changed": [\n    "a.mandate"\n  ],\n  "files": 1,\n  "broken": []\n}\n',
    });
  });

  it("names the files that do not parse", async () => {
    const folder = folderWith({ "a.mandate": "limit Cap { weight(Equity) <= }\n" });
    const err =
      "`a.mandate` has mistakes in how it is written, and is laid out only around them; `mandate check` tells them\n";
    expect(await mandate(["fmt", "--quiet", "a.mandate"], folder)).toEqual({ code: 0, out: "", err });
    expect(JSON.parse((await mandate(["fmt", "--json", "a.mandate"], folder)).out)).toEqual({
      changed: [],
      files: 1,
      broken: ["a.mandate"],
    });
  });

  it("takes folders and files", async () => {
    const folder = folderWith({ "x/a.mandate": untidy, "x/y/b.mandate": untidy, "x/c.txt": untidy });
    expect(await mandate(["fmt", "x", "x/a.mandate"], folder)).toMatchObject({
      code: 0,
      out: "x/a.mandate\nx/y/b.mandate\n",
    });
    expect(readFileSync(join(folder, "x/c.txt"), "utf8")).toBe(untidy);
  });

  it.each([
    [
      "a file that is not there",
      {},
      "mandate: `a.mandate` cannot be read: there is no such file or folder\n",
    ],
    [
      "bytes that are not UTF-8",
      { "a.mandate": Buffer.from([0x2f, 0x2f, 0x20, 0xe9]) },
      "mandate: `a.mandate` is not UTF-8, so it is left as it is; save it with the encoding UTF-8\n",
    ],
  ])("does not run on %s", async (_, files, sentence) => {
    expect(await mandate(["fmt", "a.mandate"], folderWith(files))).toEqual({
      code: 2,
      out: "",
      err: sentence,
    });
  });

  it("says why a file cannot be written, and leaves nothing beside it", async () => {
    const folder = folderWith({ "firm/a.mandate": untidy });
    chmodSync(join(folder, "firm"), 0o555);
    try {
      writeFileSync(join(folder, "firm", "probe"), "");
      console.warn("skipped in part: this user may write everywhere");
    } catch {
      expect(await mandate(["fmt", "firm"], folder)).toMatchObject({
        code: 2,
        err: "mandate: `firm/a.mandate` cannot be written: permission denied\n",
      });
    } finally {
      chmodSync(join(folder, "firm"), 0o755);
    }
  });

  it("keeps a file's permissions and writes through a link to it", async () => {
    const folder = folderWith({ "a.mandate": untidy });
    chmodSync(join(folder, "a.mandate"), 0o640);
    symlinkSync("a.mandate", join(folder, "link.mandate"));
    await mandate(["fmt", "link.mandate"], folder);
    expect(statSync(join(folder, "a.mandate")).mode & 0o777).toBe(0o640);
    expect(readFileSync(join(folder, "a.mandate"), "utf8")).not.toBe(untidy);
  });
});
