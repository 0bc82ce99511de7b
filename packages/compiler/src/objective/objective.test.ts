import { describe, expect, it } from "vitest";
import { compileText } from "../testkit/check.ts";
import { archiveOf, core, said, wrong } from "../testkit/rules.ts";

describe("the objective", () => {
  it("becomes slopes, factors and fractions", () => {
    const firm = `objective {
  drift of classes     cost 40bps per 1pp beyond 0.5pp, 120bps per 1pp beyond 3pp
  drift of securities  cost 10bps per 1pp
  risk                 cost 15bps per 1%²
  taxes                netted times Tax.sensitivity
  trading              commission 2bps ticket $5
}`;
    const { bundle, diagnostics } = compileText(archiveOf({ firm }));
    expect(diagnostics).toEqual([]);
    expect(bundle?.objective).toMatchObject({
      drift: [
        {
          of: "classes",
          steps: [
            { slope: "0.4", beyond: "0.005" },
            { slope: "1.2", beyond: "0.03" },
          ],
        },
        { of: "securities", steps: [{ slope: "0.1", beyond: "0" }] },
      ],
      risk: { k: "0.0015" },
      taxes: { netted: true, times: { e: "option", option: "Tax.sensitivity" } },
      trading: { commission: "0.0002", ticket: "5" },
    });
  });

  it.each([
    ["objective { drift of classes cost 40bps per 1pp beyond 1pp, 20bps per 1pp beyond 3pp }", "MDT5013"],
    ["objective { drift of classes cost 40bps per 1pp beyond 3pp, 80bps per 1pp beyond 1pp }", "MDT5013"],
    ["objective { drift of classes cost $4 per 1pp }", "MDT5013"],
    ["objective { drift of classes cost 40bps per $1 }", "MDT3026"],
    ["objective { risk cost 15bps per 1% }", "MDT3026"],
    ["objective { taxes times Tax.gains_budget }", "MDT3005"],
    ["objective { taxes times -1 }", "MDT3031"],
    ["objective { trading commission $1 }", "MDT3005"],
    ["objective { trading ticket 5% }", "MDT3005"],
    ["objective { drift of classes cost 4bps per 1pp  drift of classes cost 4bps per 1pp }", "MDT5012"],
  ])("%s is %s", (text, code) => {
    expect(wrong({ firm: `${text} //! error ${code}` })).toEqual([]);
  });

  it("is stated once", () => {
    const firm =
      "objective { drift of classes cost 4bps per 1pp }\nobjective { drift of classes cost 4bps per 1pp } //! error MDT5012";
    expect(wrong({ firm })).toEqual([]);
    expect(`${said({ firm })}\n${core({ firm })}`).toMatchSnapshot();
  });
});
