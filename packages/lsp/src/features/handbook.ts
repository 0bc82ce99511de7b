/** Where the handbook speaks of a diagnostic. */
import { entries } from "@mandate/compiler";

/** The handbook has a page a family of codes, as the catalogue has. */
const pages: Readonly<Record<string, string>> = {
  "1": "1-syntax.md",
  "2": "2-names.md",
  "3": "3-types.md",
  "4": "4-authority.md",
  "5": "5-models.md",
  "6": "6-analyses.md",
  "7": "7-data.md",
  "8": "8-solving.md",
};

const names: ReadonlyMap<string, string> = new Map(entries.map(({ code, name }) => [code, name]));

/**
 * The address of a code's section.
 *
 * @param handbook a URI that ends in `/`
 */
export function pageOf(code: string, handbook: string): string | undefined {
  const page = pages[code.charAt("MDT".length)];
  const name = names.get(code);
  return page === undefined || name === undefined
    ? undefined
    : `${handbook}${page}#${code.toLowerCase()}-${name}`;
}
