import { describe, expect, it } from "vitest";
import { parse } from "../parse.ts";

const limit = (sum: string) => `limit T { ${sum} <= 5% }\nlist Next = { AAPL }`;

describe("a sum the wrong way round", () => {
  it.each([
    ["sum(weight(s): s in Tech)", "s in Tech: weight(s)"],
    ["sum(weight(s) for s in Tech)", "s in Tech: weight(s)"],
    [
      "weight(AAPL) + sum(abs(drift(s)) for each s in Tech or (Sin except MO))",
      "s in Tech or (Sin except MO): abs(drift(s))",
    ],
  ])("is turned round by its fix: %s", (sum, turned) => {
    const text = limit(sum);
    const { findings } = parse(text);
    expect(findings).toMatchObject([{ code: "MDT1009", insert: turned }]);
    const { start, end } = findings[0]?.span ?? { start: 0, end: 0 };
    expect(parse(text.slice(0, start) + turned + text.slice(end)).findings).toEqual([]);
  });

  it.each([
    "sum(weight(AAPL): MSFT)",
    "sum(weight(Tech))",
    "sum(Tech)",
    "sum(weight(s), s in Tech)",
    "sum(weight(s): t)",
  ])("that does not say over what is told so once, and nothing is put in: %s", (sum) => {
    const { findings, file } = parse(limit(sum));
    expect(findings).toMatchObject([{ code: "MDT1008", context: "a `sum`" }]);
    expect(findings[0]).not.toHaveProperty("insert");
    expect(file.declarations.at(-1)).toMatchObject({ kind: "List" });
  });

  it("costs no other mistake its word", () => {
    const { findings } = parse(limit("sum(weight(AAPL): MSFT) <= 5%  weight(AAPL) < <"));
    expect(findings.length).toBeGreaterThan(1);
    expect(parse(limit("sum(s Tech: weight(s))")).findings).toMatchObject([
      { code: "MDT1008", insert: " in" },
    ]);
    expect(parse("limit T { sum(weight(AAPL").findings.length).toBeGreaterThan(0);
  });
});

describe("`trade at most 20%` and no more", () => {
  it.each(["trade at most 20%", "trade at most 20%  never buy AAPL", "trade at most 20%\n  reserve cash 2%"])(
    "is completed by its fix: %s",
    (clause) => {
      const text = `account "a" { ${clause} }`;
      const { findings } = parse(text);
      expect(findings).toMatchObject([{ code: "MDT1008", expected: "`per run`", insert: " per run" }]);
      const at = findings[0]?.span.start ?? 0;
      expect(parse(`${text.slice(0, at)} per run${text.slice(at)}`).findings).toEqual([]);
    },
  );

  it("is told word by word where one of the two is there", () => {
    expect(parse('account "a" { trade at most 20% a run }').findings).toMatchObject([{ insert: "per" }]);
    expect(parse('account "a" { trade at most 20% per day }').findings).toMatchObject([{ insert: "run" }]);
  });
});
