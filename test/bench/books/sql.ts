/**
 * Queries that make a book's tables out of nothing but numbers. Every draw is a hash of the seed, the place and a name,
 * so a row never depends on the rows before it: the tables stream, in the order of accounts, in bounded memory.
 */
import { type BenchSecurity, type BookState, models, targetOf } from "./policy.ts";

export interface BookSize {
  readonly accounts: number;
  readonly securities: number;
  /** lots of each security in an account */
  readonly lots: number;
  readonly seed: number;
  readonly asOf: string;
  readonly state: BookState;
}

/** A whole number of 62 bits for a name and a seed: FNV-1a, mixed once more. */
function salt(seed: number, name: string): bigint {
  let state = 0xcbf29ce484222325n;
  for (const letter of `${seed}/${name}`)
    state = BigInt.asUintN(64, (state ^ BigInt(letter.charCodeAt(0))) * 0x100000001b3n);
  return BigInt.asUintN(62, state ^ (state >> 29n));
}

/** 64 bits for a numbered thing and a name: DuckDB's hash of one number, which is fixed for its version. */
const bits = (seed: number, name: string, of: string): string =>
  `hash(xor(CAST(${of} AS BIGINT), ${salt(seed, name)}))`;

/** A number in [0, 1). */
const draw = (seed: number, name: string, of: string): string =>
  `((${bits(seed, name, of)} >> 11) / 9007199254740992.0)`;

/** Nearly normal: the sum of the four quarters of one hash, each uniform; of mean 0 and variance 1. */
function normal(seed: number, name: string, of: string): string {
  const quarters = [0, 16, 32, 48].map((shift) => `((${bits(seed, name, of)} >> ${shift}) & 65535)`);
  return `(((${quarters.join(" + ")}) / 65536.0 - 2) * 1.7320508)`;
}

const modelNames = Object.keys(models);

/** Columns of account number `i`, as expressions. */
function accountParts({ seed, state }: BookSize, i: string): Readonly<Record<string, string>> {
  const managed = state === "managed";
  // In a managed book: new money, or a new model, in three accounts of a hundred.
  const [drifted, far, near] = managed ? [0.03, 0.3, 0.012] : [0.25, 0.6, 0.12];
  const [fresh, least, spread] = managed ? [0.005, 0.98, 0.01] : [0.05, 0.93, 0.07];
  return {
    // The median account is worth $160,000; one in a hundred more than $2M.
    value: `exp(11.98 + 1.1 * ${normal(seed, "value", i)})`,
    model: `CAST(floor(${draw(seed, "model", i)} * ${modelNames.length}) AS INTEGER)`,
    // Most accounts stand near their model, some have drifted far, one in twenty is new money.
    drift: `CASE WHEN ${draw(seed, "kind", i)} < ${drifted} THEN ${far} ELSE ${near} END`,
    invested: `CASE WHEN ${draw(seed, "cash", i)} < ${fresh} THEN 0 ELSE ${least} + ${spread} * ${draw(seed, "invested", i)} END`,
    idle: `CASE WHEN ${draw(seed, "cash", i)} < ${fresh} THEN 1 ELSE ${managed ? `0.015 + 0.01 * ${draw(seed, "idle", i)}` : `0.002 + 0.04 * ${draw(seed, "idle", i)}`} END`,
  };
}

const accountId = (i: string): string => `'A' || lpad(CAST(${i} + 1 AS VARCHAR), 7, '0')`;

/** The models' targets and the securities' prices: the one small table that the others are joined with. */
export function targetsTable(securities: readonly BenchSecurity[]): string {
  const rows = Object.values(models).flatMap((equity, model) =>
    securities.map(
      (one) =>
        `(${model}, ${one.place}, '${one.symbol}', ${one.price}, ${targetOf(one, equity)}, ${one.increment})`,
    ),
  );
  return `CREATE TABLE target AS SELECT * FROM (VALUES ${rows.join(", ")}) t(model, place, symbol, price, weight, increment)`;
}

export function securitiesQuery(securities: readonly BenchSecurity[], asOf: string): string {
  const rows = securities.map(
    (one) =>
      `('${one.symbol}', 'Security ${one.place + 1}', '${one.class}', '${one.sector}', ${one.price}, DATE '${asOf}', ${one.spread.toFixed(4)}, ${one.increment}, ${one.tobacco ? 1 : 0})`,
  );
  return `SELECT * FROM (VALUES ${rows.join(", ")}) t(symbol, name, asset_class, sector, price, price_date, spread, increment, tobacco)`;
}

export function accountsQuery(size: BookSize): string {
  const { accounts, seed } = size;
  const { value, model, idle } = accountParts(size, "i");
  const money = (expression: string): string => `CAST(${expression} AS DECIMAL(18,2))`;
  const taxable = `${draw(seed, "registration", "i")} < 0.6`;
  const year = (name: string, spread: number): string =>
    money(
      `CASE WHEN taxable AND ${draw(seed, `${name}?`, "i")} < 0.4 THEN ${normal(seed, name, "i")} * ${spread} ELSE 0 END`,
    );
  return `
    SELECT account, name, household, registration, model,
      CAST(cash AS DECIMAL(18,2)) AS cash,
      CASE WHEN taxable THEN [0.24, 0.32, 0.35, 0.37][1 + CAST(floor(${draw(seed, "rate", "i")} * 4) AS INTEGER)] ELSE 0 END AS st_rate,
      CASE WHEN taxable THEN CASE WHEN ${draw(seed, "long", "i")} < 0.7 THEN 0.15 ELSE 0.20 END ELSE 0 END AS lt_rate,
      ${year("ytd_short", 2_000)} AS ytd_short, ${year("ytd_long", 5_000)} AS ytd_long,
      ${money(`CASE WHEN taxable AND ${draw(seed, "carry", "i")} < 0.1 THEN ${draw(seed, "carried", "i")} * 9000 ELSE 0 END`)} AS carry_short,
      ${money("0")} AS carry_long,
      CASE WHEN ${draw(seed, "choice", "i")} < 0.1 THEN 'high' ELSE NULL END AS "Tax.sensitivity",
      CASE WHEN taxable AND ${draw(seed, "budget?", "i")} < 0.15 THEN CAST(floor(${draw(seed, "budget", "i")} * 50) * 1000 AS INTEGER) ELSE NULL END AS "Tax.gains_budget"
    FROM (
      SELECT i, ${accountId("i")} AS account, 'Account ' || CAST(i + 1 AS VARCHAR) AS name,
        CASE WHEN ${draw(seed, "household", "i // 3")} < 0.6 THEN 'H' || CAST(i // 3 AS VARCHAR) ELSE NULL END AS household,
        ${taxable} AS taxable,
        CASE WHEN ${taxable} THEN 'taxable' WHEN ${draw(seed, "registration", "i")} < 0.8 THEN 'traditional' WHEN ${draw(seed, "registration", "i")} < 0.96 THEN 'roth' ELSE 'exempt' END AS registration,
        [${modelNames.map((name) => `'${name}'`).join(", ")}][1 + ${model}] AS model,
        ${value} * ${idle} AS cash
      FROM range(${accounts}) r(i)
    )`;
}

/**
 * Lots by account, security, place. What a lot cost follows from its age: prices rose by 8 % a year, give or take 25 %,
 * so old lots are mostly gains and of the young ones nearly half are losses. In a managed book losses of more than 3 % are
 * gone: they were harvested on the day on which they came about.
 */
export function lotsQuery(size: BookSize): string {
  const { accounts, securities, lots, seed, asOf, state } = size;
  const { value, model, drift, invested } = accountParts(size, "i");
  const cost = `price * exp(-0.08 * days / 365.0 + 0.25 * sqrt(days / 365.0) * ${normal(seed, "cost", "k")})`;
  // A position in whole increments: brought in lot by lot; or as near to the target as they allow, and split.
  const whole = (part: string): string => `floor(${part} * round(dollars / price / increment) / ${lots})`;
  const shares =
    state === "managed"
      ? `(${whole("(l + 1)")} - ${whole("l")})`
      : `floor(dollars / ${lots} / price / increment)`;
  const kept = state === "managed" ? `least(price * 1.03, ${cost})` : cost;
  return `
    SELECT account, lot, symbol, quantity, unit_cost, acquired FROM (
      SELECT ${accountId("i")} AS account, symbol || '-' || CAST(l + 1 AS VARCHAR) AS lot, symbol,
        CAST(${shares} * increment AS DECIMAL(18,4)) AS quantity,
        CAST(greatest(0.01, ${kept}) AS DECIMAL(18,4)) AS unit_cost,
        DATE '${asOf}' - CAST(days AS INTEGER) AS acquired
      FROM (
        SELECT p.k, p.i, p.l, t.symbol, t.price, t.increment, p.days,
          p.value * p.invested * t.weight * greatest(0, 1 + p.drift * p.noise) AS dollars
        FROM (
          SELECT k, i, j, l, ${value} AS value, ${invested} AS invested, ${model} AS model, ${drift} AS drift,
            ${normal(seed, "noise", "k // $lots")} AS noise,
            floor(2900 * pow(${draw(seed, "age", "k")}, 1.3)) AS days
          FROM (SELECT k, k // ($securities * $lots) AS i, (k // $lots) % $securities AS j, k % $lots AS l FROM range(${accounts} * ${securities} * ${lots}) r(k))
        ) p JOIN target t ON t.model = p.model AND t.place = p.j
      )
    ) WHERE quantity > 0`
    .replaceAll("$securities", String(securities))
    .replaceAll("$lots", String(lots));
}

/** The past 61 days: what was bought is a lot still; of every sixth purchase, a little was sold again at a loss. */
export function activityQuery({ seed, asOf }: BookSize, lotsFile: string): string {
  return `
    SELECT account, symbol, entry.date AS date, entry.side AS side, entry.quantity AS quantity, entry.price AS price, entry.gain AS gain FROM (
      SELECT account, symbol, unnest(CASE WHEN ${draw(seed, "sold", "hash(account, lot) >> 2")} < 0.17
        THEN [${purchase}, ${sale}] ELSE [${purchase}] END) AS entry
      FROM read_parquet('${lotsFile.replaceAll("'", "''")}')
      WHERE acquired >= DATE '${asOf}' - 61 AND acquired < DATE '${asOf}'
    )`;
}

const gain = (expression: string): string => `CAST(${expression} AS DECIMAL(18,2))`;
const purchase = `{'date': acquired, 'side': 'buy', 'quantity': quantity, 'price': unit_cost, 'gain': ${gain("NULL")}}`;
const sale = `{'date': acquired + 1, 'side': 'sell', 'quantity': CAST(1 AS DECIMAL(18,4)), 'price': CAST(unit_cost * 0.95 AS DECIMAL(18,4)), 'gain': ${gain("-unit_cost * 0.05")}}`;
