/** MDT4xxx: who may say what, and what menus offer. */
import { entry, series } from "./entry.ts";

const account = (clauses: string) => ({ text: `account "a" { ${clauses} }`, layer: "advisor" as const });
const firm = (text: string) => ({ text });
const WAIVE = 'waive SingleStock for AAPL in account "a" up to 10% until 2099-06-30';

export const authority = {
  notYours: entry<{ what: string; layer: string; owner: string }>({
    code: "MDT4001",
    severity: "error",
    name: "not-this-layers-to-say",
    message: ({ what, layer, owner }) => `${what} cannot be declared in ${layer}'s file; it is ${owner}`,
    page: {
      why: "What the firm permits holds by construction, because nobody below it can say anything that loosens it.",
      avoid: { text: "limit Mine { weight(Equity) <= 70% }", layer: "advisor" },
      prefer: account("limit Mine { weight(Equity) <= 70% }"),
    },
  }),
  fileInNoLayer: entry<{ file: string; several: boolean }>({
    code: "MDT4002",
    severity: "error",
    name: "file-in-no-layer",
    message: ({ file, several }) =>
      several
        ? `\`${file}\` lies in more than one layer, so it is unclear whose word it is`
        : `\`${file}\` lies in no layer, so it has no authority and nothing in it counts`,
    help: "move it, or change `layers` in the manifest: a file's authority comes from where it lies",
    page: {
      why: "Whether a file is the firm's, an advisor's or a client's decides what it may say.",
      avoid: { text: "", files: { "drafts/idea.mandate": "limit Cap { weight(Equity) <= 70% }" } },
      prefer: { text: "limit Cap { weight(Equity) <= 70% }" },
    },
  }),
  notSetBy: entry<{ option: string; layer: string; setBy: readonly string[] }>({
    code: "MDT4003",
    severity: "error",
    name: "option-of-another-layer",
    message: ({ option, layer, setBy }) =>
      setBy.length === 0
        ? `\`${option}\` is the firm's own to set, not ${layer}'s`
        : `\`${option}\` is set by the ${setBy.join(" or the ")}, not by ${layer}`,
    page: {
      why: "A menu says who may choose each of its options.",
      avoid: { text: 'account "a" { choose Tax.sensitivity = none }', layer: "client" },
      prefer: account("choose Tax.sensitivity = none"),
    },
  }),
  outOfRange: entry<{ found: string; option: string; low?: string | undefined; high?: string | undefined }>({
    code: "MDT4004",
    severity: "error",
    name: "choice-out-of-range",
    message: ({ found, option, low, high }) =>
      `\`${found}\` is outside what \`${option}\` allows: ${
        low !== undefined && high !== undefined
          ? `\`${low}\` to \`${high}\``
          : low !== undefined
            ? `\`${low}\` or more`
            : `\`${high ?? ""}\` or less`
      }`,
    page: {
      why: "The range is what the firm checked; beyond it nothing is promised.",
      avoid: account("choose Tax.gains_budget = $2M"),
      prefer: account("choose Tax.gains_budget = $1M"),
    },
  }),
  chosenTwice: entry<{ option: string; layer: string }>({
    code: "MDT4005",
    severity: "error",
    name: "option-chosen-twice",
    message: ({ option, layer }) =>
      `\`${option}\` is chosen already${layer === "" ? "" : `, in the ${layer}'s block of this account`}`,
    help: "keep the one that is meant",
    page: {
      why: "Of two choices neither could win.",
      avoid: account("choose Tax.gains_budget = $1,000  choose Tax.gains_budget = $2,000"),
      prefer: account("choose Tax.gains_budget = $2,000"),
    },
  }),
  loosens: entry<{ limit: string; found: string; bound: string; floor: boolean }>({
    code: "MDT4006",
    severity: "error",
    name: "tighten-that-loosens",
    message: ({ limit, found, bound, floor }) =>
      `\`${limit}\` is ${floor ? "a floor" : "a ceiling"} of \`${bound}\`, and \`${found}\` would loosen it`,
    help: ({ floor }) =>
      `a ${floor ? "floor is tightened upwards" : "ceiling is tightened downwards"}; to loosen one takes a waiver of the firm's`,
    page: {
      why: "Only the layer that owns a limit may loosen it, by a waiver.",
      avoid: account("tighten SingleStock to 8%"),
      prefer: account("tighten SingleStock to 3%"),
    },
  }),
  notOneBound: entry<{ limit: string; why: string; verb: string }>({
    code: "MDT4007",
    severity: "error",
    name: "limit-without-one-bound",
    message: ({ limit, why, verb }) => `\`${limit}\` cannot be ${verb}: ${why}`,
    page: {
      why: "`tighten` and `waive` put another level in a limit's place, so it must have exactly one.",
      avoid: {
        text: 'account "a" { tighten TwoSided to 3% }',
        layer: "advisor",
        files: { "firm/two.mandate": "limit TwoSided { weight(AAPL) <= 5%  weight(MSFT) <= 5% }" },
      },
      prefer: account("tighten SingleStock to 3%"),
    },
  }),
  beyondGrant: entry<{ limit: string; found: string; grant: string; down: boolean }>({
    code: "MDT4008",
    severity: "error",
    name: "waiver-beyond-its-grant",
    message: ({ limit, found, grant, down }) =>
      `\`${limit}\` can be waived ${down ? "down" : "up"} to \`${grant}\`, and \`${found}\` is beyond that`,
    page: {
      why: "How far a limit may be waived is part of the limit.",
      avoid: firm(`${WAIVE.replace("10%", "15%")} because "gift" approved by "CCO"`),
      prefer: firm(`${WAIVE} because "gift" approved by "CCO"`),
    },
  }),
  waiverTooLong: entry<{ limit: string; until: string; last: string; from: string }>({
    code: "MDT4009",
    severity: "error",
    name: "waiver-longer-than-granted",
    message: ({ limit, until, last, from }) =>
      `a waiver of \`${limit}\` that starts on ${from} can run until ${last}, and not until \`${until}\``,
    page: {
      why: "How long a limit may be waived is part of the limit, counted from the approval's date, or else from today.",
      avoid: {
        text: 'waive Brief for AAPL in account "a" up to 8% until 2099-06-30 because "gift" approved by "CCO"',
        files: {
          "firm/brief.mandate":
            "limit Brief { for each s in Equity: weight(s) <= 5% } waivable by compliance up to 8% for 1 year",
        },
      },
      prefer: firm(`${WAIVE} because "gift" approved by "CCO"`),
    },
  }),
  notWaivable: entry<{ limit: string }>({
    code: "MDT4010",
    severity: "error",
    name: "limit-that-grants-no-waiver",
    message: ({ limit }) => `\`${limit}\` grants no waiver`,
    help: "a limit that may be waived says so itself: `waivable by compliance up to 12% for 1 year`",
    page: {
      why: "A reader of a limit must see whether there are exceptions to it.",
      avoid: firm(
        'waive Firmly in account "a" up to 8% until 2099-06-30 because "gift" approved by "CCO"\nlimit Firmly { weight(AAPL) <= 5% }',
      ),
      prefer: firm(`${WAIVE} because "gift" approved by "CCO"`),
    },
  }),
  waiverIncomplete: entry<{ limit: string; missing: readonly string[] }>({
    code: "MDT4011",
    severity: "error",
    name: "waiver-incomplete",
    message: ({ limit, missing }) => `this waiver of \`${limit}\` has no ${missing.join(" and no ")}`,
    help: 'each waiver says why, who approved it, and its last day: `until 2027-06-30 because "…" approved by "…"`',
    page: {
      why: "An exception that nobody approved, or that never ends, is a change of policy.",
      avoid: firm(`${WAIVE} because "gift"`),
      prefer: firm(`${WAIVE} because "gift" approved by "CCO"`),
    },
  }),
  waiverExpired: entry<{ limit: string; until: string }>({
    code: "MDT4012",
    severity: "warning",
    name: "waiver-expired",
    message: ({ limit, until }) =>
      `this waiver of \`${limit}\` ended on \`${until}\` and has no effect any more`,
    help: "take it out, or have it approved anew",
    page: {
      why: "An account that relied on it is held to the limit again.",
      avoid: firm(`${WAIVE.replace("2099", "2020")} because "gift" approved by "CCO"`),
      prefer: firm(`${WAIVE} because "gift" approved by "CCO"`),
    },
  }),
  waiverEnding: entry<{ limit: string; until: string; days: number }>({
    code: "MDT4013",
    severity: "warning",
    name: "waiver-about-to-end",
    message: ({ limit, until, days }) =>
      `this waiver of \`${limit}\` ends on \`${until}\`, ${days === 0 ? "today" : days === 1 ? "tomorrow" : `in ${days} days`}`,
    page: { why: "After its last day the account is held to the limit again, whatever that costs in tax." },
  }),
  tiltRange: entry<{
    found: string;
    class: string;
    option: string;
    low?: string | undefined;
    high?: string | undefined;
  }>({
    code: "MDT4014",
    severity: "error",
    name: "tilt-out-of-range",
    message: ({ found, class: name, option, low, high }) =>
      `a tilt of \`${found}\` for \`${name}\` is outside what \`${option}\` allows: \`${low ?? "any"}\` to \`${high ?? "any"}\``,
    page: {
      why: "How far an account may lean away from its model is the firm's to say.",
      avoid: account("model Base tilt 8pp to Equity from FixedIncome"),
      prefer: account("model Base tilt 2pp to Equity from FixedIncome"),
    },
  }),
  noTilts: entry<Record<never, never>>({
    code: "MDT4015",
    severity: "error",
    name: "no-tilts-offered",
    message: () => "no menu of the firm's offers tilts",
    help: "a menu offers them by `option tilt for each class: pp in -5pp..5pp default 0pp set by advisor`",
    page: { why: "An account may lean away from its model only as far as a menu allows." },
  }),
  profilesDisagree: entry<{ option: string; first: string; second: string }>({
    code: "MDT4016",
    severity: "error",
    name: "profiles-that-disagree",
    message: ({ option, first, second }) =>
      `the profiles \`${first}\` and \`${second}\` choose \`${option}\` differently`,
    page: {
      why: "Of two profiles neither could win.",
      avoid: {
        text: 'profile One { choose Tax.sensitivity = high }\nprofile Two { choose Tax.sensitivity = none }\naccount "a" { profile One, Two }',
        layer: "advisor",
      },
      prefer: {
        text: 'profile One { choose Tax.sensitivity = high }\naccount "a" { profile One }',
        layer: "advisor",
      },
    },
  }),
  modelTwice: entry<{ found: string; first: string; layer: string; profile?: string }>({
    code: "MDT4017",
    severity: "error",
    name: "two-models",
    message: ({ found, first, layer, profile }) =>
      `${profile === undefined ? "this account" : `the profile \`${profile}\``} follows the model \`${first}\` already${layer === "" ? "" : `, by the ${layer}'s word`}, so it cannot follow \`${found}\``,
    page: {
      why: "An account has one target.",
      avoid: account("model Base  model Base"),
      prefer: account("model Base"),
    },
  }),
  badDefault: entry<{ option: string; missing: boolean; why: string }>({
    code: "MDT4018",
    severity: "error",
    name: "option-without-default",
    message: ({ option, missing, why }) =>
      missing ? `the option \`${option}\` has no default` : `the default of \`${option}\` ${why}`,
    help: ({ missing }) => (missing ? "say what holds where nobody chooses, or `default none`" : undefined),
    page: {
      why: "Most accounts choose nothing; what holds for them must be written down.",
      avoid: firm("menu Risk { option cap: percent in 20%..80% set by advisor }"),
      prefer: firm("menu Risk { option cap: percent in 20%..80% default 75% set by advisor }"),
    },
  }),
  notOffered: entry<{ found: string; option: string; offered: readonly string[] }>({
    code: "MDT4019",
    severity: "error",
    name: "not-offered",
    message: ({ found, option, offered }) =>
      `\`${found}\` is not among what \`${option}\` offers: ${series(offered, "or")}`,
    page: {
      why: "An account chooses from what the firm offers.",
      avoid: {
        text: 'list Own = securities where sector = "Energy"\naccount "a" { choose Screens.exclude = Own }',
        layer: "advisor",
      },
      prefer: account("choose Screens.exclude = Sin"),
    },
  }),
  misplacedClause: entry<{ clause: string; where: string }>({
    code: "MDT4020",
    severity: "error",
    name: "clause-outside-an-account",
    message: ({ clause, where }) =>
      `\`${clause}\` says nothing about all accounts together; it belongs ${where}`,
    page: {
      why: "A clause on its own in the firm's files binds every account.",
      avoid: firm("choose Tax.sensitivity = high"),
      prefer: firm("profile Careful { choose Tax.sensitivity = high }"),
    },
  }),
  missingPart: entry<{ clause: string; missing: string; example: string }>({
    code: "MDT4021",
    severity: "error",
    name: "clause-incomplete",
    message: ({ clause, missing, example }) =>
      `\`${clause}\` does not say ${missing}, such as \`${example}\``,
    page: {
      why: "Without it the clause could mean several things.",
      avoid: account("exclude Sin"),
      prefer: account("exclude Sin divest as taxes allow"),
    },
  }),
  notInLoop: entry<{ found: string; limit: string }>({
    code: "MDT4022",
    severity: "error",
    name: "limit-does-not-cover",
    message: ({ found, limit }) =>
      `\`${limit}\` does not limit \`${found}\`, so there is nothing to change for it`,
    page: {
      why: "`for` narrows a limit's `for each` to one of its items.",
      avoid: account("tighten SingleStock for BND to 3%"),
      prefer: account("tighten SingleStock for AAPL to 3%"),
    },
  }),
  maybeNone: entry<{ option: string }>({
    code: "MDT4023",
    severity: "warning",
    name: "option-may-be-none",
    message: ({ option }) =>
      `where nobody chooses \`${option}\`, it has no value and this clause says nothing`,
    help: ({ option }) => `say so for readers: \`when ${option} is chosen\``,
    page: { why: "A reader would believe that the limit holds for every account." },
  }),
  waiverDirection: entry<{ limit: string; floor: boolean; found: string }>({
    code: "MDT4024",
    severity: "error",
    name: "waiver-the-wrong-way",
    message: ({ limit, floor, found }) =>
      `\`${limit}\` is ${floor ? "a floor" : "a ceiling"}, so it is waived \`${floor ? "down to" : "up to"}\` and not \`${found}\``,
    page: {
      why: "Waived the other way, a limit would be tightened.",
      avoid: firm("limit Floor { weight(FixedIncome) >= 10% } waivable by compliance up to 20% for 1 year"),
      prefer: firm("limit Floor { weight(FixedIncome) >= 10% } waivable by compliance down to 5% for 1 year"),
    },
  }),
  pointlessWaiver: entry<{ limit: string; found: string; bound: string }>({
    code: "MDT4025",
    severity: "warning",
    name: "waiver-without-effect",
    message: ({ limit, found, bound }) =>
      `\`${limit}\` stands at \`${bound}\`, so \`${found}\` waives nothing`,
    page: { why: "A waiver that lifts nothing suggests that another level, or another limit, was meant." },
  }),
  profileTwice: entry<{ found: string }>({
    code: "MDT4026",
    severity: "warning",
    name: "profile-twice",
    message: ({ found }) => `this account has the profile \`${found}\` already`,
    page: { why: "A profile counts once." },
  }),
  reportedApproval: entry<{ on: string }>({
    code: "MDT4027",
    severity: "warning",
    name: "approval-in-the-future",
    message: ({ on }) => `this approval is dated \`${on}\`, which is still to come`,
    page: { why: "A waiver's time counts from its approval, so a date in the future would lengthen it." },
  }),
  unknownSetter: entry<{ found: string }>({
    code: "MDT4028",
    severity: "error",
    name: "unknown-layer",
    message: ({ found }) =>
      `\`${found}\` sets no options; they are set by \`advisor\`, by \`client\`, or by both`,
    page: {
      why: "Who may choose decides whose files the compiler accepts a choice in.",
      avoid: firm("menu Risk { option cap: percent in 20%..80% default 75% set by adviser }"),
      prefer: firm("menu Risk { option cap: percent in 20%..80% default 75% set by advisor }"),
    },
  }),
  tiltTwice: entry<{ option: string; first: string }>({
    code: "MDT4030",
    severity: "error",
    name: "two-options-for-tilts",
    message: ({ option, first }) =>
      `\`${first}\` is the option for tilts already, so \`${option}\` cannot be another`,
    page: {
      why: "`tilt` names no option, so there is one `for each class` in a project, and its range is what a tilt keeps to.",
      avoid: firm("menu More { option tilt for each class: pp in -9pp..9pp default 0pp set by advisor }"),
      prefer: firm("menu More { option room: pp in 0pp..9pp default 0pp set by advisor }"),
    },
  }),
  grantNotYours: entry<{ limit: string }>({
    code: "MDT4031",
    severity: "error",
    name: "grant-not-yours",
    message: ({ limit }) =>
      `only the firm grants waivers, and only of its own limits, so \`${limit}\` of an account cannot be \`waivable\``,
    help: "who may change this limit may change its level",
    page: {
      why: "A waiver lifts what the firm demands, for a while; the limits of an account are its author's own.",
      avoid: account("limit Own { weight(AAPL) <= 4% } waivable by compliance up to 6% for 1 year"),
      prefer: account("limit Own { weight(AAPL) <= 4% }"),
    },
  }),
  nothingToChoose: entry<{ option: string; kind: "choice" | "lists" }>({
    code: "MDT4034",
    severity: "error",
    name: "nothing-to-choose",
    message: ({ option, kind }) =>
      `the option \`${option}\` offers no ${kind === "choice" ? "case" : "list"}, so there is nothing to choose`,
    help: ({ kind }) =>
      kind === "choice"
        ? "name what may be chosen: `choice { low = 0, high = 1 }`"
        : "name what may be chosen: `lists of { Sin, FossilFuel }`",
    page: {
      why: "An option that offers nothing reads as if accounts differed in it.",
      avoid: firm("menu Risk { option mood: choice { } default none set by advisor }"),
      prefer: firm("menu Risk { option mood: choice { calm = 0, bold = 1 } default calm set by advisor }"),
    },
  }),
  limitOfProfiles: entry<{ limit: string; profiles: readonly string[]; followed: boolean }>({
    code: "MDT4033",
    severity: "error",
    name: "limit-of-which-profile",
    message: ({ limit, profiles, followed }) => {
      const named = profiles.map((profile) => `\`${profile}\``).join(" and ");
      return followed
        ? `\`${limit}\` is a limit of the profiles ${named}, so it is unclear which is tightened`
        : `\`${limit}\` is a limit of ${profiles.length === 1 ? "the profile" : "the profiles"} ${named}, which this block does not name`;
    },
    help: ({ profiles, followed }) =>
      followed
        ? "write a limit of the account's own instead: both hold, and so does the tighter"
        : `name the profile first: \`profile ${profiles[0] ?? ""}\``,
    page: {
      why: "A limit inside a profile belongs to it, so only who follows the profile has that limit to tighten.",
      avoid: {
        text: 'account "a" { tighten Fewer to 20% }',
        layer: "advisor",
        files: { "firm/calm.mandate": "profile Calm { limit Fewer { turnover <= 30% } }" },
      },
      prefer: {
        text: 'account "a" { profile Calm  tighten Fewer to 20% }',
        layer: "advisor",
        files: { "firm/calm.mandate": "profile Calm { limit Fewer { turnover <= 30% } }" },
      },
    },
  }),
  clauseEnded: entry<{ clause: string; until: string }>({
    code: "MDT4032",
    severity: "warning",
    name: "clause-has-ended",
    message: ({ clause, until }) => `\`${clause}\` ended on \`${until}\` and has no effect any more`,
    help: "take it out, or give it a later day",
    page: { why: "What has ended protects nothing, however much a reader relies on it." },
  }),
  tiltsAreNotChosen: entry<{ option: string }>({
    code: "MDT4029",
    severity: "error",
    name: "tilts-are-not-chosen",
    message: ({ option }) => `\`${option}\` is used class by class: write \`tilt 2pp to … from …\``,
    page: {
      why: "A tilt takes from one class what it gives to another, so it needs both.",
      avoid: account("choose Allocation.tilt = 2pp"),
      prefer: account("model Base tilt 2pp to Equity from FixedIncome"),
    },
  }),
  waiverCovered: entry<{ limit: string; account: string; same: boolean; level: string; until: string }>({
    code: "MDT4035",
    severity: "warning",
    name: "waiver-inside-another",
    message: ({ limit, account, same, level, until }) =>
      same
        ? `\`${limit}\` is waived in account \`"${account}"\` to \`${level}\` until \`${until}\` already, so this waiver says it a second time`
        : `this waiver of \`${limit}\` adds nothing: another one in account \`"${account}"\` goes to \`${level}\` until \`${until}\``,
    help: "of several waivers the loosest counts as long as it runs: keep that one, or put in the security or account that was meant",
    page: {
      why: "Whoever takes one of the two back believes the exception to be over, and it is not.",
      avoid: firm(
        `${WAIVE} because "gift" approved by "CCO"\n${WAIVE.replace("10%", "8%")} because "gift" approved by "CCO"`,
      ),
      prefer: firm(
        `${WAIVE} because "gift" approved by "CCO"\n${WAIVE.replace("AAPL", "MSFT")} because "gift" approved by "CCO"`,
      ),
    },
  }),
  nothingTraded: entry<{ found: string }>({
    code: "MDT4036",
    severity: "warning",
    name: "nothing-may-be-traded",
    message: ({ found }) => `\`${found}\` lets nothing be traded in any run, whatever else is asked for`,
    help: "say how much a run may trade, such as `trade at most 20% per run`; what shall not move at all is said in words: `never buy securities  never sell securities`",
    page: {
      why: "No drift is ever corrected and no cash ever raised, and a limit that is missed today stays missed.",
      avoid: account("trade at most 0% per run"),
      prefer: account("trade at most 20% per run"),
    },
  }),
  cashIsNotTraded: entry<{ clause: string; found: string; instead: string }>({
    code: "MDT4037",
    severity: "warning",
    name: "cash-is-not-traded",
    message: ({ clause, found }) =>
      `\`${clause}\` is about nothing that is traded: cash is neither bought nor sold, and no security is of the class \`${found}\``,
    help: ({ instead }) => `how much cash there may be is said by ${instead}`,
    page: {
      why: "Cash is what trades leave over; a reader would believe that this clause holds some of it, or keeps it away.",
      avoid: account("never buy Cash"),
      prefer: account("limit LittleCash { weight(Cash) <= 5% }"),
    },
  }),
  clauseTwice: entry<{ clause: string; first: string; effect: "none" | "stricter" | "sum" }>({
    code: "MDT4038",
    severity: "warning",
    name: "clause-twice",
    message: ({ clause, first, effect }) =>
      effect === "stricter"
        ? `\`${clause}\` stands beside \`${first}\`: both hold, so the looser of the two says nothing`
        : effect === "sum"
          ? `\`${clause}\` is said here already, and the two add up`
          : `\`${clause}\` is said here already`,
    help: ({ effect }) =>
      effect === "sum"
        ? "take one out; where both are meant, say their sum once, or give each its own reason"
        : "keep the one that is meant",
    page: {
      why: "Whoever later changes or takes out one of the two believes that this is all there is to it.",
      avoid: account("never buy AAPL  never buy AAPL"),
      prefer: account("never buy AAPL  never buy MSFT"),
    },
  }),
  asksNothing: entry<{ found: string; amount: string; does: string }>({
    code: "MDT4039",
    severity: "warning",
    name: "asks-for-nothing",
    message: ({ found, amount, does }) => `\`${found}\` ${does}: \`${amount}\` is nothing`,
    help: "put in the amount that is meant, or take it out",
    page: {
      why: "A reader takes it for something that holds.",
      avoid: account("reserve cash 0%"),
      prefer: account("reserve cash 2%"),
    },
  }),
};
