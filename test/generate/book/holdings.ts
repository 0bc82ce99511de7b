/** What one account holds: lots by the shape asked for, and the purchases of the past weeks that made some of them. */
import { modelLeaves } from "../project/models.ts";
import type { ModelPlan, SecurityPlan } from "../project/plan.ts";
import { decimal } from "../project/write.ts";
import type { Random } from "../random.ts";
import { acquiredOn, daysFrom, recently } from "./dates.ts";
import type { ActivityCells, LotCells, Shape } from "./tables.ts";

export interface HoldingScope {
  readonly random: Random;
  readonly asOf: string;
  readonly bySymbol: ReadonlyMap<string, SecurityPlan>;
}

/** Dollars by symbol for a shape, out of `value`; what is left over is cash. */
export function holdingsOf(
  { random, bySymbol }: HoldingScope,
  shape: Shape,
  model: ModelPlan,
  value: number,
): Map<string, number> {
  const held = new Map<string, number>();
  const add = (symbol: string, dollars: number): void => {
    if (dollars > 0) held.set(symbol, (held.get(symbol) ?? 0) + dollars);
  };
  const all = [...bySymbol.keys()];
  const follow = (noise: number, part: number): void => {
    for (const leaf of modelLeaves(model)) {
      const members = leaf.members.map(({ symbol }) => symbol);
      const factor = 1 + noise * (2 * random.fraction() - 1);
      for (const symbol of random.chance(0.2) ? members : [random.pick(members)]) {
        add(symbol, (leaf.target * value * part * Math.max(0, factor)) / (members.length > 1 ? 1.5 : 1));
      }
    }
  };
  switch (shape) {
    case "near the model":
      follow(0.03, 1);
      break;
    case "drifted":
    case "blocked":
      follow(0.7, 0.95);
      break;
    case "concentrated":
      add(random.pick(all), value * (0.4 + 0.5 * random.fraction()));
      follow(0.3, 0.1);
      break;
    case "legacy positions":
      for (const symbol of random.some(all, random.integer(1, 8)))
        add(symbol, (value * random.fraction()) / 6);
      follow(0.3, 0.3);
      break;
    case "scattered":
      for (const symbol of all)
        if (random.chance(0.6)) add(symbol, (value * 0.9 * random.fraction()) / all.length);
      break;
    case "tiny":
      add(random.pick(all), value);
      break;
    case "all cash":
      break;
  }
  return held;
}

/** Shares of a holding: whole ones, or as finely as the security trades; some broken by reinvested dividends. */
function quantityOf(random: Random, security: SecurityPlan, dollars: number): number {
  const increment = Number(security.increment === "" ? "1" : security.increment);
  const raw = dollars / security.price;
  const fine = random.chance(0.1) ? 0.001 : increment;
  return Math.floor(raw / fine) * fine;
}

/** Lots of one holding: gains, losses, and lots at cost, at days where terms turn. */
export function lotsOf(
  { random, asOf }: HoldingScope,
  account: string,
  security: SecurityPlan,
  dollars: number,
  most: number,
): { readonly lots: LotCells[]; readonly activity: ActivityCells[] } {
  const lots: LotCells[] = [];
  const activity: ActivityCells[] = [];
  const count = random.integer(1, most);
  for (let place = 1; place <= count; place++) {
    const quantity = quantityOf(random, security, dollars / count);
    if (quantity <= 0) continue;
    const acquired = acquiredOn(random, asOf);
    const factor = random.pick([0.05, 0.4, 0.8, 0.97, 1, 1.02, 1.2, 1.7]) * (0.95 + 0.1 * random.fraction());
    const unitCost = Math.max(0.01, security.price * (random.chance(0.05) ? 1 : factor));
    const cells = { account, symbol: security.symbol, quantity: decimal(quantity, 4) };
    if (cells.quantity === "0") continue;
    lots.push({
      ...cells,
      lot: random.chance(0.9) ? `${security.symbol}-${place}` : "",
      unit_cost: decimal(unitCost, 4),
      acquired,
    });
    // Nearly all that was bought in the window is in the activity too; the rest was transferred in.
    if (acquired >= daysFrom(asOf, -61) && random.chance(0.9)) {
      const side = random.chance(0.2) ? "reinvest" : "buy";
      activity.push({ ...cells, date: acquired, side, price: decimal(unitCost, 4), gain: "" });
    }
  }
  return { lots, activity };
}

/** Sales of the past weeks, at gains and losses; a `blocked` account sold some of what its model wants at a loss. */
export function salesOf(
  { random, asOf, bySymbol }: HoldingScope,
  account: string,
  shape: Shape,
  model: ModelPlan,
): ActivityCells[] {
  const sale = (symbol: string, gain: number, date: string): ActivityCells => ({
    account,
    symbol,
    date,
    side: "sell",
    quantity: decimal(random.integer(1, 50), 0),
    price: decimal(bySymbol.get(symbol)?.price ?? 1, 2),
    gain: random.chance(0.95) ? decimal(gain, 2) : "",
  });
  if (shape === "blocked") {
    const wanted = modelLeaves(model).flatMap((leaf) => leaf.members.map(({ symbol }) => symbol));
    return random
      .some([...new Set(wanted)], Math.ceil(wanted.length / 3))
      .map((symbol) => sale(symbol, -random.integer(1, 900), daysFrom(asOf, -random.integer(1, 29))));
  }
  const symbols = random.chance(0.4) ? random.some([...bySymbol.keys()], random.integer(1, 3)) : [];
  return symbols.map((symbol) => sale(symbol, random.integer(-9_000, 9_000) / 10, recently(random, asOf)));
}
