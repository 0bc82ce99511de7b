import { createAccounts } from "./accounts.mjs";
import { harvest, invest, realise, reinvest } from "./activity.mjs";
import { drawLots, drawWeights, swapped } from "./holdings.mjs";
import { ALTERNATE, MODELS } from "./models.mjs";
import { priceOf, SECURITIES } from "./universe.mjs";

/** The whole book: accounts, lots and activity, all of it sound. */
export function createBook(random) {
  const book = { accounts: [], lots: [], activity: [] };
  for (const account of createAccounts(random)) {
    const { lots, activity } = drawPositions(random, account);
    assertInsideBands(account, lots);
    book.accounts.push({ ...account, cash: cashOf(account, lots), ...realised(activity) });
    book.lots.push(...lots);
    book.activity.push(...activity);
  }
  book.lots = book.lots.map((lot, index, all) => ({ ...lot, lot: `${lot.symbol}-${ordinal(all, index)}` }));
  book.activity.sort(
    (a, b) => compare(a.account, b.account) || compare(a.date, b.date) || compare(a.side, b.side),
  );
  return book;
}

const compare = (a, b) => (a < b ? -1 : a > b ? 1 : 0);

/** The how-manieth lot of its security in its account this is, from 1. */
function ordinal(lots, index) {
  const { account, symbol } = lots[index];
  return 1 + lots.slice(0, index).filter((lot) => lot.account === account && lot.symbol === symbol).length;
}

function drawPositions(random, account) {
  const taxable = account.registration === "taxable";
  const target = drawWeights(random, account);
  const plain = Object.keys(account.cast).length === 0;
  const lossy = plain && taxable && random.chance(0.25);
  const fund = lossy
    ? random.pick(Object.keys(target).filter((symbol) => ALTERNATE[symbol] !== undefined))
    : undefined;
  const weights = fund === undefined ? target : swapped(target, fund);
  const activity = [
    ...(taxable && Object.keys(weights).length > 0 ? realise(random, account) : []),
    ...(fund === undefined ? [] : harvest(random, account, fund, target[fund])),
    ...reinvest(random, account, weights),
    ...(fund === undefined ? invest(random, account, weights) : []),
  ];
  const recent = activity.filter(({ side }) => side !== "sell").map(lotOf);
  const older = Object.entries(weights).flatMap(([symbol, weight]) => {
    const bought = recent
      .filter((lot) => lot.symbol === symbol)
      .reduce((sum, lot) => sum + Number(lot.quantity), 0);
    return drawLots(random, account, symbol, Math.max(0, weight * account.value - bought * priceOf(symbol)));
  });
  const lots = [...older, ...recent].sort(
    (a, b) => compare(a.symbol, b.symbol) || compare(a.acquired, b.acquired),
  );
  return { lots, activity };
}

const lotOf = ({ account, symbol, date, quantity, price }) => ({
  account,
  symbol,
  quantity,
  unit_cost: price,
  acquired: date,
});

const marketValue = (lots) => lots.reduce((sum, lot) => sum + Number(lot.quantity) * priceOf(lot.symbol), 0);

/** What the holdings leave of the account's value, to the cent. */
const cashOf = (account, lots) => (account.value - marketValue(lots)).toFixed(2);

/** The year's gains so far, as the custodian reports them beside the activity. */
function realised(activity) {
  const sum = (term) =>
    activity.filter((row) => row.term === term).reduce((all, row) => all + Number(row.gain), 0);
  return { ytd_short: sum("short").toFixed(2), ytd_long: sum("long").toFixed(2), carry_short: 0 };
}

/** Every account but new money starts inside its model's bands, so that standing still is always permitted. */
function assertInsideBands(account, lots) {
  if (lots.length === 0) return;
  const { equity, band } = MODELS[account.model];
  const classes = new Map(SECURITIES.map(({ symbol, asset_class }) => [symbol, asset_class]));
  const equities = ["USLarge", "USSmall", "Developed", "Emerging"].concat("RealEstate");
  const share = marketValue(lots.filter((lot) => equities.includes(classes.get(lot.symbol)))) / account.value;
  const cash = Number(cashOf(account, lots)) / account.value;
  const outside = Math.abs(share - equity) > band - 0.005 || cash < 0.011 || cash > 0.079;
  if (outside)
    throw new Error(
      `account ${account.account} starts outside its bands: ${share} in equities, ${cash} in cash`,
    );
}
