/** `mandate test --watch` as its users run it: a process that stays while files change. */
import { type ChildProcess, spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { repositoryRoot } from "../support/repository.ts";
import { folderWith, small } from "./support.ts";

const PATIENCE = 60_000;
const started: ChildProcess[] = [];
afterEach(() => {
  for (const child of started.splice(0)) child.kill("SIGKILL");
});

/** A test that passes while the account's cash is at most `most`. */
const test = (most: string): string => `test "cash is used" {
  on 2026-11-20
  prices { VTI $100  BND $100 }
  account "t" { model Base  taxable at 37% short, 20% long  cash $10,000 }
  expect cash <= ${most}
}
`;

function watch(folder: string) {
  const program = join(repositoryRoot, "packages", "cli", "bin", "mandate.js");
  const child = spawn(process.execPath, [program, "test", "--watch"], { cwd: folder });
  started.push(child);
  let text = "";
  let seen = 0;
  const heard: (() => void)[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (part: string) => {
      text += part;
      for (const hear of heard.splice(0)) hear();
    });
  const ended = new Promise<number | null>((resolve) => child.on("exit", resolve));
  /** What comes until it waits again. */
  const round = async (): Promise<string> => {
    for (;;) {
      const at = text.indexOf("waiting for changes", seen);
      const end = at < 0 ? -1 : text.indexOf("\n", at);
      if (end >= 0) {
        const part = text.slice(seen, end + 1);
        seen = end + 1;
        return part;
      }
      await new Promise<void>((resolve) => heard.push(resolve));
    }
  };
  return { round, end: () => child.kill("SIGINT"), ended };
}

describe("mandate test --watch", () => {
  it("runs again when a policy, a CSV file or the manifest changes", { timeout: PATIENCE }, async () => {
    const folder = folderWith({ ...small, "firm/tests.mandate": test("$10,000") });
    const { round, end, ended } = watch(folder);
    expect(await round()).toMatch(/^passed {2}cash is used\n\n1 passed\nwaiting for changes; Ctrl-C ends\n$/);

    writeFileSync(join(folder, "notes.txt"), "no part of the project");
    writeFileSync(join(folder, "firm", "tests.mandate"), test("$0"));
    const second = await round();
    expect(second).toMatch(/^\nchanged: firm\/tests\.mandate\nfailed {2}cash is used\n/);
    expect(second).toContain("0 passed, 1 failed");

    writeFileSync(join(folder, "firm", "tests.mandate"), "tset");
    expect(await round()).toContain("did you mean `test`?");

    writeFileSync(join(folder, "firm", "tests.mandate"), test("$10,000"));
    expect(await round()).toContain("1 passed");

    writeFileSync(
      join(folder, "data", "securities.csv"),
      "symbol,name,asset_class\nVTI,Total market,Equity\n",
    );
    expect(await round()).toMatch(/^\nchanged: data\/securities\.csv\n[\s\S]*`BND`/);

    writeFileSync(join(folder, "mandate.json"), "{");
    expect(await round()).toContain("changed: mandate.json");
    end();
    expect(await ended).toBeGreaterThan(0);
  });

  it("ends with the exit code of its last run", { timeout: PATIENCE }, async () => {
    const { round, end, ended } = watch(folderWith({ ...small, "firm/tests.mandate": test("$10,000") }));
    await round();
    end();
    expect(await ended).toBe(0);
  });
});
