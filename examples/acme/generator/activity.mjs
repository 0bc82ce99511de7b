import { weekdayBefore } from "./dates.mjs";
import { ALTERNATE } from "./models.mjs";
import { priceOf } from "./universe.mjs";

/** Days before the book's day on which bond funds paid, and their dividends as a share of the holding. */
const PAYDAYS = [46, 15];
const DIVIDEND = 0.003;
const PAYERS = ["BND", "VTEB", "AGG", "MUB"];

const past = (random, symbol) => priceOf(symbol) * random.between(0.97, 1.02);

/** Reinvested dividends of a bond fund: activity, and a small lot each. */
export function reinvest(random, account, weights) {
  const symbol = PAYERS.find((payer) => weights[payer] !== undefined);
  if (symbol === undefined || !random.chance(0.3)) return [];
  return PAYDAYS.map((days) => {
    const price = past(random, symbol).toFixed(2);
    const quantity = ((weights[symbol] * account.value * DIVIDEND) / Number(price)).toFixed(3);
    return purchase(account, symbol, weekdayBefore(days), "reinvest", quantity, price);
  });
}

/** A deposit of the last two months that went into the account's largest fund. */
export function invest(random, account, weights) {
  const symbol = ["VTI", "BND"].find((fund) => weights[fund] !== undefined);
  if (symbol === undefined || !random.chance(0.1)) return [];
  const price = past(random, symbol).toFixed(2);
  const quantity = Math.max(1, Math.floor((account.value * random.between(0.005, 0.02)) / Number(price)));
  return [purchase(account, symbol, weekdayBefore(random.integer(3, 58)), "buy", quantity, price)];
}

/** A loss taken lately: the fund sold, its alternate bought on the same day. Worth `weight` of the account. */
export function harvest(random, account, symbol, weight) {
  const date = weekdayBefore(random.integer(4, 40));
  const price = past(random, symbol);
  const quantity = Math.floor((weight * account.value) / price);
  const loss = -quantity * price * random.between(0.03, 0.11);
  const alternate = ALTERNATE[symbol];
  const cost = past(random, alternate).toFixed(2);
  const bought = Math.floor((weight * account.value) / Number(cost));
  return [
    sale(account, symbol, date, quantity, price, loss, "short"),
    purchase(account, alternate, date, "buy", bought, cost),
  ];
}

/** Sales of earlier this year, most of them long-term gains. */
export function realise(random, account) {
  if (!random.chance(0.3)) return [];
  const symbol = random.pick(["VOO", "VTI", "VXUS", "VEA"]);
  const price = priceOf(symbol) * random.between(0.82, 0.95);
  const quantity = Math.max(1, Math.floor((account.value * random.between(0.005, 0.03)) / price));
  const gain = quantity * price * random.between(-0.05, 0.4);
  return [sale(account, symbol, weekdayBefore(random.integer(75, 310)), quantity, price, gain, "long")];
}

function purchase({ account }, symbol, date, side, quantity, price) {
  return { account, symbol, date, side, quantity, price };
}

function sale({ account }, symbol, date, quantity, price, gain, term) {
  return {
    account,
    symbol,
    date,
    side: "sell",
    quantity,
    price: price.toFixed(2),
    gain: gain.toFixed(2),
    term,
  };
}
