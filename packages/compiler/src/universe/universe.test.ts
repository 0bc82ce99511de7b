import { describe, expect, it } from "vitest";
import { differences } from "../testkit/check.ts";
import { cusipFault } from "./cusip.ts";

const POLICY = `-- firm/p.mandate --
asset class Equity { asset class US  asset class World }
asset class Cash
attribute tobacco: flag
attribute score: number
`;

function wrongIn(rows: string): string[] {
  return differences(
    `-- data/securities.csv --\nsymbol,name,asset_class,tobacco,score,cusip,spread,increment\n${rows}\n${POLICY}`,
  );
}

describe("the universe", () => {
  it("takes every column's own form", () => {
    expect(
      wrongIn('A,"Agilent, Inc.",US,1,5.5,037833100,0.0005,1\nB,B,World,,,,,0.0001\nC,C,Cash,no,-1,,,'),
    ).toEqual([]);
  });

  it("says what is wrong with a row, on that row", () => {
    const rows = `A,A,US,1,5,,,
B,B,UK,0,5,,, #! error MDT7003
C,C,Equity,0,5,,, #! error MDT7004
D,D,US,maybe,5,,, #! error MDT7008
E,E,US,0,five,,, #! error MDT7005
F,F,US,0,5,037833101,, #! error MDT7007
G,G,US,0,5,,-0.1, #! error MDT7005
H,H,US,0,5,,,0 #! error MDT7005
A,A,US,0,5,,, #! error MDT7006
I,I,US #! error MDT7009
,J,US,0,5,,, #! error MDT7011
K,K,,0,5,,, #! error MDT7003`;
    expect(wrongIn(rows)).toEqual([]);
  });

  it("needs its columns, and a column for each attribute", () => {
    expect(
      differences(
        `-- data/securities.csv --\nticker,asset_class #! error MDT7002\nA,Cash\n-- firm/p.mandate --\nasset class Cash`,
      ),
    ).toEqual([]);
    expect(
      differences(`-- data/securities.csv --\nsymbol,asset_class\nA,Cash\n-- firm/p.mandate --
asset class Cash
attribute x: flag //! error MDT7010
attribute y: flagg //! error
attribute z: number
limit L when account.z >= 3 { weight(A) <= 5% }`),
    ).toEqual([]);
  });

  it("checks CUSIPs by their last digit", () => {
    for (const good of ["037833100", "594918104", "38259P508", "92826C839"])
      expect(cusipFault(good)).toBeUndefined();
    expect(cusipFault("037833109")).toContain("`0` is due");
    expect(cusipFault("03783310")).toContain("nine characters");
  });
});
