import { type Amount, type Decimal, Exact, exactAmount } from "./exact.ts";

/** A split in numbers: `fresh` new shares for `old` old ones, from `day` on. */
export interface SplitTerms {
  readonly day: number;
  readonly fresh: Decimal;
  readonly old: Decimal;
}

/** The splits of each symbol. */
export type SplitTable = ReadonlyMap<string, readonly SplitTerms[]>;

/** New and old shares of a ratio (`2`, `"3:2"`, `"1:10"`), or undefined where it is not one of two numbers above 0. */
export function ratioTerms(ratio: Amount): { fresh: Decimal; old: Decimal } | undefined {
  const [first, second, ...more] = typeof ratio === "string" ? ratio.split(":") : [ratio, "1"];
  const fresh = exactAmount(typeof first === "string" ? first.trim() : (first ?? ""));
  const old = exactAmount((second ?? "1").trim());
  if (fresh === undefined || old === undefined || more.length > 0) return undefined;
  return fresh.gt(0) && old.gt(0) ? { fresh, old } : undefined;
}

/**
 * How many units one share of `symbol` on `day` is. A unit is a fraction of the company that no split changes, chosen so
 * that shares become units by multiplication alone: a 1-for-3 reverse split stays exact.
 */
export function unitsAShare(splits: SplitTable, symbol: string, day: number): Decimal {
  let units: Decimal = new Exact(1);
  for (const split of splits.get(symbol) ?? [])
    units = units.times(split.day <= day ? split.old : split.fresh);
  return units;
}
