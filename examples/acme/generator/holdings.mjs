import { weekdayBefore, yearsSince } from "./dates.mjs";
import { ALTERNATE, MODELS } from "./models.mjs";
import { priceOf, SECURITIES } from "./universe.mjs";

const BONDS = new Set(["CoreBond", "Municipal", "Inflation", "ShortTerm", "ForeignBond", "Credit"]);
const byKey = new Map(SECURITIES.map((security) => [security.symbol, security]));
const isBond = (symbol) => BONDS.has(byKey.get(symbol).asset_class);

/** What came in kind: other funds of about the same classes. */
const LEGACY_EQUITY = { VOO: 0.3, IVV: 0.14, VTV: 0.16, QQQ: 0.06, IJR: 0.1, VXUS: 0.24 };
const LEGACY_BONDS = { VBTLX: 0.62, VCIT: 0.38 };

/** Weights of an account's holdings today, by symbol; what is left to 1 is cash. */
export function drawWeights(random, account) {
  const { cast } = account;
  if (cast.cash === true) return {};
  const model = MODELS[account.model];
  const cash =
    account.profile === "Retiree" ? random.between(0.042, 0.055) : model.cash + random.between(-0.006, 0.016);
  const equity = model.equity * random.between(0.96, 1.035);
  const mixes = cast.transition ? [LEGACY_EQUITY, LEGACY_BONDS] : [model.equityMix, model.bondMix];
  const weights = { ...drifted(random, mixes[0], equity), ...drifted(random, mixes[1], 1 - cash - equity) };
  const odd = cast.stock ?? cast.extra ?? drawExtra(random, account);
  return odd === undefined ? weights : replaced(weights, odd, account.model);
}

/** `mix` scaled to add up to `total`, each part a tenth up or down from where the model puts it. */
function drifted(random, mix, total) {
  const parts = Object.entries(mix).map(([symbol, weight]) => [symbol, weight * random.between(0.9, 1.1)]);
  const sum = parts.reduce((all, [, weight]) => all + weight, 0);
  return Object.fromEntries(parts.map(([symbol, weight]) => [symbol, (weight / sum) * total]));
}

/** One account in eight without a story holds a little of something that research does not cover. */
function drawExtra(random, account) {
  if (Object.keys(account.cast).length > 0 || !random.chance(0.12)) return undefined;
  return [random.pick(["MO", "LVS", "BA", "C", "VOO"]), random.between(0.008, 0.02)];
}

/** `symbol` in place of as much of the large-company or core-bond part, spread over its members. */
function replaced(weights, [symbol, weight], modelName) {
  const { equityMix, bondMix } = MODELS[modelName];
  const place = isBond(symbol) ? Object.keys(bondMix).slice(0, 1) : Object.keys(equityMix).filter(isLarge);
  const room = place.reduce((sum, member) => sum + weights[member], 0);
  const scaled = place.map((member) => [member, weights[member] * (1 - weight / room)]);
  return { ...weights, ...Object.fromEntries(scaled), [symbol]: (weights[symbol] ?? 0) + weight };
}

const isLarge = (symbol) => byKey.get(symbol).asset_class === "USLarge";

/** The tax lots of a holding worth about `value`: one to four, of different ages and costs. */
export function drawLots(random, { account, cast }, symbol, value) {
  const quantity = Math.floor(value / priceOf(symbol));
  const direct = byKey.get(symbol).fund === 0;
  const count = Math.min(quantity, direct ? random.integer(1, 2) : random.integer(1, 4));
  const old = cast.stock?.[0] === symbol;
  let left = quantity;
  return (count === 0 ? [] : random.shares(count)).map((share, index) => {
    const part = index === count - 1 ? left : Math.floor(quantity * share);
    left -= part;
    // Nothing here is younger than the window of 61 days: recent purchases come with their activity.
    const acquired = weekdayBefore(
      old ? random.integer(2600, 4200) : random.integer(64, random.chance(0.4) ? 420 : 3600),
    );
    return { account, symbol, quantity: part, unit_cost: drawCost(random, symbol, acquired), acquired };
  });
}

/** What a share cost then: today's price less a steady growth since, and luck. Some lots are under water. */
function drawCost(random, symbol, acquired) {
  const years = yearsSince(acquired);
  const stock = byKey.get(symbol).fund === 0;
  if (byKey.get(symbol).asset_class === "Cash") return priceOf(symbol).toFixed(4);
  const growth = isBond(symbol) ? 0.004 : stock ? 0.17 : 0.12;
  const luck = isBond(symbol)
    ? random.between(0.94, 1.1)
    : stock
      ? random.between(0.72, 1.3)
      : random.between(0.88, 1.12);
  return ((priceOf(symbol) / (1 + growth * years)) * luck).toFixed(4);
}

/** The alternate takes a fund's place in `weights`: its loss was harvested lately. */
export function swapped(weights, symbol) {
  const { [symbol]: weight, ...rest } = weights;
  return { ...rest, [ALTERNATE[symbol]]: weight };
}
