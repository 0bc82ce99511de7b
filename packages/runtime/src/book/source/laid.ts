/** Lots that can be read where they lie: a Parquet file with columns of the types that lots have. */
import type { TableName } from "../columns.ts";
import { identifier } from "../database.ts";

export interface TypedColumn {
  readonly name: string;
  /** as the database describes it: `DECIMAL(18,4)` */
  readonly type: string;
}

/** How a number's column is read: expressions in SQL, none of which makes a text. */
export interface NumberColumn {
  /** DECIMAL(18, scale) or DOUBLE; -1 where there is none, or none that a float holds to its last digit */
  readonly read: string;
  /** digits after the point; undefined: floats */
  readonly scale: number | undefined;
  /** as a float, for sums that decide nothing */
  readonly rough: string;
}

/** Where a file's lots lie, and how each of their columns is read. */
export interface LaidLots {
  /** a relation of the file's columns and `file_row_number`, which counts from 0 */
  readonly from: string;
  /** texts, as they are: nothing trimmed; empty where there is none */
  readonly account: string;
  readonly symbol: string;
  readonly lot: string;
  readonly quantity: NumberColumn;
  readonly unitCost: NumberColumn;
  /** a day */
  readonly acquired: string;
}

/** A float holds whole numbers up to here, and no book has as many dollars or shares (`cells.ts`). */
const MOST = { float: 2 ** 53 - 1, digits: 15 };

/** Digits after the point that are read from wider types; whatever has more is read as text. */
const WIDE_SCALE = 6;

/**
 * The smallest float, zero apart, whose shortest decimal has at most 20 digits after the point and no exponent in any
 * notation: 17 significant digits from the third place on.
 */
const LEAST_FLOAT = 0.001;

function numberColumn(name: string, type: string): NumberColumn | undefined {
  const column = identifier(name);
  const rough = `CAST(${column} AS DOUBLE)`;
  if (type === "DOUBLE") {
    const fits = `(${column} = 0 OR ${column} >= ${LEAST_FLOAT}) AND ${column} < 1e${MOST.digits}`;
    return { read: `CASE WHEN ${fits} THEN ${column} ELSE -1 END`, scale: undefined, rough };
  }
  const decimal = /^DECIMAL\((\d+),\s*(\d+)\)$/.exec(type);
  const whole = /^U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?$/.test(type);
  if (decimal === null && !whole) return undefined;
  const [width, places] = [Number(decimal?.[1] ?? 38), Number(decimal?.[2] ?? 0)];
  const scale = Math.min(places, WIDE_SCALE);
  const cast = `TRY_CAST(${column} AS DECIMAL(18, ${scale}))`;
  const most = Math.min(10 ** MOST.digits - 1, Math.floor(MOST.float / 10 ** scale));
  const small = `${cast} <= ${most}`;
  const fits = width <= 18 && places === scale ? small : `${cast} = ${column} AND ${small}`;
  return { read: `CASE WHEN ${fits} THEN ${cast} ELSE CAST(-1 AS DECIMAL(18, ${scale})) END`, scale, rough };
}

/** How the lots of such a file are read in place; undefined where a column has a type that only its text tells apart. */
export function laidLots(
  table: TableName,
  columns: readonly TypedColumn[],
  from: string,
): LaidLots | undefined {
  if (table !== "lots") return undefined;
  const found = new Map(columns.map((column) => [column.name.trim(), column]));
  const text = (name: string): string | undefined => {
    const column = found.get(name);
    return column?.type === "VARCHAR" ? `coalesce(${identifier(column.name)}, '')` : undefined;
  };
  const number = (name: string): NumberColumn | undefined => {
    const column = found.get(name);
    return column === undefined ? undefined : numberColumn(column.name, column.type);
  };
  const [account, symbol, lot] = [text("account"), text("symbol"), found.has("lot") ? text("lot") : "''"];
  const [quantity, unitCost] = [number("quantity"), number("unit_cost")];
  const acquired = found.get("acquired");
  if (acquired?.type !== "DATE" || account === undefined || symbol === undefined || lot === undefined)
    return undefined;
  if (quantity === undefined || unitCost === undefined) return undefined;
  return { from, account, symbol, lot, quantity, unitCost, acquired: identifier(acquired.name) };
}
