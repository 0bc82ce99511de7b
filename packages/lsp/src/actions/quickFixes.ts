/** The fixes that diagnostics bring along, one by one and all together. */
import type { Diagnostic, Fix, TextEdit } from "@mandate/compiler";
import { type CodeAction, CodeActionKind } from "vscode-languageserver";
import { diagnosticsByUri } from "../features/diagnostics.ts";
import type { Here } from "../projects/snapshot.ts";
import { workspaceEdit } from "./edit.ts";

/** Everything that mends a mistake without a question. */
export const FIX_ALL = `${CodeActionKind.SourceFixAll}.mandate`;

export function quickFixes(
  here: Here,
  { start, end }: { readonly start: number; readonly end: number },
  handbook: string | undefined,
): CodeAction[] {
  const { snapshot, source } = here;
  const shown = diagnosticsByUri(snapshot, handbook).get(snapshot.uri(source.path)) ?? [];
  return snapshot.diagnostics
    .filter(({ file }) => file === source.path)
    .flatMap((diagnostic, index) =>
      diagnostic.span.start <= end && diagnostic.span.end >= start
        ? diagnostic.fixes.map((fix): CodeAction => {
            const of = shown[index];
            return {
              title: capital(fix.title),
              kind: CodeActionKind.QuickFix,
              ...(of === undefined ? {} : { diagnostics: [of] }),
              isPreferred: fix.preferred,
              edit: workspaceEdit(snapshot, fix.edits),
            };
          })
        : [],
    );
}

/** The preferred fix of every diagnostic of the file; of two that touch one place the first, for the next round sees the rest. */
export function fixAll({ snapshot, source }: Here): CodeAction[] {
  const taken: TextEdit[] = [];
  for (const diagnostic of snapshot.diagnostics) {
    const fix = diagnostic.file === source.path ? only(diagnostic) : undefined;
    if (fix === undefined || fix.edits.some((edit) => taken.some((other) => touch(edit, other)))) continue;
    taken.push(...fix.edits);
  }
  if (taken.length === 0) return [];
  return [{ title: "Fix all that can be fixed", kind: FIX_ALL, edit: workspaceEdit(snapshot, taken) }];
}

function only({ fixes }: Diagnostic): Fix | undefined {
  const preferred = fixes.filter((fix) => fix.preferred);
  return preferred.length === 1 ? preferred[0] : undefined;
}

function touch(a: TextEdit, b: TextEdit): boolean {
  return a.file === b.file && a.span.start <= b.span.end && b.span.start <= a.span.end;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
