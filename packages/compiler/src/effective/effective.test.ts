import { describe, expect, it } from "vitest";
import type { Bundle, ModelNode } from "../bundle/index.ts";
import { compileText } from "../testkit/check.ts";
import { archiveOf, type Lines } from "../testkit/rules.ts";
import { effective } from "./effective.ts";
import type { AccountRow, EffectivePolicy } from "./policy.ts";

function bundleOf(lines: Lines): Bundle {
  const { bundle, diagnostics } = compileText(archiveOf(lines));
  if (bundle === undefined) throw new Error(diagnostics.map(({ message }) => message).join("\n"));
  return bundle;
}

const ROW: AccountRow = { account: "1", registration: "taxable", choices: {}, columns: {} };

function policyOf(lines: Lines, row: Partial<AccountRow> = {}, asOf = "2026-11-22"): EffectivePolicy {
  const result = effective(bundleOf(lines), { ...ROW, ...row }, asOf);
  if (!result.ok) throw new Error(result.problems.map(({ reason }) => reason).join("\n"));
  return result.policy;
}

function problems(lines: Lines, row: Partial<AccountRow>): string[] {
  const result = effective(bundleOf(lines), { ...ROW, ...row }, "2026-11-22");
  return result.ok ? [] : result.problems.map(({ code, column = "" }) => `${code} ${column}`.trim());
}

/** Targets by class, and by the members of each holding. */
function targets(nodes: readonly ModelNode[]): Record<string, number> {
  const all: Record<string, number> = {};
  for (const node of nodes) {
    const name = node.node === "class" ? node.class : node.members.map(({ symbol }) => symbol).join("|");
    all[name] = Number(Number(node.target).toFixed(12));
    if (node.node === "class") Object.assign(all, targets(node.children));
  }
  return all;
}

const advisor = (clauses: string): Lines => ({ advisor: `account "1" { model Balanced ${clauses} }` });

describe("an account's policy", () => {
  it("comes from the book's row alone where it has no block", () => {
    const policy = policyOf({}, { model: "Balanced" });
    expect(policy.model).toBe("Balanced");
    expect(policy.clauses.map(({ id }) => id)).toEqual([
      "SingleStock",
      "BondFloor",
      "Balanced.Equity.band",
      "Balanced.FixedIncome.band",
      "Balanced.Cash.band",
    ]);
    expect(policy.clauses[4]).toMatchObject({
      name: "Cash.band",
      kind: "band",
      rules: [
        { operator: ">=", right: { value: "0.01" } },
        { operator: "<=", right: { value: "0.05" } },
      ],
    });
    expect(new Set(policy.choices.map(({ by }) => by))).toEqual(new Set(["default"]));
  });

  it("reads the choices of the book's cells", () => {
    const policy = policyOf(
      {},
      {
        model: "Balanced",
        choices: {
          "Tax.gains_budget": "15000",
          "Tax.sensitivity": "high",
          "Tax.defer": "false",
          "Allocation.cash_floor": "0.03",
          "Screens.exclude": "Sin; Tech",
        },
      },
    );
    expect(
      Object.fromEntries(policy.choices.map(({ option, value, by }) => [option, by === "book" ? value : by])),
    ).toEqual({
      "Tax.sensitivity": { kind: "case", case: "high", value: "2" },
      "Tax.gains_budget": { kind: "quantity", value: "15000" },
      "Tax.defer": { kind: "flag", on: false },
      "Allocation.cash_floor": { kind: "quantity", value: "0.03" },
      "Screens.exclude": { kind: "lists", lists: ["Sin", "Tech"] },
    });
  });

  it("takes a written unit at its word", () => {
    const cells = { "Tax.gains_budget": "$15,000.50", "Allocation.cash_floor": "3%" };
    const policy = policyOf({}, { model: "Balanced", choices: cells });
    const values = policy.choices
      .filter(({ by }) => by === "book")
      .map(({ value }) => (value.kind === "quantity" ? value.value : ""));
    expect(values).toEqual(["15000.5", "0.03"]);
  });

  it.each([
    [{ "Tax.gains_budget": "2000000" }, "MDT7106 Tax.gains_budget"],
    [{ "Tax.gains_budget": "a lot" }, "MDT7105 Tax.gains_budget"],
    [{ "Tax.gains_budget": "5%" }, "MDT7105 Tax.gains_budget"],
    [{ "Tax.gains_budget": "1,5" }, "MDT7105 Tax.gains_budget"],
    [{ "Tax.sensitivity": "hgih" }, "MDT7105 Tax.sensitivity"],
    [{ "Tax.defer": "maybe" }, "MDT7105 Tax.defer"],
    [{ "Screens.exclude": "Sin;Sim" }, "MDT7105 Screens.exclude"],
    [{ "Tax.sensitivty": "high" }, "MDT7104 Tax.sensitivty"],
    [{ "Allocation.cash_floor": "9%" }, "MDT7106 Allocation.cash_floor"],
    [{ "Allocation.tilt": "0.01" }, "MDT7105 Allocation.tilt"],
  ])("quarantines %o", (choices, problem) => {
    expect(problems({}, { model: "Balanced", choices })).toEqual([problem]);
  });

  it("quarantines an account without a model, and one whose row disagrees with its block", () => {
    expect(problems({}, {})).toEqual(["MDT7102 model"]);
    expect(problems({}, { model: "Balancd" })).toEqual(["MDT7101 model"]);
    expect(problems({}, { model: "Balanced", profile: "Retiree" })).toEqual(["MDT7103 profile"]);
    const firm = "model Other is Balanced { Equity 58%  FixedIncome 40% }";
    expect(problems({ ...advisor(""), firm }, { model: "Other" })).toEqual(["MDT7108 model"]);
    expect(
      problems(advisor("choose Tax.gains_budget = $5"), { choices: { "Tax.gains_budget": "6" } }),
    ).toEqual(["MDT7110 Tax.gains_budget"]);
    expect(
      problems(advisor("choose Tax.gains_budget = $5"), { choices: { "Tax.gains_budget": "5.00" } }),
    ).toEqual([]);
    const closed = "menu Own { option x: flag default on set by client }";
    expect(problems({ ...advisor(""), firm: closed }, { choices: { "Own.x": "off" } })).toEqual([
      "MDT7107 Own.x",
    ]);
  });

  it("lets an account depart from its profile's choices, and adds its clauses", () => {
    const firm = "profile Retiree { choose Tax.sensitivity = high  choose Tax.defer = off  reserve cash 4% }";
    const policy = policyOf({ ...advisor("profile Retiree  choose Tax.sensitivity = none"), firm });
    expect(policy.choices.slice(0, 3).map(({ option, by }) => [option, by])).toEqual([
      ["Tax.sensitivity", "advisor"],
      ["Tax.gains_budget", "default"],
      ["Tax.defer", "profile"],
    ]);
    expect(policy.clauses.map(({ id }) => id)).toContain("Retiree.reserve cash");
    expect(
      policyOf({ firm }, { model: "Balanced", profile: "Retiree" }).clauses.map(({ id }) => id),
    ).toContain("Retiree.reserve cash");
  });

  it("keeps clauses to their days, the last one included", () => {
    const lines = advisor("keep AAPL until 2027-03-01  sell MO by 2027-01-31  reserve cash $5");
    const kinds = (asOf: string) =>
      policyOf(lines, {}, asOf)
        .clauses.slice(5)
        .map(({ kind }) => kind);
    expect(kinds("2027-01-30")).toEqual(["keep", "reserve cash"]);
    expect(kinds("2027-01-31")).toEqual(["keep", "sell by", "reserve cash"]);
    expect(kinds("2027-03-01")).toEqual(["keep", "sell by", "reserve cash"]);
    expect(kinds("2027-03-02")).toEqual(["sell by", "reserve cash"]);
    expect(policyOf(lines, {}, "2027-03-02").inactive.map(({ why }) => why)).toEqual(["ended on 2027-03-01"]);
  });

  it("decides `when` as far as the row decides it", () => {
    const firm = `
attribute tier: text
attribute risk: number
limit A when account.registration = taxable { weight(AAPL) <= 4% }
limit B when account.registration in { roth, traditional } { weight(AAPL) <= 4% }
limit C when Tax.gains_budget is chosen { gains <= Tax.gains_budget }
limit D when account.value >= $1M and account.registration = taxable { weight(AAPL) <= 4% }
limit E when account.value >= $1M and Tax.defer = off { weight(AAPL) <= 4% }
limit F when account.tier = "gold" or account.risk >= 4 { weight(AAPL) <= 4% }
limit G { gains <= Tax.gains_budget }
limit H when account.household = "Rivera" { weight(AAPL) <= 4% }
`;
    const ids = (row: Partial<AccountRow>) => {
      const { clauses } = policyOf(
        { firm, advisor: 'household "Rivera" { accounts "1" }' },
        { model: "Balanced", ...row },
      );
      return clauses
        .filter(({ kind, id }) => kind === "limit" && id.length === 1)
        .map(({ id, when }) => (when === undefined ? id : `${id}?`));
    };
    expect(ids({})).toEqual(["A", "D?", "H"]);
    expect(ids({ registration: "roth", household: "Lee" })).toEqual(["B"]);
    expect(ids({ choices: { "Tax.gains_budget": "0", "Tax.defer": "off" } })).toEqual([
      "A",
      "C",
      "D?",
      "E?",
      "G",
      "H",
    ]);
    expect(ids({ columns: { tier: "gold" } })).toContain("F");
    expect(ids({ columns: { tier: "tin", risk: "4.0" } })).toContain("F");
    expect(ids({ columns: { tier: "tin", risk: "3.9" } })).not.toContain("F");
  });

  it("waives before it tightens, and only until the waiver's last day", () => {
    const firm =
      'waive SingleStock for AAPL in account "1" up to 10% until 2027-06-30 because "gift" approved by "CCO"\ntighten BondFloor to 21%';
    const lines = { ...advisor("tighten SingleStock to 3%"), firm };
    expect(policyOf(lines).adjustments.map(({ kind, limit }) => `${kind} ${limit}`)).toEqual([
      "waive SingleStock",
      "tighten BondFloor",
      "tighten SingleStock",
    ]);
    expect(policyOf(lines, {}, "2027-06-30").adjustments).toHaveLength(3);
    expect(policyOf(lines, {}, "2027-07-01").adjustments).toHaveLength(2);
    expect(policyOf(lines, { account: "2", model: "Balanced" }).adjustments).toHaveLength(1);
  });
});

describe("edits of a model", () => {
  it("tilts targets of the account, classes around them, leaves below, and ± bands", () => {
    const { nodes, clauses } = policyOf(advisor("tilt 2pp to USSmall from FixedIncome"));
    expect(targets(nodes)).toEqual({
      Equity: 0.62,
      USLarge: 0.48,
      "VTI|ITOT": 0.48,
      USSmall: 0.14,
      VB: 0.14,
      FixedIncome: 0.36,
      "BND|AGG": 0.36,
      Cash: 0.02,
    });
    const bounds = (id: string) =>
      clauses
        .find((clause) => clause.id === id)
        ?.rules.map((rule) =>
          rule.rule === "compare" && rule.right.e === "constant" ? rule.right.value : "",
        );
    expect(bounds("Balanced.Equity.band")).toEqual(["0.57", "0.67"]);
    expect(bounds("Balanced.FixedIncome.band")).toEqual(["0.33", "0.43"]);
  });

  it("leaves the parent where both ends lie inside it", () => {
    expect(targets(policyOf(advisor("tilt 2pp to USSmall from USLarge")).nodes)).toMatchObject({
      Equity: 0.6,
      USLarge: 0.46,
      USSmall: 0.14,
      VB: 0.14,
    });
  });

  it("substitutes: the alternate is preferred, the old one costs the highest rate", () => {
    const members = (node: ModelNode | undefined) => (node?.node === "holding" ? node.members : []);
    const [equity] = policyOf(advisor("substitute VTI with ITOT")).nodes;
    const large = equity?.node === "class" ? equity.children[0] : undefined;
    expect(members(large?.node === "class" ? large.children[0] : undefined)).toEqual([
      { symbol: "ITOT", rate: "0" },
      { symbol: "VTI", rate: "0.0002" },
    ]);
    const firm = "equivalents Small { VB, VXUS }";
    const [other] = policyOf({ ...advisor("substitute VB with VXUS"), firm }).nodes;
    const small = other?.node === "class" ? other.children[1] : undefined;
    expect(
      members(small?.node === "class" ? small.children[0] : undefined).map(({ symbol }) => symbol),
    ).toEqual(["VXUS", "VB"]);
  });

  it("excludes: an alternate takes over, else siblings, else upwards", () => {
    const firm = `
list One = { VTI }  list Small = { VB }  list Bonds = { BND, AGG }
model Stocks { Equity 98% { USLarge 60% { AAPL 50%  MSFT 30%  MO 20% }  USSmall 40% { VB } }  Cash 2% }
`;
    const of = (model: string, clauses: string) =>
      targets(policyOf({ firm, advisor: `account "1" { model ${model} ${clauses} }` }).nodes);
    expect(of("Balanced", "exclude One divest now")).toMatchObject({ USLarge: 0.48, ITOT: 0.48 });
    expect(of("Stocks", "exclude Sin divest as taxes allow")).toEqual({
      Equity: 0.98,
      USLarge: 0.588,
      AAPL: 0.3675,
      MSFT: 0.2205,
      USSmall: 0.392,
      VB: 0.392,
      Cash: 0.02,
    });
    expect(of("Stocks", "exclude Small divest now")).toMatchObject({
      Equity: 0.98,
      USLarge: 0.98,
      AAPL: 0.49,
      USSmall: 0,
      Cash: 0.02,
    });
    expect(of("Balanced", "exclude Bonds divest now")).toMatchObject({
      Equity: 0.967741935484,
      FixedIncome: 0,
      Cash: 0.032258064516,
    });
    expect(of("Stocks", "exclude Sin keep what is held")).toMatchObject({ MO: 0.1176 });
    expect(of("Stocks", "never buy MO")).toMatchObject({ MO: 0.1176 });
  });

  it("adds up whatever the edits", () => {
    for (const clauses of [
      "exclude Tech divest now",
      "tilt 5pp to Equity from FixedIncome  exclude Sin divest now",
      "tilt 1pp to Cash from USLarge",
    ]) {
      const { nodes } = policyOf(advisor(clauses));
      expect(nodes.reduce((sum, { target }) => sum + Number(target), 0)).toBeCloseTo(1, 12);
    }
  });

  it("refuses tilts of profile and account that together leave the range", () => {
    const firm = "profile Small { tilt 3pp to USSmall from FixedIncome }";
    expect(problems({ ...advisor("profile Small  tilt 3pp to USSmall from USLarge"), firm }, {})).toEqual([
      "MDT7111",
    ]);
    expect(problems({ ...advisor("profile Small  tilt 2pp to USSmall from USLarge"), firm }, {})).toEqual([]);
  });

  it("bands a security by what its alternates weigh together", () => {
    const firm = "model Close { Equity 98% { VTI or ITOT 60% band ±5pp  VB 40% }  Cash 2% }";
    const { clauses } = policyOf({ firm }, { model: "Close" });
    const band = clauses.find(({ kind }) => kind === "band");
    expect(band).toMatchObject({
      id: "Close.VTI.band",
      name: "VTI.band",
      rules: [{ left: { of: { set: "union" } }, right: { value: "0.538" } }, { right: { value: "0.638" } }],
    });
  });
});
