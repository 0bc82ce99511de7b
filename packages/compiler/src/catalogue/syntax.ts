/** MDT1xxx: what the text itself gets wrong. The parser finds them; their words are here. */
import { entry, meant } from "./entry.ts";

const file = (text: string) => ({ text });

export const syntax = {
  unexpectedCharacter: entry<{ found: string }>({
    code: "MDT1001",
    severity: "error",
    name: "unexpected-character",
    message: ({ found }) => `\`${found}\` means nothing here`,
    help: "take it out; a name with unusual characters goes in back-ticks, and words for people in double quotes",
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
    message: () => "this comment is opened with `/*` and never closed, so everything after it is ignored",
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
  impossibleDate: entry<{ found: string }>({
    code: "MDT1005",
    severity: "error",
    name: "impossible-date",
    message: ({ found }) => `\`${found}\` is not a day in the calendar`,
    help: "dates are year, month, day: `2027-03-31`",
    page: {
      why: "A clause with a date ends or begins on that day; one that no calendar has would never do either.",
      avoid: { text: 'account "a" { keep AAPL until 2099-13-01 because "gift" }', layer: "advisor" },
      prefer: { text: 'account "a" { keep AAPL until 2099-12-01 because "gift" }', layer: "advisor" },
    },
  }),
  malformedNumber: entry<{ found: string }>({
    code: "MDT1006",
    severity: "error",
    name: "malformed-number",
    message: ({ found }) => `\`${found}\` is not a number that can be read`,
    help: "write `5%`, `25bps`, `2pp`, `$40,000`, `$1.5M`, `100 shares` or `6 months`",
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
  unexpected: entry<{ found: string; context: string }>({
    code: "MDT1009",
    severity: "error",
    name: "does-not-belong-here",
    message: ({ found, context }) =>
      `\`${found}\` does not belong here${context === "" ? "" : `, in ${context}`}`,
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
