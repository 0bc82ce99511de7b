/** Damaged books: each kind of damage done to one record or file of a good little book, and what must come of it. */
import { type BookFiles, SYMBOLS } from "./bundle.ts";

export interface DamagedBook {
  /** `lots: negative quantity @ row 14` */
  readonly name: string;
  readonly files: Readonly<Record<string, string | Uint8Array>>;
  /** the damaged record as it must stand in the quarantine or the warnings; absent: the whole book is refused */
  readonly record?: { readonly file: string; readonly row: number; readonly code: string };
  /** accounts that may be put aside; all others must be read as if nothing had happened */
  readonly touched: readonly string[];
}

type Cells = Readonly<Record<string, string>>;

interface Kind {
  readonly name: string;
  readonly file: string;
  readonly code: string;
  /** cells replaced, by column */
  readonly cells?: Cells;
  /** or what becomes of the line */
  readonly line?: (line: string) => string | Uint8Array;
  /** the record cannot be told from another's, so that nobody is touched for sure */
  readonly anonymous?: boolean;
}

const bytes = (text: string): Uint8Array => Buffer.from(text, "latin1");

/** Damages that any table can suffer. */
function structural(file: string): Kind[] {
  return [
    {
      file,
      name: "truncated in the last cells",
      code: "MDT7226",
      line: (l) => l.split(",").slice(0, -2).join(","),
    },
    {
      file,
      name: "truncated after the key",
      code: "MDT7226",
      line: (l) => l.split(",").slice(0, 2).join(","),
    },
    { file, name: "one cell too many", code: "MDT7227", line: (l) => `${l},extra` },
    { file, name: "a thousand cells too many", code: "MDT7227", line: (l) => l + ",x".repeat(1000) },
    { file, name: "two lines run together", code: "MDT7227", line: (l) => `${l}${l}` },
    { file, name: "an unclosed quote", code: "MDT7228", line: (l) => l.replace(",", ',"') },
    { file, name: "text after a closing quote", code: "MDT7228", line: (l) => l.replace(",", ',"a"b') },
    { file, name: "a NUL", code: "MDT7230", line: (l) => `${l}\0` },
    { file, name: "an escape character", code: "MDT7230", line: (l) => l.replace(",", ",\u001b[31m") },
    { file, name: "Windows-1252", code: "MDT7225", line: (l) => bytes(`${l}\u00fc`) },
    { file, name: "half a UTF-8 character", code: "MDT7225", line: (l) => bytes(`${l}\u00c3`) },
    { file, name: "a cell of two megabytes", code: "MDT7229", line: (l) => `${l}${"9".repeat(2 << 20)}` },
  ];
}

/** A number column, and what a cell of it may have instead of a number. */
function numbers(file: string, column: string): Kind[] {
  const bad: [string, string, string][] = [
    ["NaN", "NaN", "MDT7214"],
    ["infinite", "-inf", "MDT7214"],
    ["in hexadecimal", "0x1F", "MDT7214"],
    ["with an exponent", "1e308", "MDT7214"],
    ["with separators", "1 000", "MDT7214"],
    ["of 400 digits", "9".repeat(400), "MDT7215"],
    ["a formula", "=1+1", "MDT7214"],
    ["in dollars", "$12.50", "MDT7214"],
    ["a word", "n/a", "MDT7214"],
  ];
  return bad.map(([what, text, code]) => ({
    file,
    name: `${column} ${what}`,
    code,
    cells: { [column]: text },
  }));
}

const one = (file: string, name: string, code: string, cells: Cells): Kind => ({ file, name, code, cells });

/** Every kind of damage that stays with one record. */
const kinds: readonly Kind[] = [
  ...["securities.csv", "accounts.csv", "lots.csv", "activity.csv"].flatMap(structural),
  ...numbers("securities.csv", "price"),
  ...numbers("accounts.csv", "cash"),
  ...numbers("lots.csv", "quantity"),
  ...numbers("lots.csv", "unit_cost"),
  ...numbers("activity.csv", "quantity"),
  one("securities.csv", "no price", "MDT7203", { price: "" }),
  one("securities.csv", "price of zero", "MDT7204", { price: "0.00" }),
  one("securities.csv", "negative price", "MDT7205", { price: "-10" }),
  one("securities.csv", "stale price", "MDT7206", { price_date: "2026-11-13" }),
  one("securities.csv", "price of the future", "MDT7208", { price_date: "2099-01-01" }),
  one("securities.csv", "impossible price date", "MDT7209", { price_date: "2026-02-30" }),
  one("securities.csv", "no price date", "MDT7231", { price_date: "" }),
  one("securities.csv", "wrong check digit", "MDT7202", { cusip: "037833101" }),
  one("securities.csv", "short CUSIP", "MDT7202", { cusip: "37833100" }),
  one("securities.csv", "unknown class", "MDT7232", { asset_class: "Stonks" }),
  one("securities.csv", "negative spread", "MDT7234", { spread: "-0.1" }),
  one("securities.csv", "spread of 5", "MDT7234", { spread: "5" }),
  one("securities.csv", "increment of zero", "MDT7234", { increment: "0" }),
  one("accounts.csv", "unknown model", "MDT7210", { model: "Corre" }),
  one("accounts.csv", "no model", "MDT7246", { model: "" }),
  one("accounts.csv", "unknown profile", "MDT7211", { profile: "Carefull" }),
  one("accounts.csv", "unknown registration", "MDT7213", { registration: "Taxable" }),
  one("accounts.csv", "no registration", "MDT7231", { registration: "" }),
  one("accounts.csv", "no cash", "MDT7231", { cash: "" }),
  one("accounts.csv", "rate in percent", "MDT7235", { st_rate: "37" }),
  one("accounts.csv", "negative rate", "MDT7235", { lt_rate: "-0.2" }),
  one("accounts.csv", "negative carry-forward", "MDT7236", { carry_short: "-5" }),
  one("accounts.csv", "more debt than holdings", "MDT7237", { cash: "-999999999" }),
  one("lots.csv", "unknown symbol", "MDT7201", { symbol: "ZZZZ" }),
  one("lots.csv", "no symbol", "MDT7231", { symbol: "" }),
  one("lots.csv", "negative quantity", "MDT7216", { quantity: "-3" }),
  one("lots.csv", "quantity of zero", "MDT7217", { quantity: "0" }),
  one("lots.csv", "no quantity", "MDT7231", { quantity: "" }),
  one("lots.csv", "no cost basis", "MDT7219", { unit_cost: "" }),
  one("lots.csv", "negative cost", "MDT7220", { unit_cost: "-1" }),
  one("lots.csv", "acquired tomorrow", "MDT7218", { acquired: "2026-11-21" }),
  one("lots.csv", "impossible date", "MDT7209", { acquired: "2019-13-01" }),
  one("lots.csv", "American date", "MDT7209", { acquired: "01/02/2019" }),
  one("lots.csv", "no date", "MDT7231", { acquired: "" }),
  { ...one("lots.csv", "no account", "MDT7231", { account: "" }), anonymous: true },
  { ...one("lots.csv", "unknown account", "MDT7224", { account: "9999" }), anonymous: true },
  one("lots.csv", "swapped cells", "MDT7214", { quantity: "AAA", symbol: "10" }),
  one("activity.csv", "unknown side", "MDT7238", { side: "short" }),
  one("activity.csv", "of the future", "MDT7239", { date: "2027-01-01" }),
  one("activity.csv", "no date", "MDT7231", { date: "" }),
  one("activity.csv", "price of zero", "MDT7245", { price: "0" }),
  one("activity.csv", "unknown symbol", "MDT7201", { symbol: "ZZZZ" }),
  { ...one("activity.csv", "unknown account", "MDT7224", { account: "9999" }), anonymous: true },
];

/** A small generator with a seed (mulberry32, public domain), so that a corpus can be made again. */
function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

const rowsOf = (text: string): string[] => text.split("\n").slice(0, -1);

/** Whom a record of the little book touches, its household where activity is concerned. */
function touchedBy(files: BookFiles, kind: Kind, cells: readonly string[]): string[] {
  const all = (name: string): string[][] =>
    rowsOf(files[name] ?? "")
      .slice(1)
      .map((line) => line.split(","));
  const [key] = cells;
  if (kind.file === "securities.csv") {
    const models = key === "GGG" ? ["Income"] : SYMBOLS.slice(0, 3).some((s) => s === key) ? ["Core"] : [];
    const holders = all("lots.csv").flatMap((lot) => (lot[2] === key ? [lot[0] ?? ""] : []));
    const followers = all("accounts.csv").flatMap((row) =>
      models.includes(row[4] ?? "") ? [row[0] ?? ""] : [],
    );
    return [...new Set([...holders, ...followers])].sort();
  }
  const account = key ?? "";
  // The row itself still touches its account where only the id in it was replaced: the true owner cannot be known.
  if (kind.anonymous === true) return [];
  if (kind.file !== "activity.csv") return [account];
  const household = all("accounts.csv").find((row) => row[0] === account)?.[2];
  return all("accounts.csv").flatMap((row) => (row[2] === household ? [row[0] ?? ""] : []));
}

/** One kind of damage at one row (the header is row 1). */
function damage(files: BookFiles, kind: Kind, row: number): DamagedBook {
  const lines = rowsOf(files[kind.file] ?? "");
  const header = (lines[0] ?? "").split(",");
  const line = lines[row - 1] ?? "";
  const cells = line.split(",");
  const changed: string | Uint8Array =
    kind.line?.(line) ?? header.map((name, at) => kind.cells?.[name] ?? cells[at] ?? "").join(",");
  const encoded = [...lines.slice(0, row - 1), changed, ...lines.slice(row)].map((each) =>
    Buffer.concat([Buffer.from(each), Buffer.from("\n")]),
  );
  return {
    name: `${kind.file.replace(".csv", "")}: ${kind.name} @ row ${row}`,
    files: { ...files, [kind.file]: Buffer.concat(encoded) },
    record: { file: kind.file, row, code: kind.code },
    touched: touchedBy(files, kind, cells),
  };
}

/** Every kind of damage at `positions` rows each, chosen by the seed: the corpus of damaged books. */
export function damagedBooks(files: BookFiles, seed: number, positions = 1): DamagedBook[] {
  const next = random(seed);
  return kinds.flatMap((kind) =>
    Array.from({ length: positions }, () => {
      const rows = rowsOf(files[kind.file] ?? "").length - 1;
      return damage(files, kind, 2 + Math.floor(next() * rows));
    }),
  );
}

/** Whole files that nobody could read: the book is refused with one sentence. */
export function refusedBooks(files: BookFiles): DamagedBook[] {
  const header = (file: string): string => rowsOf(files[file] ?? "")[0] ?? "";
  const refused = (name: string, changed: Readonly<Record<string, string | Uint8Array>>): DamagedBook => ({
    name,
    files: { ...files, ...changed },
    touched: [],
  });
  const tables = ["securities.csv", "accounts.csv", "lots.csv"];
  return [
    ...tables.map((file) => refused(`${file} is empty`, { [file]: "" })),
    ...tables.map((file) => refused(`${file} is zeros`, { [file]: new Uint8Array(5000) })),
    ...tables.map((file) =>
      refused(`${file} is UTF-16 without a mark`, { [file]: Buffer.from(files[file] ?? "", "utf16le") }),
    ),
    ...tables.map((file) =>
      refused(`${file} has semicolons`, { [file]: (files[file] ?? "").replaceAll(",", ";") }),
    ),
    ...tables.map((file) =>
      refused(`${file} has a million columns`, { [file]: `${header(file)}${",x".repeat(1_000_000)}\n` }),
    ),
    ...tables.map((file) =>
      refused(`${file} has a column twice`, {
        [file]: (files[file] ?? "").replace(/^[^,]+,[^,]+/, "symbol,symbol"),
      }),
    ),
    ...tables.map((file) =>
      refused(`${file} lacks its first column`, {
        [file]: (files[file] ?? "").replaceAll(/^[^,\n]*,/gm, ""),
      }),
    ),
    refused("securities without rows", { "securities.csv": `${header("securities.csv")}\n` }),
    refused("accounts without rows", { "accounts.csv": `${header("accounts.csv")}\n` }),
    refused("accounts in Windows-1252", {
      "accounts.csv": bytes((files["accounts.csv"] ?? "").replaceAll("Account ", "K\u00f6nig ")),
    }),
    refused("a header in Windows-1252", {
      "lots.csv": bytes((files["lots.csv"] ?? "").replace("\n", ",Gr\u00f6\u00dfe\n")),
    }),
  ];
}
