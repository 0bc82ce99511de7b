import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parse } from "../parse.ts";
import { casesAreThere, caseTexts } from "../testkit/cases.ts";
import { meaning, mutants, program, sample } from "../testkit/index.ts";
import { format } from "./format.ts";
import { formatRange } from "./range.ts";

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

  it("puts siblings of a model in columns, weights at their ends, whatever stands inside one", () => {
    const text = `model M {
  Equity 60% band ±5pp {
    USLarge 100% { VTI }
  }
  FixedIncome 38% band 33%..43% { BND or AGG cost 2bps }
  Cash 2% band 1%..5% // cash

  Gold 1%
}
account "1" {
  choose A.b = 5%
  choose Longer.name = $3
}
`;
    const formatted = `model M {
  Equity      60% band ±5pp {
    USLarge 100% { VTI }
  }
  FixedIncome 38% band 33%..43% { BND or AGG cost 2bps }
  Cash         2% band 1%..5%  // cash

  Gold 1%
}
account "1" {
  choose A.b         = 5%
  choose Longer.name = $3
}
`;
    expect(format(text)).toBe(formatted);
    holds(text);
  });

  it("tears nothing apart for the sake of a column", () => {
    const long = "A".repeat(40);
    const text = `model M {\n  ${long} 60% { VTI }\n  B 40% { BND }\n}\n`;
    expect(format(text)).toBe(text);
  });
});

describe("formatRange", () => {
  const text = "list   A = B\nlist C   = D // d\n\nlist E=F\n";

  it("edits what stands in the range, and nothing else", () => {
    const from = text.indexOf("list C");
    const edits = formatRange(text, { start: from, end: from + 3 });
    expect(apply(text, edits)).toBe("list   A = B\nlist C = D  // d\n\nlist E=F\n");
  });

  it("says nothing of what is in order", () => {
    const whole = format(text);
    expect(formatRange(whole, { start: 0, end: whole.length })).toEqual([]);
  });

  it("gives the whole text's format for the whole range, in edits that touch no word that stays", () => {
    fc.assert(
      fc.property(program(), (source) => {
        const edits = formatRange(source, { start: 0, end: source.length });
        expect(apply(source, edits)).toBe(format(source));
        for (const { span, newText } of edits)
          expect(`${source.slice(span.start, span.end)}${newText}`.trim()).toBe("");
      }),
      { seed: 11, numRuns: 40 },
    );
  });
});

function apply(source: string, edits: ReturnType<typeof formatRange>): string {
  return edits
    .toReversed()
    .reduce((now, { span, newText }) => now.slice(0, span.start) + newText + now.slice(span.end), source);
}
