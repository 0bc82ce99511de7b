/** Symbols that records name, judged by the day's securities. */
import { nearest } from "@mandate/compiler";
import { fault } from "./codes.ts";
import type { Placed } from "./faultList.ts";
import type { Securities } from "./securities.ts";

export interface SymbolCheck {
  /** what keeps a symbol from being held: its own row's faults, or that it is unknown; none if all is well */
  readonly of: (symbol: string) => readonly Placed[] | "unknown";
  /** the fault of a record that names an unknown symbol */
  readonly unknown: (symbol: string) => ReturnType<typeof fault>;
}

/** Judges symbols by the securities of the day; `exposures` are faults of the risk model where policies look at it. */
export function symbolCheck(
  securities: Securities,
  universe: ReadonlySet<string>,
  exposures: ReadonlyMap<string, Placed>,
): SymbolCheck {
  const meant = new Map<string, string | undefined>();
  return {
    of: (symbol) => {
      const bad = securities.bad.get(symbol);
      if (bad !== undefined) return bad;
      if (!securities.good.has(symbol)) return "unknown";
      const exposure = exposures.get(symbol);
      return exposure === undefined ? [] : [exposure];
    },
    unknown: (symbol) => {
      if (!meant.has(symbol))
        meant.set(symbol, meant.size < 1000 ? nearest(symbol, securities.good.keys()) : undefined);
      const inBook = securities.named.has(symbol) && !universe.has(symbol);
      return fault("unknownSymbol", { symbol, universe: inBook, nearest: meant.get(symbol) }, symbol);
    },
  };
}
