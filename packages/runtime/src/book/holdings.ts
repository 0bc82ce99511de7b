/** All lots once, account by account: every bad record found, and every account whose value is nothing. */
import { nearest } from "@mandate/compiler";
import { fault } from "./codes.ts";
import { chunks, type Workbench } from "./database.ts";
import { LOT_COLUMNS, type LotReader } from "./lots.ts";
import { blameDamaged, sortByOwner } from "./owners.ts";
import type { Placed, Quarantine } from "./quarantine.ts";
import type { Roster } from "./roster.ts";
import type { Securities } from "./securities.ts";
import type { Imported } from "./source/imported.ts";

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

/**
 * Checks `lots` and leaves it on the workbench sorted by account.
 * @returns places of accounts whose value may not be more than zero, to be worked out exactly
 */
export async function checkLots(
  bench: Workbench,
  imported: Imported,
  roster: Roster,
  securities: Securities,
  symbols: SymbolCheck,
  read: LotReader,
  quarantine: Quarantine,
): Promise<number[]> {
  await sortByOwner(bench, imported, LOT_COLUMNS, roster, quarantine);
  const { file } = imported;
  const value = Float64Array.from(roster.cash);
  const held = new Uint8Array(roster.entries.length);
  let [current, account] = [-1, ""];
  let rows = new Map<string, number[]>();
  const closeAccount = (): void => {
    for (const [lot, places] of rows) {
      if (places.length < 2) continue;
      for (const row of places) {
        quarantine.put(account, {
          fault: fault("duplicateLot", { lot, rows: places.join(", ") }, lot),
          file,
          row,
        });
      }
    }
    rows = new Map();
  };
  const sql = `SELECT place, row, account, ${LOT_COLUMNS.join(", ")} FROM lots WHERE place IS NOT NULL`;
  for await (const chunk of chunks(bench.connection, sql)) {
    for (let at = 0; at < chunk.rows; at += 1) {
      const place = chunk.number(0, at);
      if (place !== current) {
        closeAccount();
        current = place;
        account = chunk.text(2, at);
        held[place] = 1;
      }
      const row = chunk.number(1, at);
      const lot = read(
        chunk.text(3, at),
        chunk.text(4, at),
        chunk.text(5, at),
        chunk.text(6, at),
        chunk.text(7, at),
      );
      for (const found of lot.faults) quarantine.put(account, { fault: found, file, row });
      if (lot.lot !== "") {
        const places = rows.get(lot.lot);
        if (places === undefined) rows.set(lot.lot, [row]);
        else places.push(row);
      }
      if (lot.symbol === "") continue;
      const trouble = symbols.of(lot.symbol);
      if (trouble === "unknown") quarantine.put(account, { fault: symbols.unknown(lot.symbol), file, row });
      else for (const placed of trouble) quarantine.put(account, placed);
      const price = securities.good.get(lot.symbol)?.price;
      if (price !== undefined && lot.value !== undefined) {
        value[place] = (value[place] ?? 0) + price.toNumber() * lot.value.quantity.toNumber();
      }
    }
  }
  closeAccount();
  await blameDamaged(bench, imported, roster, quarantine);
  if (imported.brokenOff !== undefined)
    await blameLost(bench, imported, imported.brokenOff, roster, held, quarantine);
  // Floats are good to a cent at any size that `cells.ts` lets through only below 1e13; a dollar leaves room.
  return [...value.keys()].filter(
    (place) => (value[place] ?? 0) < 1 + 1e-9 * Math.abs(roster.cash[place] ?? 0),
  );
}

/**
 * A file of lots that breaks off in the middle of a record has lost what came after it. In a file sorted like the book
 * those are the lots of the accounts after the last one read: such an account without a single lot is not known to
 * have none.
 */
async function blameLost(
  bench: Workbench,
  { file, damaged }: Imported,
  row: number,
  roster: Roster,
  held: Uint8Array,
  quarantine: Quarantine,
): Promise<void> {
  const found = await bench.connection.runAndReadAll(
    `SELECT max(place), count(*) FILTER (place < before) FROM (SELECT place, lag(place) OVER (ORDER BY row) AS before FROM lots WHERE place IS NOT NULL)`,
  );
  const [last, unsorted] = found.getRows()[0] ?? [];
  if (typeof last !== "number" || Number(unsorted) > 0) return;
  const value = damaged.at(-1)?.cells.join(",") ?? "";
  for (let place = last + 1; place < roster.entries.length; place += 1) {
    const account = roster.entries[place]?.account;
    if (account === undefined || held[place] === 1) continue;
    quarantine.put(account, { fault: fault("lostLots", { row }, value), file, row });
  }
}
