/** The policy of the little book (`littleBook`), small and with a bit of everything. */
import { type Bundle, compile } from "@mandate/compiler";
import { SYMBOLS } from "./bundle.ts";

const universe = [
  "symbol,name,asset_class",
  ...SYMBOLS.map((symbol, at) => `${symbol},${symbol} Inc.,${at < 6 ? "Stocks" : "Bonds"}`),
];

const policy = `asset class Stocks
asset class Bonds
asset class Cash

model Core { Stocks 98% { AAA 60%  BBB or CCC 40% }  Cash 2% }
model Income { Bonds 98% { GGG }  Cash 2% }

objective {
  drift of classes     cost 40bps per 1pp beyond 0.5pp
  drift of securities  cost 10bps per 1pp
  taxes                times 1
}

menu Tax { option gains_budget: money in $0..$1M default none set by advisor }

limit Cap { for each s in Stocks: weight(s) <= 75% } grandfathered
limit GainsBudget when Tax.gains_budget is chosen { gains <= Tax.gains_budget }

profile Careful { reserve cash 1% }
`;

/** @throws if the policy has an error */
export function littlePolicy(): Bundle {
  const texts = new Map([["data/securities.csv", `${universe.join("\n")}\n`]]);
  const { bundle, diagnostics } = compile(
    {
      manifest: {
        name: "little",
        universe: "data/securities.csv",
        layers: { firm: ["firm/**"], advisor: ["advisors/**"], client: ["clients/**"] },
      },
      files: [{ path: "firm/policy.mandate", text: policy, layer: "firm" }],
      read: (path) => {
        const text = texts.get(path);
        return text === undefined ? undefined : { text };
      },
    },
    { today: "2026-11-20" },
  );
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  if (bundle === undefined || errors.length > 0)
    throw new Error(errors.map(({ message }) => message).join("\n"));
  return bundle;
}
