/**
 * Lots that lie in their file by account, in the book's order: looked at once, a block at a time, and never copied. What
 * the database finds plainly good needs no second look; the rest is judged row by row, as lots of any other file are.
 */
import { fault } from "./codes.ts";
import { chunks, literal, type Workbench } from "./database.ts";
import { putDuplicates, rowList } from "./duplicates.ts";
import { LOT_COLUMNS, type LotReader } from "./lots.ts";
import { putOrphans, unknownOwner } from "./owners.ts";
import { Quarantine } from "./quarantine.ts";
import type { Roster } from "./roster.ts";
import { column, type Imported } from "./source/imported.ts";
import type { LaidLots } from "./source/laid.ts";
import type { SymbolCheck } from "./symbols.ts";

/** Where each account's lots are: rows of the file, from 0, by the account's place. */
export interface LotPlaces {
  readonly first: Int32Array;
  /** 0 where the account has none */
  readonly count: Int32Array;
}

export interface Surveyed {
  readonly places: LotPlaces;
  /** what holdings come to by place, roughly */
  readonly worth: Float64Array;
  /** bad records and whom they put aside */
  readonly found: Quarantine;
}

/** Rows that are looked at together: a few of the file's own groups. */
const BLOCK = 1 << 18;

/** A text of an id as nearly all are: nothing that `control.ts` looks for, and no space around it. */
const PLAIN = "[!-~\\x{A1}-\\x{10FFFF}]([ -~\\x{A0}-\\x{10FFFF}]*[!-~\\x{A1}-\\x{10FFFF}])?";
const plain = /^[!-~\u{A1}-\u{10FFFF}](?:[ -~\u{A0}-\u{10FFFF}]*[!-~\u{A1}-\u{10FFFF}])?$/u;

/** The table of priced symbols that `holdings.ts` leaves on the workbench is called so. */
export const PRICED = "priced";

/** What makes a lot plainly good; `laid.test.ts` shows that the judge accepts all that this lets through. */
function plainlyGood({ quantity, unitCost, acquired }: LaidLots, asOf: string): string {
  return `g.c0 IS NOT NULL AND ${quantity.read} > 0 AND ${unitCost.read} >= 0
    AND ${acquired} BETWEEN DATE '1900-01-01' AND DATE ${literal(asOf)}`;
}

interface Group {
  readonly account: string;
  readonly first: number;
  readonly last: number;
  readonly count: number;
  /** a lot's id is not plain */
  readonly odd: boolean;
  readonly suspect: boolean;
  readonly twice: boolean;
  readonly worth: number;
}

/** A block's rows, account by account, in the order of their first rows. */
async function groupsOf(
  bench: Workbench,
  laid: LaidLots,
  asOf: string,
  from: number,
  to: number,
): Promise<readonly Group[]> {
  const { account, symbol, lot, quantity } = laid;
  const id = `nullif(${lot}, '')`;
  const sql = `SELECT ${account} AS account, min(file_row_number), max(file_row_number), count(*),
      bool_or(${lot} <> '' AND NOT regexp_full_match(${lot}, '${PLAIN}')), bool_or((${plainlyGood(laid, asOf)}) IS NOT TRUE),
      coalesce(list_unique(list(hash(${id})) FILTER (WHERE ${id} IS NOT NULL)), 0) < count(${id}),
      coalesce(sum(${quantity.rough} * g.worth), 0)
    FROM ${laid.from} l LEFT JOIN (SELECT c0, CAST(c1 AS DOUBLE) AS worth FROM ${PRICED}) g ON g.c0 = ${symbol}
    WHERE file_row_number BETWEEN ${from} AND ${to - 1} GROUP BY account ORDER BY min(file_row_number)`;
  const groups: Group[] = [];
  for await (const chunk of chunks(bench.connection, sql)) {
    for (let at = 0; at < chunk.rows; at += 1) {
      groups.push({
        account: chunk.text(0, at),
        first: chunk.number(1, at),
        last: chunk.number(2, at),
        count: chunk.number(3, at),
        odd: chunk.text(4, at) === "true",
        suspect: chunk.text(5, at) === "true",
        twice: chunk.text(6, at) === "true",
        worth: Number(chunk.text(7, at)),
      });
    }
  }
  return groups;
}

function together({ first, last, count }: Group): boolean {
  return last - first + 1 === count;
}

/** A file of lots, and what they are judged by. */
export interface LotSurvey {
  readonly bench: Workbench;
  readonly imported: Imported;
  readonly laid: LaidLots;
  readonly roster: Roster;
  readonly symbols: SymbolCheck;
  readonly read: LotReader;
  /** ISO date of the book */
  readonly asOf: string;
}

/**
 * Looks at all lots of a file.
 * @returns undefined if it cannot be read in place: its accounts are not in the book's order, or a cell is not what it
 * seems at first sight (space around it, a number that is good though its type does not say so)
 */
export async function surveyLots(survey: LotSurvey): Promise<Surveyed | undefined> {
  const { bench, laid, roster, asOf } = survey;
  const accounts = roster.entries.length;
  const places = { first: new Int32Array(accounts), count: new Int32Array(accounts) };
  const worth = new Float64Array(accounts);
  const found = new Quarantine();
  const judge = judgeOf(survey, found);
  const counted = await bench.connection.runAndReadAll(`SELECT count(*) FROM ${laid.from}`);
  const rows = Number(counted.getRows()[0]?.[0]);
  // Rows are counted in 32 bits. Eighteen million accounts of sixty securities and two lots are too many for that.
  if (rows >= 2 ** 31) return undefined;
  let [from, size, before] = [0, BLOCK, -1];
  while (from < rows) {
    const to = Math.min(rows, from + size);
    const groups = await groupsOf(bench, laid, asOf, from, to);
    // The account that the block ends in the middle of begins the next one: it is looked at as a whole.
    const last = groups.find((group) => to < rows && group.last === to - 1 && together(group));
    if (last !== undefined && last.first === from) {
      size *= 2;
      continue;
    }
    let [orphans, suspects, twice] = [false, false, false];
    for (const group of groups) {
      if (group === last) continue;
      if (group.odd || (group.account !== "" && !plain.test(group.account))) return undefined;
      const place = roster.place.get(group.account);
      if (place === undefined) {
        orphans = true;
        continue;
      }
      if (!together(group) || place <= before) return undefined;
      before = place;
      places.first[place] = group.first;
      places.count[place] = group.count;
      worth[place] = group.worth;
      suspects ||= group.suspect;
      twice ||= group.twice;
    }
    const end = last?.first ?? to;
    const block = `file_row_number BETWEEN ${from} AND ${end - 1}`;
    if (orphans) await judge.orphans(block);
    if (suspects && !(await judge.suspects(block))) return undefined;
    if (twice) await judge.duplicates(block);
    [from, size] = [end, BLOCK];
  }
  return { places, worth, found };
}

/** Looks at those rows of a block, as texts, that are not plainly good. */
function judgeOf({ bench, imported, laid, roster, symbols, read, asOf }: LotSurvey, found: Quarantine) {
  const { file, header, relation } = imported;
  const cell = (name: string): string => column(header, name);
  const unknown = unknownOwner(roster);
  return {
    /** @returns whether all that is not plainly good is bad: what is neither cannot be read in place */
    async suspects(block: string): Promise<boolean> {
      const good = `SELECT file_row_number FROM ${laid.from} l JOIN ${PRICED} g ON g.c0 = ${laid.symbol}
        WHERE ${block} AND ${plainlyGood(laid, asOf)}`;
      const sql = `SELECT row, ${cell("account")}, ${LOT_COLUMNS.map(cell).join(", ")}
        FROM (SELECT * FROM ${relation} WHERE ${block}) r ANTI JOIN (${good}) s ON s.file_row_number = r.file_row_number
        ORDER BY row`;
      for await (const chunk of chunks(bench.connection, sql)) {
        for (let at = 0; at < chunk.rows; at += 1) {
          const [row, account] = [chunk.number(0, at), chunk.text(1, at)];
          if (!roster.place.has(account)) continue;
          if (chunk.text(3, at) !== "" && !plain.test(chunk.text(3, at))) return false;
          const lot = read(
            chunk.text(2, at),
            chunk.text(3, at),
            chunk.text(4, at),
            chunk.text(5, at),
            chunk.text(6, at),
          );
          for (const each of lot.faults) found.put(account, { fault: each, file, row });
          const trouble = lot.symbol === "" ? [] : symbols.of(lot.symbol);
          if (trouble === "unknown") found.put(account, { fault: symbols.unknown(lot.symbol), file, row });
          else for (const placed of trouble) found.put(account, placed);
          if (lot.faults.length === 0 && trouble.length === 0) return false;
        }
      }
      return true;
    },
    async duplicates(block: string): Promise<void> {
      const sql = `SELECT account, id, CAST(list(row ORDER BY row) AS VARCHAR) FROM (
          SELECT row, ${cell("account")} AS account, ${cell("lot")} AS id FROM ${relation} WHERE ${block})
        WHERE id <> '' GROUP BY account, id HAVING count(*) > 1 ORDER BY account, id`;
      for await (const chunk of chunks(bench.connection, sql)) {
        for (let at = 0; at < chunk.rows; at += 1) {
          const [account, lot, list] = [chunk.text(0, at), chunk.text(1, at), chunk.text(2, at).slice(1, -1)];
          if (!roster.place.has(account)) continue;
          const rows = list.split(", ").map(Number);
          const twice = fault("duplicateLot", { lot, rows: rowList(rows) }, lot);
          putDuplicates(found, account, file, rows, twice);
        }
      }
    },
    /** records of accounts that the book does not have, or of none */
    async orphans(block: string): Promise<void> {
      const named = (name: string): string => (header.at.has(name) ? `r.${cell(name)}` : "''");
      const account = named("account");
      const filled = LOT_COLUMNS.map((name) => `${named(name)} <> ''`).join(" OR ");
      const sql = `SELECT r.row, ${account} FROM ${relation} r ANTI JOIN places p ON p.c0 = ${account}
        WHERE ${block} AND (${account} <> '' OR ${filled}) ORDER BY r.row`;
      await putOrphans(bench, sql, file, unknown, found);
    },
  };
}
