/**
 * Writes data/ and book/ of this example: `node examples/acme/generate.mjs`. Seeded, so that every run
 * writes the same bytes. Policies (firm/, advisors/, clients/) are written by hand, not here.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { spoil } from "./generator/bad-rows.mjs";
import { createBook } from "./generator/book.mjs";
import { toCsv } from "./generator/csv.mjs";
import { createRandom } from "./generator/random.mjs";
import { APPROVED, DESCRIPTIVE, directSleeve, SECURITIES } from "./generator/universe.mjs";

const SEED = 20261120;

const ACCOUNT_COLUMNS = [
  ...["account", "name", "household", "advisor", "registration", "model", "cash", "st_rate", "lt_rate"],
  ...["ytd_short", "ytd_long", "carry_short", "carry_long", "profile"],
  ...[
    "Tax.sensitivity",
    "Tax.gains_budget",
    "Tax.defer_short_term",
    "Liquidity.cash_floor",
    "Screens.exclude",
  ],
];

const book = spoil({ securities: SECURITIES, ...createBook(createRandom(SEED)) });

const files = {
  "data/securities.csv": toCsv(DESCRIPTIVE, SECURITIES),
  "data/approved.csv": toCsv(["symbol"], APPROVED),
  "data/direct-large.csv": toCsv(["symbol", "weight"], directSleeve()),
  "book/securities.csv": toCsv([...DESCRIPTIVE, "price", "price_date"], book.securities),
  "book/accounts.csv": toCsv(ACCOUNT_COLUMNS, book.accounts),
  "book/lots.csv": toCsv(["account", "lot", "symbol", "quantity", "unit_cost", "acquired"], book.lots),
  "book/activity.csv": toCsv(
    ["account", "symbol", "date", "side", "quantity", "price", "gain"],
    book.activity,
  ),
};

for (const folder of ["data", "book"]) mkdirSync(new URL(folder, import.meta.url), { recursive: true });
for (const [path, text] of Object.entries(files)) writeFileSync(new URL(path, import.meta.url), text);
