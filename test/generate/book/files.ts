/** A generated book as a folder of CSV files. */
import { cell, universeCsv } from "../project/universe.ts";
import { decimal } from "../project/write.ts";
import type { GeneratedBook } from "./generated.ts";

/** The book's files by name (`accounts.csv`), for a folder. */
export function bookFiles(book: GeneratedBook): ReadonlyMap<string, string> {
  const { tables, project, risk } = book;
  const csv = (rows: readonly (readonly string[])[]): string =>
    `${rows.map((row) => row.map(cell).join(",")).join("\n")}\n`;
  const table = <R extends object>(columns: readonly (keyof R & string)[], rows: readonly R[]): string =>
    csv([columns, ...rows.map((row) => columns.map((column) => String(row[column])))]);
  const options = project.menuOptions.filter((option) => !option.tilt).map((option) => option.name);
  const fixed = [
    "account",
    "name",
    "household",
    "advisor",
    "registration",
    "model",
    "profile",
    "cash",
    "st_rate",
    "lt_rate",
    "ytd_short",
    "ytd_long",
    "carry_short",
    "carry_long",
  ] as const;
  const files = new Map([
    [
      "securities.csv",
      universeCsv(project.securities, {
        price: ({ price }) => decimal(price, 2),
        price_date: () => book.asOf,
      }),
    ],
    [
      "accounts.csv",
      csv([
        [...fixed, ...options],
        ...tables.accounts.map((row) => [
          ...fixed.map((column) => row[column]),
          ...options.map((option) => row.choices[option] ?? ""),
        ]),
      ]),
    ],
    ["lots.csv", table(["account", "lot", "symbol", "quantity", "unit_cost", "acquired"], tables.lots)],
  ]);
  if (book.tables.activity.length > 0) {
    files.set(
      "activity.csv",
      table(["account", "symbol", "date", "side", "quantity", "price", "gain"], tables.activity),
    );
  }
  if (risk !== undefined) {
    const numbers = (values: readonly number[]): string[] => values.map((value) => decimal(value, 8));
    files.set(
      "factors.csv",
      csv([
        ["symbol", ...risk.factors, "specific"],
        ...[...risk.exposures].map(([symbol, own]) => [
          symbol,
          ...numbers(own.loadings),
          ...numbers([own.specific]),
        ]),
      ]),
    );
    files.set(
      "factor_covariance.csv",
      csv([
        ["factor", ...risk.factors],
        ...risk.factors.map((factor, place) => [factor, ...numbers(risk.covariance[place] ?? [])]),
      ]),
    );
  }
  return files;
}
