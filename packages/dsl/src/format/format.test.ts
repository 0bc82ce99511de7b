import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parse } from "../parse.ts";
import { casesAreThere, caseTexts } from "../testkit/cases.ts";
import { meaning, mutants, program, sample } from "../testkit/index.ts";
import { format } from "./format.ts";

const there = casesAreThere();
const runs = Number(process.env["MANDATE_FUZZ_RUNS"] ?? "150");

function words(text: string): string[] {
  const { tokens, file } = parse(text);
  return [...tokens.map((token) => token.image), ...file.comments.map(({ text: own }) => own)].map((word) =>
    word.replace(/\s+/g, ""),
  );
}

function holds(text: string): void {
  const once = format(text);
  expect(words(once), text).toEqual(words(text));
  expect(format(once), `not idempotent:\n${once}`).toBe(once);
  expect(meaning(parse(once).file.declarations)).toBe(meaning(parse(text).file.declarations));
}

describe("format", () => {
  it("is idempotent and keeps tree, tokens and comments: the sample", () => {
    holds(sample);
    expect(format(sample)).toMatchSnapshot();
  });

  it("is idempotent and keeps tree, tokens and comments: programs that walk the grammar", () => {
    fc.assert(fc.property(program(), holds), { seed: 7, numRuns: runs });
  });

  it.skipIf(!there)("is idempotent and keeps tree, tokens and comments: the cases", () => {
    for (const { text } of caseTexts()) if (parse(text).findings.length === 0) holds(text);
  });

  it("loses nothing of a text with a mistake, and formats it once", () => {
    for (const mutant of mutants(sample, 97)) {
      const once = format(mutant.text);
      expect(words(once)).toEqual(words(mutant.text));
      expect(format(once)).toBe(once);
    }
  });

  it("leaves the broken declaration as it is and formats the rest", () => {
    const text = "list   A  =  B\nlimit   X {  weight(A)   70% }\nlist  C=D\n";
    expect(format(text)).toBe("list A = B\nlimit   X {  weight(A)   70% }\nlist C = D\n");
  });

  it("keeps blank-line groups and comments, one blank line at most", () => {
    const text = "\n\n// one\n\n\n\n// two\nlist A=B // end\n\n\n/* three */\nlist C=D\n\n// last";
    expect(format(text)).toBe("// one\n\n// two\nlist A = B  // end\n\n/* three */\nlist C = D\n\n// last\n");
  });

  it("aligns one-line limits at their brace", () => {
    const text = "limit A { weight(A)<=5% }\nlimit LongName { weight(B)<=5% }\n";
    expect(format(text)).toBe("limit A        { weight(A) <= 5% }\nlimit LongName { weight(B) <= 5% }\n");
  });
});
