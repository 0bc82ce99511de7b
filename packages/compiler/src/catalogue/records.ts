/**
 * MDT72xx: everything that can be wrong with a record of a book, one code and one sentence each. Codes are kept for
 * good: they stand in `quarantine.jsonl` and in other people's filters. The sentence says what is wrong and what to do;
 * file, row and value stand beside it in the quarantine. The book is read by the runtime; the numbers stand here, so
 * that none means two things.
 */
import { meant } from "./entry.ts";

/** What each sentence needs to know, by name of the fault. */
export interface RecordFaults {
  unknownSymbol: {
    readonly symbol: string;
    readonly universe: boolean;
    readonly nearest: string | undefined;
  };
  badCusip: { readonly symbol: string; readonly cusip: string; readonly why: string };
  missingPrice: { readonly symbol: string };
  zeroPrice: { readonly symbol: string };
  negativePrice: { readonly symbol: string; readonly price: string };
  stalePrice: {
    readonly symbol: string;
    readonly date: string;
    readonly age: number;
    readonly limit: number;
  };
  priceJump: { readonly symbol: string; readonly from: string; readonly to: string; readonly limit: string };
  futurePrice: { readonly symbol: string; readonly date: string; readonly asOf: string };
  badDate: { readonly column: string; readonly text: string };
  unknownModel: { readonly model: string; readonly nearest: string | undefined };
  unknownProfile: { readonly profile: string; readonly nearest: string | undefined };
  unknownOption: { readonly option: string; readonly nearest: string | undefined };
  unknownRegistration: { readonly registration: string; readonly nearest: string | undefined };
  notANumber: { readonly column: string; readonly text: string };
  outOfRange: { readonly column: string; readonly text: string };
  negativeQuantity: { readonly text: string };
  zeroQuantity: Record<never, never>;
  futureLot: { readonly date: string; readonly asOf: string };
  missingBasis: Record<never, never>;
  negativeBasis: { readonly text: string };
  duplicateAccount: { readonly account: string; readonly rows: string };
  duplicateSecurity: { readonly symbol: string; readonly rows: string };
  duplicateLot: { readonly lot: string; readonly rows: string };
  unknownAccount: { readonly account: string; readonly nearest: string | undefined };
  wrongEncoding: Record<never, never>;
  truncatedLine: { readonly cells: number; readonly columns: number };
  tooManyCells: { readonly cells: number; readonly columns: number };
  openQuote: Record<never, never>;
  longRecord: { readonly limit: number };
  controlCharacter: { readonly character: string };
  missingCell: { readonly column: string };
  unknownClass: { readonly symbol: string; readonly class: string; readonly nearest: string | undefined };
  otherClass: { readonly symbol: string; readonly class: string; readonly universe: string };
  badTradingTerms: { readonly column: string; readonly text: string; readonly range: string };
  badRate: { readonly column: string; readonly text: string };
  negativeCarry: { readonly column: string; readonly text: string };
  noValue: { readonly value: string };
  unknownSide: { readonly side: string };
  futureActivity: { readonly date: string; readonly asOf: string };
  unpricedTarget: { readonly symbol: string; readonly model: string };
  householdActivity: { readonly other: string; readonly household: string };
  lostLots: { readonly row: number };
  badRisk: { readonly why: string };
  noExposure: { readonly symbol: string };
  negativePriceOfActivity: { readonly text: string };
  noModel: Record<never, never>;
  notAFlag: { readonly column: string; readonly text: string };
  more: { readonly more: number };
  largeHousehold: { readonly household: string; readonly accounts: number; readonly most: number };
}

export type RecordFaultName = keyof RecordFaults;

interface RecordFault<P> {
  /** `MDT7201` */
  readonly code: string;
  readonly sentence: (params: P) => string;
}

export const recordFaults: { readonly [N in RecordFaultName]: RecordFault<RecordFaults[N]> } = {
  unknownSymbol: {
    code: "MDT7201",
    sentence: ({ symbol, universe, nearest }) =>
      `\`${symbol}\` is not in the ${universe ? "project's universe" : "book's securities"}${meant(nearest)}`,
  },
  badCusip: {
    code: "MDT7202",
    sentence: ({ symbol, cusip, why }) => `the CUSIP \`${cusip}\` of \`${symbol}\` cannot be right: ${why}`,
  },
  missingPrice: { code: "MDT7203", sentence: ({ symbol }) => `\`${symbol}\` has no price` },
  zeroPrice: { code: "MDT7204", sentence: ({ symbol }) => `\`${symbol}\` has a price of zero` },
  negativePrice: {
    code: "MDT7205",
    sentence: ({ symbol, price }) => `\`${symbol}\` has a negative price, \`${price}\``,
  },
  stalePrice: {
    code: "MDT7206",
    sentence: ({ symbol, date, age, limit }) =>
      `the price of \`${symbol}\` is of ${date}, ${age} business days old; at most ${limit} are allowed`,
  },
  priceJump: {
    code: "MDT7207",
    sentence: ({ symbol, from, to, limit }) =>
      `the price of \`${symbol}\` went from ${from} to ${to} since the previous book, more than ${limit}; a split, or a slip?`,
  },
  futurePrice: {
    code: "MDT7208",
    sentence: ({ symbol, date, asOf }) =>
      `the price of \`${symbol}\` is of ${date}, after the day of the run, ${asOf}`,
  },
  badDate: {
    code: "MDT7209",
    sentence: ({ column, text }) => `\`${text}\` in \`${column}\` is no date; write it as 2026-11-20`,
  },
  unknownModel: {
    code: "MDT7210",
    sentence: ({ model, nearest }) => `no model is called \`${model}\`${meant(nearest)}`,
  },
  unknownProfile: {
    code: "MDT7211",
    sentence: ({ profile, nearest }) => `no profile is called \`${profile}\`${meant(nearest)}`,
  },
  unknownOption: {
    code: "MDT7212",
    sentence: ({ option, nearest }) => `no menu has an option \`${option}\`${meant(nearest)}`,
  },
  unknownRegistration: {
    code: "MDT7213",
    sentence: ({ registration, nearest }) =>
      `\`${registration}\` is no registration (\`taxable\`, \`traditional\`, \`roth\` or \`exempt\`)${meant(nearest)}`,
  },
  notANumber: {
    code: "MDT7214",
    sentence: ({ column, text }) =>
      `\`${text}\` in \`${column}\` is no plain decimal number such as 1234.56 (no separators, signs of money or exponents)`,
  },
  outOfRange: {
    code: "MDT7215",
    sentence: ({ column, text }) =>
      `\`${text}\` in \`${column}\` is beyond what an account can hold (15 digits before the point, 20 after it)`,
  },
  negativeQuantity: {
    code: "MDT7216",
    sentence: ({ text }) => `the quantity is negative, \`${text}\`; short positions are not supported`,
  },
  zeroQuantity: { code: "MDT7217", sentence: () => "the quantity is zero" },
  futureLot: {
    code: "MDT7218",
    sentence: ({ date, asOf }) => `the lot was acquired on ${date}, after the day of the run, ${asOf}`,
  },
  missingBasis: { code: "MDT7219", sentence: () => "the lot has no cost basis (`unit_cost` is empty)" },
  negativeBasis: { code: "MDT7220", sentence: ({ text }) => `the unit cost is negative, \`${text}\`` },
  duplicateAccount: {
    code: "MDT7221",
    sentence: ({ account, rows }) => `account \`${account}\` is there more than once, in rows ${rows}`,
  },
  duplicateSecurity: {
    code: "MDT7222",
    sentence: ({ symbol, rows }) => `security \`${symbol}\` is there more than once, in rows ${rows}`,
  },
  duplicateLot: {
    code: "MDT7223",
    sentence: ({ lot, rows }) => `the account has lot \`${lot}\` more than once, in rows ${rows}`,
  },
  unknownAccount: {
    code: "MDT7224",
    sentence: ({ account, nearest }) => `account \`${account}\` is not among the accounts${meant(nearest)}`,
  },
  wrongEncoding: {
    code: "MDT7225",
    sentence: () => "the row has bytes that are not UTF-8; save the file as UTF-8, not in a Windows encoding",
  },
  truncatedLine: {
    code: "MDT7226",
    sentence: ({ cells, columns }) =>
      `the row ends after ${cells} of ${columns} cells; it was cut off, or cells are missing`,
  },
  tooManyCells: {
    code: "MDT7227",
    sentence: ({ cells, columns }) =>
      `the row has ${cells} cells where the header has ${columns}; a comma inside a cell needs quotes around the cell`,
  },
  openQuote: {
    code: "MDT7228",
    sentence: () => "a quoted cell is not closed, or goes on after its closing quote",
  },
  longRecord: {
    code: "MDT7229",
    sentence: ({ limit }) => `the row is longer than ${limit} bytes`,
  },
  controlCharacter: {
    code: "MDT7230",
    sentence: ({ character }) => `the row has a control character (${character})`,
  },
  missingCell: { code: "MDT7231", sentence: ({ column }) => `\`${column}\` is empty` },
  unknownClass: {
    code: "MDT7232",
    sentence: ({ symbol, class: name, nearest }) =>
      `the asset class \`${name}\` of \`${symbol}\` is none of the policies' leaf classes${meant(nearest)}`,
  },
  otherClass: {
    code: "MDT7233",
    sentence: ({ symbol, class: name, universe }) =>
      `\`${symbol}\` has the asset class \`${name}\` here but \`${universe}\` in the project's universe`,
  },
  badTradingTerms: {
    code: "MDT7234",
    sentence: ({ column, text, range }) => `\`${text}\` makes no sense as \`${column}\`: it must be ${range}`,
  },
  badRate: {
    code: "MDT7235",
    sentence: ({ column, text }) =>
      `\`${text}\` makes no sense as \`${column}\`: rates are fractions from 0 to 1 (37 % is 0.37)`,
  },
  negativeCarry: {
    code: "MDT7236",
    sentence: ({ column, text }) =>
      `\`${column}\` is negative, \`${text}\`; loss carry-forwards are written as positive dollars`,
  },
  noValue: {
    code: "MDT7237",
    sentence: ({ value }) => `the account's value is ${value}; it must be more than zero`,
  },
  unknownSide: {
    code: "MDT7238",
    sentence: ({ side }) => `\`${side}\` is no side (\`buy\`, \`sell\` or \`reinvest\`)`,
  },
  futureActivity: {
    code: "MDT7239",
    sentence: ({ date, asOf }) => `the activity is of ${date}, after the day of the run, ${asOf}`,
  },
  unpricedTarget: {
    code: "MDT7240",
    sentence: ({ symbol, model }) =>
      `the model \`${model}\` asks for \`${symbol}\`, which has no row in the book's securities`,
  },
  householdActivity: {
    code: "MDT7241",
    sentence: ({ other, household }) =>
      `account \`${other}\` of the same household \`${household}\` has recent activity that cannot be read, so wash sales cannot be told`,
  },
  lostLots: {
    code: "MDT7242",
    sentence: ({ row }) =>
      `the file breaks off in row ${row}; the account has no lots in what is left, and may have had some in what is lost`,
  },
  badRisk: { code: "MDT7243", sentence: ({ why }) => `the risk model cannot be used: ${why}` },
  noExposure: {
    code: "MDT7244",
    sentence: ({ symbol }) => `the risk model has no usable row for \`${symbol}\``,
  },
  negativePriceOfActivity: {
    code: "MDT7245",
    sentence: ({ text }) => `the price of the activity is not more than zero, \`${text}\``,
  },
  noModel: {
    code: "MDT7246",
    sentence: () => "no model is named, neither here nor in the account's policies",
  },
  notAFlag: {
    code: "MDT7247",
    sentence: ({ column, text }) =>
      `\`${text}\` in \`${column}\` is neither true nor false: write \`1\` or \`0\``,
  },
  more: {
    code: "MDT7248",
    sentence: ({ more }) =>
      `${more.toLocaleString("en-US")} more ${more === 1 ? "fault was" : "faults were"} found, beginning here, too many to list: see whether the file belongs to this book, and whether its columns are the right ones`,
  },
  largeHousehold: {
    code: "MDT7249",
    sentence: ({ household, accounts, most }) =>
      `household \`${household}\` has ${accounts.toLocaleString("en-US")} accounts, and at most ${most.toLocaleString("en-US")} are solved together; if it stands for no household, leave the cell empty`,
  },
};
