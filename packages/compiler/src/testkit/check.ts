/** Compares what a compilation says with what the markers of its text ask for. */
import { LineMap } from "@mandate/dsl";
import { type Compilation, compile } from "../compile.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { type Archive, projectOf, readArchive } from "./txtar.ts";

/** The day on which the cases are read: after the approvals in them, before the ends. */
export const TODAY = "2026-11-22";

export function compileArchive(archive: Archive, today = TODAY): Compilation {
  return compile(projectOf(archive.files), { today });
}

export function compileText(text: string, today = TODAY): Compilation {
  return compileArchive(readArchive(text), today);
}

/** `firm/policy.mandate:3` */
export function lineOf(archive: Archive, diagnostic: Diagnostic): string {
  const text = archive.files.get(diagnostic.file) ?? "";
  return `${diagnostic.file}:${new LineMap(text).position(diagnostic.span.start).line + 1}`;
}

/** Differences in words; none if every marked line carries its finding and no other line an error. */
export function differences(text: string, today = TODAY): string[] {
  const archive = readArchive(text);
  const { diagnostics } = compileArchive(archive, today);
  const found: string[] = [];
  const wanted = new Set(
    archive.markers.filter(({ kind }) => kind === "error").map(({ file, line }) => `${file}:${line}`),
  );
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  const seen = new Map<string, Diagnostic[]>();
  for (const error of errors) {
    const at = lineOf(archive, error);
    seen.set(at, [...(seen.get(at) ?? []), error]);
    if (!wanted.has(at)) found.push(`${at}: unexpected ${error.code}: ${error.message}`);
  }
  for (const at of wanted) if (!seen.has(at)) found.push(`${at}: an error is missing`);
  for (const { file, line, kind, code } of archive.markers) {
    const at = `${file}:${line}`;
    const codes = (
      kind === "error"
        ? (seen.get(at) ?? [])
        : diagnostics.filter((diagnostic) => lineOf(archive, diagnostic) === at)
    ).map((diagnostic) => diagnostic.code);
    const right = kind === "error" ? codes.length === 1 && codes[0] === code : codes.includes(code ?? "");
    if (code !== undefined && !right)
      found.push(`${at}: ${code} is wanted, and there is ${codes.join(", ") || "nothing"}`);
    if (kind !== "warning") continue;
    if (
      !diagnostics.some(
        (diagnostic) => diagnostic.severity === "warning" && lineOf(archive, diagnostic) === at,
      )
    ) {
      found.push(`${at}: a warning is missing`);
    }
  }
  return found;
}
