import { describe, expect, it } from "vitest";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { compileArchive, differences, lineOf } from "../testkit/check.ts";
import { archiveOf, said } from "../testkit/rules.ts";
import { readArchive } from "../testkit/txtar.ts";
import { exprText } from "../words/core.ts";

/** One of each unit, base and stage. */
const operands = [
  "5%",
  "2pp",
  "25bps",
  "$5",
  "3 shares",
  "2",
  "30 days",
  "2026-11-20",
  "weight(AAPL)",
  "weight(MSFT of Equity)",
  "drift(Equity)",
  "value(AAPL)",
  "shares(AAPL)",
  "bought(AAPL)",
  "cash",
  "turnover",
  "Tax.gains_budget",
  "Tax.sensitivity",
  "Allocation.cash_floor",
];

/** What each expression is, in the words of what is said where it meets a date; else what is wrong with it. */
function kinds(expressions: readonly string[]): readonly string[] {
  const firm = expressions.map((text) => `limit L { ${text} = 2026-11-20 }`);
  return each(firm).map((found, index) => `${expressions[index] ?? ""}: ${found}`);
}

/** What is said of each line by itself, in short. */
function each(lines: readonly string[]): readonly string[] {
  const firm = lines.map((line, index) => line.replace("limit L ", `limit L${index} `)).join("\n");
  const archive = readArchive(archiveOf({ firm }));
  const found = lines.map((): string[] => []);
  for (const one of compileArchive(archive).diagnostics) {
    const line = Number(/^firm\/rules.mandate:(\d+)$/.exec(lineOf(archive, one))?.[1] ?? 0);
    found[line - 1]?.push(short(one));
  }
  return found.map((said) => (said.length === 0 ? "sound" : said.join("; ")));
}

/** `MDT3001 a percent`, `MDT3004 write 5pp` */
function short({ code, message, fixes }: Diagnostic): string {
  const is =
    code === "MDT3001" ? / is (.*?) and `/.exec(message)?.[1] : / write .*$/.exec(message)?.[0].trim();
  const fix = fixes.map(({ edits }) => edits.map(({ newText }) => `[${newText}]`).join("")).join("");
  return [code, is, fix].filter((part) => part !== undefined && part !== "").join(" ");
}

describe("every unit with every other", () => {
  it.each(["+", "-", "*", "/"])("%s", (operator) => {
    const all = operands.flatMap((left) => operands.map((right) => `${left} ${operator} ${right}`));
    expect(kinds(all).join("\n")).toMatchSnapshot();
  });

  it("compared, and what is said to do about it", () => {
    const bounds = ["5", "0.05", "0.5", "5%", "5pp", "25bps", "$5", "5 shares", "30 days"];
    const all = operands.flatMap((left) =>
      bounds.flatMap((right) => [`${left} <= ${right}`, `${right} >= ${left}`]),
    );
    const found = each(all.map((text) => `limit L { ${text} }`));
    expect(all.map((text, index) => `${text}: ${found[index] ?? ""}`).join("\n")).toMatchSnapshot();
  });
});

describe("signs, which decide how a product bends", () => {
  const far = "abs(weight(AAPL) - weight(MSFT))";
  const factors = [
    "2",
    "0",
    "(0 - 2)",
    "(-2)",
    "(-2) * (-3)",
    "(-2) * 3",
    "0 * (-2)",
    "6 / 2",
    "6 / (-2)",
    "(-6) / (-2)",
    "max(1, 2)",
    "max(-1, 2)",
    "max(-2, -1)",
    "min(1, 2)",
    "min(-1, 2)",
    "abs(-2)",
    "(1 + 2)",
    "(-1 - 2)",
    "(1 - 2)",
    "Tax.sensitivity",
    "(-1) * Tax.sensitivity",
    "Tax.sensitivity * 2",
    "Tax.sensitivity * Desk.debt",
    "Desk.debt",
    "Desk.debt * Desk.debt",
    "Desk.either",
    "(Tax.sensitivity + 1)",
    "(Desk.debt - 1)",
    "(Tax.sensitivity - Desk.debt)",
    "max(Tax.sensitivity, 1)",
    "max(Desk.debt, 1)",
    "min(Tax.sensitivity, 1)",
    "max(Tax.sensitivity, Desk.either)",
    "min(Tax.sensitivity, Desk.either)",
    "abs(Desk.either)",
  ];
  const menu = `menu Desk {
  option debt: choice { much = -2, some = -1 } default some set by advisor
  option either: choice { down = -1, up = 1 } default up set by advisor
}
`;

  it("of ceilings, floors and quotients", () => {
    const lines = factors.flatMap((factor) => [
      `${factor} * ${far} <= 3pp`,
      `${factor} * ${far} >= -3pp`,
      `${far} * ${factor} <= 3pp`,
      `${far} / ${factor.includes(" ") && !factor.startsWith("(") ? `(${factor})` : factor} <= 3pp`,
      `3pp - ${factor} * ${far} >= 0pp`,
    ]);
    const found = each([...lines.map((text) => `limit L { ${text} }`), menu]);
    expect(lines.map((text, index) => `${text}: ${found[index] ?? ""}`).join("\n")).toMatchSnapshot();
  });

  it("and values, which are known where all of their parts are", () => {
    const bounds = [
      "max(3%, 5%)",
      "min(3%, 5%)",
      "max(5%, 3%, 4%)",
      "max(5%)",
      "2 * 3%",
      "3% * 2",
      "6% / 2",
      "abs(3% - 5%)",
      "3% + 1pp",
      "3% - 1pp",
      "3% + 25bps",
      "3% - 25bps",
      "max(3%, Allocation.cash_floor)",
      "min(Allocation.cash_floor, 3%)",
      "Allocation.cash_floor + 1pp",
      "Allocation.cash_floor - 25bps",
      "2 * Allocation.cash_floor",
      "Allocation.cash_floor / 2",
      "Tax.sensitivity * 3%",
      "weight(MSFT) + 2pp",
      "2 * weight(MSFT)",
      "weight(MSFT) / 2",
      "-weight(MSFT)",
      "max(weight(MSFT), 3%)",
      "min(weight(MSFT), 3%)",
      "max(weight(MSFT of Equity), 3%)",
      "max(weight(MSFT of Equity), weight(AAPL of Equity))",
      "max(weight(MSFT of Equity), weight(AAPL of FixedIncome))",
    ];
    const becomes = bounds.flatMap((bound) =>
      ["<=", ">="].map((sign) => {
        const text = `weight(AAPL) ${sign} ${bound}`;
        const { bundle, diagnostics } = compileArchive(
          readArchive(archiveOf({ firm: `limit L { ${text} }` })),
        );
        const errors = diagnostics.filter(({ severity }) => severity === "error").map(short);
        const rule = bundle?.clauses.find(({ id }) => id === "L")?.rules[0];
        if (errors.length > 0 || bundle === undefined || rule?.rule !== "compare")
          return `${text}: ${errors.join("; ")}`;
        return `${text}: ${exprText(rule.left, bundle)} ${rule.operator} ${exprText(rule.right, bundle)}`;
      }),
    );
    expect(becomes.join("\n")).toMatchSnapshot();
  });
});

describe("one report a mistake", () => {
  it("where something is missing, or there is too much of it", () => {
    const mistakes = [
      "weight() <= 5%",
      "weight(AAPL, MSFT) <= 5%",
      "weight(AAPL of ) <= 5%",
      "weight(Nope of Nowhere) <= 5%",
      "weight(AAPL of Nowhere) <= 5%",
      "average(esg_score) <= 5",
      "average() <= 5",
      "average( of Equity) <= 5",
      "average(esg_score, sector of Equity) <= 5",
      "average(2 of Equity) <= 5",
      "average(Tax.sensitivity of Equity) <= 5",
      "average(nope of Equity) <= 5",
      "average(tobacco of Equity) <= 5",
      "average(issuer of Equity) <= 5",
      "average(AAPL of Equity) <= 5",
      "average(esg_score of Nowhere) <= 5",
      "gains() <= $5",
      "gains(short, long) <= $5",
      "gains(short of AAPL) <= $5",
      "gains(2) <= $5",
      "gains(Tax.x) <= $5",
      "gains(sort) <= $5",
      "count() <= 5",
      "count(trades, holdings) <= 5",
      "count(trades of AAPL) <= 5",
      "count(2) <= 5",
      "count(Tax.x) <= 5",
      "count(trade) <= 5",
      "abs() <= 5pp",
      "abs(1%, 2%) <= 5pp",
      "abs(drift(Equity) of AAPL) <= 5pp",
      "abs(drift(Equity), drift(Equity)) <= 5pp",
      "max() <= 5%",
      "max(weight(AAPL), $5) <= 5%",
      "max(weight(Nope), weight(AAPL)) <= 5%",
      "max(weight(AAPL) of MSFT) <= 5%",
      "max(weight(AAPL), Sin) <= 5%",
      "before() <= 5%",
      "before(AAPL) <= 5%",
      "before(weight(AAPL), weight(MSFT)) <= 5%",
      "before(weight(AAPL) of MSFT) <= 5%",
      "before(3%) <= 5%",
      "before(weight(Nope)) <= 5%",
      "weight(AAPL) <= before(before(weight(AAPL)))",
      "weight(AAPL) <= before(weight(AAPL)) + 1pp",
      "sum(s in Nowhere: weight(s)) <= 5%",
      "sum(s in Tech: weight(Nope)) <= 5%",
      "sum(s in Tech: 5%) <= 5%",
      "sum(s in classes: weight(s)) <= 5%",
      "sum(i in issuers: weight(i)) <= 5%",
      "sum(i in issuers: shares(i)) <= 5 shares",
      "sum(s in Tech: ) <= 5%",
      "sum(s in Tech: sum(s in Sin: weight(s))) <= 5%",
      "Tax.nope <= 5%",
      "Nope.nope <= 5%",
      "Tax <= 5%",
      "Tax.sensitivity.more <= 5%",
      "account.value.more <= $5",
      "Screens.exclude <= 5%",
      "Tax.defer <= 5%",
      "account.value <= $5",
      "account.nope <= $5",
      "account <= $5",
      "account.registration <= $5",
      "turnover <= account.value",
      "value(AAPL) <= account.value",
      "value(AAPL) <= account.value * 5%",
      "value(AAPL) <= 5% * account.value",
      "value(AAPL) / account.value <= 5%",
      "weight(AAPL) <= account.st_rate",
      "AAPL <= 5%",
      "Sin <= 5%",
      "Equity <= 5%",
      "Balanced <= 5%",
      "esg_score <= 5",
      "nope <= 5%",
      "weigth(AAPL) <= 5%",
      "Tax(AAPL) <= 5%",
      "weight <= 5%",
      "gains this year <= $5",
      "gains(short) this year <= $5",
      "cash this year <= $5",
      "5% this year <= $5",
      "nope this year <= $5",
      "Tax.x this year <= $5",
      "tracking error <= 3%",
      "tracking error <= 3pp",
      "2 * tracking error <= 3%",
      "tracking error + tracking error <= 3%",
      "weight(AAPL) - tracking error <= 3%",
      "tracking error * tracking error <= 3%",
      "3% / tracking error <= 3",
      "weight(AAPL of Equity) + weight(MSFT of Equity) <= 3%",
      "weight(AAPL of Equity) - weight(MSFT of FixedIncome) <= 3pp",
      "weight(AAPL of Equity) + 2pp <= 3%",
      "2 * weight(AAPL of Equity) <= 3%",
      "weight(AAPL of Equity) * weight(MSFT of Equity) <= 3%",
      "weight(AAPL of Equity) / 2 <= 3%",
      "abs(weight(AAPL of Equity) - 3%) <= 3pp",
      "average(esg_score of Equity) + weight(AAPL of Equity) <= 3",
      "average(esg_score of Equity) <= average(esg_score of FixedIncome)",
      "weight(AAPL) <= weight(AAPL of Equity)",
      "5 / 0 <= 3",
      "weight(AAPL) / 0 <= 3%",
      "weight(AAPL) / (2 - 2) <= 3%",
      "weight(AAPL) / Tax.sensitivity <= 3%",
      "$5 / $0 <= 3%",
      "true <= 3%",
      "not weight(AAPL) <= 3%",
      "Tax.gains_budget is chosen",
      "{ AAPL, MSFT } <= 5%",
      "(where tobacco) <= 5%",
      "1%..2% <= 5%",
      "2026-11-20 <= 5%",
      '"text" <= 5%',
    ];
    const each = mistakes.map((text) => `${text}\n${said({ firm: `limit L { ${text} }` })}`);
    expect(each.join("\n\n")).toMatchSnapshot();
  });

  it("in a test's expectations", () => {
    const mistakes = [
      "cost <= $5",
      "cost. <= $5",
      "cost.tax <= $5",
      "cost.taxes <= $5",
      "cost.nope <= $5",
      "cost.tax <= 5%",
      "cost.tax + cost.trading <= $5",
      "cost.tax.more <= $5",
      "weight(AAPL) > 5%",
      "weight(AAPL) + 2pp < weight(MSFT) * 2",
      "sold(AAPL) > 0 shares",
      "sold(AAPL) > 5",
      "before(weight(AAPL)) <= 5%",
      "average(esg_score of Equity) >= 5",
      "tracking error > 3%",
      "2026-11-20 + 30 days > 2026-11-21",
      "30 days + 2026-11-20 > 2026-11-21",
      "2026-11-20 - 30 days > 2026-11-21",
      "2026-11-20 - 2026-11-10 > 5 days",
      "30 days - 2026-11-20 > 2026-11-21",
      "2026-11-20 + 2026-11-20 > 2026-11-21",
      "2026-11-20 * 2 > 2026-11-21",
      "30 days * 2 > 5 days",
      "30 days / 2 > 5 days",
      "30 days + 5 days > 5 days",
    ];
    const test = (text: string) => `test "t" {
  on 2026-11-20
  prices { VTI $100  ITOT $100  AAPL $100  MSFT $100  VB $100  BND $100  AGG $100 }
  account "t" { model Balanced  exempt  cash $1,000 }
  expect ${text}
}`;
    const each = mistakes.map((text) => `${text}\n${said({ firm: test(text) })}`);
    expect(each.join("\n\n")).toMatchSnapshot();
  });
});

describe("paths that go on too far, measures of nothing", () => {
  it("are told once, wherever they stand", () => {
    const firm = `limit A when Tax.sensitivity.more = high { weight(AAPL) <= 5% } //! error MDT2001
limit B when account.registration.more = taxable { weight(AAPL) <= 5% } //! error MDT2001
limit C when account.value.more > $5 { weight(AAPL) <= 5% } //! error MDT2001
limit D { weight <= 5% } //! error MDT3016
limit E { value(AAPL) / Tax.sensitivity <= $5 } //! warning MDT3036
limit F { value(AAPL) / Desk.room <= $5 } //! warning MDT3036
limit G { value(AAPL) / Desk.some <= $5 }
limit H { value(AAPL) / Desk.below <= $5 }
menu Desk {
  option room: number in 0..5 default 1 set by advisor
  option some: number in 1..5 default 1 set by advisor
  option below: number in -5..-1 default -1 set by advisor
}
`;
    const advisor = 'account "a" { choose Tax.sensitivity.more = high } //! error MDT2001\n';
    expect(differences(archiveOf({ firm, advisor }))).toEqual([]);
    expect(said({ firm, advisor })).toMatchSnapshot();
  });
});
