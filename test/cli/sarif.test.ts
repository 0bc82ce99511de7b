/**
 * What `mandate check --format sarif` prints, by the schema that OASIS publishes with SARIF 2.1.0 (its `rtm.5` is the
 * standard's own). A package of matchers ships that schema; nothing else of the package is used.
 */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import AjvDraft04 from "ajv-draft-04";
import formats from "ajv-formats";
import { describe, expect, it } from "vitest";
import { repositoryRoot } from "../support/repository.ts";
import { folderWith, mandate, small } from "./support.ts";

const schema: unknown = JSON.parse(
  readFileSync(
    createRequire(import.meta.url).resolve("@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json"),
    "utf8",
  ),
);
// One pattern of the schema is none by the stricter rules for Unicode. Both packages are CommonJS, whose `default` is the class and the function themselves.
const ajv = new AjvDraft04.default({ strict: false, allErrors: true, unicodeRegExp: false });
formats.default(ajv);
const valid = ajv.compile(schema as object);

interface Log {
  readonly runs: readonly {
    readonly results: readonly {
      readonly locations: readonly { physicalLocation: { region: { startLine: number } } }[];
    }[];
  }[];
}

async function sarif(files: Readonly<Record<string, string | Uint8Array>>): Promise<Log> {
  const { out, err } = await mandate(["check", "--format", "sarif"], folderWith(files));
  expect(err).toBe("");
  return JSON.parse(out) as Log;
}

function faults(log: unknown): unknown {
  return valid(log) ? [] : valid.errors;
}

const mistakes = (layer: string): string =>
  readFileSync(join(repositoryRoot, "packages/compiler/src/catalogue/mistakes", `${layer}.txt`), "utf8");

describe("as SARIF, by the published schema", () => {
  it("a project without a finding", async () => {
    const log = await sarif(small);
    expect(faults(log)).toEqual([]);
    expect(log.runs[0]?.results).toEqual([]);
  });

  it("every mistake that authors make, with places beside them and fixes", { timeout: 60_000 }, async () => {
    const log = await sarif({
      ...small,
      "firm/mistakes é, 1.mandate": mistakes("firm"),
      "advisors/mistakes.mandate": mistakes("advisor"),
    });
    expect(log.runs[0]?.results.length).toBeGreaterThan(100);
    expect(faults(log)).toEqual([]);
  });

  it("files that cannot be read as text, and a manifest that is wrong", async () => {
    expect(faults(await sarif({ ...small, "firm/latin.mandate": Uint8Array.of(0x66, 0xe9, 0x0a) }))).toEqual(
      [],
    );
    expect(faults(await sarif({ ...small, "mandate.json": "[1]" }))).toEqual([]);
  });

  it("is no schema that takes anything", async () => {
    const log = await sarif({ ...small, "firm/x.mandate": "limit A { weight(Equty) <= 5% }\n" });
    expect(faults(log)).toEqual([]);
    expect(faults({ ...log, version: "2.0.0" })).not.toEqual([]);
    const region = log.runs[0]?.results[0]?.locations[0]?.physicalLocation.region;
    if (region === undefined) throw new Error("the log has no result");
    region.startLine = 0;
    expect(faults(log)).not.toEqual([]);
  });
});
