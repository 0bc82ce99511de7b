import { CAST, DESKS, HOUSEHOLDS } from "./cast.mjs";

const SIZES = [2, 1, 3];
const REGISTRATIONS = ["taxable", "traditional", "roth"];
const TITLES = { traditional: "IRA", roth: "Roth IRA", exempt: "foundation" };
const RISKS = [
  "Conservative",
  "Moderate",
  "Moderate",
  "Balanced",
  "Balanced",
  "Balanced",
  "Growth",
  "Growth",
  "Aggressive",
];
/** Marginal rates on short- and long-term gains, by bracket. */
const RATES = [
  ["0.24", "0.15"],
  ["0.32", "0.15"],
  ["0.35", "0.20"],
  ["0.37", "0.20"],
  ["0.408", "0.238"],
];

/** The 120 accounts, numbered from 1001, household by household; cash is set with the holdings. */
export function createAccounts(random) {
  const accounts = [];
  HOUSEHOLDS.forEach((household, index) => {
    const rates = random.pick(RATES);
    const risk = random.pick(RISKS);
    const retired = (risk === "Conservative" || risk === "Moderate") && random.chance(0.4);
    for (let member = 0; member < SIZES[index % 3]; member += 1) {
      const account = String(1001 + accounts.length);
      accounts.push(createAccount(random, account, { household, index, member, rates, risk, retired }));
    }
  });
  return accounts;
}

function createAccount(random, account, { household, index, member, rates, risk, retired }) {
  const cast = CAST[account] ?? {};
  const story = CAST[account] !== undefined;
  // Every other household of one account is an individual's IRA.
  const alone = SIZES[index % 3] === 1;
  const registration = cast.registration ?? REGISTRATIONS[alone ? Math.floor(index / 3) % 2 : member];
  const taxable = registration === "taxable";
  const drawn = random.between(0.06, 1) * random.between(0.3, 1) * (taxable ? 1_600_000 : 800_000);
  // To the cent, as a custodian's statement would have it.
  const value = Math.round(100 * (cast.value ?? drawn) * random.between(0.98, 1.02)) / 100;
  const title = TITLES[registration] ?? (index % 2 === 0 ? "joint" : "trust");
  return {
    account,
    name: `${household}, ${title}`,
    household,
    advisor: DESKS[Math.floor((index * DESKS.length) / HOUSEHOLDS.length)],
    registration,
    model: cast.model ?? modelFor(risk, value, taxable, rates),
    st_rate: taxable ? rates[0] : "0",
    lt_rate: taxable ? rates[1] : "0",
    profile: cast.profile ?? (story || !retired ? "" : "Retiree"),
    value,
    cast,
    ...(story ? cast.choices : choicesFor(random, taxable, retired)),
    carry_long: taxable && random.chance(0.12) ? random.integer(4, 90) * 250 : 0,
  };
}

/** The variant of a risk model that suits the account's size and taxation. */
function modelFor(risk, value, taxable, [shortRate]) {
  if (value < 100_000) return "Starter";
  if (taxable && risk === "Growth" && value > 550_000) return "GrowthDirect";
  const highBracket = taxable && Number(shortRate) >= 0.35;
  return highBracket && (risk === "Balanced" || risk === "Conservative") ? `${risk}Muni` : risk;
}

/** What an advisor chose from the menus for an account that has no block of its own. */
function choicesFor(random, taxable, retired) {
  const budget = taxable && !retired && random.chance(0.35);
  return {
    "Tax.sensitivity": taxable && !retired && random.chance(0.35) ? random.pick(["none", "high"]) : "",
    "Tax.gains_budget": budget ? random.pick([5000, 10000, 15000, 25000, 40000]) : "",
    "Tax.defer_short_term": taxable && random.chance(0.25) ? "on" : "",
    // A budget beside a raised floor or a reserve could leave nothing to sell; an advisor would not choose both.
    "Liquidity.cash_floor": !budget && !retired && random.chance(0.1) ? random.pick(["0.02", "0.03"]) : "",
    "Screens.exclude": random.chance(0.15) ? random.pick(["Sin", "Weapons", "FossilFuel"]) : "",
  };
}
