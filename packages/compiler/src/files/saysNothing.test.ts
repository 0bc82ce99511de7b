import { describe, expect, it } from "vitest";
import { compileText } from "../testkit/check.ts";
import { archiveOf, said } from "../testkit/rules.ts";

describe("words and braces with nothing in them", () => {
  it("are told wherever a reason or a title may stand", () => {
    const firm = `limit A "" { weight(AAPL) <= 4% } because ""
prefer P "  " { weight(AAPL) <= 4%  cost 5bps per 1pp } because "  "
model M "" { Equity 98% { VTI }  Cash 2% }
profile R "" { reserve cash 2% because "" }
never buy AAPL because ""
`;
    const advisor = `account "a" "" { model Balanced because ""
  limit B { weight(MO) <= 1% } because ""
}`;
    expect(said({ firm, advisor })).toMatchSnapshot();
  });

  it("are told whatever marks stand near", () => {
    const advisor = (reason: string) => `// a 5" pipe
account "a" "Alder" {  // "
  never buy AAPL because "says \\"no\\" " // " "
  never buy MSFT because "${reason}"
}`;
    const codes = (reason: string) =>
      compileText(archiveOf({ firm: "", advisor: advisor(reason) })).diagnostics.map(({ code }) => code);
    expect(codes("x")).toEqual([]);
    expect(codes("")).toEqual(["MDT2021"]);
  });

  it("are told once of a waiver, which must have a reason", () => {
    const firm =
      'waive SingleStock for AAPL in account "1" up to 10% until 2027-06-30 because "" approved by "CCO"';
    const { diagnostics } = compileText(archiveOf({ firm }));
    expect(diagnostics.map(({ code }) => code)).toEqual(["MDT4011"]);
  });

  it("are told of menus, profiles and objectives, where no mistake has left something out", () => {
    expect(said({ firm: "menu Desk { }\nprofile Calm { }\nobjective { }" })).toMatchSnapshot();
    expect(compileText(archiveOf({ firm: "profile Calm { reserv }" })).diagnostics).toHaveLength(1);
    expect(said({ firm: 'limit A { weight(AAPL) <= 4% } because "manual 4.1"\nlist None = { }' })).toBe("");
  });

  it("are taken out by their fix", () => {
    const firm = 'limit A "" { weight(AAPL) <= 4% }\n  because ""\nlimit B { weight(MO) <= 4% } because ""\n';
    const edits = compileText(archiveOf({ firm }))
      .diagnostics.flatMap(({ fixes }) => fixes[0]?.edits ?? [])
      .sort((a, b) => b.span.start - a.span.start);
    const text = edits.reduce((old, { span }) => old.slice(0, span.start) + old.slice(span.end), firm);
    expect(text).toBe("limit A { weight(AAPL) <= 4% }\nlimit B { weight(MO) <= 4% }\n");
  });
});
