/** One mistake, one error: what a mistake in the text makes look wrong besides is not reported until the text can be read. */
import type { Declaration, Span, SyntaxFinding } from "@mandate/dsl";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { FileUnit } from "./unit.ts";

/**
 * Leaves out what is said of clauses that could not be read whole. What is wrong elsewhere in the same file, and who may
 * declare what, is said all the same.
 */
export function withoutEchoes(
  diagnostics: readonly Diagnostic[],
  units: readonly (FileUnit | undefined)[],
): readonly Diagnostic[] {
  const broken = new Map<string, readonly Span[]>();
  for (const unit of units) {
    const spans = unit === undefined || unit.findings.length === 0 ? [] : brokenParts(unit);
    if (unit !== undefined && spans.length > 0) broken.set(unit.path, spans);
  }
  if (broken.size === 0) return diagnostics;
  return diagnostics.filter(({ code, file, span }) => {
    if (code.startsWith("MDT1") || code === "MDT4001") return true;
    return !(broken.get(file) ?? []).some(({ start, end }) => span.start >= start && span.end <= end);
  });
}

/** The parts that findings lie in: of a block that holds clauses, its clause and what is said of the block as a whole. */
function brokenParts(unit: FileUnit): readonly Span[] {
  const harmful = unit.findings.filter(leavesGaps);
  return unit.tree.declarations.flatMap((declaration) => {
    const inside = harmful.filter(({ span }) => touches(declaration.span, span));
    if (inside.length === 0) return [];
    const parts = partsOf(declaration);
    const hit = parts.filter((part) => inside.some(({ span }) => touches(part, span)));
    const all = inside.every(({ span }) => hit.some((part) => touches(part, span)));
    if (parts.length === 0 || !all) return [declaration.span];
    // what is said of the whole stands at its head, before its parts
    const head = { start: declaration.span.start, end: Math.min(...parts.map(({ start }) => start)) };
    return [head, ...hit];
  });
}

/** Whether something of the author's meaning is lost; other findings know what was meant. */
function leavesGaps(finding: SyntaxFinding): boolean {
  if (finding.code === "MDT1005" || finding.code === "MDT1006") return finding.meant === undefined;
  if (finding.code === "MDT1014") return finding.meant.startsWith('"');
  return finding.code !== "MDT1013";
}

function touches(part: Span, { start }: Span): boolean {
  return start >= part.start && start <= part.end;
}

function partsOf(declaration: Declaration): readonly Span[] {
  switch (declaration.kind) {
    case "Account":
    case "Profile":
      return declaration.clauses.map(({ span }) => span);
    case "Menu":
      return declaration.options.map(({ span }) => span);
    default:
      return [];
  }
}
