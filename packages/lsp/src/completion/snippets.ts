// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the protocol writes the places of a snippet so
/** Whole declarations and clauses, with places to fill in. */
import type { Layer } from "@mandate/compiler";

export interface Snippet {
  /** the word that begins it */
  readonly word: string;
  readonly label: string;
  /** in the protocol's snippet syntax: `${1:name}` is a place to fill in */
  readonly body: string;
  readonly about: string;
}

export const declarations: readonly Snippet[] = [
  {
    word: "account",
    label: "account … { model … }",
    body: 'account "${1:1001}" "${2:title}" {\n  model ${3:Balanced}\n  $0\n}',
    about: "what one account's advisor or client adds",
  },
  {
    word: "asset",
    label: "asset class …",
    body: "asset class ${1:Equity} { asset class ${2:USLarge} }",
    about: "a class of assets, and the classes inside it",
  },
  {
    word: "attribute",
    label: "attribute …: …",
    body: "attribute ${1:sector}: ${2|text,flag,number|}",
    about: "a column of the universe, and what it holds",
  },
  {
    word: "equivalents",
    label: "equivalents … { … }",
    body: "equivalents ${1:TotalMarket} { ${2:VTI, ITOT} }",
    about: "securities that `substitute` may swap",
  },
  {
    word: "household",
    label: "household … { accounts … }",
    body: 'household "${1:Rivera}" { accounts "${2:1001}", "${3:1002}" }',
    about: "accounts whose wash sales are watched together",
  },
  {
    word: "limit",
    label: "limit … { for each … }",
    body: 'limit ${1:SingleIssuer} "${2:No issuer above 5 %}" {\n  for each ${3:i} in ${4:issuers}: weight(${3:i}) <= ${5:5%}\n} because "${6:Compliance manual}"',
    about: "a limit on each security, issuer or class",
  },
  {
    word: "limit",
    label: "limit … { … }",
    body: 'limit ${1:Name} "${2:title}" { weight(${3:Equity}) <= ${4:70%} } because "${5:reason}"',
    about: "a limit",
  },
  {
    word: "list",
    label: "list … = securities where …",
    body: "list ${1:Sin} = securities where ${2:tobacco}",
    about: "securities by what they are",
  },
  {
    word: "list",
    label: "list … from …",
    body: 'list ${1:Approved} from "${2:data/approved.csv}"',
    about: "securities by a file",
  },
  {
    word: "menu",
    label: "menu … { option … }",
    body: 'menu ${1:Tax} "${2:title}" {\n  option ${3:gains_budget}: money in ${4:\\$0}..${5:\\$1M} default none set by ${6:advisor, client}\n}',
    about: "what advisors and clients may choose",
  },
  {
    word: "model",
    label: "model … { … }",
    body: 'model ${1:Balanced} "${2:title}" {\n  ${3:Equity} ${4:60%} band ±${5:5pp} { ${6:VTI} }\n  ${7:FixedIncome} ${8:38%} { ${9:BND} }\n  Cash ${10:2%}\n}',
    about: "target weights, level by level",
  },
  {
    word: "model",
    label: "model … is … { … }",
    body: "model ${1:Income} is ${2:Balanced} {\n  $0\n}",
    about: "a model that restates another",
  },
  {
    word: "objective",
    label: "objective { … }",
    body: "objective {\n  drift of classes cost ${1:40bps} per ${2:1pp} beyond ${3:0.5pp}\n  taxes times ${4:1}\n  trading commission ${5:0bps} ticket ${6:\\$0}\n}",
    about: "what departing from the model, taxes and trades cost",
  },
  {
    word: "prefer",
    label: "prefer … { … cost … }",
    body: "prefer ${1:FewTrades} { count(trades) <= ${2:12} cost ${3:\\$3} per ${4:trade} }",
    about: "a wish, with what missing it costs",
  },
  {
    word: "profile",
    label: "profile … { … }",
    body: "profile ${1:Retiree} {\n  $0\n}",
    about: "clauses that accounts take over together",
  },
  {
    word: "sleeve",
    label: "sleeve … { … }",
    body: "sleeve ${1:Core} { ${2:VTI} or ${3:ITOT} 100% }",
    about: "a part that models use",
  },
  {
    word: "sleeve",
    label: "sleeve … from …",
    body: 'sleeve ${1:SP500} from "${2:data/sp500.csv}"',
    about: "a part that models use, from a file",
  },
  {
    word: "test",
    label: 'test "…" { … }',
    body: 'test "${1:what it shows}" {\n  on ${2:2026-11-20}\n  prices { ${3:VTI \\$250} }\n  account "t1" { model ${4:Balanced}  taxable at 37% short, 20% long  cash ${5:\\$10,000}\n    lot ${6:VTI} ${7:100 shares} at ${8:\\$50} bought ${9:2015-01-05} }\n  expect ${10:feasible}\n}',
    about: "a portfolio, and what is expected of its proposal",
  },
  {
    word: "waive",
    label: "waive … in account …",
    body: 'waive ${1:SingleIssuer} for ${2:AAPL} in account "${3:1001}" up to ${4:12%} until ${5:2027-06-30} because "${6:reason}" approved by "${7:CCO}" on ${8:2026-11-03}',
    about: "an exception for one account, with its end",
  },
];

export const clauses: readonly Snippet[] = [
  {
    word: "choose",
    label: "choose … = …",
    body: "choose ${1:Tax.sensitivity} = ${2:high}",
    about: "a choice that a menu offers",
  },
  {
    word: "exclude",
    label: "exclude … divest as taxes allow",
    body: "exclude ${1:Sin} ${2|divest as taxes allow,divest now,keep what is held|}",
    about: "nothing of it is bought, and its target goes to its siblings",
  },
  {
    word: "keep",
    label: "keep … until …",
    body: 'keep ${1:AAPL} until ${2:2027-03-01} because "${3:reason}"',
    about: "no share of it is sold",
  },
  {
    word: "never",
    label: "never buy … because …",
    body: 'never ${1|buy,sell|} ${2:TSLA} because "${3:reason}"',
    about: "no trade of that side",
  },
  {
    word: "raise",
    label: "raise cash … by …",
    body: "raise cash ${1:\\$60,000} by ${2:2027-01-15}",
    about: "cash that is needed on a day",
  },
  {
    word: "reserve",
    label: "reserve cash …",
    body: "reserve cash ${1:\\$40,000}",
    about: "cash that is kept besides the model's",
  },
  {
    word: "sell",
    label: "sell … by …",
    body: "sell ${1:XOM} by ${2:2027-01-31}",
    about: "nothing of it is left on a day",
  },
  {
    word: "substitute",
    label: "substitute … with …",
    body: "substitute ${1:VTI} with ${2:ITOT}",
    about: "another security in the model's place",
  },
  {
    word: "tighten",
    label: "tighten … to …",
    body: "tighten ${1:SingleIssuer} to ${2:3%}",
    about: "a stricter level of a limit",
  },
  {
    word: "tilt",
    label: "tilt … to … from …",
    body: "tilt ${1:2pp} to ${2:USSmall} from ${3:USLarge}",
    about: "points of the account from one class to another",
  },
  {
    word: "trade",
    label: "trade at most … per run",
    body: "trade at most ${1:20%} per run",
    about: "a transition in steps",
  },
];

/** Who may begin a declaration with a word (language.md, "Authority"). */
const owners: Readonly<Record<string, readonly Layer[]>> = {
  asset: ["firm"],
  attribute: ["firm"],
  equivalents: ["firm"],
  sleeve: ["firm"],
  model: ["firm"],
  menu: ["firm"],
  objective: ["firm"],
  wash: ["firm"],
  waive: ["firm"],
  limit: ["firm"],
  prefer: ["firm"],
  list: ["firm", "advisor"],
  profile: ["firm", "advisor"],
  account: ["advisor", "client"],
  household: ["advisor", "client"],
  test: ["firm", "advisor", "client"],
};

/** Whether a file of the layer may begin a declaration so; clauses on their own are the firm's. */
export function mayBegin(word: string, layer: Layer | undefined): boolean {
  return layer === undefined || (owners[word] ?? ["firm"]).includes(layer);
}
