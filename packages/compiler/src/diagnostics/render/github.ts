import type { Diagnostic, Severity } from "../diagnostic.ts";
import { places, type RenderContext } from "./places.ts";

const commands: Readonly<Record<Severity, string>> = {
  error: "error",
  warning: "warning",
  information: "notice",
};

/** Workflow commands that GitHub shows as annotations beside the lines of a pull request; lines and columns count from 1. */
export function renderGithub(diagnostics: readonly Diagnostic[], context: RenderContext): string {
  const { range, path } = places(context);
  return diagnostics
    .map((diagnostic) => {
      const { start, end } = range(diagnostic);
      const where = {
        file: path(diagnostic.file),
        line: start.line + 1,
        endLine: end.line + 1,
        // GitHub takes columns only within one line.
        ...(start.line === end.line ? { col: start.character + 1, endColumn: end.character + 1 } : {}),
        title: diagnostic.code,
      };
      const properties = Object.entries(where).map(
        ([key, value]) => `${key}=${escapeProperty(String(value))}`,
      );
      const related = diagnostic.related.map(
        (place) => `${place.message}: ${path(place.file)}:${range(place).start.line + 1}`,
      );
      const text = [
        diagnostic.message,
        ...(diagnostic.help === undefined ? [] : [diagnostic.help]),
        ...related,
      ];
      return `::${commands[diagnostic.severity]} ${properties.join(",")}::${escapeData(text.join("\n"))}\n`;
    })
    .join("");
}

function escapeData(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
