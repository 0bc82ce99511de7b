import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { Section } from "../bench.ts";
import type { BookState } from "../books/policy.ts";
import { writeBooks } from "../books.ts";

/**
 * Writes books of growing size. `npm run bench -- books --accounts 1000000 --out FOLDER` writes one and leaves it there
 * (`--securities`, `--lots`, `--seed`, `--as-of`, `--memory` too; `--state managed`: any night but a firm's first).
 */
export const section: Section = {
  title: "books: a project and its account-sorted Parquet, written",
  run: async (bench) => {
    const { values } = parseArgs({
      args: [...bench.arguments],
      options: {
        accounts: { type: "string" },
        securities: { type: "string", default: "60" },
        lots: { type: "string", default: "2" },
        seed: { type: "string", default: "1" },
        "as-of": { type: "string", default: "2026-11-20" },
        memory: { type: "string", default: "512MB" },
        state: { type: "string", default: "new" },
        out: { type: "string" },
      },
    });
    const sizes =
      values.accounts === undefined ? [1_000, 4_000, 16_000] : [whole("accounts", values.accounts)];
    let before: string | undefined;
    for (const accounts of sizes) {
      const folder = values.out ?? mkdtempSync(join(tmpdir(), "mandate-books-"));
      const { tables, milliseconds } = await writeBooks(folder, {
        accounts,
        securities: whole("securities", values.securities),
        lots: whole("lots", values.lots),
        seed: whole("seed", values.seed),
        asOf: values["as-of"],
        memory: values.memory,
        state: stateOf(values.state),
      });
      if (values.out === undefined) rmSync(folder, { recursive: true, force: true });
      const rows = Object.values(tables).reduce((sum, table) => sum + table.rows, 0);
      const bytes = Object.values(tables).reduce((sum, table) => sum + table.bytes, 0);
      const named = `${accounts} accounts`;
      bench.record(named, milliseconds, {
        work: { count: rows, of: "rows" },
        ...(before === undefined ? {} : { against: before }),
      });
      bench.note(
        `${named}: ${tables["lots"]?.rows ?? 0} lots, ${tables["activity"]?.rows ?? 0} of activity, ${bytes} bytes`,
      );
      before = named;
    }
  },
};

function stateOf(text: string): BookState {
  if (text !== "new" && text !== "managed")
    throw new RangeError(`--state is \`new\` or \`managed\`, not \`${text}\``);
  return text;
}

function whole(name: string, text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1)
    throw new RangeError(`--${name} is a whole number above zero, not \`${text}\``);
  return value;
}
