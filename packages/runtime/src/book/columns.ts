/** The columns of a book's tables (data.md), and a header read against them. */
import { bookErrors, nearest } from "@mandate/compiler";
import { BookError } from "./error.ts";

export const tableNames = [
  "securities",
  "accounts",
  "lots",
  "activity",
  "factors",
  "factor_covariance",
] as const;
export type TableName = (typeof tableNames)[number];

interface TableShape {
  readonly needed: boolean;
  readonly required: readonly string[];
  readonly optional: readonly string[];
}

/**
 * `name` and `asset_class` may be left out of the day's securities, since the project's universe has them; `model`
 * may be left out where policies name the models.
 */
export const shapes: Readonly<Record<TableName, TableShape>> = {
  securities: {
    needed: true,
    required: ["symbol", "price", "price_date"],
    optional: ["name", "cusip", "asset_class", "spread", "increment", "issuer", "identical_to"],
  },
  accounts: {
    needed: true,
    required: [
      "account",
      "registration",
      "cash",
      "st_rate",
      "lt_rate",
      "ytd_short",
      "ytd_long",
      "carry_short",
      "carry_long",
    ],
    optional: ["model", "name", "household", "advisor", "profile"],
  },
  lots: {
    needed: true,
    required: ["account", "symbol", "quantity", "unit_cost", "acquired"],
    optional: ["lot"],
  },
  activity: {
    needed: false,
    required: ["account", "symbol", "date", "side", "quantity", "price"],
    optional: ["gain"],
  },
  factors: { needed: false, required: ["symbol", "specific"], optional: [] },
  factor_covariance: { needed: false, required: ["factor"], optional: [] },
};

/** A header that passed: where each column is. A Map, so that a column called `__proto__` is a column like others. */
export interface Header {
  /** trimmed names in the file's order; unnamed columns are empty text */
  readonly names: readonly string[];
  readonly at: ReadonlyMap<string, number>;
}

const MOST_COLUMNS = 4096;

/**
 * Reads the header cells of a table.
 * @throws BookError if a required column is missing or a name stands twice
 */
export function readHeader(table: TableName, cells: readonly string[], file: string): Header {
  if (cells.length > MOST_COLUMNS) {
    throw new BookError(
      bookErrors.badHeader,
      `\`${file}\` has ${cells.length} columns; at most ${MOST_COLUMNS} can be read`,
      file,
    );
  }
  const names = cells.map((cell) => cell.trim());
  const at = new Map<string, number>();
  names.forEach((name, index) => {
    if (name === "") return;
    if (at.has(name)) {
      throw new BookError(
        bookErrors.badHeader,
        `\`${file}\` has the column \`${brief(name)}\` twice; keep one of them`,
        file,
      );
    }
    at.set(name, index);
  });
  const known = [...shapes[table].required, ...shapes[table].optional];
  const unknown = [...at.keys()].filter((name) => !known.includes(name));
  for (const column of shapes[table].required) {
    if (at.has(column)) continue;
    throw new BookError(bookErrors.missingColumn, missing(table, column, names, unknown, file), file);
  }
  return { names, at };
}

function missing(
  table: TableName,
  column: string,
  names: readonly string[],
  unknown: readonly string[],
  file: string,
): string {
  const only = names.length === 1 ? (names[0] ?? "") : "";
  const separator = [";", "\t", "|"].find((character) => only.includes(character));
  if (separator !== undefined) {
    const shown = separator === "\t" ? "tabs" : `\`${separator}\``;
    return `\`${file}\` separates its columns by ${shown}; a book's files use commas`;
  }
  // The misspelt column is the one whose nearest known name is the one that is missing.
  const candidates = [...shapes[table].required, ...shapes[table].optional];
  const misspelt =
    unknown.find((name) => nearest(name, [column]) === column && nearest(name, candidates) === column) ??
    nearest(column, unknown);
  return misspelt === undefined
    ? `\`${file}\` has no column \`${column}\``
    : `\`${file}\` has no column \`${column}\`; it has \`${brief(misspelt)}\`: did you mean \`${column}\`?`;
}

function brief(name: string): string {
  return name.length > 60 ? `${name.slice(0, 60)}…` : name;
}
