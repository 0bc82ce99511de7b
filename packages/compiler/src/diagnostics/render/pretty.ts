import picocolors from "picocolors";
import type { Diagnostic, Place, Severity } from "../diagnostic.ts";
import { frame } from "./frame.ts";
import { places, type RenderContext } from "./places.ts";

const words: Readonly<Record<Severity, string>> = { error: "error", warning: "warning", information: "note" };

/** For people at a terminal: what is wrong, where, the lines themselves, and what to do. Colours only where asked for. */
export function renderPretty(
  diagnostics: readonly Diagnostic[],
  context: RenderContext & { readonly color: boolean },
): string {
  const at = places(context);
  const colors = picocolors.createColors(context.color);
  const marks: Readonly<Record<Severity, (text: string) => string>> = {
    error: colors.red,
    warning: colors.yellow,
    information: colors.cyan,
  };
  const where = (place: Pick<Diagnostic, "file" | "span">): string => {
    const { line, character } = at.range(place).start;
    return colors.cyan(`${at.path(place.file)}:${line + 1}:${character + 1}`);
  };
  const lineOf = (place: Place): string => `${place.file}:${at.range(place).start.line}`;
  const indented = (text: string): string => text.replace(/^(?=.)/gm, "  ");

  return diagnostics
    .map((diagnostic) => {
      const mark = marks[diagnostic.severity];
      const advice = [
        ...(diagnostic.help === undefined ? [] : [`${colors.bold("help")}: ${diagnostic.help}`]),
        ...unsaidFixes(diagnostic).map((title) => `${colors.bold("fix")}: ${title}`),
      ];
      const parts = [
        `${colors.bold(mark(words[diagnostic.severity]))} ${colors.dim(diagnostic.code)} ${where(diagnostic)}`,
        indented(colors.bold(diagnostic.message)),
        frame(diagnostic, at, { gutter: colors.dim, mark }, 1),
        ...advice.map(indented),
        ...diagnostic.related.flatMap((place, index) => [
          `  ${colors.bold("see")} ${where(place)}: ${place.message}`,
          shownBefore(diagnostic, index, lineOf)
            ? undefined
            : frame(place, at, { gutter: colors.dim, mark: colors.cyan }, 0),
        ]),
      ];
      return `${parts.filter((part) => part !== undefined).join("\n")}\n`;
    })
    .join("\n");
}

/** Whether a related place lies in a line that is shown already, for the diagnostic itself or for a place before. */
function shownBefore(diagnostic: Diagnostic, index: number, lineOf: (place: Place) => string): boolean {
  const [place, ...before] = [diagnostic.related[index], diagnostic, ...diagnostic.related.slice(0, index)];
  return (
    place !== undefined && before.some((other) => other !== undefined && lineOf(other) === lineOf(place))
  );
}

/** Titles of the fixes whose words the message or its help does not have already. */
function unsaidFixes({ message, help = "", fixes }: Diagnostic): readonly string[] {
  return fixes
    .filter(
      ({ edits }) =>
        !edits.some(
          ({ newText }) => newText !== "" && `${message} ${help}`.includes(`\`${newText.trim()}\``),
        ),
    )
    .map(({ title }) => title);
}

/** `2 errors and 1 warning in 3 files`; undefined where there is nothing to count. */
export function summary(diagnostics: readonly Diagnostic[]): string | undefined {
  const count = (severity: Severity, word: string): readonly string[] => {
    const found = diagnostics.filter((diagnostic) => diagnostic.severity === severity).length;
    return found === 0 ? [] : [`${found} ${word}${found === 1 ? "" : "s"}`];
  };
  const counts = [
    ...count("error", "error"),
    ...count("warning", "warning"),
    ...count("information", "note"),
  ];
  if (counts.length === 0) return undefined;
  const files = new Set(diagnostics.map(({ file }) => file)).size;
  const last = counts.length > 1 ? ` and ${counts[counts.length - 1]}` : "";
  const listed = counts.length > 1 ? counts.slice(0, -1).join(", ") : counts.join("");
  return `${listed}${last} in ${files} file${files === 1 ? "" : "s"}`;
}
