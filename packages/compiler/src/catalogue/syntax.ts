/** MDT1xxx: what the text itself gets wrong. The parser finds them; their words are here. */
import { entry, meant } from "./entry.ts";

const file = (text: string) => ({ text });

/** A clause of each kind, as it is written whole. */
const SHAPES: Readonly<Record<string, string>> = {
  account: 'account "1001" { model Balanced }',
  asset: 'asset class Equity "Equities" { asset class USLarge }',
  attribute: "attribute sector: text",
  band: "Equity 60% band 55%..65%",
  bought: "bought AAPL 40 shares at $90 on 2026-11-10",
  choose: "choose Tax.sensitivity = high",
  drift: "drift of classes cost 40bps per 1pp beyond 0.5pp",
  each: "for each s in Tech: weight(s) <= 5%",
  equivalents: "equivalents TotalMarket { VTI, ITOT }",
  exclude: "exclude Sin divest as taxes allow",
  expect: "expect weight(Equity) in 55%..65%",
  for: "for each s in Tech: weight(s) <= 5%",
  household: 'household "Rivera" { accounts "1001", "1002" }',
  keep: "keep AAPL until 2027-03-01",
  limit: 'limit EquityCap { weight(Equity) <= 70% } because "manual 4.1"',
  list: "list Sin = securities where tobacco",
  lot: "lot AAPL 100 shares at $50 bought 2015-01-05",
  menu: "menu Allocation { option cash_floor: percent in 1%..8% default 1% set by advisor }",
  minimum: "minimum trade $500",
  model: "model Simple { Equity 60% { VTI }  Cash 40% }",
  never: "never buy TSLA",
  option: "option cash_floor: percent in 1%..8% default 1% set by advisor",
  prefer: "prefer FewTrades { count(trades) <= 12  cost $3 per trade }",
  prices: "prices { AAPL $200  VTI $250 }",
  profile: "profile Retiree { reserve cash 4% }",
  raise: "raise cash $60,000 by 2027-01-15",
  reserve: "reserve cash $40,000 until 2026-12-31",
  risk: "risk cost 15bps per 1%²",
  sell: "sell XOM by 2027-01-31",
  sleeve: "sleeve USLargeCore { VTI or ITOT 100% }",
  sold: "sold AAPL 40 shares at $90 on 2026-11-10",
  substitute: "substitute VTI with ITOT",
  taxes: "taxes times Tax.sensitivity",
  test: 'test "a title" { on 2026-11-20  prices { VTI $250 }  account "t1" { model Balanced }  expect feasible }',
  tighten: "tighten SingleIssuer to 3%",
  tilt: "tilt 2pp to USSmall from USLarge",
  trade: "trade at most 20% per run",
  trading: "trading commission 0bps ticket $0",
  waivable: "waivable by compliance up to 12% for 1 year",
  waive:
    'waive SingleIssuer for AAPL in account "1001" up to 12% until 2027-06-30 because "gift" approved by "CCO"',
  wash: "wash sales allowed",
};

const USUAL_HINT =
  "take it out; a name with unusual characters goes in back-ticks, and words for people in double quotes";
/** What is likely meant by characters that people type for want of the right one. */
const HINTS: Readonly<Record<string, string>> = {
  "'": "words for people stand between double quotes",
  "%": "a percent sign stands once, right behind its number: `5%`",
  $: "the dollar sign stands before its number: `$40,000`",
  "€": "money is in dollars: `$40,000`",
  "£": "money is in dollars: `$40,000`",
  "@": "what a lot cost stands behind `at`: `100 shares at $50`",
  "#": "a comment begins with `//`",
  "!": "what does not hold is said with `not`",
  "\\": "take it out",
};

export const syntax = {
  unexpectedCharacter: entry<{ found: string }>({
    code: "MDT1001",
    severity: "error",
    name: "unexpected-character",
    message: ({ found }) => `\`${found}\` means nothing here`,
    help: ({ found }) => HINTS[found] ?? USUAL_HINT,
    page: {
      why: "A character that the language does not know is left out when the policy is read, and nobody could say whether it was meant to change something.",
      avoid: file("limit EquityCap { weight(Equity) <= 70% } § "),
      prefer: file("limit EquityCap { weight(Equity) <= 70% }"),
    },
  }),
  unclosedString: entry<Record<never, never>>({
    code: "MDT1002",
    severity: "error",
    name: "unclosed-string",
    message: () => "this text is opened with a double quote and never closed on its line",
    help: 'close it with `"` before the line ends',
    page: {
      why: "A text ends where its line does, so that one forgotten quote does not swallow the rest of the file.",
      avoid: file(
        'limit EquityCap { weight(Equity) <= 70% } because "manual 4.1\nlimit BondFloor { weight(FixedIncome) >= 10% }',
      ),
      prefer: file('limit EquityCap { weight(Equity) <= 70% } because "manual 4.1"'),
    },
  }),
  unclosedComment: entry<Record<never, never>>({
    code: "MDT1003",
    severity: "error",
    name: "unclosed-comment",
    message: () => "this comment is opened with `/*` and never closed",
    help: "close it with `*/`",
    page: {
      why: "Whatever stands in a comment has no effect; limits that fall into one by accident would no longer hold.",
      avoid: file("limit EquityCap { weight(Equity) <= 70% }\n/* reviewed"),
      prefer: file("limit EquityCap { weight(Equity) <= 70% } /* reviewed */"),
    },
  }),
  unclosedName: entry<Record<never, never>>({
    code: "MDT1004",
    severity: "error",
    name: "unclosed-back-tick",
    message: () => "this name is opened with a back-tick and never closed on its line",
    help: "close it with another back-tick",
    page: {
      why: "Names with dots or spaces, such as BRK.B, stand between two back-ticks on one line.",
      avoid: file("limit Founders { weight(`BRK.B) <= 8% }"),
      prefer: file("limit Founders { weight(`BRK.B`) <= 8% }"),
    },
  }),
  impossibleDate: entry<{ found: string; meant?: string | undefined }>({
    code: "MDT1005",
    severity: "error",
    name: "impossible-date",
    message: ({ found }) =>
      /^\d{4}-\d\d-\d\d$/.test(found)
        ? `\`${found}\` is not a day in the calendar`
        : `\`${found}\` is not how a policy writes a day`,
    help: ({ meant }) =>
      meant === undefined
        ? "dates are year, month, day: `2027-03-31`"
        : `write \`${meant}\`: year, month, day`,
    page: {
      why: "A clause with a date ends or begins on that day; one that no calendar has would never do either.",
      avoid: { text: 'account "a" { keep AAPL until 2099-13-01 because "gift" }', layer: "advisor" },
      prefer: { text: 'account "a" { keep AAPL until 2099-12-01 because "gift" }', layer: "advisor" },
    },
  }),
  malformedNumber: entry<{ found: string; meant?: string | undefined }>({
    code: "MDT1006",
    severity: "error",
    name: "malformed-number",
    message: ({ found }) => `\`${found}\` is not a number that can be read`,
    help: ({ meant }) =>
      meant === undefined
        ? "write `5%`, `25bps`, `2pp`, `$40,000`, `$1.5M`, `100 shares` or `6 months`"
        : `write \`${meant}\``,
    page: {
      why: "Numbers are read exactly as written, so a separator in the wrong place is refused and not guessed at.",
      prefer: file("limit ApplePosition { value(AAPL) <= $250,000 }"),
    },
  }),
  unknownDeclaration: entry<{ found: string; near?: string | undefined }>({
    code: "MDT1007",
    severity: "error",
    name: "unknown-declaration",
    message: ({ found, near }) =>
      `\`${found}\` does not start anything that a policy can declare${meant(near)}`,
    help: "a declaration starts with a word such as `limit`, `model`, `list`, `menu`, `account` or `test`",
    page: {
      why: "A declaration whose first word is misspelt is skipped, so what it says would silently not hold.",
      avoid: file("limti EquityCap { weight(Equity) <= 90% }"),
      prefer: file("limit EquityCap { weight(Equity) <= 90% }"),
    },
  }),
  expected: entry<{ expected: string; found: string; context: string }>({
    code: "MDT1008",
    severity: "error",
    name: "something-is-missing",
    message: ({ expected, found, context }) =>
      `${expected} is missing ${found === "" ? "at the end" : `before \`${found}\``}${context === "" ? "" : `, in ${context}`}`,
    page: {
      why: "What is missing is never guessed at: a limit without its comparison, or a block without its brace, says nothing.",
      avoid: file("limit EquityCap { weight(Equity) 70% }"),
      prefer: file("limit EquityCap { weight(Equity) <= 70% }"),
    },
  }),
  unexpected: entry<{
    found: string;
    context: string;
    instead?: string | undefined;
    clause?: string | undefined;
  }>({
    code: "MDT1009",
    severity: "error",
    name: "does-not-belong-here",
    message: ({ found, context }) =>
      `\`${found}\` does not belong here${context === "" ? "" : `, in ${context}`}`,
    help: ({ found, instead, clause = "" }) => {
      if (instead !== undefined) return `what belongs here is ${instead}`;
      if (/^[,;]$/.test(found))
        return "the parts of a block stand one after another with nothing between them: take it out";
      const shape = SHAPES[clause];
      return shape === undefined ? "take it out, or write what was meant" : `it is written \`${shape}\``;
    },
    page: {
      why: "Words that do not fit are skipped, and whoever wrote them meant something by them.",
      prefer: file("limit EquityCap { weight(Equity) <= 70% } grandfathered"),
    },
  }),
  unclosedBrace: entry<{ opener: string }>({
    code: "MDT1010",
    severity: "error",
    name: "unclosed-brace",
    message: ({ opener }) => `this \`${opener}\` is never closed`,
    page: {
      why: "A block ends with its closing brace; without it, what follows could belong to it or not.",
      avoid: file("limit EquityCap { weight(Equity) <= 70%"),
      prefer: file("limit EquityCap { weight(Equity) <= 70% }"),
    },
  }),
  strayCloser: entry<{ found: string }>({
    code: "MDT1011",
    severity: "error",
    name: "stray-closer",
    message: ({ found }) => `this \`${found}\` closes nothing`,
    help: "take it out, or open what it should close",
    page: {
      why: "A closing brace too many usually means that an opening one was lost, and with it a block.",
      avoid: file("limit EquityCap { weight(Equity) <= 70% } }"),
      prefer: file("limit EquityCap { weight(Equity) <= 70% }"),
    },
  }),
  tooDeep: entry<Record<never, never>>({
    code: "MDT1012",
    severity: "error",
    name: "too-deep",
    message: () => "this is nested too deeply to be read",
    help: "name the inner parts with a list, or split the limit in two",
    page: {
      why: "No reader follows hundreds of brackets inside one another, and neither does this one.",
      prefer: file("limit Two { weight(AAPL) + weight(MSFT) <= 10% }"),
    },
  }),
  tooLong: entry<Record<never, never>>({
    code: "MDT1015",
    severity: "error",
    name: "too-long",
    message: () =>
      "this subtracts, divides or leaves out more than 1,000 times in a row, which is too long to be read",
    help: "name a part of it with a list, or add up first what is taken away",
    page: {
      why: "No reader follows a thousand steps in a row, and neither does this one; sums, and rows of `and` or `or`, may be as long as they need to be.",
      prefer: file("list Named = { AAPL, MSFT }\nlimit Two { weight(Named) <= 10% }"),
    },
  }),
  outside: entry<{ part: string; block: string; found: string; belongs: "inside" | "before" }>({
    code: "MDT1016",
    severity: "error",
    name: "outside-its-braces",
    message: ({ found, block, belongs }) =>
      belongs === "inside"
        ? `\`${found}\` stands outside the braces of the \`${block}\` that it belongs to`
        : `\`${found}\` stands behind the braces of \`${block}\`, and belongs before them`,
    help: ({ part, block, belongs }) =>
      belongs === "inside"
        ? `the ${part} of a \`${block}\` stands before its closing \`}\``
        : `the ${part} of \`${block}\` stands right after its name`,
    page: {
      why: "A block ends with its brace; what stands after it could as well be meant for something else.",
      avoid: file("prefer Calm { turnover <= 5% } cost 5bps per 1pp"),
      prefer: file("prefer Calm { turnover <= 5%  cost 5bps per 1pp }"),
    },
  }),
  foreignSpelling: entry<{ found: string; meant: string }>({
    code: "MDT1014",
    severity: "error",
    name: "spelt-otherwise",
    message: ({ found, meant }) =>
      `a policy writes \`${meant}\`, and here stands \`${found.length > 40 ? `${found.slice(0, 39)}…` : found}\``,
    page: {
      why: "Word processors, spreadsheets and other languages have signs of their own for the same thing; a policy has one, so that every reader knows it.",
      avoid: file("limit EquityCap { weight(Equity) =< 70% }"),
      prefer: file("limit EquityCap { weight(Equity) <= 70% }"),
    },
  }),
  repeatedPart: entry<{ part: string }>({
    code: "MDT1013",
    severity: "error",
    name: "repeated-part",
    message: ({ part }) => `\`${part}\` is said twice here`,
    help: "keep the one that is meant",
    page: {
      why: "Said twice, one of the two would have to lose, and the text does not say which.",
      prefer: file('limit EquityCap { weight(Equity) <= 70% } because "manual 4.1"'),
    },
  }),
};
