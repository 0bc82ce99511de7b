/** A book with a factor model, through the command line: risk priced and limited, checked by a sum of the test's own. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { proposalSchema } from "@mandate/runtime";
import { describe, expect, it } from "vitest";
import { folderWith, mandate, manifest } from "./support.ts";

const SYMBOLS = ["VTI", "VXUS", "BND", "TIP"] as const;
const PRICES: Readonly<Record<string, number>> = { VTI: 300, VXUS: 80, BND: 75, TIP: 110 };
const TARGETS: Readonly<Record<string, number>> = { VTI: 0.42, VXUS: 0.18, BND: 0.266, TIP: 0.114 };
/** market, rates; specific variance */
const MODEL: Readonly<Record<string, readonly [number, number, number]>> = {
  VTI: [1.0, 0.05, 0.004],
  VXUS: [0.9, 0.15, 0.012],
  BND: [0.02, 1.0, 0.0006],
  TIP: [0.05, 0.8, 0.002],
};
const COVARIANCE = [
  [0.0289, -0.0012],
  [-0.0012, 0.0036],
] as const;

const policy = `asset class Equity
asset class Bonds
asset class Cash
model Base { Equity 60% { VTI 70%  VXUS 30% }  Bonds 38% { BND 70%  TIP 30% }  Cash 2% }
objective {
  drift of securities cost 1bps per 1pp
  risk                cost 15bps per 1%²
  taxes               times 1
  trading             commission 5bps
}
`;

const project = (clause: string): Readonly<Record<string, string>> => ({
  "mandate.json": manifest,
  "data/securities.csv":
    "symbol,name,asset_class\nVTI,Total market,Equity\nVXUS,World,Equity\nBND,Bonds,Bonds\nTIP,Real,Bonds\n",
  "firm/policy.mandate": policy + clause,
  "book/securities.csv": `symbol,asset_class,price,price_date,spread\n${SYMBOLS.map(
    (symbol) =>
      `${symbol},${symbol.startsWith("V") ? "Equity" : "Bonds"},${PRICES[symbol]}.00,2026-11-20,0.0004`,
  ).join("\n")}\n`,
  "book/accounts.csv": `account,name,household,registration,model,cash,st_rate,lt_rate,ytd_short,ytd_long,carry_short,carry_long
1001,Rivera,,taxable,Base,4000.00,0.35,0.15,0,0,0,0
1002,Okafor,,roth,Base,1500.00,0,0,0,0,0,0
`,
  "book/lots.csv": `account,lot,symbol,quantity,unit_cost,acquired
1001,a,VTI,500,120.00,2016-03-02
1001,b,VTI,120,290.00,2026-03-02
1001,c,BND,400,78.00,2020-05-04
1002,d,VXUS,900,60.00,2021-06-07
1002,e,BND,500,70.00,2021-06-07
`,
  "book/factors.csv": `symbol,market,rates,specific\n${SYMBOLS.map((symbol) => [symbol, ...(MODEL[symbol] ?? [])].join()).join("\n")}\n`,
  "book/factor_covariance.csv": `factor,market,rates\nmarket,${COVARIANCE[0].join()}\nrates,${COVARIANCE[1].join()}\n`,
});

const HELD: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  "1001": { VTI: 620, BND: 400 },
  "1002": { VXUS: 900, BND: 500 },
};

async function solved(clause: string) {
  const folder = folderWith(project(clause));
  const { code, err } = await mandate(["solve", "--out", "out"], folder);
  expect({ code, err }).toEqual({ code: 0, err: "" });
  const text = readFileSync(join(folder, "out", "proposals.jsonl"), "utf8");
  return text
    .trimEnd()
    .split("\n")
    .map((line) => proposalSchema.parse(JSON.parse(line)));
}

type Proposal = Awaited<ReturnType<typeof solved>>[number];

type Traded = Extract<Proposal, { status: "proposed" | "no_trade" }>;

function traded(proposal: Proposal | undefined): Traded {
  if (proposal?.status === "proposed" || proposal?.status === "no_trade") return proposal;
  throw new Error(`the account is ${proposal?.status ?? "not there"}`);
}

/** Active variance of the shares that a proposal leaves, by the formula of semantics.md 2. */
function varianceAfter(proposal: Traded): number {
  const value = Number(proposal.value);
  const active = SYMBOLS.map((symbol) => {
    const bought = proposal.trades
      .filter((trade) => trade.symbol === symbol)
      .reduce((sum, { side, quantity }) => sum + (side === "buy" ? 1 : -1) * Number(quantity), 0);
    const shares = (HELD[proposal.account]?.[symbol] ?? 0) + bought;
    return (shares * (PRICES[symbol] ?? 0)) / value - (TARGETS[symbol] ?? 0);
  });
  const tilt = [0, 1].map((f) =>
    active.reduce((sum, a, i) => sum + a * (MODEL[SYMBOLS[i] ?? ""]?.[f] ?? 0), 0),
  );
  let variance = active.reduce((sum, a, i) => sum + a * a * (MODEL[SYMBOLS[i] ?? ""]?.[2] ?? 0), 0);
  for (const [i, row] of COVARIANCE.entries())
    for (const [j, covariance] of row.entries()) variance += covariance * (tilt[i] ?? 0) * (tilt[j] ?? 0);
  return variance;
}

describe("a book with a factor model", () => {
  it("is proposed trades that lower risk as far as they pay, priced as the formula says", async () => {
    const [taxable, roth] = await solved("");
    for (const proposal of [traded(taxable), traded(roth)]) {
      expect(proposal.status).toBe("proposed");
      expect(proposal.after.risk).toBeLessThan(proposal.before.risk);
      const wanted = Number(proposal.value) * 15 * varianceAfter(proposal);
      expect(proposal.after.risk).toBeCloseTo(wanted, 1);
      expect(proposal.gap).toBeGreaterThanOrEqual(-0.005);
      expect(proposal.gap).toBeLessThan(0.0002 * Number(proposal.value));
      expect(proposal.trades.some(({ because }) => because.some(({ text }) => text.includes("risk")))).toBe(
        true,
      );
    }
  });

  it("keeps the tracking error within its limit, whose price is told", async () => {
    const free = await solved("");
    const limited = await solved("limit Near { tracking error <= 0.6% }\n");
    const [before, after] = [traded(free[0]), traded(limited[0])];
    expect(Math.sqrt(varianceAfter(before))).toBeGreaterThan(0.006);
    expect(Math.sqrt(varianceAfter(after))).toBeLessThanOrEqual(0.006 + 1e-9);
    expect(Math.sqrt(varianceAfter(after))).toBeGreaterThan(0.0059);
    expect(after.after.total).toBeGreaterThan(before.after.total);
    const near = after.limits.find(({ name }) => name === "Near");
    expect(near).toMatchObject({ binding: true, bound: 0.006 });
    expect(near?.price).toBeGreaterThan(0);
  });

  it("says which clauses clash where nothing is near enough", async () => {
    const [taxable] = await solved("limit Near { tracking error <= 0.6% }\nlimit Keep { sold(VTI) = $0 }\n");
    if (taxable?.status !== "infeasible") throw new Error(`the account is ${taxable?.status}`);
    expect(taxable.conflict.map(({ text }) => text.split(" ")[1]).sort()).toEqual(["Keep", "Near"]);
  });
});
