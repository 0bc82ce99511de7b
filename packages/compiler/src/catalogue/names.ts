/** MDT2xxx: names that are unknown, taken, or of the wrong kind. */
import { entry, meant, series } from "./entry.ts";

export const names = {
  unknownName: entry<{ found: string; expected: string; near?: string | undefined }>({
    code: "MDT2001",
    severity: "error",
    name: "unknown-name",
    message: ({ found, expected, near }) => `there is no ${expected} called \`${found}\`${meant(near)}`,
    page: {
      why: "A name that nothing declares would leave the clause without effect.",
      avoid: { text: "limit BondCap { weight(FixedIncom) <= 40% }" },
      prefer: { text: "limit BondCap { weight(FixedIncome) <= 40% }" },
    },
  }),
  duplicate: entry<{ found: string; kind: string; first: string }>({
    code: "MDT2002",
    severity: "error",
    name: "declared-twice",
    message: ({ found, kind, first }) =>
      kind === first
        ? `the ${kind} \`${found}\` is declared a second time`
        : `\`${found}\` is the name of ${article(first)} already, so no ${kind} can be called that`,
    help: "give one of them another name, or take one out: names are shared by all files and all kinds of declaration",
    page: {
      why: "Order and files mean nothing, so of two declarations with one name neither could win.",
      avoid: {
        text: "limit BondCap { weight(FixedIncome) <= 40% }\nlimit BondCap { weight(FixedIncome) <= 30% }",
      },
      prefer: { text: "limit BondCap { weight(FixedIncome) <= 30% }" },
    },
  }),
  wrongKind: entry<{ found: string; is: string; expected: string }>({
    code: "MDT2003",
    severity: "error",
    name: "name-of-another-kind",
    message: ({ found, is, expected }) =>
      `\`${found}\` is ${article(is)}; here ${article(expected)} is needed`,
    page: {
      why: "A model, a limit or a menu has no weight of its own: what is measured is a security, a class or a list.",
      avoid: { text: "limit Half { weight(Base) <= 50% }" },
      prefer: { text: "limit Half { weight(Equity) <= 50% }" },
    },
  }),
  symbolClash: entry<{ found: string; kind: string }>({
    code: "MDT2004",
    severity: "error",
    name: "name-of-a-security",
    message: ({ found, kind }) =>
      `\`${found}\` is a security of the universe, so no ${kind} can be called that`,
    help: "give it a name that no security trades under",
    page: {
      why: "Wherever the name stands, it would be unclear whether the security or the declaration is meant.",
      avoid: { text: "list AAPL = securities where tobacco" },
      prefer: { text: "list Smoke = securities where tobacco" },
    },
  }),
  circular: entry<{ found: string; by: readonly string[] }>({
    code: "MDT2005",
    severity: "error",
    name: "definition-in-a-circle",
    message: ({ found, by }) =>
      by.length === 0
        ? `\`${found}\` is defined by itself, so it means nothing`
        : `\`${found}\` is defined by itself, by way of ${series(by)}, so it means nothing`,
    page: {
      why: "A definition has to end somewhere: in securities, classes or numbers that are written down.",
      avoid: { text: "list Avoid = Equity and Avoid" },
      prefer: { text: "list Avoid = Equity and securities where tobacco" },
    },
  }),
  unknownAttribute: entry<{ found: string; column: boolean; near?: string | undefined }>({
    code: "MDT2006",
    severity: "error",
    name: "unknown-attribute",
    message: ({ found, column, near }) =>
      column
        ? `\`${found}\` is a column of the universe, but no \`attribute\` declares it`
        : `there is no attribute called \`${found}\`${meant(near)}`,
    help: ({ found, column }) =>
      column ? `declare it with its type, such as \`attribute ${found}: flag\`` : undefined,
    page: {
      why: "A column counts as an attribute only once a policy says what type it has; a data vendor's new column changes nothing by itself.",
      avoid: { text: "list Games = securities where gambling" },
      prefer: { text: "attribute gambling: flag\nlist Games = securities where gambling" },
    },
  }),
  unknownOption: entry<{ found: string; menu: string; near?: string | undefined }>({
    code: "MDT2007",
    severity: "error",
    name: "unknown-option",
    message: ({ found, menu, near }) =>
      `the menu \`${menu}\` has no option called \`${found}\`${meant(near)}`,
    page: {
      why: "Only what a menu offers can be chosen.",
      avoid: { text: 'account "a" { choose Tax.sensitivty = high }', layer: "advisor" },
      prefer: { text: 'account "a" { choose Tax.sensitivity = high }', layer: "advisor" },
    },
  }),
  unknownMeasure: entry<{ found: string; near?: string | undefined }>({
    code: "MDT2008",
    severity: "error",
    name: "unknown-measure",
    message: ({ found, near }) => `there is no measure called \`${found}\`${meant(near)}`,
    help: ({ near }) =>
      near === undefined
        ? "measures are `weight`, `value`, `shares`, `drift`, `bought`, `sold`, `traded`, `turnover`, `gains` and a few more"
        : undefined,
    page: {
      why: "A limit compares something that can be measured in the portfolio.",
      avoid: { text: "limit BondCap { wieght(FixedIncome) <= 40% }" },
      prefer: { text: "limit BondCap { weight(FixedIncome) <= 40% }" },
    },
  }),
  unknownFact: entry<{ found: string; near?: string | undefined }>({
    code: "MDT2009",
    severity: "error",
    name: "unknown-fact",
    message: ({ found, near }) => `nothing called \`${found}\` is known of an account${meant(near)}`,
    help: ({ near }) =>
      near === undefined
        ? "a column of the book's accounts is declared first: `attribute risk_score: number`"
        : undefined,
    page: {
      why: "What an account is decided by must be in its row of the book.",
      avoid: { text: "limit Cap when account.registraton = taxable { weight(Equity) <= 70% }" },
      prefer: { text: "limit Cap when account.registration = taxable { weight(Equity) <= 70% }" },
    },
  }),
  variableTwice: entry<{ found: string }>({
    code: "MDT2010",
    severity: "error",
    name: "variable-twice",
    message: ({ found }) => `\`${found}\` already stands for something in this rule`,
    help: "call the inner one something else",
    page: {
      why: "Inside the rule, the name could mean either.",
      avoid: { text: "limit Each { for each s in Equity: sum(s in Equity: weight(s)) <= 90% }" },
      prefer: { text: "limit Each { for each s in Equity: weight(s) <= 90% }" },
    },
  }),
  unknownCase: entry<{ found: string; option: string; cases: readonly string[]; near?: string | undefined }>({
    code: "MDT2011",
    severity: "error",
    name: "unknown-case",
    message: ({ found, option, near }) => `\`${found}\` is not among what \`${option}\` offers${meant(near)}`,
    help: ({ cases }) => (cases.length === 0 ? undefined : `it offers ${series(cases)}`),
    page: {
      why: "A choice is one of the cases that the menu lists, by its name.",
      avoid: { text: 'account "a" { choose Tax.sensitivity = hgih }', layer: "advisor" },
      prefer: { text: 'account "a" { choose Tax.sensitivity = high }', layer: "advisor" },
    },
  }),
  accountTwice: entry<{ account: string; layer: string }>({
    code: "MDT2012",
    severity: "error",
    name: "account-declared-twice",
    message: ({ account, layer }) => `account \`"${account}"\` already has a block in the ${layer}'s files`,
    help: "put what it says into the one block, or take this one out",
    page: {
      why: "Two blocks could contradict one another, and which of two advisors looks after the account would be unclear.",
      avoid: { text: 'account "a" { model Base }\naccount "a" { never buy AAPL }', layer: "advisor" },
      prefer: { text: 'account "a" { model Base  never buy AAPL }', layer: "advisor" },
    },
  }),
  householdTwice: entry<{ account: string; household: string; first: string }>({
    code: "MDT2013",
    severity: "error",
    name: "household-twice",
    message: ({ account, household, first }) =>
      account === ""
        ? `household \`"${household}"\` is declared a second time`
        : first === household
          ? `account \`"${account}"\` is named twice in household \`"${household}"\``
          : `account \`"${account}"\` is in household \`"${first}"\` already, and cannot be in \`"${household}"\` too`,
    help: ({ account, household, first }) =>
      account === ""
        ? "put its accounts into the one household, or give this one another name"
        : first === household
          ? "take it out here, or put in the account that was meant"
          : "take it out of one of the two",
    page: {
      why: "Wash sales are judged over a household; an account in two would tie both together.",
      avoid: {
        text: 'household "H" { accounts "a", "b" }\nhousehold "G" { accounts "b" }',
        layer: "advisor",
      },
      prefer: { text: 'household "H" { accounts "a", "b" }', layer: "advisor" },
    },
  }),
  emptyText: entry<{ what: "account" | "household" }>({
    code: "MDT2019",
    severity: "error",
    name: "empty-id",
    message: ({ what }) =>
      `this ${what} has no ${what === "account" ? "id" : "name"}: nothing stands between its quotation marks`,
    help: ({ what }) =>
      what === "account"
        ? "write the id that the account has in the book"
        : "write a name that no other household has",
    page: {
      why: "An account is found in the book by its id, so a block without one would reach nobody.",
      avoid: { text: 'account "" { model Base }', layer: "advisor" },
      prefer: { text: 'account "1001" { model Base }', layer: "advisor" },
    },
  }),
  emptyHousehold: entry<{ household: string }>({
    code: "MDT2020",
    severity: "error",
    name: "household-without-accounts",
    message: ({ household }) => `household \`"${household}"\` names no account`,
    help: 'name its accounts, as in `accounts "1001", "1002"`, or take it out',
    page: {
      why: "Wash sales are judged over the accounts of a household; one without any watches over nothing.",
      avoid: { text: 'household "H" { }', layer: "advisor" },
      prefer: { text: 'household "H" { accounts "a", "b" }', layer: "advisor" },
    },
  }),
  emptyWords: entry<{ what: "reason" | "title" }>({
    code: "MDT2021",
    severity: "warning",
    name: "empty-words",
    message: ({ what }) => `this ${what} says nothing: nothing stands between its quotation marks`,
    help: ({ what }) =>
      what === "reason"
        ? 'say why, as in `because "employer competes"`, or take it out'
        : "write what readers shall see in place of the name, or take it out",
    page: {
      why: "Whoever wonders next year whether the clause may go has only its reason to judge by.",
      avoid: { text: 'account "a" { never buy AAPL because "" }', layer: "advisor" },
      prefer: { text: 'account "a" { never buy AAPL because "employer competes" }', layer: "advisor" },
    },
  }),
  namedTwice: entry<{ found: string }>({
    code: "MDT2022",
    severity: "warning",
    name: "named-twice",
    message: ({ found }) => `\`${found}\` is named here already`,
    help: "take it out, or put in what was meant",
    page: {
      why: "Named twice it counts once, so something else may have been meant to stand here.",
      avoid: { text: "list Watched = { AAPL, MSFT, AAPL }" },
      prefer: { text: "list Watched = { AAPL, MSFT }" },
    },
  }),
  emptyBraces: entry<{ what: "menu" | "profile" | "objective"; found: string }>({
    code: "MDT2023",
    severity: "warning",
    name: "empty-braces",
    message: ({ what, found }) =>
      `${found === "" ? `this ${what}` : `the ${what} \`${found}\``} says nothing: nothing stands between its braces`,
    help: "write what belongs there, or take it out",
    page: {
      why: "Whoever reads the name believes that something is said under it.",
      avoid: { text: "profile Careful { }" },
      prefer: { text: "profile Careful { reserve cash 2% }" },
    },
  }),
  testTwice: entry<{ title: string }>({
    code: "MDT2014",
    severity: "warning",
    name: "test-title-twice",
    message: ({ title }) => `another test is called \`"${title}"\` too, so a failure would not say which`,
    page: { why: "A failing test is found by its title." },
  }),
  shadows: entry<{ found: string; is: string }>({
    code: "MDT2015",
    severity: "warning",
    name: "variable-hides-a-name",
    message: ({ found, is }) =>
      `inside this rule \`${found}\` is no longer ${article(is)}, but what the rule ranges over`,
    help: "a lower-case letter such as `s` is never mistaken",
    page: { why: "A reader who knows the declared name would misread the rule." },
  }),
  notAListYet: entry<{ found: string }>({
    code: "MDT2016",
    severity: "error",
    name: "choice-inside-a-list",
    message: ({ found }) => `\`${found}\` differs from account to account, so a list cannot be made of it`,
    help: "use it in the limit itself: `for each s in Screens.exclude: …`",
    page: {
      why: "A list has the same members for everybody; what an account chose is known only account by account.",
      avoid: {
        text: "list Out = Screens.exclude",
      },
      prefer: { text: "limit Screened { for each s in Screens.exclude: bought(s) = $0 }" },
    },
  }),
  unknownText: entry<{ found: string; attribute: string; near: string }>({
    code: "MDT2018",
    severity: "warning",
    name: "text-of-no-security",
    message: ({ found, attribute, near }) =>
      `no security has \`"${found}"\` as its \`${attribute}\`; did you mean \`"${near}"\`?`,
    page: { why: "A condition that nothing meets makes a limit that forbids nothing." },
  }),
  unknownTestAccount: entry<{ found: string; near?: string | undefined }>({
    code: "MDT2017",
    severity: "error",
    name: "unknown-test-account",
    message: ({ found, near }) => `this test has no account \`"${found}"\`${meant(near)}`,
    page: { why: "An expectation is about one of the accounts that its test sets up." },
  }),
};

/** `a model`, `an asset class` */
export function article(kind: string): string {
  return `${/^[aeiou]/.test(kind) ? "an" : "a"} ${kind}`;
}
