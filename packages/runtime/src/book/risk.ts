/** The optional risk model: exposures and specific variance by security, and the factors' covariance. */
import type { Bundle } from "@mandate/compiler";
import { z } from "zod";
import type { RiskModel } from "../account/book.ts";
import { faultsOf, needed } from "./cells.ts";
import { type Fault, fault } from "./codes.ts";
import { chunks, type Workbench } from "./database.ts";
import type { Placed } from "./faultList.ts";
import { keyOf } from "./key.ts";
import type { Imported } from "./source/imported.ts";

export interface Risk {
  readonly model?: RiskModel;
  /** what is wrong with a symbol's row, or that it has none: only where policies look at risk */
  readonly bad: ReadonlyMap<string, Placed>;
  /** the whole model is unusable: it touches every account whose policy looks at risk */
  readonly unusable: readonly Placed[];
}

/** Whether any policy looks at risk: a risk cost, or a tracking error somewhere in a clause. */
export function usesRisk(bundle: Bundle): boolean {
  return bundle.objective.risk !== undefined || JSON.stringify(bundle).includes('"measure":"tracking error"');
}

interface Line {
  readonly row: number;
  readonly key: string;
  readonly values: readonly number[];
  readonly faults: readonly Fault[];
}

/** Rows of a table with a key column and numbers in the named columns. */
async function lines(
  bench: Workbench,
  table: Imported,
  key: string,
  columns: readonly string[],
): Promise<Line[]> {
  const at = [key, ...columns].map((name) => `c${table.header.at.get(name) ?? 0}`);
  const schemas = columns.map((name) =>
    z.object({
      cell: needed(name, (value, text) =>
        name === "specific" && value.isNegative()
          ? fault("outOfRange", { column: name, text }, text)
          : undefined,
      ),
    }),
  );
  const found: Line[] = [];
  const sql = `SELECT row, ${at.join(", ")} FROM ${table.relation} ORDER BY row`;
  for await (const chunk of chunks(bench.connection, sql)) {
    for (let row = 0; row < chunk.rows; row += 1) {
      const faults: Fault[] = [];
      const values = schemas.map((schema, index) => {
        const parsed = schema.safeParse({ cell: chunk.text(index + 2, row) });
        if (parsed.success) return parsed.data.cell.toNumber();
        faults.push(...faultsOf(parsed.error));
        return 0;
      });
      const name = chunk.text(1, row);
      if (name === "") {
        if (columns.every((_, index) => chunk.text(index + 2, row) === "")) continue;
        faults.push(fault("missingCell", { column: key }, ""));
      }
      found.push({ row: chunk.number(0, row), key: name, values, faults });
    }
  }
  return found;
}

/** Reads both tables; with only one of them there is no model. */
export async function readRisk(
  bench: Workbench,
  bundle: Bundle,
  factors: Imported | undefined,
  covariance: Imported | undefined,
): Promise<Risk> {
  const none = { bad: new Map<string, Placed>(), unusable: [] };
  if (factors === undefined || covariance === undefined) {
    const one = factors ?? covariance;
    if (one === undefined) return none;
    const why = `\`factors\` and \`factor_covariance\` belong together, and only \`${one.table}\` is there`;
    return { ...none, unusable: [{ fault: fault("badRisk", { why }, ""), file: one.file, row: 1 }] };
  }
  const names = [...covariance.header.at.keys()].filter((name) => name !== "factor");
  const unusable: Placed[] = [];
  const missing = names.filter((name) => !factors.header.at.has(name));
  for (const name of missing) {
    const why = `\`${factors.file}\` has no column for the factor \`${name}\``;
    unusable.push({ fault: fault("badRisk", { why }, name), file: factors.file, row: 1 });
  }
  const matrix = await covarianceOf(bench, covariance, names, unusable);
  const bad = new Map<string, Placed>();
  const exposures = new Map<string, { readonly loadings: readonly number[]; readonly specific: number }>();
  if (missing.length > 0) return { bad, unusable };
  for (const line of await lines(bench, factors, "symbol", [...names, "specific"])) {
    const twice = exposures.has(line.key) || bad.has(line.key);
    const found = twice
      ? fault("duplicateSecurity", { symbol: line.key, rows: `up to ${line.row}` }, line.key)
      : line.faults[0];
    if (found !== undefined) {
      bad.set(line.key, { fault: found, file: factors.file, row: line.row });
      exposures.delete(line.key);
    } else {
      exposures.set(line.key, {
        loadings: line.values.slice(0, -1),
        specific: line.values[names.length] ?? 0,
      });
    }
  }
  for (const record of factors.damaged) {
    const key = keyOf(record, factors.header.at.get("symbol") ?? -1);
    if (record.fault === undefined) continue;
    const placed = { fault: record.fault, file: factors.file, row: record.row };
    bad.set(key?.text ?? "", placed);
    if (key !== undefined) exposures.delete(key.text);
  }
  for (const { symbol } of bundle.universe) {
    if (exposures.has(symbol) || bad.has(symbol)) continue;
    bad.set(symbol, { fault: fault("noExposure", { symbol }, symbol), file: factors.file, row: 1 });
  }
  if (unusable.length > 0) return { bad, unusable };
  return { model: { factors: names, exposures, covariance: matrix }, bad, unusable };
}

async function covarianceOf(
  bench: Workbench,
  table: Imported,
  names: readonly string[],
  unusable: Placed[],
): Promise<number[][]> {
  const blame = (why: string, row: number, value: string): void => {
    unusable.push({ fault: fault("badRisk", { why }, value), file: table.file, row });
  };
  const byName = new Map<string, Line>();
  for (const line of await lines(bench, table, "factor", names)) {
    for (const found of line.faults) blame(found.reason, line.row, found.value);
    if (byName.has(line.key)) blame(`the factor \`${line.key}\` is there twice`, line.row, line.key);
    else if (!names.includes(line.key))
      blame(`the factor \`${line.key}\` has a row but no column`, line.row, line.key);
    byName.set(line.key, line);
  }
  for (const record of table.damaged)
    blame(record.fault?.reason ?? "a row cannot be read", record.row, record.cells.join(","));
  for (const name of names)
    if (!byName.has(name)) blame(`the factor \`${name}\` has a column but no row`, 1, name);
  const matrix = names.map((name) => [...(byName.get(name)?.values ?? names.map(() => 0))]);
  if (unusable.length > 0) return matrix;
  matrix.forEach((values, i) => {
    values.forEach((value, j) => {
      const mirrored = matrix[j]?.[i] ?? 0;
      if (j < i && Math.abs(value - mirrored) > 1e-9 * Math.max(Math.abs(value), Math.abs(mirrored))) {
        const row = byName.get(names[i] ?? "")?.row ?? 1;
        blame(
          `the covariance of \`${names[i]}\` and \`${names[j]}\` is not the same both ways`,
          row,
          String(value),
        );
      }
    });
  });
  if (unusable.length === 0 && !semidefinite(matrix)) {
    blame("the covariance is not that of any factors: it has a direction of negative variance", 1, "");
  }
  return matrix;
}

/** Whether a symmetric matrix has no negative direction: Cholesky, with a little forgiven for rounding in the file. */
export function semidefinite(matrix: readonly (readonly number[])[]): boolean {
  const size = matrix.length;
  const scale = Math.max(...matrix.map((row, i) => Math.abs(row[i] ?? 0)), 0);
  const lower: number[][] = [];
  for (let i = 0; i < size; i += 1) {
    const line: number[] = [];
    for (let j = 0; j <= i; j += 1) {
      let sum = matrix[i]?.[j] ?? 0;
      for (let k = 0; k < j; k += 1) sum -= (line[k] ?? 0) * ((i === j ? line[k] : lower[j]?.[k]) ?? 0);
      if (i === j) {
        if (sum < -1e-9 * scale) return false;
        line.push(Math.sqrt(Math.max(0, sum)));
      } else {
        const pivot = lower[j]?.[j] ?? 0;
        if (pivot <= 1e-6 * Math.sqrt(scale)) {
          if (Math.abs(sum) > 1e-6 * scale) return false;
          line.push(0);
        } else line.push(sum / pivot);
      }
    }
    lower.push(line);
  }
  return true;
}
