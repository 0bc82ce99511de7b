/** The securities that policies may name, from the project's CSV (data.md, "The project"). */
import { catalogue } from "../catalogue/index.ts";
import { type CsvFile, type CsvRow, readCsv } from "../data/csv.ts";
import { type Reporter, replaceFix } from "../diagnostics/reporter.ts";
import { placeOf } from "../files/unit.ts";
import type { ProjectInput } from "../input.ts";
import { readDecimal } from "../numbers/decimal.ts";
import type { Declarations } from "../symbols/collect.ts";
import { flagOf } from "../text/flag.ts";
import { nearest } from "../text/nearest.ts";
import type { Classes } from "./classes.ts";
import { cusipFault } from "./cusip.ts";

const { data, names } = catalogue;

export interface SecurityRow {
  readonly symbol: string;
  readonly name: string;
  /** empty if its row names no class that exists: an error already */
  readonly class: string;
  readonly issuer: string;
  readonly group: string;
  readonly spread?: string;
  readonly increment?: string;
  /** declared attributes, empty cells left out; flags are `0` and `1` */
  readonly attributes: Readonly<Record<string, string>>;
}

export interface Universe {
  readonly securities: readonly SecurityRow[];
  readonly bySymbol: ReadonlyMap<string, number>;
  readonly columns: ReadonlySet<string>;
  readonly file: string;
}

export type AttributeType = "text" | "flag" | "number";
const ATTRIBUTE_TYPES: readonly AttributeType[] = ["text", "flag", "number"];

export function isAttributeType(text: string): text is AttributeType {
  return (ATTRIBUTE_TYPES as readonly string[]).includes(text);
}

interface Reading {
  readonly reporter: Reporter;
  readonly file: string;
  readonly csv: CsvFile;
  readonly row: CsvRow;
}

export function readUniverse(
  project: ProjectInput,
  declarations: Declarations,
  classes: Classes,
  reporter: Reporter,
): Universe {
  const file = project.manifest.universe;
  const text = project.read(file)?.text;
  if (text === undefined) {
    reporter.report(
      data.missingFile,
      { file: "mandate.json", span: project.universeAt ?? { start: 0, end: 0 } },
      { file },
    );
    return { securities: [], bySymbol: new Map(), columns: new Set(), file };
  }
  const csv = readCsv(text);
  const columns = new Set(csv.columns);
  for (const column of ["symbol", "asset_class"]) {
    if (!columns.has(column)) {
      const near = nearest(column, csv.columns);
      reporter.report(
        data.missingColumn,
        { file, span: csv.header },
        { file, column },
        near === undefined
          ? {}
          : { related: [{ file, span: csv.header, message: `\`${near}\` comes nearest` }] },
      );
    }
  }
  const attributes = attributeTypes(declarations);
  const securities: SecurityRow[] = [];
  const bySymbol = new Map<string, number>();
  for (const row of csv.rows) {
    const security = readSecurity({ reporter, file, csv, row }, classes, attributes, bySymbol, columns);
    if (security === undefined) continue;
    bySymbol.set(security.symbol, securities.length);
    securities.push(security);
  }
  clashes(declarations, bySymbol, reporter);
  return { securities, bySymbol, columns, file };
}

function attributeTypes(declarations: Declarations): ReadonlyMap<string, AttributeType> {
  const found = new Map<string, AttributeType>();
  for (const { name, node } of declarations.of("attribute")) {
    if (isAttributeType(node.type.text)) found.set(name, node.type.text);
  }
  return found;
}

function readSecurity(
  reading: Reading,
  classes: Classes,
  attributeTypesByName: ReadonlyMap<string, AttributeType>,
  known: ReadonlyMap<string, number>,
  columns: ReadonlySet<string>,
): SecurityRow | undefined {
  const { reporter, file, csv, row } = reading;
  const place = { file, span: row.span };
  if (row.fault !== undefined || row.cells.length !== csv.columns.length) {
    const why = row.fault ?? `it has ${row.cells.length} cells, and the first line has ${csv.columns.length}`;
    reporter.report(data.malformedRow, place, { why });
    if (row.fault !== undefined || row.cells.length > csv.columns.length) {
      // Its symbol is still a security, so that what names it is not blamed.
      const symbol = row.cells[csv.columns.indexOf("symbol")] ?? "";
      return symbol === "" || known.has(symbol) ? undefined : bare(symbol);
    }
  }
  const broken = row.cells.length !== csv.columns.length;
  const cell = (column: string): string => {
    const at = csv.columns.indexOf(column);
    return at < 0 ? "" : (row.cells[at] ?? "");
  };
  const symbol = cell("symbol");
  if (symbol === "") {
    if (!broken && columns.has("symbol")) reporter.report(data.unknownSymbol, place, { symbol });
    return undefined;
  }
  if (known.has(symbol)) {
    if (!broken) reporter.report(data.duplicateSymbol, place, { symbol });
    return undefined;
  }
  if (broken) return bare(symbol);
  checkCusip(reading, symbol, cell("cusip"));
  const spread = amount(
    reading,
    "spread",
    cell("spread"),
    "must not be below zero",
    (value) => !value.isNegative(),
  );
  const increment = amount(
    reading,
    "increment",
    cell("increment"),
    "must be above zero",
    (value) => value.isPositive() && !value.isZero(),
  );
  const attributes: Record<string, string> = {};
  for (const [name, type] of attributeTypesByName) {
    const value = attributeCell(reading, name, type, cell(name));
    if (value !== undefined) attributes[name] = value;
  }
  return {
    symbol,
    name: cell("name") === "" ? symbol : cell("name"),
    class: columns.has("asset_class") ? classOf(reading, classes, symbol, cell("asset_class")) : "",
    issuer: cell("issuer") === "" ? symbol : cell("issuer"),
    group: cell("identical_to") === "" ? symbol : cell("identical_to"),
    ...(spread === undefined ? {} : { spread }),
    ...(increment === undefined ? {} : { increment }),
    attributes,
  };
}

function bare(symbol: string): SecurityRow {
  return { symbol, name: symbol, class: "", issuer: symbol, group: symbol, attributes: {} };
}

function classOf({ reporter, file, row }: Reading, classes: Classes, symbol: string, found: string): string {
  const info = classes.byName.get(found);
  if (info === undefined) {
    const leaves = classes.list
      .filter((candidate) => candidate.children.length === 0)
      .map(({ name }) => name);
    const near = nearest(found, leaves);
    const at = row.span;
    const fixes = near === undefined || found === "" ? [] : cellFix(file, at, row, found, near);
    reporter.report(data.unknownClass, { file, span: at }, { symbol, found, near }, { fixes });
    return "";
  }
  if (info.children.length > 0) {
    reporter.report(data.notALeaf, { file, span: row.span }, { symbol, found, inside: info.children });
    return "";
  }
  return found;
}

/** Replaces a whole cell, where it can be told apart: no quotes in the row. */
function cellFix(file: string, span: CsvRow["span"], row: CsvRow, found: string, near: string) {
  const joined = row.cells.join(",");
  if (joined.length !== span.end - span.start) return [];
  const before = row.cells.indexOf(found);
  const start = span.start + row.cells.slice(0, before).reduce((sum, cell) => sum + cell.length + 1, 0);
  return [replaceFix(file, { start, end: start + found.length }, near)];
}

function checkCusip({ reporter, file, row }: Reading, symbol: string, found: string): void {
  if (found === "") return;
  const why = cusipFault(found);
  if (why !== undefined) reporter.report(data.badCusip, { file, span: row.span }, { symbol, found, why });
}

function amount(
  { reporter, file, row }: Reading,
  column: string,
  found: string,
  rule: string,
  fits: (value: NonNullable<ReturnType<typeof readDecimal>>) => boolean,
): string | undefined {
  if (found === "") return undefined;
  const value = readDecimal(found);
  if (value !== undefined && fits(value)) return value.toFixed();
  const why = value === undefined ? "is not a plain decimal" : rule;
  reporter.report(data.badNumber, { file, span: row.span }, { file, column, found, why });
  return undefined;
}

function attributeCell(
  reading: Reading,
  column: string,
  type: AttributeType,
  found: string,
): string | undefined {
  const { reporter, file, row } = reading;
  if (type === "text") return found === "" ? undefined : found;
  if (type === "number") return amount(reading, column, found, "", () => true);
  const on = found === "" ? false : flagOf(found);
  if (on !== undefined) return on ? "1" : "0";
  reporter.report(data.badFlag, { file, span: row.span }, { column, found });
  return undefined;
}

/** No name may equal a symbol (language.md, "Names"). */
function clashes(
  declarations: Declarations,
  bySymbol: ReadonlyMap<string, number>,
  reporter: Reporter,
): void {
  for (const [name, entity] of declarations.byName) {
    if (!bySymbol.has(name) || !entity.valid) continue;
    reporter.report(names.symbolClash, placeOf(entity.unit, entity.nameNode), {
      found: name,
      kind: entity.kind,
    });
  }
}

/** Every attribute needs its column; one that only accounts have is looked for in the book. */
export function checkAttributes(
  declarations: Declarations,
  universe: Universe,
  ofAccounts: ReadonlySet<string>,
  reporter: Reporter,
): void {
  if (universe.columns.size === 0) return;
  for (const { name, nameNode, node, unit } of declarations.of("attribute")) {
    if (node.type.text !== "" && !isAttributeType(node.type.text)) {
      const near = nearest(node.type.text, ATTRIBUTE_TYPES);
      reporter.report(
        catalogue.types.unknownType,
        placeOf(unit, node.type),
        { found: node.type.text, known: ATTRIBUTE_TYPES, near },
        near === undefined ? {} : { fixes: [replaceFix(unit.path, node.type.span, near)] },
      );
    }
    if (name === "" || universe.columns.has(name) || ofAccounts.has(name)) continue;
    const near = nearest(name, universe.columns);
    reporter.report(
      data.attributeWithoutColumn,
      placeOf(unit, nameNode),
      { found: name, file: universe.file, near },
      near === undefined ? {} : { fixes: [replaceFix(unit.path, nameNode.span, near)] },
    );
  }
}
