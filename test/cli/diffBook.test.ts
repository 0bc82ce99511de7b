/** `diff A B --book`: whom a change touches, and what it does to them. */
import { describe, expect, it } from "vitest";
import { folderWith, mandate, small } from "./support.ts";

const objective = `objective {
  drift of classes cost 40bps per 1pp beyond 0.5pp
  taxes            times 1
}
`;

const accounts = ["1001,R,taxable", "1002,R,roth", "1003,,taxable", "1004,,taxable"];

const before: Readonly<Record<string, string>> = {
  ...small,
  "firm/objective.mandate": objective,
  "clients/rivera.mandate": 'account "1001" { reserve cash $1,000 }\n',
  "book/securities.csv":
    "symbol,asset_class,price,price_date\nVTI,Equity,300.00,2026-11-20\nITOT,Equity,140.00,2026-11-20\nBND,Bonds,75.00,2026-11-20\n",
  "book/accounts.csv": `account,household,registration,model,cash,st_rate,lt_rate,ytd_short,ytd_long,carry_short,carry_long
${accounts.map((row) => `${row},Base,20000.00,0.35,0.15,0,0,0,0\n`).join("")}`,
  "book/lots.csv":
    "account,lot,symbol,quantity,unit_cost,acquired\n1003,a,VTI,60,200.00,2020-03-02\n1004,a,BND,60,70.00,2020-03-02\n",
};

async function compared(after: Readonly<Record<string, string>>, ...words: readonly string[]) {
  const folder = folderWith({
    ...Object.fromEntries(Object.entries(before).map(([path, text]) => [`a/${path}`, text])),
    ...Object.fromEntries(Object.entries({ ...before, ...after }).map(([path, text]) => [`b/${path}`, text])),
  });
  const book = ["--book", "a/book", "--project", "a", "--workers", "1"];
  return mandate(["diff", "a", "b", ...book, ...words], folder);
}

interface Told {
  readonly book: {
    readonly touched: unknown;
    readonly effect?: {
      readonly histogram: readonly { readonly accounts: number }[];
      readonly statuses: unknown;
    };
  };
}

const told = (out: string): Told["book"] => (JSON.parse(out) as Told).book;

describe("mandate diff --book", () => {
  it("solves only those that a client's edit touches, with their household", async () => {
    const edit = { "clients/rivera.mandate": 'account "1001" { reserve cash $4,000 }\n' };
    const { code, out, err } = await compared(edit);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toMatchSnapshot();
  });

  it("touches nobody where nothing is said differently", async () => {
    const edit = {
      "clients/rivera.mandate": '// moved\n\naccount "1001" "Rivera" { reserve cash $1,000 }\n',
    };
    const { out } = await compared(edit, "--json");
    expect(told(out)).toEqual({ asOf: "2026-11-20", touched: { accounts: 0, byHousehold: 0, skipped: 4 } });
  });

  it("tells who has no portfolio any more", async () => {
    const edit = {
      "firm/policy.mandate": `${small["firm/policy.mandate"] ?? ""}limit Held { shares(VTI) >= 55 shares }\n`,
    };
    const { out } = await compared(edit, "--format", "markdown");
    expect(out).toMatchSnapshot();
  });

  it("counts every account of the touched once", async () => {
    const edit = { "firm/objective.mandate": objective.replace("40bps", "80bps") };
    const { touched, effect } = told((await compared(edit, "--json")).out);
    expect(touched).toEqual({ accounts: 4, byHousehold: 0, skipped: 0 });
    expect(effect?.histogram.reduce((sum, { accounts: count }) => sum + count, 0)).toBe(4);
    expect(effect?.statuses).toEqual([]);
  });

  it("needs a book that is there", async () => {
    const folder = folderWith(before);
    expect(await mandate(["diff", ".", ".", "--book", "nowhere"], folder)).toMatchSnapshot();
  });
});
