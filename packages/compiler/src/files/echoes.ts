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
    return !(broken.get(file) ?? []).some((part) => overlaps(part, span));
  });
}

/** The parts that findings lie in: of a block that holds clauses, its clause and what is said of the block as a whole. */
function brokenParts(unit: FileUnit): readonly Span[] {
  const harmful = unit.findings.filter(leavesGaps);
  return unit.tree.declarations.flatMap((declaration) => {
    const inside = harmful.filter(({ span }) => touches(declaration.span, span));
    if (inside.length === 0) return [];
    const parts = partsOf(declaration);
    const first = parts[0];
    if (first === undefined) return [declaration.span];
    // what is said of the whole stands at its head, before its parts
    const head = { start: declaration.span.start, end: Math.max(declaration.span.start, first.start - 1) };
    return [head, ...inside.flatMap((finding) => damagedPart(unit.text, parts, finding) ?? [])];
  });
}

/** The part in which the finding lies, or behind which on its line: what it could not take was meant to go on with it. */
function damagedPart(text: string, parts: readonly Span[], { span }: SyntaxFinding): Span | undefined {
  const own = parts.find((part) => touches(part, span));
  if (own !== undefined) return own;
  const before = parts.findLast(({ end }) => end <= span.start);
  return before === undefined || /[\r\n]/.test(text.slice(before.end, span.start)) ? undefined : before;
}

/** Whether something of the author's meaning is lost; other findings know what was meant. */
function leavesGaps(finding: SyntaxFinding): boolean {
  if (finding.code === "MDT1005" || finding.code === "MDT1006") return finding.meant === undefined;
  if (finding.code === "MDT1014") return finding.meant.startsWith('"');
  return finding.code !== "MDT1013";
}

/** More than the point where one ends and the next begins. */
function overlaps(part: Span, { start, end }: Span): boolean {
  return (start < part.end && end > part.start) || (start >= part.start && end <= part.end);
}

function touches(part: Span, { start }: Span): boolean {
  return start >= part.start && start <= part.end;
}

/** The clauses of a block that mean something each on its own, in the order of the text; none where only the whole does. */
function partsOf(declaration: Declaration): readonly Span[] {
  return clausesOf(declaration)
    .map(({ span }) => span)
    .sort((a, b) => a.start - b.start);
}

function clausesOf(declaration: Declaration): readonly { readonly span: Span }[] {
  switch (declaration.kind) {
    case "Account":
    case "Profile":
      return declaration.clauses;
    case "Menu":
      return declaration.options;
    case "Objective":
      return declaration.terms;
    case "Test":
      return [
        ...declaration.prices,
        ...declaration.accounts.flatMap(({ clauses, facts }) => [...clauses, ...facts]),
        ...declaration.expects,
      ];
    default:
      return [];
  }
}
