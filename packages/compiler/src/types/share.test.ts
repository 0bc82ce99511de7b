import { describe, expect, it } from "vitest";
import type { Bundle, Expr, SetRef } from "../bundle/index.ts";
import { compile } from "../compile.ts";
import { archiveOf, wrong } from "../testkit/rules.ts";
import { projectOf, readArchive } from "../testkit/txtar.ts";

function bundleOf(firm: string): Bundle {
  const { bundle, diagnostics } = compile(projectOf(readArchive(archiveOf({ firm })).files), {
    today: "2026-11-22",
  });
  expect(diagnostics).toEqual([]);
  if (bundle === undefined) throw new Error("the project does not compile");
  return bundle;
}

/** The measured set of the one rule of a limit. */
function measured(bundle: Bundle, name: string): SetRef {
  const rule = bundle.clauses.find((clause) => clause.name === name)?.rules[0];
  const left: Expr | undefined = rule?.rule === "compare" ? rule.left : undefined;
  if (left?.e !== "measure") throw new Error(`${name} measures nothing`);
  return left.of;
}

function symbols(bundle: Bundle, ref: SetRef): readonly string[] {
  if (ref.set !== "fixed") throw new Error("the set is not known at compile time");
  return (bundle.sets[ref.id]?.members ?? []).map((index) => bundle.universe[index]?.symbol ?? "");
}

describe("a share of a whole", () => {
  it("counts nothing outside the whole", () => {
    const bundle = bundleOf('limit Funds { weight(where sector = "Fund" of FixedIncome) <= 90% }');
    expect(symbols(bundle, measured(bundle, "Funds"))).toEqual(["BND", "AGG"]);
  });

  it("leaves a part that lies in the whole as it is", () => {
    const bundle = bundleOf(
      "limit One { weight(AAPL of Equity) <= 20% }  limit Own { weight(Tech of Tech) <= 100% }",
    );
    const one = measured(bundle, "One");
    expect(symbols(bundle, one)).toEqual(["AAPL"]);
    expect(one.set === "fixed" ? bundle.sets[one.id]?.label : "").toBe("AAPL");
    expect(symbols(bundle, measured(bundle, "Own"))).toEqual(["AAPL", "MSFT", "GOOG", "GOOGL"]);
  });

  it("is told apart per account or turn where the part is not known before", () => {
    const bundle = bundleOf(`
limit Chosen { weight(Screens.exclude of Equity) <= 5% }
limit Each { for each i in issuers where not tobacco: weight(i of Equity) <= 10% }
limit Young { weight(where held less than 1 year of Equity) <= 30% }`);
    expect(measured(bundle, "Chosen")).toMatchObject({
      set: "intersection",
      left: { set: "chosen" },
      right: { set: "fixed" },
    });
    expect(measured(bundle, "Each")).toMatchObject({ set: "intersection", left: { set: "variable" } });
    expect(measured(bundle, "Young")).toMatchObject({ set: "lots", of: { set: "intersection" } });
  });

  it("says so where nothing of the part lies in the whole", () => {
    const firm = `
limit Bonds { weight(BND of Equity) <= 20% } //! warning MDT3034
limit Money { weight(Cash of Equity) <= 20% } //! warning MDT3034
limit Stocks { weight(AAPL of Equity) <= 20% }`;
    expect(wrong({ firm })).toEqual([]);
  });
});
