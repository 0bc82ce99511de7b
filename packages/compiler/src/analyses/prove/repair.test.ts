/** A repair is the least: with it nothing is found, and the level that it moves stands exactly at the edge. */
import { type Backend, createHighs } from "@mandate/solver";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { compileArchive, TODAY } from "../../testkit/index.ts";
import { prove } from "./prove.ts";

const BASE = `asset class Equity
asset class Bonds
asset class Cash
model Main { Equity 60% band 55%..65% { VTI }  Bonds 38% { BND }  Cash 2% band 1%..5% }
`;
const UNIVERSE =
  "symbol,name,asset_class\nVTI,Total market,Equity\nAAPL,Apple,Equity\nBND,Total bond,Bonds\n";

describe("the repair of a clash", () => {
  let backend: Backend;
  beforeAll(async () => {
    backend = await createHighs();
  });
  afterAll(() => backend.dispose());

  const proved = (files: ReadonlyMap<string, string>) => {
    const { bundle, diagnostics } = compileArchive({ files, markers: [] });
    if (bundle === undefined) throw new Error(diagnostics.map(({ message }) => message).join("\n"));
    return prove(bundle, backend, { today: TODAY, text: (file) => files.get(file) });
  };

  it.each([
    ["a limit", "", "limit Less { weight(Equity) <= 50% }", "limit Less { weight(Equity) <= 55% }"],
    [
      "an end of a range",
      "",
      "limit Less { weight(Equity) in 20%..50% }",
      "limit Less { weight(Equity) in 20%..55% }",
    ],
    ["basis points", "", "limit Less { weight(Cash) <= 50bps }", "limit Less { weight(Cash) <= 1% }"],
    ["a reserve", "", "reserve cash 8%", "reserve cash 5%"],
    [
      "the later of two that add up",
      "",
      "reserve cash 2%\n  raise cash 4% by 2027-03-01",
      "reserve cash 2%\n  raise cash 3% by 2027-03-01",
    ],
    ["a tightening", "limit Cap { weight(Equity) <= 90% }", "tighten Cap to 40%", "tighten Cap to 55%"],
    [
      "a date to sell by",
      "",
      "keep AAPL until 2027-06-30\n  sell AAPL by 2027-03-31",
      "keep AAPL until 2027-06-30\n  sell AAPL by 2027-07-01",
    ],
    [
      "a date to keep until",
      "",
      "sell AAPL by 2027-03-31\n  keep AAPL until 2027-06-30",
      "sell AAPL by 2027-03-31\n  keep AAPL until 2027-03-30",
    ],
    [
      "the top of an option's range",
      "menu M { option floor: percent in 1%..8% default 1% set by advisor }\nlimit Floor { weight(Cash) >= M.floor }",
      "",
      "",
      "menu M { option floor: percent in 1%..5% default 1% set by advisor }",
    ],
    [
      "the bottom of an option's range",
      "menu M { option cap: percent in 20%..80% default 70% set by advisor }\nlimit Cap { weight(Equity) <= M.cap }",
      "",
      "",
      "menu M { option cap: percent in 55%..80% default 70% set by advisor }",
    ],
  ])("moves %s", (_, firm, own, mended, menu = "") => {
    const desk = `account "1" {\n  model Main\n  ${own}\n}\n`;
    const files = new Map([
      ["data/securities.csv", UNIVERSE],
      ["firm/policy.mandate", `${BASE}${firm}\n`],
      ["advisors/desk.mandate", desk],
    ]);
    const [found, ...others] = proved(files).findings;
    expect(others).toEqual([]);
    const edit = found?.fixes[0]?.edits[0];
    if (edit === undefined) throw new Error(`no repair of: ${found?.message ?? "nothing"}`);
    const before = files.get(edit.file) ?? "";
    files.set(edit.file, before.slice(0, edit.span.start) + edit.newText + before.slice(edit.span.end));
    if (mended !== "") expect(files.get("advisors/desk.mandate")).toContain(mended);
    if (menu !== "") expect(files.get("firm/policy.mandate")).toContain(menu);
    expect(proved(files).findings.map(({ message }) => message)).toEqual([]);
  });
});
