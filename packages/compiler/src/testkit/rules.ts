/** A project around a few lines of policy, for tests of one rule. */
import { differences } from "./check.ts";

const UNIVERSE = `symbol,name,asset_class,sector,tobacco,single_stock,esg_score,issuer
VTI,Total market,USLarge,Fund,0,0,58,
ITOT,Core total market,USLarge,Fund,0,0,59,
AAPL,Apple,USLarge,Technology,0,1,72,
MSFT,Microsoft,USLarge,Technology,0,1,78,
GOOG,Alphabet C,USLarge,Technology,0,1,,Alphabet
GOOGL,Alphabet A,USLarge,Technology,0,1,70,Alphabet
MO,Altria,USLarge,Staples,1,1,20,
VB,Small-cap,USSmall,Fund,0,0,50,
VXUS,International,International,Fund,0,0,60,
BND,Total bond market,FixedIncome,Fund,0,0,66,
AGG,Aggregate bond,FixedIncome,Fund,0,0,65,
`;

const BASE = `asset class Equity { asset class USLarge  asset class USSmall  asset class International }
asset class FixedIncome
asset class Cash
attribute sector: text
attribute tobacco: flag
attribute single_stock: flag
attribute esg_score: number
list Tech = securities where sector = "Technology"
list Sin = securities where tobacco
model Balanced {
  Equity 60% band ±5pp { USLarge 80% { VTI or ITOT cost 2bps }  USSmall 20% { VB } }
  FixedIncome 38% band 33%..43% { BND or AGG }
  Cash 2% band 1%..5%
}
menu Tax {
  option sensitivity: choice { none = 0, normal = 1, high = 2 } default normal set by advisor
  option gains_budget: money in $0..$1M default none set by advisor, client
  option defer: flag default on set by advisor
}
menu Allocation {
  option tilt for each class: pp in -5pp..5pp default 0pp set by advisor
  option cash_floor: percent in 1%..8% default 1% set by advisor, client
}
menu Screens { option exclude: lists of { Sin, Tech } default none set by advisor, client }
limit SingleStock { for each s in securities where single_stock: weight(s) <= 5% } waivable by compliance up to 12% for 1 year
limit BondFloor { weight(FixedIncome) >= 20% } waivable by compliance down to 10% for 1 year
`;

export interface Lines {
  readonly firm?: string;
  readonly advisor?: string;
  readonly client?: string;
  readonly files?: Readonly<Record<string, string>>;
}

/** The base project as an archive, with lines of each layer after it. */
export function archiveOf(lines: Lines): string {
  const files: Readonly<Record<string, string>> = {
    "data/securities.csv": UNIVERSE,
    "firm/base.mandate": BASE,
    ...(lines.firm === undefined ? {} : { "firm/rules.mandate": lines.firm }),
    ...(lines.advisor === undefined ? {} : { "advisors/lee.mandate": lines.advisor }),
    ...(lines.client === undefined ? {} : { "clients/okafor.mandate": lines.client }),
    ...lines.files,
  };
  return Object.entries(files)
    .map(([path, text]) => `-- ${path} --\n${text.endsWith("\n") ? text : `${text}\n`}`)
    .join("");
}

/** Differences between what the lines' markers ask for and what is reported. */
export function wrong(lines: Lines): string[] {
  return differences(archiveOf(lines));
}
