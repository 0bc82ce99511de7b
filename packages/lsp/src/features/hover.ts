/** Hover: what a name stands for, what a measure measures, what weight comes out, what a clause becomes. */
import {
  adjustmentText,
  blockParts,
  type Clause,
  clauseText,
  editText,
  preferenceText,
  type Source,
} from "@mandate/compiler";
import type { Call, Expression, Node, Span } from "@mandate/dsl";
import { type Hover, HoverRequest, MarkupKind } from "vscode-languageserver";
import { bindersOf, isName, meantAt } from "../projects/meant.ts";
import { pathTo } from "../projects/nodes.ts";
import { type Here, offsetAt, rangeAt } from "../projects/snapshot.ts";
import { aboutSymbol, code } from "../words/about.ts";
import { measureNamed, measureText } from "../words/measures.ts";
import { nodeText, ownNode } from "../words/weights.ts";
import { inDocument } from "./feature.ts";

export const hover = inDocument(HoverRequest.type, { hoverProvider: true }, (here, { position }) => {
  const found = about(here, offsetAt(here, position));
  if (found === undefined) return null;
  const answer: Hover = {
    contents: { kind: MarkupKind.Markdown, value: found.text },
    range: rangeAt(here, found.span),
  };
  return answer;
});

interface About {
  readonly text: string;
  readonly span: Span;
}

function about(here: Here, offset: number): About | undefined {
  const path = pathTo(here.source.parsed.file.declarations, offset);
  const parts = [
    named(here, path, offset),
    allocated(here, path),
    amount(here, path),
    clause(here, path, offset),
  ].filter((part) => part !== undefined);
  const [first] = parts;
  // The narrowest says what the hover is about; what is known besides stands below it.
  return first === undefined
    ? undefined
    : { span: first.span, text: parts.map(({ text }) => text).join("\n\n---\n\n") };
}

/** A name of the project's, a variable, an account, a measure. */
function named(here: Here, path: readonly Node[], offset: number): About | undefined {
  const { snapshot, source } = here;
  const meant = meantAt(here, offset);
  if (meant?.is === "symbol") return { span: meant.span, text: aboutSymbol(snapshot, meant.symbol) };
  if (meant?.is === "variable") {
    const { name, range } = meant.variable;
    return {
      span: meant.span,
      text: `**${name}** · each of \`${source.text.slice(range.span.start, range.span.end)}\``,
    };
  }
  if (meant?.is === "account") {
    const { partial } = snapshot.compilation.model;
    const found = partial.accounts.find(({ account }) => account === meant.account.id);
    const parts = (found?.blocks ?? []).flatMap((block) => blockParts(block, partial));
    const title = found?.title === undefined ? "" : ` · ${found.title}`;
    return {
      span: meant.span,
      text: `**account ${meant.account.id}**${title}${parts.length === 0 ? "" : `\n\n${code(parts.join(""))}`}`,
    };
  }
  const leaf = path.at(-1);
  if (!isName(leaf)) return undefined;
  const measure = measureNamed(leaf.text);
  return measure === undefined ? undefined : { span: leaf.span, text: measureText(measure) };
}

/** On an entry of a model: what weight of the account it comes to. */
function allocated({ snapshot, source }: Here, path: readonly Node[]): About | undefined {
  const entry = path.findLast(({ kind }) => kind === "Allocation" || kind === "Use");
  const last = path.at(-1);
  if (entry === undefined || last === undefined || last === entry) return undefined;
  const placed = ownNode(snapshot, source.path, entry.span.start);
  return placed === undefined
    ? undefined
    : { span: last.span, text: `in ${placed.model.name}: ${nodeText(placed)}` };
}

const expressions: ReadonlySet<string> = new Set([
  "Call",
  "Sum",
  "ThisYear",
  "Quantity",
  "Binary",
  "Reference",
  "Unary",
]);

/** The unit of the amount at the place, and how it bends. */
function amount({ snapshot, source }: Here, path: readonly Node[]): About | undefined {
  const index = path.findLastIndex((node) => expressions.has(node.kind));
  const leaf = path[index];
  if (leaf === undefined || path.slice(index + 1).some(({ kind }) => kind !== "Name")) return undefined;
  const asked = leaf.kind === "Reference" ? measured(path, index) : leaf;
  if (asked === undefined || !isExpression(asked)) return undefined;
  const around = path.slice(0, index).flatMap(bindersOf);
  const inTest = path.some(({ kind }) => kind === "Test");
  const info = snapshot.compilation.model.amount(source.path, asked, around, inTest);
  if (info === undefined) return undefined;
  const when = { fixed: "known now", given: "known for each account", decided: "decided by the trades" }[
    info.stage
  ];
  const bends = info.stage === "decided" && info.curve !== "none" ? `, ${info.curve}` : "";
  const written = source.text.slice(asked.span.start, asked.span.end).replace(/\s+/g, " ");
  return { span: asked.span, text: `\`${written}\` is ${info.unit}; ${when}${bends}` };
}

/** `cash` and `Tax.gains_budget` are amounts, the `Tech` of `weight(Tech)` is a part of one. */
function measured(path: readonly Node[], index: number): Node | undefined {
  const parent = path[index - 1];
  return parent !== undefined && isCall(parent) ? undefined : path[index];
}

function isCall(node: Node): node is Call {
  return node.kind === "Call";
}

function isExpression(node: Node): node is Expression {
  return expressions.has(node.kind);
}

const sugar: ReadonlySet<string> = new Set([
  "TiltClause",
  "SubstituteClause",
  "NeverClause",
  "KeepClause",
  "SellByClause",
  "ExcludeClause",
  "ReserveClause",
  "RaiseClause",
  "TightenClause",
  "TransitionClause",
  "Waive",
]);

/** On a clause's opening words: what of the core it becomes. */
function clause({ snapshot, source }: Here, path: readonly Node[], offset: number): About | undefined {
  const node = path.findLast(({ kind }) => sugar.has(kind));
  if (node === undefined || node !== path.at(-1)) return undefined;
  const { partial } = snapshot.compilation.model;
  const inside = ({ file, start, end }: Source): boolean =>
    file === source.path && start >= node.span.start && end <= node.span.end;
  const blocks = [
    ...partial.accounts.flatMap(({ blocks }) => blocks),
    ...partial.profiles.map(({ block }) => block),
    ...partial.tests.flatMap(({ accounts }) => accounts.map(({ block }) => block)),
    partial,
  ];
  const texts = new Set([
    ...blocks.flatMap(({ edits }) =>
      edits.filter((edit) => inside(edit.source)).map((edit) => editText(edit, partial)),
    ),
    ...blocks.flatMap(({ clauses }) =>
      clauses.filter((one) => inside(one.source)).map((one: Clause) => clauseText(one, partial)),
    ),
    ...blocks.flatMap(({ preferences }) =>
      preferences.filter((one) => inside(one.source)).map((one) => preferenceText(one, partial)),
    ),
    ...[...blocks.flatMap(({ adjustments }) => adjustments), ...partial.waivers]
      .filter((one) => inside(one.source))
      .map((one) => adjustmentText(one, partial)),
  ]);
  if (texts.size === 0) return undefined;
  const words = /^\S+(?:\s+\S+)?/.exec(source.text.slice(node.span.start, node.span.end))?.[0] ?? "";
  const span = {
    start: node.span.start,
    end: Math.max(node.span.start + words.length, Math.min(offset, node.span.end)),
  };
  return { span, text: `becomes\n\n${code([...texts].join("\n"))}` };
}
