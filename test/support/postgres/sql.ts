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
