/** Against git itself: the comparison, the hook, the recipe that CI runs. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { repositoryWith } from "./repository.ts";
import { folderWith, mandate, small } from "./support.ts";

describe("mandate git install", () => {
  it("says what it did, and the same again where it is done", async () => {
    const { project } = await repositoryWith();
    expect(await mandate(["git", "install"], project)).toMatchSnapshot();
    expect((await mandate(["git", "install"], project)).out).toContain("names the comparison already");
  });

  it("lets git compare by what is declared", async () => {
    const { project, git, read, write } = await repositoryWith();
    await mandate(["git", "install"], project);
    const policy = read("firm-a/firm/policy.mandate");
    const declarations = policy.trimEnd().split("\n");
    write("firm/policy.mandate", `// moved, and explained\n${[...declarations].reverse().join("\n")}\n`);
    expect(git("diff", "--stat").out).toContain("policy.mandate");
    // Only the head of the file's section may be left: nothing in it differs.
    expect(
      git("diff")
        .out.split("\n")
        .filter((line) => /^[+-][^+-]/.test(line)),
    ).toEqual([]);
    write("firm/policy.mandate", policy.replace("70%", "65%"));
    const changed = git("diff")
      .out.split("\n")
      .filter((line) => /^[+-][^+-]/.test(line));
    expect(changed).toEqual([
      "-limit EquityCap { weight(Equity) <= 70% }",
      "+limit EquityCap { weight(Equity) <= 65% }",
    ]);
  });

  it("checks what is committed, whatever the work tree holds", async () => {
    const { project, git, read, write } = await repositoryWith();
    await mandate(["git", "install"], project);
    const policy = read("firm-a/firm/policy.mandate");
    write("firm/policy.mandate", policy.replace("weight(Equity)", "weight(Equty)"));
    git("add", "--all");
    write("firm/policy.mandate", policy);
    const refused = git("commit", "-m", "broken");
    expect(refused.status).toBe(1);
    expect(refused.err).toContain("did you mean `Equity`?");
    git("add", "--all");
    write("firm/policy.mandate", `${policy}limit   Untidy{weight(Bonds)<=90%}\n`);
    expect(git("commit", "--allow-empty", "-m", "sound").status).toBe(0);
    git("add", "--all");
    const untidy = git("commit", "-m", "untidy");
    expect(untidy.status).toBe(1);
    expect(untidy.err).toContain("not in the one layout: `firm/policy.mandate`");
  });

  it("leaves another's hook alone", async () => {
    const { project, folder } = await repositoryWith();
    const hook = join(folder, ".git", "hooks", "pre-commit");
    mkdirSync(dirname(hook), { recursive: true });
    writeFileSync(hook, "#!/bin/sh\nexit 0\n");
    const { code, err } = await mandate(["git", "install"], project);
    expect({ code, err }).toMatchSnapshot();
    expect(readFileSync(hook, "utf8")).toBe("#!/bin/sh\nexit 0\n");
  });

  it("needs a repository", async () => {
    expect(await mandate(["git", "install"], folderWith(small))).toMatchSnapshot();
  });
});

describe("mandate git ci", () => {
  it("writes a recipe that reviews a change", async () => {
    const { project, git, shell, read, write } = await repositoryWith();
    const { code } = await mandate(["git", "ci"], project);
    expect(code).toBe(0);
    expect(read("firm-a/ci/mandate-review.sh")).toMatchSnapshot("recipe");
    expect(read(".github/workflows/mandate.yml")).toMatchSnapshot("workflow");
    git("add", "--all");
    git("commit", "--quiet", "-m", "reviews");
    const policy = read("firm-a/firm/policy.mandate");
    write("firm/policy.mandate", policy.replace("70%", "65%"));
    expect(shell("sh", "firm-a/ci/mandate-review.sh", "main")).toMatchObject({ status: 0 });
    expect(read("mandate-review.md")).toContain("| `EquityCap` | limit | **tightened** |");
    // What no portfolio can meet fails the review, and the report is there all the same.
    write("firm/policy.mandate", `${policy}limit Floor { weight(Equity) >= 80% }\n`);
    const failed = shell("sh", "firm-a/ci/mandate-review.sh", "main");
    expect(failed.status).toBe(1);
    expect(failed.out).toContain("Floor");
    expect(read("mandate-review.md")).toMatch(
      /\| `Floor` \| limit \| \*\*added\*\*[\s\S]*### What cannot hold, or does nothing[\s\S]*Floor/,
    );
  });

  it("overwrites nothing that says something else", async () => {
    const { project, write } = await repositoryWith();
    write("ci/mandate-review.sh", "echo mine\n");
    expect(await mandate(["git", "ci"], project)).toMatchSnapshot();
  });
});

describe("mandate git owners", () => {
  it("names who may approve each layer", async () => {
    const { project } = await repositoryWith();
    const words = [
      "--firm",
      "@acme/committee",
      "--advisor",
      "@acme/advisors",
      "--client",
      "@acme/advisors,ops@example.com",
    ];
    expect(await mandate(["git", "owners", ...words], project)).toMatchSnapshot();
  });

  it.each([[[]], [["--firm", "the committee"]]])("takes no %j", async (words) => {
    const { project } = await repositoryWith();
    expect(await mandate(["git", "owners", ...words], project)).toMatchSnapshot();
  });
});

describe("mandate git textconv", () => {
  it("shows a text in which something is wrong as it is", async () => {
    const text = "limit A { weight(\n";
    const folder = folderWith({ "a.mandate": text });
    expect((await mandate(["git", "textconv", "a.mandate"], folder)).out).toBe(text);
  });

  it("says what else there is to do", async () => {
    expect(await mandate(["git", "instal"], folderWith(small))).toMatchSnapshot();
  });
});
