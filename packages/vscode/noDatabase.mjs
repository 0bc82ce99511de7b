/**
 * Stands in for `@duckdb/node-api` in the packaged server: its native module is of one platform and larger than all the rest,
 * so books are read by the `mandate` that a project has installed. Policies, tests, proofs and differences need no book.
 */
class NoDatabase extends Error {
  code = "MANDATE_NO_DATABASE";

  constructor() {
    super(
      "reading a book needs the `mandate` command, which the extension alone cannot be: install it in the project, or name it in the setting `mandate.path`",
    );
  }
}

export const BIGINT = undefined;
export const VARCHAR = undefined;

export const DuckDBDataChunk = {
  /** @returns {never} */
  create() {
    throw new NoDatabase();
  },
};

export const DuckDBInstance = {
  /** @returns {Promise<never>} */
  create() {
    return Promise.reject(new NoDatabase());
  },
};
