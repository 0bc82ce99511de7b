import { createHash } from "node:crypto";
import { chmodSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { folderWith, mandate, small } from "./support.ts";

interface Built {
  readonly format: number;
  readonly version: string;
  readonly hash: string;
  readonly bundle: Readonly<Record<string, unknown>>;
}

describe("mandate build", () => {
  it("writes the bundle with the hash of its content", async () => {
    const folder = folderWith(small);
    const { code, out, err } = await mandate(["build", "-o", "out/bundle.json"], folder);
    const built = JSON.parse(readFileSync(join(folder, "out/bundle.json"), "utf8")) as Built;
    const hash = createHash("sha256").update(JSON.stringify(built.bundle)).digest("hex");
    expect(built).toMatchObject({ format: 1, version: "0.1.0", hash });
    expect({ code, out, err }).toEqual({ code: 0, out: "", err: `out/bundle.json: case, ${hash}\n` });
    expect(readdirSync(join(folder, "out"))).toEqual(["bundle.json"]);
  });

  it("gives the same bytes for the same policies, and others for others", async () => {
    const bundle = async (files: Readonly<Record<string, string>>) =>
      (await mandate(["build"], folderWith(files))).out;
    const once = await bundle(small);
    expect(await bundle(small)).toBe(once);
    const other = await bundle({
      ...small,
      "firm/policy.mandate": (small["firm/policy.mandate"] ?? "").replace("70%", "71%"),
    });
    expect((JSON.parse(other) as Built).hash).not.toBe((JSON.parse(once) as Built).hash);
  });

  it("compiles nothing that has an error, and touches nothing", async () => {
    const folder = folderWith({
      ...small,
      "bundle.json": "old",
      "firm/bad.mandate": "limit X { weight(Nowhere) <= 5% }\n",
    });
    const { code, out, err } = await mandate(["build", "-o", "bundle.json"], folder);
    expect({ code, out }).toEqual({ code: 1, out: "" });
    expect(err).toMatch(/^error MDT2\d{3} firm\/bad\.mandate:1:18\n/);
    expect(readFileSync(join(folder, "bundle.json"), "utf8")).toBe("old");
  });

  it("says why its file cannot be written", async () => {
    const folder = folderWith({ ...small, "taken/x": "" });
    expect(await mandate(["build", "-o", "taken"], folder)).toEqual({
      code: 2,
      out: "",
      err: "mandate: `taken` cannot be written: it is a folder\n",
    });
    expect(await mandate(["build", "-o", "taken/x/y.json"], folder)).toMatchObject({ code: 2 });
    chmodSync(join(folder, "taken"), 0o755);
    expect(readdirSync(folder).filter((name) => name.endsWith(".part"))).toEqual([]);
  });

  it("has its say as JSON", async () => {
    const { out } = await mandate(["build", "-o", "b.json", "--json"], folderWith(small));
    expect(JSON.parse(out)).toEqual({ out: "b.json", hash: expect.stringMatching(/^[0-9a-f]{64}$/) });
  });
});
