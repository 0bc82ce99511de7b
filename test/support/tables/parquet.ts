/** What Parquet files hold, for whoever compares it with something else. */
import { type DuckDBConnection, DuckDBInstance, type Json } from "@duckdb/node-api";

async function inMemory<T>(work: (connection: DuckDBConnection) => Promise<T>): Promise<T> {
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  try {
    return await work(connection);
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

/** Rows of a file, decimals as text. */
export function parquetRows(path: string): Promise<Record<string, Json>[]> {
  return inMemory(async (connection) =>
    (await connection.runAndReadAll(`SELECT * FROM read_parquet('${path}')`)).getRowObjectsJson(),
  );
}

/** Names and types of a file's columns. */
export function parquetColumns(path: string): Promise<Record<string, string>> {
  return inMemory(async (connection) => {
    const described = await connection.runAndReadAll(`DESCRIBE SELECT * FROM read_parquet('${path}')`);
    return Object.fromEntries(described.getRows().map(([name, type]) => [String(name), String(type)]));
  });
}
