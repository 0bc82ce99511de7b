/** The page of one diagnostic. */
import { type AnyEntry, entries, nearest } from "@mandate/compiler";
import { CliError } from "../exit.ts";

/** @throws {CliError} for a code that is none */
export function diagnosticPage(asked: string): string {
  const code = asked.toUpperCase();
  const entry = entries.find(
    (candidate) => candidate.code === code || candidate.name === asked.toLowerCase(),
  );
  if (entry !== undefined) return pageText(entry);
  const near = nearest(
    code,
    entries.map((candidate) => candidate.code),
  );
  throw new CliError(
    `there is no diagnostic \`${asked}\`${near === undefined ? "" : `; did you mean \`${near}\`?`}`,
  );
}

function pageText({ code, name, severity, page }: AnyEntry): string {
  const example = (title: string, text: string | undefined): string =>
    text === undefined || text.trim() === "" ? "" : `\n${title}:\n${text.trim().replace(/^(?=.)/gm, "  ")}\n`;
  return `${code}: ${name.replaceAll("-", " ")} (${severity})\n\n${page.why}\n${example("avoid", page.avoid?.text)}${example("prefer", page.prefer?.text)}`;
}
