/** MDT3xxx: units, kinds of expression, and what an optimizer can hold (curvature). */
import { entry, series } from "./entry.ts";
import { article } from "./names.ts";

const t = (text: string) => ({ text });

export const types = {
  cannotCompare: entry<{
    left: string;
    leftIs: string;
    right: string;
    rightIs: string;
    instead?: string | undefined;
  }>({
    code: "MDT3001",
    severity: "error",
    name: "different-units-compared",
    message: ({ left, leftIs, right, rightIs }) =>
      `\`${left}\` is ${leftIs} and \`${right}\` is ${rightIs}: the two cannot be compared`,
    help: ({ instead }) => (instead === undefined ? undefined : `write \`${instead}\``),
    page: {
      why: "Nothing is converted behind the author's back: whether $40,000 is much of a percent depends on the account.",
      avoid: t("limit EquityCap { weight(Equity) <= $40,000 }"),
      prefer: t("limit EquityCap { value(Equity) <= $40,000 }"),
    },
  }),
  cannotAdd: entry<{ left: string; leftIs: string; right: string; rightIs: string; verb: string }>({
    code: "MDT3002",
    severity: "error",
    name: "different-units-added",
    message: ({ left, leftIs, right, rightIs, verb }) =>
      `\`${left}\` is ${leftIs} and \`${right}\` is ${rightIs}: one cannot be ${verb} the other`,
    page: {
      why: "A sum of percents and dollars is neither.",
      avoid: t("limit Apple { value(AAPL) + weight(MSFT) <= $50,000 }"),
      prefer: t("limit Apple { value(AAPL) + value(MSFT) <= $50,000 }"),
    },
  }),
  differentBases: entry<{ left: string; leftBase: string; right: string; rightBase: string; verb: string }>({
    code: "MDT3003",
    severity: "error",
    name: "different-bases",
    message: ({ left, leftBase, right, rightBase, verb }) =>
      `\`${left}\` is a percent of ${leftBase} and \`${right}\` is a percent of ${rightBase}: they cannot be ${verb}`,
    help: "measure both against the same base: `weight(X)` is of the account, `weight(X of Y)` is of Y",
    page: {
      why: "20 % of the equities and 20 % of the account are different amounts of money.",
      avoid: t("limit Mixed { weight(AAPL of Equity) + weight(BND) <= 30% }"),
      prefer: t("limit Plain { weight(AAPL) + weight(BND) <= 30% }"),
    },
  }),
  pointsAndPercent: entry<{
    left: string;
    leftIs: string;
    right: string;
    rightIs: string;
    instead?: string | undefined;
  }>({
    code: "MDT3004",
    severity: "error",
    name: "points-and-percent",
    message: ({ left, leftIs, right, rightIs, instead }) =>
      `\`${left}\` is ${leftIs} and \`${right}\` is ${rightIs}${instead === undefined ? ": the two cannot be compared" : `; write \`${instead}\``}`,
    help: "a weight is a percent; a difference of two weights, such as a drift, is in percentage points",
    page: {
      why: "`5%` is a share and `5pp` is a difference of shares; a reader must see at once which one a limit is about.",
      avoid: t("limit EquityDrift { abs(drift(Equity)) <= 5% }"),
      prefer: t("limit EquityDrift { abs(drift(Equity)) <= 5pp }"),
    },
  }),
  wrongUnit: entry<{ found: string; is: string; expected: string; where: string }>({
    code: "MDT3005",
    severity: "error",
    name: "wrong-unit",
    message: ({ found, is, expected, where }) => `${where} is ${expected}, and \`${found}\` is ${is}`,
    page: {
      why: "Each place in a policy takes one kind of amount, so that nobody has to guess what `3` counts.",
      avoid: t("limit Clutter { minimum trade 5 shares }"),
      prefer: t("limit Clutter { minimum trade $500 }"),
    },
  }),
  notAnAmount: entry<{ found: string; is: string }>({
    code: "MDT3006",
    severity: "error",
    name: "not-an-amount",
    message: ({ found, is }) => `\`${found}\` is ${is}, not something that can be measured or counted`,
    help: "say what of it is meant, such as `weight(…)` or `value(…)`",
    page: {
      why: "A limit compares amounts; a class or a list alone is none.",
      avoid: t("limit EquityCap { Equity <= 70% }"),
      prefer: t("limit EquityCap { weight(Equity) <= 70% }"),
    },
  }),
  productOfDecided: entry<{ left: string; right: string }>({
    code: "MDT3007",
    severity: "error",
    name: "product-of-two-measures",
    message: ({ left, right }) =>
      `\`${left}\` and \`${right}\` both depend on the trades, so their product cannot be held to a limit`,
    help: "multiply what the trades decide by a number, an option or a fact of the account only",
    page: {
      why: "The portfolios that satisfy a product of weights have no shape that can be searched with certainty.",
      avoid: t("limit Product { weight(AAPL) * weight(VTI) <= 1 }"),
      prefer: t("limit Both { 2 * weight(AAPL) + weight(VTI) <= 20% }"),
    },
  }),
  divisionByDecided: entry<{ left: string; right: string; instead?: string | undefined }>({
    code: "MDT3008",
    severity: "error",
    name: "division-by-a-measure",
    message: ({ left, right, instead }) =>
      `\`${left}\` cannot be divided by \`${right}\`, which depends on the trades${instead === undefined ? "" : `; write \`${instead}\``}`,
    page: {
      why: "A ratio of two measures can be held only where it is one of a part to its whole, which `weight(X of Y)` says.",
      avoid: t("limit Share { weight(AAPL) / weight(Equity) <= 20% }"),
      prefer: t("limit Share { weight(AAPL of Equity) <= 20% }"),
    },
  }),
  curvature: entry<{ found: string; is: string; takes: string; because: string }>({
    code: "MDT3009",
    severity: "error",
    name: "wrong-side-of-a-curve",
    message: ({ found, is, takes, because }) => `\`${found}\` is ${is}, so it takes ${takes}: ${because}`,
    page: {
      why: "Between two portfolios that satisfy a limit, every mixture of them must satisfy it too; else the best portfolio cannot be found with certainty.",
      avoid: t("limit Away { abs(drift(Equity)) >= 1pp }"),
      prefer: t("limit Near { abs(drift(Equity)) <= 1pp }"),
    },
  }),
  notALimit: entry<{ found: string }>({
    code: "MDT3010",
    severity: "error",
    name: "not-a-limit",
    message: ({ found }) => `\`${found}\` compares nothing, so it limits nothing`,
    help: "a limit compares a measure with a bound: `weight(Equity) <= 70%`",
    page: {
      why: "Without a bound there is nothing to hold.",
      avoid: t("limit Budget { Tax.gains_budget is chosen }"),
      prefer: t("limit Budget when Tax.gains_budget is chosen { gains <= Tax.gains_budget }"),
    },
  }),
  strictComparison: entry<{ found: string; instead: string }>({
    code: "MDT3011",
    severity: "error",
    name: "strict-comparison",
    message: ({ found, instead }) =>
      `a limit includes its bound: write \`${instead}\` instead of \`${found}\``,
    page: {
      why: "There is no largest weight below 5 %, so a limit that leaves its bound out has no best portfolio.",
      avoid: t("limit EquityCap { weight(Equity) < 70% }"),
      prefer: t("limit EquityCap { weight(Equity) <= 70% }"),
    },
  }),
  alternatives: entry<{ found: string; why: string }>({
    code: "MDT3012",
    severity: "error",
    name: "a-limit-is-not-an-alternative",
    message: ({ found, why }) => `\`${found}\` cannot stand in a limit: ${why}`,
    page: {
      why: "All rules of a limit hold together; one that allows either of two things, or everything but one, leaves regions apart from each other.",
      avoid: t("limit Either { weight(AAPL) <= 5% or weight(MSFT) <= 5% }"),
      prefer: t("limit Both { weight(AAPL) <= 5%  weight(MSFT) <= 5% }"),
    },
  }),
  nothingDecided: entry<{ found: string }>({
    code: "MDT3013",
    severity: "error",
    name: "no-trade-changes-this",
    message: ({ found }) => `no trade changes \`${found}\`, so it cannot be a limit`,
    help: "a condition that only says when a limit applies goes after `when`",
    page: {
      why: "A limit is something that trading can keep or break.",
      avoid: t("limit Rich { account.value >= $1M }"),
      prefer: t("limit Rich when account.value >= $1M { weight(Equity) <= 70% }"),
    },
  }),
  decidedCondition: entry<{ found: string; instead: string }>({
    code: "MDT3014",
    severity: "error",
    name: "condition-on-the-outcome",
    message: ({ found, instead }) =>
      `\`${found}\` is known only after the trades, and whether this applies must be known before; write \`${instead}\` for what is held today`,
    page: {
      why: "A limit that switches itself on and off by its own outcome has no definite meaning.",
      avoid: t("limit Cap when weight(Equity) > 50% { weight(AAPL) <= 5% }"),
      prefer: t("limit Cap when before(weight(Equity)) > 50% { weight(AAPL) <= 5% }"),
    },
  }),
  oneSecurity: entry<{ found: string; measure: string; instead: string }>({
    code: "MDT3015",
    severity: "error",
    name: "shares-of-several-securities",
    message: ({ found, measure, instead }) =>
      `\`${measure}\` counts one security's shares, and \`${found}\` has several; \`${instead}\` adds up`,
    page: {
      why: "A share of one security and a share of another are not the same thing twice.",
      avoid: t("limit Few { shares(Equity) <= 100 shares }"),
      prefer: t("limit Few { for each s in Equity: shares(s) <= 100 shares }"),
    },
  }),
  wrongArguments: entry<{ measure: string; expected: string }>({
    code: "MDT3016",
    severity: "error",
    name: "wrong-arguments",
    message: ({ measure, expected }) => `\`${measure}\` needs ${expected}`,
    page: {
      why: "What is measured has to be said, once.",
      avoid: t("limit Cap { weight() <= 5% }"),
      prefer: t("limit Cap { weight(AAPL) <= 5% }"),
    },
  }),
  cannotMultiply: entry<{ left: string; leftIs: string; right: string; rightIs: string; verb: string }>({
    code: "MDT3017",
    severity: "error",
    name: "units-multiplied",
    message: ({ left, leftIs, right, rightIs, verb }) =>
      `\`${left}\` is ${leftIs} and \`${right}\` is ${rightIs}: one cannot be ${verb} the other`,
    help: "multiply and divide by plain numbers: `2 * weight(AAPL)`, `weight(AAPL) / 2`",
    page: {
      why: "Dollars times dollars are nothing that a portfolio has.",
      avoid: t("limit Odd { value(AAPL) * $2 <= $100 }"),
      prefer: t("limit Even { value(AAPL) * 2 <= $100 }"),
    },
  }),
  mixedRatios: entry<{ left: string; right: string }>({
    code: "MDT3018",
    severity: "error",
    name: "ratios-of-different-wholes",
    message: ({ left, right }) =>
      `\`${left}\` and \`${right}\` are measured against different wholes, and one limit can be multiplied out by one whole only`,
    help: "say each in a limit of its own",
    page: {
      why: "A share of a class is held by multiplying both sides with the class's weight; with two wholes that cannot be done.",
      avoid: t("limit Scores { average(esg_score of Equity) - average(esg_score of FixedIncome) >= 5 }"),
      prefer: t("limit Scores { average(esg_score of Equity) >= 55 }"),
    },
  }),
  attributeType: entry<{ found: string; is: string; expected: string }>({
    code: "MDT3019",
    severity: "error",
    name: "attribute-of-another-type",
    message: ({ found, is, expected }) => `the attribute \`${found}\` is ${article(is)}, and ${expected}`,
    page: {
      why: "A flag is true or false, a text is compared with words in quotes, a number with numbers.",
      avoid: t("list Energy = securities where sector >= 5"),
      prefer: t('list Energy = securities where sector = "Energy"'),
    },
  }),
  textNeedsQuotes: entry<{ found: string; attribute: string }>({
    code: "MDT3020",
    severity: "error",
    name: "text-needs-quotes",
    message: ({ found, attribute }) =>
      `\`${attribute}\` is text, so what it is compared with goes in quotes: \`"${found}"\``,
    page: {
      why: "Without quotes a word is a name, and the policy declares no such name.",
      avoid: t("list Energy = securities where sector = Energy"),
      prefer: t('list Energy = securities where sector = "Energy"'),
    },
  }),
  rangeBackwards: entry<{ low: string; high: string }>({
    code: "MDT3021",
    severity: "error",
    name: "range-runs-backwards",
    message: ({ low, high }) =>
      `the range from \`${low}\` to \`${high}\` runs backwards, so nothing lies in it`,
    help: "the lower end comes first",
    page: {
      why: "Nothing could ever satisfy it.",
      avoid: t("limit Odd { weight(Equity) in 70%..50% }"),
      prefer: t("limit Even { weight(Equity) in 50%..70% }"),
    },
  }),
  notFixed: entry<{ found: string; where: string }>({
    code: "MDT3022",
    severity: "error",
    name: "must-be-written-out",
    message: ({ found, where }) =>
      `${where} must be a plain amount, and \`${found}\` differs from account to account`,
    page: {
      why: "It is the same for everybody, and is checked before any account is read.",
      avoid: t("limit Cap { weight(AAPL) <= 5% } waivable by compliance up to Allocation.cash_floor"),
      prefer: t("limit Cap { weight(AAPL) <= 5% } waivable by compliance up to 8%"),
    },
  }),
  onlyInTests: entry<{ found: string }>({
    code: "MDT3023",
    severity: "error",
    name: "only-in-tests",
    message: ({ found }) => `\`${found}\` is what a test may expect; a limit cannot hold it`,
    page: {
      why: "The cost is what is minimised; it is the outcome and not a property of the portfolio.",
      avoid: t("limit Cheap { cost.total <= $100 }"),
      prefer: t("limit Cheap { turnover <= 10% }"),
    },
  }),
  notARange: entry<{ found: string; is: string }>({
    code: "MDT3024",
    severity: "error",
    name: "nothing-to-range-over",
    message: ({ found, is }) =>
      `\`for each\` ranges over securities, issuers or classes, and \`${found}\` is ${is}`,
    page: {
      why: "A rule for each of something needs a set of them.",
      avoid: t("limit Odd { for each s in 5%: weight(s) <= 5% }"),
      prefer: t("limit Even { for each s in Equity: weight(s) <= 5% }"),
    },
  }),
  unknownType: entry<{ found: string; known: readonly string[]; near?: string | undefined }>({
    code: "MDT3025",
    severity: "error",
    name: "unknown-type",
    message: ({ found, known, near }) =>
      near === undefined
        ? `\`${found}\` is no type; there are ${series(known)}`
        : `\`${found}\` is no type; did you mean \`${near}\`?`,
    page: {
      why: "The type says how cells and choices are read.",
      avoid: t("attribute gambling: flg"),
      prefer: t("attribute gambling: flag"),
    },
  }),
  costUnit: entry<{ per: string; rule: string; expected: string }>({
    code: "MDT3026",
    severity: "error",
    name: "cost-per-something-else",
    message: ({ per, rule, expected }) =>
      `the rule is missed by ${rule}, so its cost is per ${expected}, not per \`${per}\``,
    page: {
      why: "The cost of a preference is for each unit by which it is missed.",
      avoid: t("prefer Few { count(trades) <= 12  cost 5bps per 1pp }"),
      prefer: t("prefer Few { count(trades) <= 12  cost $3 per trade }"),
    },
  }),
  ofNotAllowed: entry<{ measure: string; instead: string }>({
    code: "MDT3027",
    severity: "error",
    name: "share-of-a-whole",
    message: ({ measure, instead }) =>
      `only \`weight\` and \`average\` are \`of\` something; write \`${instead}\` instead of \`${measure}(… of …)\``,
    page: {
      why: "Money and shares are amounts by themselves, not shares of a whole.",
      avoid: t("limit Odd { value(AAPL of Equity) <= $100 }"),
      prefer: t("limit Even { value(AAPL) <= $100 }"),
    },
  }),
  notACondition: entry<{ found: string; is: string }>({
    code: "MDT3028",
    severity: "error",
    name: "not-a-condition",
    message: ({ found, is }) => `\`${found}\` is ${is}, not something that is true or false`,
    page: {
      why: "A condition says of each account, or of each security, whether it applies.",
      avoid: t("limit Cap when Tax.gains_budget { weight(AAPL) <= 5% }"),
      prefer: t("limit Cap when Tax.gains_budget is chosen { weight(AAPL) <= 5% }"),
    },
  }),
  notASet: entry<{ found: string; is: string }>({
    code: "MDT3029",
    severity: "error",
    name: "not-a-set",
    message: ({ found, is }) =>
      `\`${found}\` is ${is}; here a security, class, list or \`where\` condition is needed`,
    page: {
      why: "A measure is taken of holdings.",
      avoid: t("limit Cap { weight(5%) <= 5% }"),
      prefer: t("limit Cap { weight(AAPL) <= 5% }"),
    },
  }),
  perVariable: entry<{ found: string; is: string }>({
    code: "MDT3030",
    severity: "error",
    name: "variable-alone",
    message: ({ found, is }) =>
      `\`${found}\` stands for ${is}; ask for one of its measures, such as \`weight(${found})\``,
    page: {
      why: "The rule is about something that each item has.",
      avoid: t("limit Odd { for each s in Equity: s <= 5% }"),
      prefer: t("limit Even { for each s in Equity: weight(s) <= 5% }"),
    },
  }),
  negative: entry<{ found: string; where: string }>({
    code: "MDT3031",
    severity: "error",
    name: "below-zero",
    message: ({ found, where }) => `${where} cannot be below zero, as \`${found}\` is`,
    page: {
      why: "A negative cost or floor would reward what it should discourage.",
      avoid: t("limit Clutter { minimum trade -$500 }"),
      prefer: t("limit Clutter { minimum trade $500 }"),
    },
  }),
  emptyBlock: entry<{ found: string; kind: string }>({
    code: "MDT3032",
    severity: "error",
    name: "says-nothing",
    message: ({ found, kind }) => `the ${kind} \`${found}\` has no rule, so it says nothing`,
    page: {
      why: "A reader would believe that something is limited.",
      avoid: t("limit Nothing { }"),
      prefer: t("limit Something { weight(AAPL) <= 5% }"),
    },
  }),
  divisionByZero: entry<{ found: string }>({
    code: "MDT3033",
    severity: "error",
    name: "division-by-zero",
    message: ({ found }) => `\`${found}\` divides by zero`,
    page: {
      why: "The result would be no number.",
      avoid: t("limit Odd { weight(AAPL) / 0 <= 5% }"),
      prefer: t("limit Even { weight(AAPL) / 2 <= 5% }"),
    },
  }),
  mayDivideByZero: entry<{ option: string }>({
    code: "MDT3036",
    severity: "warning",
    name: "option-that-may-be-zero",
    message: ({ option }) => `where \`${option}\` is zero, this divides by it, and the clause says nothing`,
    help: "keep zero out of what may be chosen, or multiply instead",
    page: {
      why: "Whoever chooses zero would be free of the limit, and no reader would see it.",
      avoid: t("limit Share { weight(AAPL) / Tax.sensitivity <= 5% }"),
      prefer: t("limit Share { weight(AAPL) <= 5% * Tax.sensitivity }"),
    },
  }),
  unusedVariable: entry<{ found: string; range: string }>({
    code: "MDT3035",
    severity: "warning",
    name: "each-that-is-not-used",
    message: ({ found, range }) =>
      `this rule says nothing of \`${found}\`, so it is the same for each in \`${range}\``,
    help: ({ found }) => `write \`weight(${found})\` for each by itself, or take \`for each\` away`,
    page: {
      why: "A reader takes the rule to limit each security, and it limits something else, many times.",
      avoid: t("limit Names { for each s in securities: weight(AAPL) <= 5% }"),
      prefer: t("limit Names { for each s in securities: weight(s) <= 5% }"),
    },
  }),
  apart: entry<{ part: string; whole: string }>({
    code: "MDT3034",
    severity: "warning",
    name: "part-outside-its-whole",
    message: ({ part, whole }) => `nothing of \`${part}\` lies in \`${whole}\`, so this share is always 0%`,
    help: "`weight(X of Y)` counts what of X lies in Y; what lies elsewhere is not a part of Y",
    page: {
      why: "A limit on a share that is always nothing limits nothing.",
      avoid: t("limit Bonds { weight(BND of Equity) <= 20% }"),
      prefer: t("limit Bonds { weight(BND of FixedIncome) <= 20% }"),
    },
  }),
  moreThanAll: entry<{ found: string; never: string }>({
    code: "MDT3037",
    severity: "error",
    name: "more-than-the-whole",
    message: ({ found, never }) => `\`${found}\` is more than the whole account, so ${never}`,
    help: "a percent here is of the account, and `100%` is all of it",
    page: {
      why: "What no account can ever satisfy makes every one that it binds infeasible, every night.",
      avoid: { text: 'account "a" { reserve cash 150% }', layer: "advisor" },
      prefer: { text: 'account "a" { reserve cash 1.5% }', layer: "advisor" },
    },
  }),
  neverHolds: entry<{ measure: string; between: string; bound: string }>({
    code: "MDT3038",
    severity: "warning",
    name: "bound-out-of-reach",
    message: ({ measure, between, bound }) => `\`${measure}\` is ${between}, so it can never be ${bound}`,
    help: "put in the level that is meant",
    page: {
      why: "What no portfolio can satisfy makes every account that it binds infeasible, every night.",
      avoid: t("limit Much { weight(Equity) >= 110% }"),
      prefer: t("limit Much { weight(Equity) >= 11% }"),
    },
  }),
  neverBinds: entry<{ measure: string; between: string; bound: string }>({
    code: "MDT3039",
    severity: "warning",
    name: "bound-that-never-binds",
    message: ({ measure, between, bound }) => `${measure} is ${between}, so \`${bound}\` limits nothing`,
    help: "put in the level that is meant",
    page: {
      why: "A limit that nothing can break protects nobody, however much a reader relies on it.",
      avoid: t("limit Cap { weight(AAPL) <= 500% }"),
      prefer: t("limit Cap { weight(AAPL) <= 5% }"),
    },
  }),
};
