/** Every case of `cases/prove`: a finding of the analyses on each marked line, and on no other. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { prove } from "@mandate/compiler";
import { compileArchive, lineOf, readArchive, TODAY } from "@mandate/compiler/testkit";
import { type Backend, createHighs } from "@mandate/solver";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const CASES = new URL("../../../shared/cases/prove/", import.meta.url);
const present = existsSync(CASES);
if (!present)
  console.warn("the acceptance cases are not beside the repository: the proofs of theirs are not tested");
const names = present ? readdirSync(CASES).filter((name) => /\.txt(?:ar)?$/.test(name)) : [];

describe("cases/prove", () => {
  let backend: Backend;
  beforeAll(async () => {
    backend = await createHighs();
  });
  afterAll(() => backend.dispose());

  it.skipIf(!present)("holds cases", () => {
    expect(names.length).toBeGreaterThan(0);
  });

  it.each(names)("%s", (name) => {
    const archive = readArchive(readFileSync(new URL(name, CASES), "utf8"));
    const { bundle } = compileArchive(archive);
    if (bundle === undefined) throw new Error("it does not compile");
    const { findings } = prove(bundle, backend, { today: TODAY });
    const marked = archive.markers
      .filter(({ kind }) => kind === "proof")
      .map(({ file, line }) => `${file}:${line}`);
    const found = findings.map((finding) => lineOf(archive, finding));
    expect(
      [...new Set(found)].sort(),
      findings.map((finding) => `${lineOf(archive, finding)} ${finding.code} ${finding.message}`).join("\n"),
    ).toEqual([...marked].sort());
    for (const { code } of findings) expect(code).toMatch(/^MDT6/);
  });
});
