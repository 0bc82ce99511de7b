/** The one catalogue of diagnostics. */
import { analyses } from "./analyses.ts";
import { authority } from "./authority.ts";
import { book, data } from "./data.ts";
import type { AnyEntry } from "./entry.ts";
import { models } from "./models.ts";
import { names } from "./names.ts";
import { project } from "./project.ts";
import { solving } from "./solving.ts";
import { syntax } from "./syntax.ts";
import { types } from "./types.ts";

export type { AnyEntry, Entry, Example, Page, Parameters } from "./entry.ts";

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

/** Codes of `EffectiveProblem`s. */
export const bookCodes = book;

/** Every entry, by code. */
export const entries: readonly AnyEntry[] = Object.values(catalogue)
  .flatMap((family): readonly AnyEntry[] => Object.values(family))
  .sort((a, b) => (a.code < b.code ? -1 : 1));
