/** The roster: every account of the book in its order, with what is wrong with its own row or its models. */
import { type Bundle, bookErrors, nearest } from "@mandate/compiler";
import type { Registration } from "../account/book.ts";
import { type AccountRead, type Names, namesFor, readAccount } from "./accounts.ts";
import { fault } from "./codes.ts";
import { chunks, createFiller, type Workbench } from "./database.ts";
import { putDuplicates, rowList } from "./duplicates.ts";
import { BookError } from "./error.ts";
import type { Placed } from "./faultList.ts";
import { getOrInsert } from "./getOrInsert.ts";
import { keyOf } from "./key.ts";
import { type ModelTrouble, unpriced } from "./needs.ts";
import type { Quarantine } from "./quarantine.ts";
import type { Imported } from "./source/imported.ts";

export interface RosterEntry {
  readonly account: string;
  readonly household: string | undefined;
  readonly registration: Registration | undefined;
}

export interface Roster {
  readonly entries: readonly (RosterEntry & { /** line of the file */ readonly row: number })[];
  readonly place: ReadonlyMap<string, number>;
  /** cash by place, approximate; only to see whose value may be nothing */
  readonly cash: readonly number[];
  readonly names: Names;
}

/**
 * Reads `accounts`, and leaves on the workbench `places (row, c0)`, an account's place and its id, and
 * `accounts (place, c0, c1, …)` sorted by place.
 * @throws BookError if there are no accounts
 */
export async function readRoster(
  bench: Workbench,
  imported: Imported,
  bundle: Bundle,
  troubles: ReadonlyMap<string, ModelTrouble>,
  everyone: readonly Placed[],
  quarantine: Quarantine,
): Promise<Roster> {
  const { file, header } = imported;
  neededByPolicies(bundle, imported);
  const names = namesFor(bundle, header);
  const entries: (RosterEntry & { readonly row: number })[] = [];
  const cash: number[] = [];
  const place = new Map<string, number>();
  const twice = new Map<string, number[]>();
  const enter = ({ account, household, registration }: RosterEntry, row: number, money: number): void => {
    const first = entries[place.get(account) ?? -1];
    if (first !== undefined) {
      getOrInsert(twice, account, () => [first.row]).push(row);
      return;
    }
    place.set(account, entries.length);
    // No more than this of an account is held for the whole run: a book may have a million.
    entries.push({ account, household, registration, row });
    cash.push(money);
  };
  const width = header.names.length;
  const known = new Set<string>([...header.at.keys()]);
  let records = imported.damaged.length;
  for await (const chunk of chunks(bench.connection, accountsSql(imported))) {
    for (let at = 0; at < chunk.rows; at += 1) {
      const cells = Array.from({ length: width }, (_, index) => chunk.text(index + 1, at));
      if (cells.every((cell) => cell === "")) continue;
      records += 1;
      const row = chunk.number(0, at);
      const read = readAccount(cells, names);
      const troubled = troublesOf(read, troubles, file, row);
      const placed = [...read.faults.map((found) => ({ fault: found, file, row })), ...troubled, ...everyone];
      if (read.account === "") {
        for (const each of placed) if (each.row === row && each.file === file) quarantine.warn(each);
        continue;
      }
      for (const each of placed) quarantine.put(read.account, each);
      enter(read, row, read.value?.cash.toNumber() ?? 0);
    }
  }
  for (const record of imported.damaged) {
    if (record.fault === undefined) continue;
    const placed: Placed = { fault: record.fault, file, row: record.row };
    const key = keyOf(record, header.at.get("account") ?? -1);
    if (key === undefined || !key.whole) {
      quarantine.warn(placed);
      continue;
    }
    quarantine.put(key.text, placed);
    enter(
      {
        account: key.text,
        household: wholeCell(record.cells, header.at.get("household")),
        registration: undefined,
      },
      record.row,
      0,
    );
  }
  for (const [account, rows] of twice) {
    const found = fault("duplicateAccount", { account, rows: rowList(rows) }, account);
    putDuplicates(quarantine, account, file, rows, found);
  }
  // Only now: filling a table in between would end the stream of accounts after 204,800 of them, without an error.
  const places = await createFiller(bench.connection, "places", 1);
  entries.forEach(({ account }, at) => {
    places.add(at, [account]);
  });
  places.finish();
  const key = `c${header.at.get("account") ?? 0}`;
  const own = header.names.map((_, index) => `r.c${index}`);
  await bench.connection.run(
    `CREATE TABLE accounts AS SELECT CAST(p.row AS INTEGER) AS place, ${own.join(", ")} FROM ${imported.relation} r
     JOIN places p ON p.c0 = r.${key} ORDER BY place, r.row`,
  );
  if (records === 0)
    throw new BookError(bookErrors.empty, `\`${file}\` has no accounts, only a header`, file);
  if (entries.length > 0 && !known.has("model") && names.policyModels.size === 0 && !known.has("profile")) {
    throw new BookError(
      bookErrors.missingColumn,
      `\`${file}\` has no column \`model\`, and no policy names a model for an account`,
      file,
    );
  }
  return { entries, place, cash, names };
}

/**
 * A column that a policy asks for and no account has: each `when` on it would fail in silence.
 * @throws BookError that names the column
 */
function neededByPolicies(bundle: Bundle, { file, header }: Imported): void {
  for (const { name } of bundle.accountColumns) {
    if (header.at.has(name)) continue;
    const near = nearest(name, [...header.at.keys()]);
    throw new BookError(
      bookErrors.missingColumn,
      `\`${file}\` has no column \`${name}\`, which policies ask for as \`account.${name}\`${near === undefined ? "" : `; did you mean \`${near}\`?`}`,
      file,
    );
  }
}

/** All columns of `accounts` in the file's order. */
function accountsSql(imported: Imported): string {
  const cells = imported.header.names.map((_, index) => `c${index}`);
  return `SELECT ${["row", ...cells].join(", ")} FROM ${imported.relation} ORDER BY row`;
}

function wholeCell(cells: readonly string[], at: number | undefined): string | undefined {
  const text = at === undefined || cells.length <= at + 1 ? undefined : cells[at]?.trim();
  return text === "" ? undefined : text;
}

/** What is wrong today with the securities of the models that an account may follow. */
function troublesOf(
  read: AccountRead,
  troubles: ReadonlyMap<string, ModelTrouble>,
  file: string,
  row: number,
): Placed[] {
  return read.models.flatMap((model) => {
    const trouble = troubles.get(model);
    if (trouble === undefined) return [];
    return [
      ...trouble.placed,
      ...trouble.absent.map((symbol) => ({ fault: unpriced(symbol, model), file, row })),
    ];
  });
}
