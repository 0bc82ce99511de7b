/**
 * What people write who are no programmers: every construct of the language with its quote forgotten, a comma for a point,
 * the percent sign left out, another language's sign, another country's date. Each stands between two sound declarations.
 */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { compileArchive } from "../testkit/check.ts";
import { archiveOf, told as inFull } from "../testkit/rules.ts";
import { type Archive, readArchive } from "../testkit/txtar.ts";

const neighbours = {
  firm: ["list Before = { AAPL }\n", "\nlist After = { AAPL }\n"],
  advisor: ['account "b" { model Balanced }\n', '\naccount "c" { model Balanced }\n'],
} as const;

function around(layer: keyof typeof neighbours, mistake: string): { firm?: string; advisor?: string } {
  const [before, after] = neighbours[layer];
  return { [layer]: before + mistake + after };
}

function mistakesOf(layer: keyof typeof neighbours): readonly string[] {
  const text = readFileSync(new URL(`mistakes/${layer}.txt`, import.meta.url), "utf8");
  return text.split("\n").filter((line) => line !== "");
}

interface Told {
  readonly mistake: string;
  readonly archive: Archive;
  readonly diagnostics: readonly Diagnostic[];
}

const told = new Map<string, readonly Told[]>();

/** Each mistake compiled, once for all tests of a layer. */
function toldIn(layer: keyof typeof neighbours): readonly Told[] {
  const known = told.get(layer);
  if (known !== undefined) return known;
  const all = mistakesOf(layer).map((mistake) => {
    const archive = readArchive(archiveOf(around(layer, mistake)));
    return { mistake, archive, diagnostics: compileArchive(archive).diagnostics };
  });
  told.set(layer, all);
  return all;
}

const errorsOf = ({ diagnostics }: Told): readonly Diagnostic[] =>
  diagnostics.filter(({ severity }) => severity === "error");

describe.each(["firm", "advisor"] as const)("mistakes in %s files", (layer) => {
  it("are told in these words", { timeout: 120_000 }, async () => {
    const words = toldIn(layer).map(
      ({ mistake, archive, diagnostics }) =>
        `${mistake}\n${inFull(archive, diagnostics).replace(/^(?=.)/gm, "    ")}\n`,
    );
    await expect(words.join("\n")).toMatchFileSnapshot(`mistakes/${layer}.told.txt`);
  });

  it("give one error each, but for a few", () => {
    const counts = toldIn(layer)
      .map((one) => errorsOf(one).length)
      .sort((a, b) => a - b);
    expect(counts[Math.floor(counts.length / 2)]).toBe(1);
    expect(counts[Math.floor(counts.length * 0.9)]).toBe(1);
    expect(counts.reduce((sum, count) => sum + count, 0) / counts.length).toBeLessThan(1.15);
  });

  it("cost no neighbour its meaning", () => {
    for (const one of toldIn(layer)) {
      const blamed = errorsOf(one).filter(({ span, file }) => {
        const text = one.archive.files.get(file)?.slice(span.start, span.end) ?? "";
        return /^(?:list (?:Before|After)|account "[bc]")/.test(text);
      });
      expect(blamed, one.mistake).toEqual([]);
    }
  });

  it("are each told what to do", () => {
    const mute = toldIn(layer).flatMap((one) =>
      errorsOf(one)
        .filter(
          ({ code, help, fixes }) => code.startsWith("MDT1") && help === undefined && fixes.length === 0,
        )
        .filter(({ message }) => !/ is missing |never closed/.test(message))
        .map(({ code, message }) => `${one.mistake}: ${code} ${message}`),
    );
    expect(mute).toEqual([]);
  });
});
