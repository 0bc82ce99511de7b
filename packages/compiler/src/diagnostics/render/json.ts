import type { Diagnostic, Severity } from "../diagnostic.ts";
import { type Places, places, type Range, type RenderContext } from "./places.ts";

/** One entry of `check --format json`. */
export interface JsonDiagnostic {
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly file: string;
  readonly range: Range;
  readonly related: readonly { readonly message: string; readonly file: string; readonly range: Range }[];
  readonly fixes: readonly {
    readonly title: string;
    readonly preferred: boolean;
    readonly edits: readonly { readonly file: string; readonly range: Range; readonly newText: string }[];
  }[];
}

/** JSON, by the letter of cli.md: ranges as in LSP, files relative to the project. */
export function renderJson(diagnostics: readonly Diagnostic[], context: RenderContext): string {
  const at = places(context);
  return `${JSON.stringify(
    diagnostics.map((diagnostic) => jsonDiagnostic(diagnostic, at)),
    null,
    2,
  )}\n`;
}

function jsonDiagnostic(diagnostic: Diagnostic, { range }: Places): JsonDiagnostic {
  const { code, severity, message, file, related, fixes } = diagnostic;
  return {
    code,
    severity,
    message,
    file,
    range: range(diagnostic),
    related: related.map((place) => ({ message: place.message, file: place.file, range: range(place) })),
    fixes: fixes.map(({ title, preferred, edits }) => ({
      title,
      preferred,
      edits: edits.map((edit) => ({ file: edit.file, range: range(edit), newText: edit.newText })),
    })),
  };
}
