import { describe, expect, it } from "vitest";
import { parse } from "../parse.ts";
import { LineMap } from "../text/lineMap.ts";

/** Lines on which something is found, from 1 on, in order. */
function linesOf(text: string): readonly number[] {
  const map = new LineMap(text);
  return parse(text).findings.map(({ span }) => map.position(span.start).line + 1);
}

const upTo = (count: number): readonly number[] => Array.from({ length: count }, (_, line) => line + 2);

describe("a block of many mistakes", () => {
  it.each([
    ["a limit of lines without their comparisons", "limit Big {", "weight(AAPL) 5%"],
    [
      "a menu of options without their colons",
      "menu Big {",
      "option a money in $0..$1M default none set by advisor",
    ],
    ["an account of limits without their comparisons", 'account "a" {', "limit A { weight(AAPL) 5% }"],
    ["an account of tilts without their `to`", 'account "a" {', "tilt 2pp USSmall from USLarge"],
  ])("has each told on its line: %s", (_, opening, line) => {
    const count = 40;
    expect(linesOf(`${opening}\n${`  ${line}\n`.repeat(count)}}\n`)).toEqual(upTo(count));
  });

  it("has lines that break off told where they do, not on the next", () => {
    const lines = [
      "never by AAPL",
      "reserve cash",
      "tilt 2pp USSmall from USLarge",
      "exclude",
      "raise cash by 2099-01-15",
      "sell XOM 2099-01-01",
      "profile",
      "choose Tax.sensitivity high",
      "keep",
      "tighten SingleStock 3%",
    ];
    expect(linesOf(`account "a" {\n${lines.map((line) => `  ${line}\n`).join("")}}\n`)).toEqual(
      upTo(lines.length),
    );
  });
});

describe("one mistake, one finding", () => {
  it("of a preference's cost behind its braces, which counts all the same", () => {
    const { file, findings } = parse("prefer P { turnover <= 5% } cost 5bps per 1pp\nlist Next = { AAPL }");
    expect(findings).toMatchObject([
      { code: "MDT1016", found: "cost 5bps per 1pp", related: [{ start: 26, end: 27 }] },
    ]);
    expect(file.declarations).toMatchObject([{ prefer: { cost: { squared: false } } }, { kind: "List" }]);
    expect(parse("prefer P { turnover <= 5% cost 5bps per 1pp } cost 5bps per 1pp").findings).toMatchObject([
      { code: "MDT1013", part: "cost" },
    ]);
  });

  it("of a weight or a band behind its braces, which count all the same", () => {
    const { file, findings } = parse(
      "model M { Equity { VTI } 90% band 80%..95%\n  Cash 10% { BIL } band ±2pp }",
    );
    expect(findings).toMatchObject([
      { code: "MDT1016", part: "weight", block: "Equity", found: "90%", related: [{ start: 17, end: 18 }] },
      { code: "MDT1016", part: "band", found: "band 80%..95%", belongs: "before" },
      { code: "MDT1016", part: "band", block: "Cash", found: "band ±2pp" },
    ]);
    expect(file.declarations).toMatchObject([
      { items: [{ weight: { value: "90" }, band: { around: false } }, { band: { around: true } }] },
    ]);
    expect(parse("model M { Cash 10% band ±2pp { BIL } band ±3pp }").findings).toMatchObject([
      { code: "MDT1013", part: "band" },
    ]);
  });

  it.each(["sum(AAPL: weight(AAPL))", "sum(s: weight(s))", "sum(weight(AAPL): MSFT)"])(
    "of a sum over nothing: %s",
    (sum) => {
      expect(parse(`limit T { ${sum} <= 5% }\nlist Next = { AAPL }`).findings).toMatchObject([
        { code: "MDT1008" },
      ]);
    },
  );
});
