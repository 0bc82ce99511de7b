/** MDT700x and MDT701x: files of data: the universe, lists and sleeves, and what tests need of them. */
import { entry, meant } from "./entry.ts";

const HEAD = "symbol,name,asset_class,tobacco,sector,single_stock,esg_score,gambling,cusip\n";
const ROWS =
  "VTI,V,Equity,0,Fund,0,50,0,922908769\nITOT,I,Equity,0,Fund,0,50,0,\nAAPL,A,Equity,0,Tech,1,50,0,037833100\nMSFT,M,Equity,0,Tech,1,50,0,\nBND,B,FixedIncome,0,Fund,0,50,0,\nAGG,G,FixedIncome,0,Fund,0,50,0,\nMO,M,Equity,1,Staples,1,50,0,\nBRK.B,K,Equity,0,Financials,1,50,0,\n";
const universe = (more: string) => ({ text: "", files: { "data/securities.csv": HEAD + ROWS + more } });

export const data = {
  missingFile: entry<{ file: string; near?: string | undefined }>({
    code: "MDT7001",
    severity: "error",
    name: "missing-file",
    message: ({ file, near }) => `there is no file \`${file}\` in the project${meant(near)}`,
    page: {
      why: "A list whose file is missing would be empty, and a limit on it would hold nothing.",
      avoid: { text: 'list Approved from "data/approved.csv"' },
      prefer: {
        text: 'list Approved from "data/approved.csv"',
        files: { "data/approved.csv": "symbol\nVTI\n" },
      },
    },
  }),
  missingColumn: entry<{ file: string; column: string }>({
    code: "MDT7002",
    severity: "error",
    name: "missing-column",
    message: ({ file, column }) => `\`${file}\` has no column \`${column}\``,
    page: {
      why: "Columns are found by their names in the first line.",
      avoid: {
        text: 'list Approved from "data/approved.csv"',
        files: { "data/approved.csv": "ticker\nVTI\n" },
      },
      prefer: {
        text: 'list Approved from "data/approved.csv"',
        files: { "data/approved.csv": "symbol\nVTI\n" },
      },
    },
  }),
  unknownClass: entry<{ symbol: string; found: string; near?: string | undefined }>({
    code: "MDT7003",
    severity: "error",
    name: "security-of-an-unknown-class",
    message: ({ symbol, found, near }) =>
      found === ""
        ? `\`${symbol}\` has no asset class`
        : `\`${symbol}\` is of the asset class \`${found}\`, which no policy declares${meant(near)}`,
    page: {
      why: "A security without a class would count in no class's weight.",
      avoid: universe("NEW,N,Equty,0,Fund,0,50,0,\n"),
      prefer: universe("NEW,N,Equity,0,Fund,0,50,0,\n"),
    },
  }),
  notALeaf: entry<{ symbol: string; found: string; inside: readonly string[] }>({
    code: "MDT7004",
    severity: "error",
    name: "security-of-a-divided-class",
    message: ({ symbol, found, inside }) =>
      `\`${symbol}\` is of the asset class \`${found}\`, which is divided further; its class is one of ${inside.map((name) => `\`${name}\``).join(", ")}`,
    page: {
      why: "A class's weight is the sum of the classes in it, so each security stands in the innermost one.",
    },
  }),
  badNumber: entry<{ file: string; column: string; found: string; why: string }>({
    code: "MDT7005",
    severity: "error",
    name: "not-a-number",
    message: ({ column, found, why }) => `\`${found}\` in the column \`${column}\` ${why}`,
    page: {
      why: "Numbers in files are plain decimals, and weights and rates are fractions: `0.05` for 5 %.",
      avoid: universe("NEW,N,Equity,0,Fund,0,high,0,\n"),
      prefer: universe("NEW,N,Equity,0,Fund,0,61.5,0,\n"),
    },
  }),
  duplicateSymbol: entry<{ symbol: string }>({
    code: "MDT7006",
    severity: "error",
    name: "symbol-twice",
    message: ({ symbol }) => `\`${symbol}\` stands in this file already`,
    page: {
      why: "Two rows could say different things of one security.",
      avoid: universe("VTI,V,Equity,0,Fund,0,50,0,\n"),
      prefer: universe("NEW,N,Equity,0,Fund,0,50,0,\n"),
    },
  }),
  badCusip: entry<{ symbol: string; found: string; why: string }>({
    code: "MDT7007",
    severity: "error",
    name: "bad-cusip",
    message: ({ symbol, found, why }) => `the CUSIP \`${found}\` of \`${symbol}\` ${why}`,
    page: {
      why: "The last digit is computed from the other eight, so that a slip of the pen is caught.",
      avoid: universe("NEW,N,Equity,0,Fund,0,50,0,037833101\n"),
      prefer: universe("NEW,N,Equity,0,Fund,0,50,0,594918104\n"),
    },
  }),
  badFlag: entry<{ column: string; found: string }>({
    code: "MDT7008",
    severity: "error",
    name: "not-a-flag",
    message: ({ column, found }) =>
      `\`${found}\` in the column \`${column}\` is neither true nor false: write \`1\` or \`0\``,
    page: {
      why: "A flag that cannot be read must not be taken for false: a screen would let the security through.",
      avoid: universe("NEW,N,Equity,maybe,Fund,0,50,0,\n"),
      prefer: universe("NEW,N,Equity,1,Fund,0,50,0,\n"),
    },
  }),
  malformedRow: entry<{ why: string }>({
    code: "MDT7009",
    severity: "error",
    name: "malformed-row",
    message: ({ why }) => `this row cannot be read: ${why}`,
    page: {
      why: "A row with a cell too many or too few may have shifted every cell after it.",
      avoid: universe("NEW,N,Equity,0,Fund\n"),
      prefer: universe("NEW,N,Equity,0,Fund,0,50,0,\n"),
    },
  }),
  attributeWithoutColumn: entry<{ found: string; file: string; near?: string | undefined }>({
    code: "MDT7010",
    severity: "error",
    name: "attribute-without-a-column",
    message: ({ found, file, near }) => `\`${file}\` has no column \`${found}\`${meant(near)}`,
    page: {
      why: "An attribute that no security has would make every condition on it fail in silence.",
      avoid: { text: "attribute weapons: flag" },
      prefer: { text: "attribute gambling: flag" },
    },
  }),
  unknownSymbol: entry<{ symbol: string; near?: string | undefined }>({
    code: "MDT7011",
    severity: "error",
    name: "unknown-symbol-in-a-file",
    message: ({ symbol, near }) =>
      symbol === "" ? "this row has no symbol" : `the universe has no security \`${symbol}\`${meant(near)}`,
    page: {
      why: "A security outside the universe has no class, no issuer and no price.",
      avoid: {
        text: 'list Approved from "data/approved.csv"',
        files: { "data/approved.csv": "symbol\nVTJ\n" },
      },
      prefer: {
        text: 'list Approved from "data/approved.csv"',
        files: { "data/approved.csv": "symbol\nVTI\n" },
      },
    },
  }),
  weightsDoNotAddUp: entry<{ file: string; sum: string }>({
    code: "MDT7012",
    severity: "error",
    name: "weights-in-a-file-do-not-add-up",
    message: ({ file, sum }) => `the weights in \`${file}\` add up to \`${sum}\` and not to \`1\``,
    help: "weights in files are fractions: `0.05` for 5 %; a difference up to 0.000001 is rounding and is scaled away",
    page: {
      why: "A sleeve says how the whole of its class is divided.",
      avoid: {
        text: 'sleeve Direct from "data/direct.csv"',
        files: { "data/direct.csv": "symbol,weight\nVTI,0.5\nAAPL,0.4\n" },
      },
      prefer: {
        text: 'sleeve Direct from "data/direct.csv"',
        files: { "data/direct.csv": "symbol,weight\nVTI,0.5\nAAPL,0.5\n" },
      },
    },
  }),
  missingPrice: entry<{ symbols: readonly string[] }>({
    code: "MDT7013",
    severity: "error",
    name: "test-without-a-price",
    message: ({ symbols }) =>
      `this test needs ${symbols.length === 1 ? "a price" : "prices"} for ${symbols.map((symbol) => `\`${symbol}\``).join(", ")}`,
    help: "what its accounts hold, what their model offers and what the test names is priced in `prices { … }`",
    page: {
      why: "A test stands on its own, so it cannot borrow today's price.",
      avoid: {
        text: 'test "t" { on 2026-11-20 prices { VTI $250 } account "t" { model Base roth cash $100 } expect feasible }',
      },
      prefer: {
        text: 'test "t" { on 2026-11-20 prices { VTI $250 ITOT $100 BND $75 } account "t" { model Base roth cash $100 } expect feasible }',
      },
    },
  }),
  emptyCells: entry<{ attribute: string; count: number }>({
    code: "MDT7014",
    severity: "warning",
    name: "average-leaves-some-out",
    message: ({ attribute, count }) =>
      `${count} ${count === 1 ? "security has" : "securities have"} no \`${attribute}\`, and this average leaves ${count === 1 ? "it" : "them"} out`,
    page: { why: "A holding whose cell is empty counts neither for nor against the average." },
  }),
  testFact: entry<{ what: string; why: string }>({
    code: "MDT7015",
    severity: "error",
    name: "test-account-incomplete",
    message: ({ what, why }) => `${what} ${why}`,
    page: {
      why: "A test says everything that its outcome depends on.",
      avoid: {
        text: 'test "t" { prices { VTI $250 ITOT $100 BND $75 } account "t" { model Base roth cash $100 } expect feasible }',
      },
      prefer: {
        text: 'test "t" { on 2026-11-20 prices { VTI $250 ITOT $100 BND $75 } account "t" { model Base roth cash $100 } expect feasible }',
      },
    },
  }),
  priceTwice: entry<{ symbol: string }>({
    code: "MDT7017",
    severity: "error",
    name: "price-twice",
    message: ({ symbol }) => `\`${symbol}\` has a price in this test already`,
    page: {
      why: "A test is about one moment, in which a security has one price.",
      avoid: {
        text: 'test "t" { on 2026-11-20 prices { VTI $250 ITOT $100 BND $75 VTI $251 } account "t" { model Base roth cash $100 } expect feasible }',
      },
      prefer: {
        text: 'test "t" { on 2026-11-20 prices { VTI $250 ITOT $100 BND $75 } account "t" { model Base roth cash $100 } expect feasible }',
      },
    },
  }),
  testExpectsNothing: entry<Record<never, never>>({
    code: "MDT7018",
    severity: "warning",
    name: "test-expects-nothing",
    message: () => "this test expects nothing, so it cannot fail",
    help: "say what should come of it, such as `expect feasible`",
    page: { why: "A reader counts on what is tested." },
  }),
  noRegistration: entry<{ account: string }>({
    code: "MDT7016",
    severity: "warning",
    name: "test-account-without-registration",
    message: ({ account }) =>
      `\`"${account}"\` does not say how it is registered, so it is taken as \`exempt\` and no tax counts`,
    page: { why: "Whether a sale is taxed decides most of what an account does." },
  }),
};
