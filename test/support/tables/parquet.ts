/** What Parquet files hold, for whoever compares it with something else. */
import type { Json } from "@duckdb/node-api";
import { inDuckDb } from "./forms.ts";

/** Rows of a file, decimals as text. */
export function parquetRows(path: string): Promise<Record<string, Json>[]> {
  return inDuckDb(":memory:", async (connection) =>
    (await connection.runAndReadAll(`SELECT * FROM read_parquet('${path}')`)).getRowObjectsJson(),
  );
}

/** Names and types of a file's columns. */
export function parquetColumns(path: string): Promise<Record<string, string>> {
  return inDuckDb(":memory:", async (connection) => {
    const described = await connection.runAndReadAll(`DESCRIBE SELECT * FROM read_parquet('${path}')`);
    return Object.fromEntries(described.getRows().map(([name, type]) => [String(name), String(type)]));
  });
}
