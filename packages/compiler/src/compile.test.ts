import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compileArchive, compileText } from "./testkit/check.ts";
import { archiveOf } from "./testkit/rules.ts";
import { readArchive } from "./testkit/txtar.ts";

const WHOLE = archiveOf({
  firm: `sleeve Core { VTI or ITOT or VB cost 2bps 60%  AAPL 40% }
model Growth is Balanced { Equity 80%  FixedIncome 18% band 13%..23% }
objective { drift of classes cost 40bps per 1pp beyond 0.5pp  taxes netted times Tax.sensitivity }
limit EachIssuer { for each i in issuers where not tobacco: weight(i) <= 5% } grandfathered
prefer FewTrades { count(trades) <= 12  cost $3 per trade }
profile Retiree { choose Tax.sensitivity = high  reserve cash 4% }
waive SingleStock for AAPL in account "1" up to 10% until 2027-06-30 because "gift" approved by "CCO"
test "t" { on 2026-11-20  prices { VTI $250  ITOT $100  VB $200  BND $75  AGG $98 }
  account "t1" { model Balanced  taxable at 37% short, 20% long  cash $10,000 }
  expect weight(Equity) in 55%..65% }`,
  advisor: `account "1" "Rivera" { model Balanced  profile Retiree  tilt 2pp to USSmall from USLarge  never buy MO because "wish"
  keep AAPL until 2099-03-01  exclude Sin divest as taxes allow  tighten SingleStock to 3% }
household "H" { accounts "1" }`,
});

describe("compiling", () => {
  it("gives a bundle only without errors", () => {
    expect(compileText(WHOLE).diagnostics).toEqual([]);
    expect(compileText(WHOLE).bundle).toBeDefined();
    const wrong = compileText(WHOLE.replace("weight(i) <= 5%", "weight(i) <= $5"));
    expect(wrong.bundle).toBeUndefined();
    expect(wrong.model.partial.models.map(({ name }) => name)).toEqual(["Balanced", "Growth"]);
  });

  it("takes a project of no files, and one without a universe", () => {
    expect(compileText("-- data/securities.csv --\nsymbol,asset_class\n").bundle?.universe).toEqual([]);
    const { diagnostics } = compileText(
      "-- firm/p.mandate --\nlimit A { weight(AAPL) <= 5% }\nmodel M { Cash 100% }",
    );
    expect(diagnostics.map(({ code }) => code)).toEqual(["MDT7001"]);
  });

  it("never throws, whatever a text has lost or gained, and its words stay whole", () => {
    const archive = readArchive(WHOLE);
    const paths = [...archive.files.keys()].filter((path) => path.endsWith(".mandate"));
    const tokens = paths.flatMap((path) =>
      [...(archive.files.get(path) ?? "").matchAll(/[\w.%$`"]+|[^\s\w]/g)].map((match) => ({
        path,
        at: match.index,
        text: match[0],
      })),
    );
    const token = fc.nat(tokens.length - 1);
    const edit = fc.constantFrom("delete", "double", "insert", "truncate");
    const counts: number[] = [];
    fc.assert(
      fc.property(token, token, edit, (where, other, what) => {
        const { path, at, text } = tokens[where] ?? { path: "", at: 0, text: "" };
        const whole = archive.files.get(path) ?? "";
        const rest = whole.slice(at);
        const changed = {
          delete: whole.slice(0, at) + rest.slice(text.length),
          double: `${whole.slice(0, at)}${text} ${rest}`,
          insert: `${whole.slice(0, at)}${tokens[other]?.text ?? ""} ${rest}`,
          truncate: whole.slice(0, at),
        }[what];
        const { diagnostics } = compileArchive({
          files: new Map([...archive.files, [path, changed]]),
          markers: [],
        });
        if (path === "advisors/lee.mandate")
          counts.push(diagnostics.filter(({ severity }) => severity === "error").length);
        for (const { message, span } of diagnostics) {
          expect(message).toMatch(/^[a-z`0-9]/);
          expect(message).not.toMatch(/undefined|``|NaN/);
          expect(span.start).toBeLessThanOrEqual(span.end);
        }
      }),
      { seed: 20261122, numRuns: 300 },
    );
    // One mistake gives few errors.
    counts.sort((a, b) => a - b);
    expect(counts[counts.length >> 1]).toBeLessThanOrEqual(1);
  });
});
