/** Statements to a test's own PostgreSQL. */
import pg from "pg";

/** Runs statements one after the other. @returns the rows of the last */
export async function sql(url: string, ...statements: readonly string[]): Promise<readonly unknown[][]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    let rows: unknown[][] = [];
    for (const text of statements) rows = (await client.query<unknown[]>({ text, rowMode: "array" })).rows;
    return rows;
  } finally {
    await client.end();
  }
}

/** Puts rows into a table, cells as text. */
export async function insertRows(url: string, table: string, rows: readonly unknown[]): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(`INSERT INTO ${table} SELECT * FROM json_populate_recordset(NULL::${table}, $1)`, [
      JSON.stringify(rows),
    ]);
  } finally {
    await client.end();
  }
}
