/** The words for what the parser found. */
import type { Span, SyntaxFinding } from "@mandate/dsl";
import { catalogue } from "../catalogue/index.ts";
import type { Fix } from "../diagnostics/diagnostic.ts";
import { type Extra, type Reporter, replaceFix } from "../diagnostics/reporter.ts";
import type { FileUnit } from "./unit.ts";

const { syntax } = catalogue;

export function reportSyntax(reporter: Reporter, unit: FileUnit, finding: SyntaxFinding): void {
  const place = { file: unit.path, span: finding.span };
  const related = (finding.related ?? []).map((span) => ({
    file: unit.path,
    span,
    message: "it belongs to this",
  }));
  const extra = (fixes: readonly Fix[] = []): Extra => ({ related, fixes });
  switch (finding.code) {
    case "MDT1001":
      reporter.report(syntax.unexpectedCharacter, place, { found: finding.found }, extra());
      return;
    case "MDT1002":
      reporter.report(syntax.unclosedString, place, {}, extra());
      return;
    case "MDT1003":
      reporter.report(syntax.unclosedComment, place, {}, extra());
      return;
    case "MDT1004":
      reporter.report(syntax.unclosedName, place, {}, extra());
      return;
    case "MDT1005":
      reporter.report(
        syntax.impossibleDate,
        place,
        { found: finding.found, meant: finding.meant },
        extra(finding.meant === undefined ? [] : [replaceFix(unit.path, finding.span, finding.meant)]),
      );
      return;
    case "MDT1006":
      reporter.report(
        syntax.malformedNumber,
        place,
        { found: finding.found, meant: finding.meant },
        extra(finding.meant === undefined ? [] : [replaceFix(unit.path, finding.span, finding.meant)]),
      );
      return;
    case "MDT1007":
      reporter.report(
        syntax.unknownDeclaration,
        place,
        { found: finding.found, near: finding.near },
        extra(finding.near === undefined ? [] : [replaceFix(unit.path, finding.span, finding.near)]),
      );
      return;
    case "MDT1008": {
      const { expected, found, context, insert } = finding;
      const fixes =
        insert === undefined ? [] : [replaceFix(unit.path, finding.span, insert, `insert \`${insert}\``)];
      reporter.report(syntax.expected, place, { expected, found, context }, extra(fixes));
      return;
    }
    case "MDT1009": {
      const { found, context, instead, insert, clause } = finding;
      const title = insert === "" ? `take \`${found}\` out` : undefined;
      const fixes = insert === undefined ? [] : [replaceFix(unit.path, finding.span, insert, title)];
      reporter.report(syntax.unexpected, place, { found, context, instead, clause }, extra(fixes));
      return;
    }
    case "MDT1010":
      reporter.report(syntax.unclosedBrace, place, { opener: finding.opener }, extra());
      return;
    case "MDT1011":
      reporter.report(syntax.strayCloser, place, { found: finding.found }, extra());
      return;
    case "MDT1012":
      reporter.report(syntax.tooDeep, place, {}, extra());
      return;
    case "MDT1016": {
      const { part, block, found, belongs, span, related: [brace] = [] } = finding;
      const move = brace === undefined ? [] : [moveBefore(unit, span, brace, found)];
      reporter.report(syntax.outside, place, { part, block, found, belongs }, extra(move));
      return;
    }
    case "MDT1015":
      reporter.report(syntax.tooLong, place, {}, extra());
      return;
    case "MDT1014":
      reporter.report(
        syntax.foreignSpelling,
        place,
        { found: finding.found, meant: finding.meant },
        extra([replaceFix(unit.path, finding.span, finding.meant)]),
      );
      return;
    case "MDT1013":
      reporter.report(syntax.repeatedPart, place, { part: finding.part }, extra());
      return;
  }
}

/** Takes what stands after a block's closing brace, and the space before it, and writes it before one of its braces. */
function moveBefore(unit: FileUnit, span: Span, brace: Span, found: string): Fix {
  const from = unit.text.slice(0, span.start).trimEnd().length;
  const space = /\s/.test(unit.text[brace.start - 1] ?? "") ? "" : " ";
  return {
    title: `move \`${found}\` before the \`${unit.text.slice(brace.start, brace.end)}\``,
    edits: [
      { file: unit.path, span: { start: brace.start, end: brace.start }, newText: `${space}${found} ` },
      { file: unit.path, span: { start: from, end: span.end }, newText: "" },
    ],
    preferred: true,
  };
}
