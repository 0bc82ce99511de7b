import { AS_OF } from "./dates.mjs";
import { FUNDS } from "./funds.mjs";
import { STOCKS } from "./stocks.mjs";

/** What a policy sees of a security; the book adds the day's price. */
export const DESCRIPTIVE = [
  "symbol",
  "name",
  "cusip",
  "asset_class",
  "sector",
  "issuer",
  "identical_to",
  "spread",
  "increment",
  "fund",
  "tobacco",
  "gambling",
  "weapons",
  "fossil_fuel",
  "expense_ratio",
];

const rowsOf = (table) =>
  table
    .trim()
    .split("\n")
    .map((line) => line.split("|").map((cell) => cell.trim()));

const funds = rowsOf(FUNDS).map(
  ([symbol, name, asset_class, cusip, price, spread, expense, identical, legacy]) => ({
    symbol,
    name,
    cusip,
    asset_class,
    sector: "Fund",
    identical_to: identical,
    spread: (Number(spread) / 10_000).toFixed(5),
    // Mutual funds, which have no spread, trade in thousandths; ETFs and stocks in whole shares.
    increment: spread === "0" ? "0.001" : "1",
    fund: 1,
    tobacco: 0,
    gambling: 0,
    weapons: 0,
    fossil_fuel: 0,
    expense_ratio: expense,
    price,
    legacy: legacy === "legacy",
  }),
);

const stocks = rowsOf(STOCKS).map(([symbol, name, sector, cusip, price, cap, issuer, flags, legacy]) => ({
  symbol,
  name,
  cusip,
  asset_class: "USLarge",
  sector,
  issuer,
  // Two share classes of one issuer count as substantially identical.
  identical_to: issuer === "ALPHABET" ? issuer : "",
  spread: "0.00030",
  increment: "1",
  fund: 0,
  tobacco: Number(flags === "t"),
  gambling: Number(flags === "g"),
  weapons: Number(flags === "w"),
  fossil_fuel: Number(flags === "f"),
  expense_ratio: "0",
  price,
  cap: Number(cap),
  legacy: legacy === "legacy",
}));

/** All securities by symbol, with the book's price and its date. */
export const SECURITIES = [...funds, ...stocks]
  .map((security) => ({ ...security, price_date: AS_OF }))
  .sort((a, b) => (a.symbol < b.symbol ? -1 : 1));

export const priceOf = (symbol) => Number(SECURITIES.find((security) => security.symbol === symbol).price);

/** What research covers: everything that is not a client's legacy. */
export const APPROVED = SECURITIES.filter((security) => !security.legacy);

/**
 * The direct-index sleeve: sixty stocks by the square root of their capitalisation, which caps the largest
 * without a rule of its own. Six decimals; the largest takes what rounding leaves, so that they add up to 1.
 */
export function directSleeve() {
  const members = stocks.filter((stock) => !stock.legacy);
  const roots = members.map((stock) => Math.sqrt(stock.cap));
  const total = roots.reduce((sum, root) => sum + root, 0);
  const millionths = roots.map((root) => Math.round((root / total) * 1e6));
  const largest = millionths.indexOf(Math.max(...millionths));
  millionths[largest] += 1e6 - millionths.reduce((sum, weight) => sum + weight, 0);
  return members.map((stock, index) => ({
    symbol: stock.symbol,
    weight: (millionths[index] / 1e6).toFixed(6),
  }));
}
