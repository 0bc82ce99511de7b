/** cases/test: every test of the language passes, but for those that the case says fail. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { folderWith, mandate } from "../cli/support.ts";
import { layOut, readArchive } from "../support/archive.ts";
import { repositoryRoot } from "../support/repository.ts";

const cases = join(repositoryRoot, "..", "shared", "cases", "test");
const present = existsSync(cases);
if (!present) console.warn("cases/test is not beside the repository: its tests are skipped");

interface Reported {
  readonly name: string;
  readonly status: string;
  readonly message: string;
}

describe.skipIf(!present)("cases/test", () => {
  for (const name of present ? readdirSync(cases).sort() : []) {
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
});
