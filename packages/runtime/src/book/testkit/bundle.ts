/** A small bundle, and a good book for it, as texts that tests may damage. */
import type { Bundle, ModelNode, Source } from "@mandate/compiler";

const source: Source = { file: "firm/firm.mandate", line: 1, column: 1, start: 0, end: 0, layer: "firm" };

const holding = (target: string, ...symbols: string[]): ModelNode => ({
  node: "holding",
  members: symbols.map((symbol) => ({ symbol, rate: "0" })),
  share: target,
  target,
  source,
});

/** Symbols of the little universe: two classes of stocks, one of bonds. */
export const SYMBOLS = ["AAA", "BBB", "CCC", "DDD", "EEE", "FFF", "GGG", "HHH"] as const;

const classOf = (index: number): string => (index < 6 ? "Stocks" : "Bonds");

/** Models: `Core` targets AAA and BBB with CCC as an alternate, `Income` targets GGG; EEE, FFF and HHH are in none. */
export function littleBundle(): Bundle {
  return {
    format: 1,
    name: "little",
    universe: SYMBOLS.map((symbol, index) => ({
      symbol,
      name: `${symbol} Inc.`,
      class: classOf(index),
      issuer: symbol,
      group: symbol,
      attributes: {},
    })),
    attributes: [],
    accountColumns: [],
    classes: ["Stocks", "Bonds"].map((name) => ({ name, leaf: true, set: 0, source })),
    sets: [],
    lists: {},
    equivalents: [],
    models: [
      { name: "Core", nodes: [holding("0.6", "AAA"), holding("0.4", "BBB", "CCC")], source },
      { name: "Income", nodes: [holding("1", "GGG")], source },
    ],
    objective: { drift: [] },
    menus: [
      {
        name: "Tax",
        source,
        options: [
          {
            name: "Tax.gains_budget",
            type: { type: "money" },
            forEachClass: false,
            default: { kind: "none" },
            setBy: ["advisor"],
            source,
          },
        ],
      },
    ],
    clauses: [],
    preferences: [],
    edits: [],
    adjustments: [],
    profiles: [
      {
        name: "Careful",
        layer: "firm",
        block: {
          source,
          profiles: [],
          choices: [],
          edits: [],
          clauses: [],
          preferences: [],
          adjustments: [],
        },
      },
    ],
    waivers: [],
    accounts: [],
    households: [],
    washSalesAllowed: false,
    tests: [],
  };
}

/** The files of a book by name; the text of each ends with a newline. */
export type BookFiles = Readonly<Record<string, string>>;

export const AS_OF = "2026-11-20";

/** A good book of `count` accounts, three lots each, two accounts a household. */
export function littleBook(count = 12): BookFiles {
  const securities = SYMBOLS.map(
    (symbol, index) => `${symbol},${symbol} Inc.,,${classOf(index)},${10 * (index + 1)}.50,${AS_OF},0.0004,1`,
  );
  const accounts: string[] = [];
  const lots: string[] = [];
  const activity: string[] = [];
  for (let at = 0; at < count; at += 1) {
    const id = String(1001 + at);
    const taxable = at % 3 !== 2;
    const model = at % 2 === 0 ? "Core" : "Income";
    const rates = taxable ? "0.37,0.2,-120.50,300" : "0,0,0,0";
    accounts.push(
      `${id},Account ${id},H${Math.floor(at / 2)},${taxable ? "taxable" : "roth"},${model},${1000 + at}.25,${rates},0,0,${at % 4 === 0 ? "Careful" : ""},${at % 5 === 0 ? "10000" : ""}`,
    );
    for (let lot = 0; lot < 3; lot += 1) {
      const symbol = SYMBOLS[(at * 3 + lot) % SYMBOLS.length];
      lots.push(`${id},L${lot},${symbol},${10 + lot}.5,${12 + at}.1234,2019-0${1 + lot}-1${lot}`);
    }
    activity.push(`${id},${SYMBOLS[at % SYMBOLS.length]},2026-11-1${at % 10},buy,5,20.25,`);
  }
  const file = (header: string, rows: readonly string[]): string => `${[header, ...rows].join("\n")}\n`;
  return {
    "securities.csv": file("symbol,name,cusip,asset_class,price,price_date,spread,increment", securities),
    "accounts.csv": file(
      "account,name,household,registration,model,cash,st_rate,lt_rate,ytd_short,ytd_long,carry_short,carry_long,profile,Tax.gains_budget",
      accounts,
    ),
    "lots.csv": file("account,lot,symbol,quantity,unit_cost,acquired", lots),
    "activity.csv": file("account,symbol,date,side,quantity,price,gain", activity),
  };
}
