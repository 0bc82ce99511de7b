/** Diagnostics: the compiler's as the protocol's, by file. Push, pull and workspace reports all come from here. */
import type { Diagnostic, Severity } from "@mandate/compiler";
import { DiagnosticSeverity, DiagnosticTag, type Diagnostic as LspDiagnostic } from "vscode-languageserver";
import { locationOf, rangeOf, type Snapshot } from "../projects/snapshot.ts";
import { pageOf } from "./handbook.ts";

/** A quick fix as it travels with its diagnostic. */
export interface FixData {
  readonly title: string;
  readonly preferred: boolean;
  readonly edits: readonly {
    readonly uri: string;
    readonly range: LspDiagnostic["range"];
    readonly newText: string;
  }[];
}

const severities: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
};

const tags = { unnecessary: DiagnosticTag.Unnecessary, deprecated: DiagnosticTag.Deprecated } as const;

const reports = new WeakMap<Snapshot, ReadonlyMap<string, readonly LspDiagnostic[]>>();

/** A project's diagnostics by the URI of their file: policies, lists and the manifest alike. */
export function diagnosticsByUri(
  snapshot: Snapshot,
  handbook: string | undefined,
): ReadonlyMap<string, readonly LspDiagnostic[]> {
  const known = reports.get(snapshot);
  if (known !== undefined) return known;
  const report = new Map<string, LspDiagnostic[]>();
  for (const diagnostic of snapshot.diagnostics) {
    const uri = snapshot.uri(diagnostic.file);
    const ofFile = report.get(uri);
    if (ofFile === undefined) report.set(uri, [translated(snapshot, diagnostic, handbook)]);
    else ofFile.push(translated(snapshot, diagnostic, handbook));
  }
  reports.set(snapshot, report);
  return report;
}

function translated(snapshot: Snapshot, diagnostic: Diagnostic, handbook: string | undefined): LspDiagnostic {
  const { code, severity, message, help, related, fixes } = diagnostic;
  const page = handbook === undefined ? undefined : pageOf(code, handbook);
  const data: { readonly fixes: readonly FixData[] } = { fixes: fixes.map((fix) => fixData(snapshot, fix)) };
  return {
    range: rangeOf(snapshot, diagnostic),
    severity: severities[severity],
    code,
    ...(page === undefined ? {} : { codeDescription: { href: page } }),
    source: "mandate",
    message: help === undefined ? message : `${message}\n${help}`,
    ...(diagnostic.tags === undefined ? {} : { tags: diagnostic.tags.map((tag) => tags[tag]) }),
    ...(related.length === 0
      ? {}
      : {
          relatedInformation: related.map((place) => ({
            location: locationOf(snapshot, place),
            message: place.message,
          })),
        }),
    ...(fixes.length === 0 ? {} : { data }),
  };
}

function fixData(snapshot: Snapshot, { title, preferred, edits }: Diagnostic["fixes"][number]): FixData {
  return {
    title,
    preferred,
    edits: edits.map((edit) => ({ ...locationOf(snapshot, edit), newText: edit.newText })),
  };
}
