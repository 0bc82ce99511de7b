/** One text with every construct of the language: a fixture for tests of the parser, the formatter and the compiler. */
export const sample = `/* Everything once. */
asset class Equity "Equities" { asset class USLarge  asset class USSmall }
asset class \`Fixed Income\`
asset class Cash

/// How our vendor spells it.
attribute sector: text
attribute fund: flag

list Approved from "data/approved.csv"
list Sin "Vice" = securities where tobacco or sector = "Gambling"   // what clients call vice
list Core = Approved and USLarge except { TSLA, \`BRK.B\` }

sleeve USCore { VTI or ITOT cost 2bps or SCHB 100% }
sleeve SP500 from "data/sp500.csv"

model Balanced "Balanced 60/40" {
  Equity 60% band ±5pp {
    USLarge 60% { use USCore }
    USSmall 40% { VB 70%  use Small 30% }
  }
  \`Fixed Income\` 38% band 33%..43% { BND or AGG cost 2bps }

  Cash 2% band 1%..5%
}
model Income is Balanced { Equity 48%  \`Fixed Income\` 50% band +/-5pp }
model Copy is Balanced

objective {
  drift of classes     cost 40bps per 1pp beyond 0.5pp, 120bps per 1pp beyond 3pp
  drift of securities  cost 10bps per 1pp
  risk                 cost 15bps per 1%²
  taxes                netted times Tax.sensitivity unused loss worth 10%
  trading              commission 1bps ticket $0.50
}
wash sales allowed

menu Tax "How much tax matters" {
  option sensitivity: choice { none = 0, normal = 1, high = 2 } default normal set by advisor
  option gains_budget: money in $0..$1M default none set by advisor, client
}
menu Allocation { option tilt for each class: pp in -5pp..5pp default 0pp set by advisor }
menu Screens { option exclude: lists of { Sin, FossilFuel } default none set by advisor, client }

limit SingleIssuer "No issuer above 5 %" {
  for each i in issuers where not fund: weight(i) <= 5%
} because "Compliance manual 4.2" grandfathered waivable by compliance up to 12% for 1 year
limit Nested { for each c in classes of Equity: for each s in c except { VTI }: weight(s of c) <= 20% }
limit Budget when Tax.gains_budget is chosen { gains this year <= Tax.gains_budget }
limit Clutter { minimum trade $500  minimum holding 25bps }
limit Many {
  sum(s in Tech: weight(s)) * 2 - max(weight(A), weight(B)) <= 30%
  abs(drift(Equity)) <= 5pp
  average(esg_score of Equity) >= 50
  weight(where sector = "Energy") in 1%..5%
  tracking error <= 2%
  before(turnover) + (cash - $500) >= -$500
}
prefer FewTrades { count(trades) <= 12  cost $3 per trade } because "tickets"

profile Retiree { choose Tax.sensitivity = high  reserve cash 4% }
equivalents TotalMarket { VTI, ITOT, SCHB }
waive SingleIssuer for AAPL in account "1001" up to 12% until 2027-06-30 because "gift" approved by "CCO" on 2026-11-03
never buy Sin because "firm screen"

account "1001" "Rivera, \\"taxable\\"" {
  model Balanced
  profile Retiree, Careful
  choose Screens.exclude = Sin, FossilFuel
  tilt 2pp to USSmall from USLarge
  substitute VTI with ITOT
  never sell \`BRK.B\` because "founder stock"
  keep AAPL until 2027-03-01 because "gifting to a trust"
  sell XOM by 2027-01-31
  exclude Sin divest as taxes allow
  exclude Oil keep what is held
  exclude Coal divest now
  reserve cash $40,000 until 2026-12-31 because "kitchen"
  raise cash $60,000 by 2027-01-15
  limit Tech { weight(Technology) <= 25% }
  prefer NoOil { weight(Oil) <= 0%  cost 50bps per 1pp }
  tighten SingleIssuer for AAPL to 3%
  trade at most 20% per run
}
household "Rivera" { accounts "1001", "1002" }

test "a concentrated position is trimmed" {
  on 2026-11-20
  prices { AAPL $200  VTI $250.25  BND $75 }
  account "t1" { model Balanced  taxable at 37% short, 20% long  household "H"  cash $10,000
    sold ZZZ 40 shares at $30 on 2026-03-10 at a long loss of $800
    bought VTI 1,000 shares at $5 on 2026-03-11
    realised short $2,000, long -$500 this year
    carrying short $0, long $3,000
    lot AAPL 100 shares at $50 bought 2015-01-05 }
  account "t2" { roth }
  expect feasible
  expect infeasible citing Cash.band, "reserve cash", account "1001".Tech
  expect "t1": gains(short) <= $1,000
  expect weight(Equity) in 55%..65%
  expect binding GainsBudget
  expect no trade in BND
  expect cost.tax <= $200
  expect held less than 1 year or not (AAPL in Sin)
}
`;
