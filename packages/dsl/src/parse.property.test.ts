import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parse } from "./parse.ts";
import { program, sample, spanFault } from "./testkit/index.ts";

/** `MANDATE_FUZZ_RUNS=100000` for a long run by hand. */
const runs = Number(process.env["MANDATE_FUZZ_RUNS"] ?? "150");

function check(text: string): void {
  const { file, findings } = parse(text);
  for (const declaration of file.declarations) {
    expect(spanFault(declaration, file.span), text).toBeUndefined();
  }
  for (const { span } of findings) {
    expect(span.start >= 0 && span.start <= span.end && span.end <= text.length).toBe(true);
  }
}

describe("programs that walk the grammar", () => {
  it("parse without a finding, with spans that nest", () => {
    fc.assert(
      fc.property(program(), (text) => {
        expect(parse(text).findings, text).toEqual([]);
        check(text);
      }),
      { seed: 20261120, numRuns: runs },
    );
  });
});

describe("any text at all", () => {
  it("gives a tree, for characters of every kind", () => {
    fc.assert(fc.property(fc.string({ unit: "binary", maxLength: 300 }), check), { seed: 1, numRuns: runs });
  });

  it("gives a tree, for the language's own words in any order", () => {
    const words = sample.match(/\S+|\n/g) ?? [];
    const soup = fc.array(fc.constantFrom(...words), { maxLength: 60 }).map((parts) => parts.join(" "));
    fc.assert(fc.property(soup, check), { seed: 2, numRuns: Math.min(runs, 60) });
  });
});

describe("hostile texts", () => {
  const deep = 10_000;
  it.each([
    ["parentheses", `list X = ${"(".repeat(deep)}A${")".repeat(deep)}\nlist B = C`],
    ["parentheses that are never closed", `list X = ${"(".repeat(deep)}`],
    ["classes in classes", "asset class A { ".repeat(deep)],
    ["classes in classes, closed", `${"asset class A { ".repeat(deep)}${"}".repeat(deep)}`],
    ["models", `model M { ${"A 1% { ".repeat(deep)}`],
    ["prefixes", `list X = ${"not ".repeat(deep)}A`],
    ["signs", `limit X { weight(A) <= ${"-".repeat(deep)}5% }`],
    ["conditions", `list X = ${"where ".repeat(deep)}A`],
    ["calls", `limit X { ${"f(".repeat(deep)}`],
    ["a chain", `list X = ${"A except ".repeat(deep)}B`],
    ["closers", "} ) ".repeat(deep)],
    ["comments that never close", "/*\n".repeat(deep)],
    ["quotation marks", '"'.repeat(deep)],
  ])("%s: a tree and findings, no overflow", (_name, text) => {
    check(text);
    expect(parse(text).findings.length).toBeGreaterThan(0);
  });

  it("a line of ten megabytes takes linear time", { timeout: 120_000 }, () => {
    const line = `list X = { ${"AAPL, ".repeat(1_700_000)}B }`;
    // work, not time: other programs share the machine
    const start = process.cpuUsage();
    expect(parse(line).findings).toEqual([]);
    expect(process.cpuUsage(start).user / 1e6).toBeLessThan(15);
  });

  it.each([
    ["a sum", `limit X { ${"weight(A) + ".repeat(5000)}weight(B) <= 5% }`],
    ["conditions", `list X = securities where ${'sector = "A" or '.repeat(5000)}tobacco`],
  ])("%s of 5,000 parts is no nesting", (_name, text) => {
    check(text);
    expect(parse(text).findings).toEqual([]);
  });

  it("takes a byte-order mark, CR LF and CR alone as what they are", () => {
    const { file, findings } = parse("\uFEFFlist A = B\r\n/// about C\r\nlist C = D\rlist E = F");
    expect(findings).toEqual([]);
    expect(file.declarations.map((d) => ("doc" in d ? d.doc : undefined))).toEqual([
      undefined,
      "about C",
      undefined,
    ]);
  });
});
