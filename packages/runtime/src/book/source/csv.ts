/** A CSV file onto the workbench: by the database's own reader where that is safe, else record by record. */

import { isUtf8 } from "node:buffer";
import { createReadStream, createWriteStream } from "node:fs";
import { copyFile } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { TextDecoderStream } from "node:stream/web";
import { bookErrors } from "@mandate/compiler";
import { readHeader } from "../columns.ts";
import { stamp } from "../csv/bytes.ts";
import { type CsvRecord, records } from "../csv/careful.ts";
import { type Survey, survey } from "../csv/survey.ts";
import { createFiller, literal, type Workbench } from "../database.ts";
import { BookError } from "../error.ts";
import { type Imported, relation } from "./imported.ts";
import type { FileSource } from "./location.ts";

/** So many damaged records, and more than the good ones, are no book with a few slips. */
const TOO_MANY = 100_000;

/** The database takes `*`, `?` and brackets in a path for patterns. */
export const PATTERN = /[*?[\]{}]/;

export async function importCsv(bench: Workbench, source: FileSource): Promise<Imported> {
  const before = await stamp(source.path, source.file);
  const seen = await survey(source.path, source.file);
  if (seen.size === 0) {
    throw new BookError(
      bookErrors.empty,
      `\`${source.file}\` is empty; not even a header is there`,
      source.file,
    );
  }
  const imported = seen.plain ? await plainly(bench, source, seen) : await carefully(bench, source, seen);
  if ((await stamp(source.path, source.file)) !== before) throw changed(source.file);
  return imported;
}

function changed(file: string): BookError {
  return new BookError(
    bookErrors.changedMeanwhile,
    `\`${file}\` was changed while it was read; run again once it is whole`,
    file,
  );
}

async function plainly(bench: Workbench, source: FileSource, seen: Survey): Promise<Imported> {
  const header = readHeader(source.table, seen.first.toString("utf8").split(","), source.file);
  const width = header.names.length;
  let path = source.path;
  if (PATTERN.test(path)) {
    path = join(bench.folder, `${source.table}.csv`);
    await copyFile(source.path, path);
  }
  const columns = header.names.map((_, index) => `'c${index}': 'VARCHAR'`).join(", ");
  const reader = `read_csv(${literal(path)}, auto_detect = false, header = true, delim = ',', quote = '', escape = '',
    comment = '', nullstr = '', strict_mode = true, columns = {${columns}})`;
  const table = `raw_${source.table}`;
  try {
    await bench.connection.run(`CREATE TABLE ${table} AS SELECT * FROM ${reader}`);
  } catch (error) {
    await stamp(source.path, source.file);
    throw error;
  }
  const count = await bench.connection.runAndReadAll(`SELECT count(*) FROM ${table}`);
  if (Number(count.getRows()[0]?.[0]) !== seen.lines - 1) throw changed(source.file);
  return {
    table: source.table,
    file: source.file,
    header,
    // Every line is one record, and the table keeps the file's order.
    relation: relation(width, table, "rowid + 2"),
    damaged: [],
    hash: seen.hash,
  };
}

async function carefully(bench: Workbench, source: FileSource, seen: Survey): Promise<Imported> {
  const { file } = source;
  let path = source.path;
  if (seen.encoding !== "utf-8") {
    path = join(bench.folder, `${source.table}.utf8.csv`);
    const decoded = Readable.toWeb(createReadStream(source.path)).pipeThrough(
      new TextDecoderStream(seen.encoding),
    );
    await pipeline(Readable.fromWeb(decoded), createWriteStream(path));
  }
  const damaged: CsvRecord[] = [];
  let [good, misread, last, lastDamaged] = [0, 0, 0, false];
  let header: ReturnType<typeof readHeader> | undefined;
  let filler: Awaited<ReturnType<typeof createFiller>> | undefined;
  let firstMisread = 0;
  for await (const record of records(path, file)) {
    if (header === undefined || filler === undefined) {
      header = readHeader(source.table, headerCells(record, seen, file), file);
      filler = await createFiller(bench.connection, `raw_${source.table}`, header.names.length);
      continue;
    }
    last = record.row;
    lastDamaged = record.fault !== undefined;
    if (record.fault === undefined) {
      good += 1;
      filler.add(record.row, record.cells);
      continue;
    }
    damaged.push({ ...record, cells: record.cells.slice(0, header.names.length + 1) });
    if (record.fault.name === "wrongEncoding") {
      misread += 1;
      if (firstMisread === 0) firstMisread = record.row;
    }
    if (damaged.length > TOO_MANY && damaged.length > good) {
      throw new BookError(
        bookErrors.badHeader,
        `most rows of \`${file}\` cannot be read as CSV, from row ${damaged[0]?.row} on`,
        file,
      );
    }
  }
  if (header === undefined || filler === undefined) {
    throw new BookError(bookErrors.empty, `\`${file}\` has no header`, file);
  }
  filler.finish();
  if (misread > good) throw windows(file, `row ${firstMisread}`);
  return {
    table: source.table,
    file,
    header,
    relation: relation(header.names.length, `raw_${source.table}`, "row"),
    damaged,
    hash: seen.hash,
    ...(lastDamaged && !seen.closed ? { brokenOff: last } : {}),
  };
}

function windows(file: string, where: string): BookError {
  return new BookError(
    bookErrors.badEncoding,
    `\`${file}\` is not UTF-8 (first in ${where}); it seems to be in a Windows encoding: save it as UTF-8`,
    file,
  );
}

function headerCells(record: CsvRecord, seen: Survey, file: string): readonly string[] {
  if (seen.encoding === "utf-8" && seen.first.includes(0)) {
    throw new BookError(
      bookErrors.badEncoding,
      `\`${file}\` has NUL bytes in its header; it seems to be UTF-16 without a mark, or no text: save it as UTF-8`,
      file,
    );
  }
  if (seen.encoding === "utf-8" && !isUtf8(seen.first) && record.fault?.name === "wrongEncoding") {
    throw windows(file, "its header");
  }
  if (record.fault !== undefined) {
    throw new BookError(
      bookErrors.badHeader,
      `the header of \`${file}\` cannot be read: ${record.fault.reason}`,
      file,
    );
  }
  return record.cells;
}
