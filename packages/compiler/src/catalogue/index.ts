/** The one catalogue of diagnostics. */
import { analyses } from "./analyses.ts";
import { authority } from "./authority.ts";
import { bookErrors, rowProblems } from "./books.ts";
import { data } from "./data.ts";
import type { AnyEntry } from "./entry.ts";
import { models } from "./models.ts";
import { names } from "./names.ts";
import { project } from "./project.ts";
import { recordFaults } from "./records.ts";
import { solving } from "./solving.ts";
import { syntax } from "./syntax.ts";
import { types } from "./types.ts";

export { type AnyEntry, type Entry, type Example, type Page, type Parameters, series } from "./entry.ts";

export const catalogue = {
  syntax,
  names,
  types,
  authority,
  models,
  analyses,
  data,
  project,
  solving,
} as const;

export { bookErrors, rowProblems } from "./books.ts";
export { type RecordFaultName, type RecordFaults, recordFaults } from "./records.ts";

/** Every entry, by code. */
export const entries: readonly AnyEntry[] = Object.values(catalogue)
  .flatMap((family): readonly AnyEntry[] => Object.values(family))
  .sort((a, b) => (a.code < b.code ? -1 : 1));

/** Every code that Mandate uses for anything, in every family: none may stand here twice. */
export const everyCode: readonly string[] = [
  ...entries.map(({ code }) => code),
  ...Object.values(rowProblems),
  ...Object.values(recordFaults).map(({ code }) => code),
  ...Object.values(bookErrors),
].sort();
