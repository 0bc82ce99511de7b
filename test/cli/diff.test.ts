import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { folderWith, mandate, small } from "./support.ts";

const policy = small["firm/policy.mandate"] ?? "";
const lower = policy.replace("<= 70%", "<= 65%");

function git(folder: string, ...words: string[]): string {
  const done = spawnSync("git", [
    "-C",
    folder,
    "-c",
    "user.name=t",
    "-c",
    "user.email=t@example.org",
    ...words,
  ]);
  if (done.status !== 0) throw new Error(done.stderr.toString());
  return done.stdout.toString();
}

function under(folder: string, files: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(files).map(([path, text]) => [`${folder}/${path}`, text]));
}

describe("mandate diff", () => {
  it("compares two folders, with or without a manifest", async () => {
    const { "mandate.json": _, ...bare } = small;
    const folder = folderWith({
      ...under("a", bare),
      ...under("b", { ...small, "firm/policy.mandate": lower }),
    });
    const { code, out, err } = await mandate(["diff", "a", "b", "--format", "json"], folder);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    const changes: { clause: string; change: string; witness: { text: string }[] | null }[] = JSON.parse(out);
    expect(changes.map(({ clause, change }) => `${clause}: ${change}`)).toEqual([
      "Base: unchanged",
      "EquityCap: tightened",
    ]);
    expect(changes[0]?.witness).toBeNull();
    expect(changes[1]?.witness?.[0]?.text).toMatch(/^Equity 70%, /);
  });

  it("says in words what changed, and exits with 1 where that is asked for", async () => {
    const folder = folderWith({
      ...under("a", small),
      ...under("b", { ...small, "firm/policy.mandate": lower }),
    });
    const plain = await mandate(["diff", "a", "b"], folder);
    expect(plain.code).toBe(0);
    expect(plain.out).toContain("EquityCap tightened: limit, permits less");
    expect(plain.out).toContain("a permits, b forbids (within Base): Equity 70%");
    expect(plain.out).toContain("1 changed, 1 unchanged in effect");
    expect((await mandate(["diff", "a", "b", "--exit-code"], folder)).code).toBe(1);
    expect((await mandate(["diff", "a", "a", "--exit-code"], folder)).code).toBe(0);
  });

  it("writes a table for a pull request", async () => {
    const folder = folderWith({
      ...under("a", small),
      ...under("b", { ...small, "firm/policy.mandate": lower }),
    });
    const { out } = await mandate(["diff", "a", "b", "--format", "markdown"], folder);
    expect(out).toContain("| `EquityCap` | limit | **tightened** | a permits, b forbids");
    expect(out).toContain("<details><summary>unchanged in effect</summary>");
  });

  it("reads revisions through git and leaves the work tree alone", async () => {
    const folder = folderWith(under("policies", small));
    const project = join(folder, "policies");
    git(folder, "init", "--quiet");
    git(folder, "add", ".");
    git(folder, "commit", "--quiet", "-m", "first");
    writeFileSync(join(project, "firm/policy.mandate"), lower);
    git(folder, "commit", "--quiet", "-am", "second");
    writeFileSync(join(project, "firm/policy.mandate"), policy.replace("<= 70%", "<= 80%"));
    const change = async (...revisions: string[]): Promise<string> => {
      const { out, err } = await mandate(["diff", ...revisions, "--format", "json"], project);
      expect(err).toBe("");
      const changes: { clause: string; change: string }[] = JSON.parse(out);
      return changes.find(({ clause }) => clause === "EquityCap")?.change ?? "";
    };
    expect(await change("HEAD~1", "HEAD")).toBe("tightened");
    expect(await change("HEAD", "HEAD~1")).toBe("loosened");
    expect(await change("HEAD")).toBe("loosened");
    expect(readFileSync(join(project, "firm/policy.mandate"), "utf8")).toContain("80%");
    expect(git(folder, "status", "--porcelain").trim()).toBe("M policies/firm/policy.mandate");
  });

  it("refuses what is neither a folder nor a revision, and says what is wrong in a version", async () => {
    const folder = folderWith({
      ...under("a", small),
      ...under("b", { ...small, "firm/policy.mandate": "limit" }),
    });
    const nowhere = await mandate(["diff", "nowhere", "a", "--project", "a"], folder);
    expect(nowhere.code).toBe(2);
    expect(nowhere.err).toContain("`nowhere` is neither a folder nor a revision");
    const wrong = await mandate(["diff", "a", "b"], folder);
    expect(wrong.code).toBe(1);
    expect(wrong.err).toContain("b:firm/policy.mandate");
  });
});

describe("mandate check --prove", () => {
  const clash = policy.replace(
    "limit EquityCap",
    "limit BondFloor { weight(Bonds) >= 40% }\nlimit EquityCap",
  );

  it("says what it proved, and on what terms", async () => {
    const { code, out } = await mandate(["check", "--prove"], folderWith(small));
    expect(code).toBe(0);
    expect(out).toContain("proved, every permitted choice leaves a portfolio: the firm's limits, model Base");
    expect(out).toContain("taken for granted:\n");
  });

  it("finds a clash, with the least repair as a quick fix", async () => {
    const both = clash.replace("weight(Equity) <= 70%", "weight(Equity) >= 70%");
    const folder = folderWith({ ...small, "firm/policy.mandate": both });
    expect((await mandate(["check", "--format", "json"], folder)).code).toBe(0);
    const { code, out } = await mandate(["check", "--prove", "--format", "json"], folder);
    expect(code).toBe(1);
    const [found]: { code: string; severity: string; message: string; fixes: { title: string }[] }[] =
      JSON.parse(out);
    expect(found).toMatchObject({ code: "MDT6001", severity: "warning" });
    expect(found?.message).toContain("40% + 70% is more than 100%");
    expect(found?.fixes[0]?.title).toContain("60%");
  });
});
