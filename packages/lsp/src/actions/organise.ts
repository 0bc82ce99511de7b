/** Organising a file: declarations in the order in which a reader asks for them; what belongs to one moves along. */
import type { Declaration } from "@mandate/dsl";
import type { CodeAction } from "vscode-languageserver";
import type { Here } from "../projects/snapshot.ts";
import { workspaceEdit } from "./edit.ts";

export const ORGANISE = "source.organize.mandate";

/** What there is, what is aimed at, what may be chosen, what is demanded, who departs from it, what is tested. */
const order: readonly (readonly Declaration["kind"][])[] = [
  ["AssetClass"],
  ["Attribute"],
  ["List", "Equivalents"],
  ["Sleeve"],
  ["Model"],
  ["Objective", "WashSalesAllowed"],
  ["Menu"],
  ["LimitDeclaration", "FreeClause"],
  ["PreferDeclaration"],
  ["Profile"],
  ["Waive"],
  ["Household"],
  ["Account"],
  ["Test"],
];
const ranks = new Map(order.flatMap((kinds, rank) => kinds.map((kind) => [kind, rank] as const)));

export function organise({ snapshot, source }: Here): CodeAction[] {
  const { parsed, text, path } = source;
  // Beside a mistake nobody knows what belongs to what.
  if (parsed.findings.length > 0) return [];
  const parts = partsOf(parsed.file.declarations, text);
  const sorted = [...parts].sort((a, b) => a.rank - b.rank);
  if (sorted.every((part, index) => part === parts[index])) return [];
  const [first] = parts;
  const last = parts.at(-1);
  if (first === undefined || last === undefined) return [];
  const newText = sorted.map((part) => part.text).join("\n\n");
  const span = { start: first.start, end: last.end };
  return [
    {
      title: "Organise declarations",
      kind: ORGANISE,
      edit: workspaceEdit(snapshot, [{ file: path, span, newText: ending(text, newText) }]),
    },
  ];
}

interface Part {
  readonly rank: number;
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Each declaration with the comments above it (the first keeps none that a blank line sets apart) and behind it. */
function partsOf(declarations: readonly Declaration[], text: string): readonly Part[] {
  const parts: Part[] = [];
  let from = 0;
  for (const [index, node] of declarations.entries()) {
    // `wash sales allowed` inside an objective is declared inside another's text.
    if (node.span.start < from) continue;
    const lineEnd = text.slice(node.span.end).search(/[\r\n]|$/) + node.span.end;
    const next = declarations[index + 1];
    const end = next !== undefined && next.span.start < lineEnd ? node.span.end : lineEnd;
    const lead = text.slice(from, node.span.start);
    const cut = index === 0 ? afterBlank(lead) : 0;
    const start = from + cut + (lead.slice(cut).length - lead.slice(cut).trimStart().length);
    parts.push({
      rank: ranks.get(node.kind) ?? order.length,
      start,
      end,
      text: text.slice(start, end).trimEnd(),
    });
    from = end;
  }
  return parts;
}

/** Behind the last blank line: what stands above it is the file's heading. */
function afterBlank(lead: string): number {
  const blanks = [...lead.matchAll(/(?:\r\n|\r|\n)[ \t]*(?:\r\n|\r|\n)/g)];
  const last = blanks.at(-1);
  return last === undefined ? 0 : last.index + last[0].length;
}

function ending(text: string, newText: string): string {
  return text.includes("\r\n") ? newText.replaceAll(/\r?\n/g, "\r\n") : newText;
}
