import { describe, expect, it } from "vitest";
import { parse } from "../parse.ts";
import { nearest } from "./near.ts";

/** The findings in short, and the kinds of what was understood. */
function read(text: string): { said: string[]; kinds: string[] } {
  const { file, findings } = parse(text);
  const said = findings.map((finding) => {
    const at = text.slice(finding.span.start, finding.span.end);
    if (finding.code === "MDT1008")
      return `${finding.code} ${finding.expected} in ${finding.context}${finding.insert ?? ""}`;
    if (finding.code === "MDT1007")
      return `${finding.code} ${finding.found} near ${finding.near ?? "nothing"}`;
    if (finding.code === "MDT1009" && finding.instead !== undefined)
      return `${finding.code} ${at}: ${finding.instead}`;
    return `${finding.code} ${at}`;
  });
  return { said, kinds: file.declarations.map(({ kind }) => kind) };
}

describe("one mistake, one finding", () => {
  it.each([
    ["limit X { weight(A) 70% }", "MDT1008 a comparison such as `<=` in limit `X`"],
    ["limit X weight(A) <= 70% }", "MDT1008 `{` in limit `X` {"],
    ["limti X { weight(A) <= 70% }", "MDT1007 limti near limit"],
    ["limit X { weight(A) <= 70%", "MDT1010 {"],
    ["limit X { weight(A) <= 70% } }", "MDT1011 }"],
    ["model M { Equity 60%, Cash 40% }", "MDT1009 ,"],
    ["list A = { B C }", "MDT1008 `,` in list `A`,"],
    ['account "1" { nevr buy TSLA  keep AAPL }', "MDT1009 nevr: `never`"],
    ['account "1" { tilt 2pp A from B }', "MDT1008 `to` in `tilt` to"],
    ["keep AAPL until 2099-13-01", "MDT1005 2099-13-01"],
    ["limit X { gains <= $1,00 }", "MDT1006 $1,00"],
    ['limit X { gains <= $1 } because "one" because "two"', 'MDT1013 because "two"'],
    ["limit X { 1% <= weight(A) <= 5% }", "MDT1009 <="],
    ["waive X for A up to 5%", "MDT1008 `in account` and the account's number in waiver of `X`"],
  ])("%s", (text, said) => {
    const whole = read(`list Before = Y\n${text}\nlist After = Z\n`);
    expect(whole.said).toEqual([said]);
    expect(whole.kinds).toHaveLength(3);
    expect([whole.kinds[0], whole.kinds[2]]).toEqual(["List", "List"]);
  });

  it("leaves out what is no declaration, to the end of its braces, and goes on", () => {
    const { said, kinds } = read('policy Foo { a { b } c } because "x"\nlist A = B\n');
    expect(said).toEqual(["MDT1007 policy near nothing"]);
    expect(kinds).toEqual(["List"]);
  });

  it("marks what it could not know, and nothing more", () => {
    const [limit] = parse("limit X { weight(A) 70%  weight(B) <= 5% }").file.declarations;
    const rules = limit?.kind === "LimitDeclaration" ? limit.limit.rules : [];
    expect(rules.map((rule) => (rule.kind === "ComparisonRule" ? rule.condition.kind : rule.kind))).toEqual([
      "Missing",
      "Binary",
    ]);
  });
});

describe("nearest", () => {
  it("takes a slip or two, not another word", () => {
    expect(nearest("limti", ["limit", "list"])).toBe("limit");
    expect(nearest("becuase", ["because"])).toBe("because");
    expect(nearest("policy", ["profile", "prefer"])).toBeUndefined();
    expect(nearest("foo", ["for"])).toBe("for");
  });
});
