/**
 * Every test of the language passes, but for those that the case says fail: the acceptance cases, and our own (semantics/),
 * which work out each sentence of semantics.md 2 to 5 by hand.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { folderWith, mandate } from "../cli/support.ts";
import { layOut, readArchive } from "../support/archive.ts";
import { repositoryRoot } from "../support/repository.ts";

const acceptance = join(repositoryRoot, "..", "shared", "cases", "test");
const own = join(import.meta.dirname, "semantics");
const present = existsSync(acceptance);
if (!present) console.warn("cases/test is not beside the repository: its tests are skipped");

interface Reported {
  readonly name: string;
  readonly status: string;
  readonly message: string;
}

function runs(cases: string): void {
  for (const name of readdirSync(cases).sort()) {
    it(name, async () => {
      const { head, files } = readArchive(readFileSync(join(cases, name), "utf8"));
      const failing = head.flatMap((line) => /^# fails: "(.*)"\s*$/.exec(line)?.[1] ?? []);
      const folder = folderWith({});
      layOut(files, folder);
      const { out, err, code } = await mandate(["test", "--json"], folder);
      expect(err).toBe("");
      const { tests }: { tests: readonly Reported[] } = JSON.parse(out);
      expect(tests.length).toBeGreaterThan(0);
      const failed = tests.filter((test) => test.status !== "passed" && !failing.includes(test.name));
      expect(failed.map((test) => `${test.name}: ${test.message}`)).toEqual([]);
      expect(tests.filter((test) => test.status === "passed" && failing.includes(test.name))).toEqual([]);
      expect(code).toBe(failing.length > 0 ? 1 : 0);
    });
  }
}

describe.skipIf(!present)("cases/test", () => {
  if (present) runs(acceptance);
});

describe("semantics.md by hand", () => {
  runs(own);
});
