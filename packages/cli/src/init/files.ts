/** The project that `mandate init` makes: small, and every part of it does something. */

const universe: readonly (readonly [string, string, string, boolean, boolean])[] = [
  // symbol, name, asset class, fund, tobacco
  ["VTI", "Vanguard Total Stock Market ETF", "US", true, false],
  ["ITOT", "iShares Core S&P Total U.S. Stock Market ETF", "US", true, false],
  ["VXUS", "Vanguard Total International Stock ETF", "International", true, false],
  ["BND", "Vanguard Total Bond Market ETF", "Bonds", true, false],
  ["AAPL", "Apple Inc.", "US", false, false],
  ["PM", "Philip Morris International Inc.", "US", false, true],
];

/** Round prices in USD, so that the first proposals can be followed by hand. */
const prices: Readonly<Record<string, string>> = {
  VTI: "300.00",
  ITOT: "140.00",
  VXUS: "70.00",
  BND: "75.00",
  AAPL: "250.00",
  PM: "160.00",
};

const header = "symbol,name,asset_class,fund,tobacco";

function rows(more: (symbol: string) => string): string {
  return universe
    .map(
      ([symbol, name, assetClass, fund, tobacco]) =>
        `${symbol},${name},${assetClass},${fund ? 1 : 0},${tobacco ? 1 : 0}${more(symbol)}\n`,
    )
    .join("");
}

const manifest = (name: string): string =>
  `${JSON.stringify(
    {
      name,
      universe: "data/securities.csv",
      layers: { firm: ["firm/**"], advisor: ["advisors/**"], client: ["clients/**"] },
      book: "book",
    },
    null,
    2,
  )}\n`;

const policy = `// What the firm permits. Advisors and clients may tighten it, never loosen it.

asset class Equity "Equities" {
  asset class US "US companies"
  asset class International "Companies abroad"
}
asset class Bonds
asset class Cash

attribute fund:    flag
attribute tobacco: flag

list Tobacco = securities where tobacco

/// The house portfolio. Every level adds up to 100 % of its parent; bands are in points of the account.
model Balanced "Balanced 60/38/2" {
  Equity 60% band ±5pp {
    US            70% { VTI or ITOT }
    International 30% { VXUS }
  }
  Bonds  38% band 33%..43% { BND }
  Cash    2% band 1%..8%
}

/// What a portfolio costs in dollars a year: drift, taxes and trading are weighed against each other.
objective {
  drift of classes    cost 3bps per 1pp beyond 1pp, 12bps per 1pp beyond 3pp
  drift of securities cost 2bps per 1pp
  taxes               times Tax.sensitivity
}

menu Tax "How much tax matters" {
  option sensitivity:  choice { none = 0, normal = 1, high = 2 } default normal set by advisor
  option gains_budget: money in $0..$1M                          default none   set by advisor, client
}
menu Screens "What is not bought" {
  option exclude: lists of { Tobacco } default none set by advisor, client
}

limit SingleIssuer "No issuer is bought beyond 10 %" {
  for each i in issuers where not fund: weight(i) <= 10%
} because "Compliance manual 4.2" grandfathered

limit GainsBudget "The client's gains budget for the year" when Tax.gains_budget is chosen {
  gains this year <= Tax.gains_budget
} grandfathered

limit Screened "Nothing is bought that the account screens out" {
  for each s in Screens.exclude: bought(s) = $0
}

limit Clutter "No crumbs" { minimum trade $250 }
`;

const tests = `// What the firm expects of its policy. Run them with: mandate test

test "new money is invested to the model" {
  on 2026-11-20
  prices { VTI $300  ITOT $140  VXUS $70  BND $75 }
  account "t1" { model Balanced  roth  cash $100,000 }
  expect feasible
  expect weight(Equity) in 59%..61%
  expect weight(Bonds) in 37%..39%
}

test "the gains budget stops the sale" {
  on 2026-11-20
  prices { VTI $300  ITOT $140  VXUS $70  BND $75 }
  account "t1" {
    model Balanced
    taxable at 37% short, 20% long
    cash $2,000
    choose Tax.sensitivity  = none
    choose Tax.gains_budget = $1,000
    lot VTI  180 shares at $150 bought 2018-02-01
    lot VXUS 100 shares at $70  bought 2020-06-01
    lot BND  440 shares at $75  bought 2022-06-01
  }
  expect feasible
  expect gains <= $1,000
  expect binding GainsBudget
}
`;

const advisor = `// One advisor's accounts that say something of their own. Others need no block: their row in the book is enough.

account "1001" "Rivera, taxable" {
  choose Tax.gains_budget = $2,000
  choose Screens.exclude  = Tobacco
  never sell AAPL because "gift from her father"
}
`;

const accounts = `account,name,household,advisor,registration,model,cash,st_rate,lt_rate,ytd_short,ytd_long,carry_short,carry_long
1001,"Rivera, taxable",Rivera,Example,taxable,Balanced,12000.00,0.35,0.15,0,0,0,0
1002,"Rivera, IRA",Rivera,Example,traditional,Balanced,52000.00,0,0,0,0,0,0
1003,"Okafor, Roth",Okafor,Example,roth,Balanced,1500.00,0,0,0,0,0,0
`;

const lots = `account,symbol,quantity,unit_cost,acquired
1001,VTI,250,210.00,2021-03-15
1001,VXUS,330,61.00,2022-05-02
1001,BND,700,82.00,2021-09-10
1001,AAPL,40,45.00,2016-01-20
1002,VTI,60,250.00,2023-02-01
1003,VTI,90,240.00,2023-07-11
1003,BND,200,78.00,2022-11-30
1003,PM,30,95.00,2020-04-06
`;

const readme = (name: string): string => `# ${name}

| | |
|---|---|
| \`mandate.json\` | the manifest: which folder is whose |
| \`firm/\` | the firm's policy, and its tests |
| \`advisors/\` | what advisors say of their accounts |
| \`data/\` | the universe of securities |
| \`book/\` | the accounts on one day: securities with prices, accounts, lots |

\`\`\`sh
mandate check     # are the policies sound?
mandate test      # do they do what the firm expects?
mandate solve     # proposals for every account of the book
\`\`\`
`;

/** The files of a new project, by path. `today` is the day of the book's prices (ISO). */
export function projectFiles(name: string, today: string): Readonly<Record<string, string>> {
  return {
    "mandate.json": manifest(name),
    "README.md": readme(name),
    "firm/policy.mandate": policy,
    "firm/tests.mandate": tests,
    "advisors/example.mandate": advisor,
    "data/securities.csv": `${header}\n${rows(() => "")}`,
    "book/securities.csv": `${header},price,price_date\n${rows((symbol) => `,${prices[symbol] ?? ""},${today}`)}`,
    "book/accounts.csv": accounts,
    "book/lots.csv": lots,
  };
}
