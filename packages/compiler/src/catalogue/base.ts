/** The small project around the catalogue's examples. */
export const BASE_FILES: Readonly<Record<string, string>> = {
  "data/securities.csv": `symbol,name,asset_class,tobacco,sector,single_stock,esg_score,gambling
VTI,Total stock market,Equity,0,Fund,0,50,0
ITOT,Total market,Equity,0,Fund,0,52,0
AAPL,Apple,Equity,0,Technology,1,70,0
MSFT,Microsoft,Equity,0,Technology,1,75,0
BND,Total bond market,FixedIncome,0,Fund,0,60,0
AGG,Aggregate bond,FixedIncome,0,Fund,0,61,0
MO,Altria,Equity,1,Staples,1,30,0
BRK.B,Berkshire Hathaway,Equity,0,Financials,1,55,0
`,
  "firm/base.mandate": `asset class Equity
asset class FixedIncome
asset class Cash
attribute tobacco: flag
attribute single_stock: flag
attribute sector: text
attribute esg_score: number
list Sin = securities where tobacco
model Base { Equity 60% { VTI or ITOT }  FixedIncome 38% { BND }  Cash 2% }
menu Tax {
  option sensitivity: choice { none = 0, normal = 1, high = 2 } default normal set by advisor
  option gains_budget: money in $0..$1M default none set by advisor, client
}
menu Allocation {
  option tilt for each class: pp in -5pp..5pp default 0pp set by advisor
  option cash_floor: percent in 1%..8% default 1% set by advisor, client
}
menu Screens { option exclude: lists of { Sin } default none set by advisor, client }
limit SingleStock { for each s in securities where single_stock: weight(s) <= 5% } waivable by compliance up to 12% for 100 years
`,
};
