/** The page of one diagnostic. */
import {
  type AnyEntry,
  bookErrors,
  entries,
  everyCode,
  nearest,
  recordFaults,
  rowProblems,
} from "@mandate/compiler";
import { CliError } from "../exit.ts";

/** @throws {CliError} for a code that is none */
export function diagnosticPage(asked: string): string {
  const code = asked.toUpperCase();
  const entry = entries.find(
    (candidate) => candidate.code === code || candidate.name === asked.toLowerCase(),
  );
  if (entry !== undefined) return pageText(entry);
  const ofBook = bookPage(code);
  if (ofBook !== undefined) return ofBook;
  const near = nearest(code, everyCode);
  throw new CliError(
    `there is no diagnostic \`${asked}\`${near === undefined ? "" : `; did you mean \`${near}\`?`}`,
  );
}

function pageText({ code, name, severity, page }: AnyEntry): string {
  const example = (title: string, text: string | undefined): string =>
    text === undefined || text.trim() === "" ? "" : `\n${title}:\n${text.trim().replace(/^(?=.)/gm, "  ")}\n`;
  return `${code}: ${name.replaceAll("-", " ")} (${severity})\n\n${page.why}\n${example("avoid", page.avoid?.text)}${example("prefer", page.prefer?.text)}`;
}

/** What is wrong in a book is told with its file, row and value, so its page only says what follows from it. */
function bookPage(code: string): string | undefined {
  const records = Object.entries(recordFaults).map(([name, fault]) => [name, fault.code] as const);
  const families = [
    [
      records,
      "A record of the book is bad, so the accounts that it touches are put aside; all others are solved.",
    ],
    [
      Object.entries(rowProblems),
      "The account's row and the policies give it no policy together, so it is put aside; all others are solved.",
    ],
    [Object.entries(bookErrors), "The book as a whole cannot be read, so nothing is solved."],
  ] as const;
  for (const [family, why] of families) {
    const found = family.find(([, candidate]) => candidate === code);
    if (found !== undefined) {
      const title = found[0].replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
      return `${code}: ${title}\n\n${why}\nThe sentence beside the code names the value, the file and the row.\n`;
    }
  }
  return undefined;
}
