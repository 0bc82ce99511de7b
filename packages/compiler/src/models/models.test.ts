import { describe, expect, it } from "vitest";
import { compileArchive, compileText } from "../testkit/check.ts";
import { archiveOf, said, wrong } from "../testkit/rules.ts";
import { readArchive } from "../testkit/txtar.ts";

describe("models", () => {
  it("says what is wrong with one", () => {
    const firm = `
model A { Equity 60% { VTI }  FixedIncome 39% { BND }  Cash 2% } //! error MDT5001
model B { Equity 60% { USLarge 79% { VTI }  USSmall 20% { VB } }  FixedIncome 38% { BND }  Cash 2% } //! error MDT5001
model C { Equity 60% { VTI  AAPL 10% }  FixedIncome 38% { BND }  Cash 2% } //! error MDT5002
model D { Equity 60% { BND }  FixedIncome 38% { AGG }  Cash 2% } //! error MDT5003
model E { Equity 60% band 65%..75% { VTI }  FixedIncome 38% { BND }  Cash 2% } //! error MDT5004
model F { Equity 60%  FixedIncome 38% { BND }  Cash 2% } //! error MDT5005
model G { Equity 98% { FixedIncome 100% { BND } }  Cash 2% } //! error MDT5006
model H { Equity 30% { VTI }  Equity 30% { AAPL }  FixedIncome 38% { BND }  Cash 2% } //! error MDT5007
model I { Equity 60% { VTI }  USSmall 38% { VB }  Cash 2% } //! error MDT5007
model J { Equity 110% { VTI }  Cash 2% } //! error MDT5008
model K { Equity 98% { VTI or VTI }  Cash 2% } //! error MDT5015
model L { Equity 98% { VTI or BND }  Cash 2% } //! error MDT5003
model M { Equity $98 { VTI }  Cash 2% } //! error MDT3005
model N { Equity 98% band ±5% { VTI }  Cash 2% } //! error MDT3005
model O { Equity 98% band 99%..90% { VTI }  Cash 2% } //! error MDT3021
model P { Equity 98% { VTJ }  Cash 2% } //! error MDT2001
model Q { Equties 98% { VTI }  Cash 2% } //! error MDT2001
model R { Equity 98% { use Stocks }  Cash 2% } //! error MDT2001
model S { Equity 98% { use Tech }  Cash 2% } //! error MDT2003
model T is Balancd { Equity 60% } //! error MDT2001
model U is Balanced { Equity 50% } //! error MDT5001
model V is Balanced { FixedIncome 50%  Equity 48% } //! error MDT5004
model W is Balanced { USLarge 50% } //! error MDT5014
model X is Y { Equity 60% }  model Y is X { Equity 60% } //! error MDT2005
`;
    expect(wrong({ firm })).toEqual([]);
  });

  it("stands the error of a level where the level is declared", () => {
    const firm = `
model Deep {
  Equity 60% {
    USLarge 70% { VTI 50%  AAPL 40% } //! error MDT5001
    USSmall 30% { VB }
  }
  FixedIncome 38% { BND }
  Cash 2%
}
`;
    expect(wrong({ firm })).toEqual([]);
  });

  it("reads sleeves, scaled within a millionth", () => {
    const firm = `
sleeve Direct from "data/direct.csv"
sleeve Off from "data/off.csv" //! error MDT7012
sleeve Inline { VTI 80%  use Small 20% }
sleeve Small { VB }
sleeve Classes { Equity 100% } //! error MDT5009
sleeve Short { VTI 80%  AAPL 10% } //! error MDT5001
sleeve Round { use Round } //! error MDT2005
model Bonds { FixedIncome 98% { use Inline }  Cash 2% } //! error MDT5003
`;
    const files = {
      "data/direct.csv": "symbol,weight\nAAPL,0.3333333\nMSFT,0.6666666\n",
      "data/off.csv": "symbol,weight\nAAPL,0.3\nMSFT,0.6\n",
    };
    expect(wrong({ firm, files })).toEqual([]);
  });

  it("gives absolute targets and bands, and inherits what is not restated", () => {
    const firm = `
sleeve Direct from "data/direct.csv"
model Income is Balanced { Equity 48%  FixedIncome 50% band 45%..55% }
model Own { Equity 98% { USLarge 50% { use Direct }  USSmall 50% { VB } }  Cash 2% }
`;
    const { bundle, diagnostics } = compileText(
      archiveOf({ firm, files: { "data/direct.csv": "symbol,weight\nAAPL,0.2500004\nMSFT,0.7499999\n" } }),
    );
    expect(diagnostics).toEqual([]);
    const income = bundle?.models.find(({ name }) => name === "Income");
    expect(income?.nodes).toMatchObject([
      {
        class: "Equity",
        target: "0.48",
        band: { low: "0.43", high: "0.53", around: "0.05" },
        children: [
          {
            class: "USLarge",
            share: "0.8",
            target: "0.384",
            children: [
              {
                members: [
                  { symbol: "VTI", rate: "0" },
                  { symbol: "ITOT", rate: "0.0002" },
                ],
                target: "0.384",
              },
            ],
          },
          { class: "USSmall", target: "0.096" },
        ],
      },
      { class: "FixedIncome", target: "0.5", band: { low: "0.45", high: "0.55" } },
      { class: "Cash", target: "0.02", band: { low: "0.01", high: "0.05" } },
    ]);
    const own = bundle?.models.find(({ name }) => name === "Own")?.nodes[0];
    const large = own?.node === "class" ? own.children[0] : undefined;
    const shares = large?.node === "class" ? large.children.map(({ share }) => Number(share)) : [];
    expect(shares[0]).toBeCloseTo(0.2500004 / 1.0000003, 12);
    expect((shares[0] ?? 0) + (shares[1] ?? 0)).toBeCloseTo(1, 14);
  });

  it("clips bands to 0..100 %", () => {
    const { bundle } = compileText(
      archiveOf({ firm: "model Most { Equity 97% band ±5pp { VTI }  Cash 3% band ±5pp }" }),
    );
    const bands = bundle?.models
      .find(({ name }) => name === "Most")
      ?.nodes.map(({ band }) => [band?.low, band?.high]);
    expect(bands).toEqual([
      ["0.92", "1"],
      ["0", "0.08"],
    ]);
  });
});

describe("a sleeve whose file does not add up", () => {
  it.each([
    ["symbol,weight\nAAPL,0.5\nMSFT,0.4\n", "the 2 rows below this line add up to `0.9`, `0.1` too little"],
    ["\uFEFFsymbol,weight\r\nAAPL,1.2\r\n", "the one row below this line adds up to `1.2`, `0.2` too much"],
  ])("points at the file, and says the sum and how far off it is", (csv, message) => {
    const lines = { firm: 'sleeve X from "data/x.csv"', files: { "data/x.csv": csv } };
    const archive = readArchive(archiveOf(lines));
    const [found, ...others] = compileArchive(archive).diagnostics;
    expect(others).toEqual([]);
    expect(found?.file).toBe("firm/rules.mandate");
    const [place, ...more] = found?.related ?? [];
    expect(more).toEqual([]);
    expect(place).toMatchObject({ file: "data/x.csv", message });
    expect(archive.files.get("data/x.csv")?.slice(place?.span.start, place?.span.end)).toBe("symbol,weight");
  });
});

describe("models that are well formed, and not what they seem", () => {
  it("warns of bands without room or beyond the whole", () => {
    const firm = `model B { Equity 60% band ±0pp { VTI }  FixedIncome 38% band 38%..38% { BND }  Cash 2% }
model C { Equity 60% band ±100pp { VTI }  FixedIncome 38% band 30%..150% { BND }  Cash 2% }
model D is B { Equity 58%  FixedIncome 40% band 35%..45% }
`;
    expect(said({ firm })).toMatchSnapshot();
    const sound = `model A { Equity 100% band 100%..100% { VTI }  FixedIncome 0% band ±0pp { BND }  Cash 0% }
model B is Balanced { Equity 60% band 0%..100% }
`;
    expect(said({ firm: sound })).toBe("");
  });
});
