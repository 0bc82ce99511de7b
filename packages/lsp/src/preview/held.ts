/** What an account holds, class by class. */
import type { Bundle } from "@mandate/compiler";
import type { AccountView } from "@mandate/runtime";

interface Weights {
  /** fractions of the account */
  readonly before: number;
  readonly after: number;
}

export interface Held {
  readonly ofClass: (name: string) => Weights;
  readonly ofSecurities: (symbols: readonly string[]) => Weights;
}

/** The fixed name of the class whose weight counts the cash too (language.md, "Authority"). */
const CASH = "Cash";

export function heldOf(bundle: Bundle, { holdings, cash }: AccountView): Held {
  const parents = new Map(bundle.classes.map(({ name, parent }) => [name, parent]));
  const classes = new Map(bundle.universe.map((one) => [one.symbol, one.class]));
  const bySymbol = new Map<string, Weights>();
  const byClass = new Map<string, Weights>();
  const add = (name: string, more: Weights): void => {
    for (let at: string | undefined = name; at !== undefined; at = parents.get(at))
      byClass.set(at, sum(byClass.get(at), more));
  };
  add(CASH, { before: cash.weightBefore, after: cash.weightAfter });
  for (const { symbol, before, after } of holdings) {
    const weights = { before: before.weight, after: after.weight };
    bySymbol.set(symbol, weights);
    const name = classes.get(symbol);
    if (name !== undefined) add(name, weights);
  }
  return {
    ofClass: (name) => byClass.get(name) ?? { before: 0, after: 0 },
    ofSecurities: (symbols) =>
      symbols.reduce((total, symbol) => sum(total, bySymbol.get(symbol)), { before: 0, after: 0 }),
  };
}

function sum(a: Weights | undefined, b: Weights | undefined): Weights {
  return {
    before: (a?.before ?? 0) + (b?.before ?? 0),
    after: (a?.after ?? 0) + (b?.after ?? 0),
  };
}
