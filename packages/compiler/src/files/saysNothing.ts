/** What a file says without a word: reasons and titles between whose quotation marks nothing stands, and empty braces. */
import type { Declaration, Span, Text } from "@mandate/dsl";
import { catalogue } from "../catalogue/index.ts";
import type { Reporter } from "../diagnostics/reporter.ts";
import { takeOut } from "./takeOut.ts";
import { damaged, type FileUnit, placeOf } from "./unit.ts";

const { names } = catalogue;

/** Nothing between two quotation marks, which may belong to two texts. */
const CLOSE_TOGETHER = /"[^\S\r\n]*"/;

/** A text, as the lexer has it; what a comment has of quotation marks ends with its line. */
const TEXTS = /"(?:[^"\\\r\n]|\\[^\r\n])*"/g;

/** Most declarations have no empty text: their trees, of all accounts, are not walked through. */
function hasEmptyText(text: string): boolean {
  if (!CLOSE_TOGETHER.test(text)) return false;
  for (const [quoted] of text.matchAll(TEXTS)) if (quoted.slice(1, -1).trim() === "") return true;
  return false;
}

export function warnOfNothing(reporter: Reporter, unit: FileUnit, node: Declaration): void {
  warnOfBraces(reporter, unit, node);
  if (hasEmptyText(unit.text.slice(node.span.start, node.span.end))) warnOfWords(reporter, unit, node);
}

/** A limit's and a model's braces are looked at where their meaning is. */
function warnOfBraces(reporter: Reporter, unit: FileUnit, node: Declaration): void {
  if (contentsOf(node) !== 0 || damaged(unit, node.span)) return;
  if (node.kind === "Menu" || node.kind === "Profile") {
    const what = node.kind === "Menu" ? "menu" : "profile";
    reporter.report(names.emptyBraces, placeOf(unit, node.name), { what, found: node.name.text });
  } else reporter.report(names.emptyBraces, placeOf(unit, node), { what: "objective", found: "" });
}

function contentsOf(node: Declaration): number | undefined {
  if (node.kind === "Menu") return node.options.length;
  if (node.kind === "Profile") return node.clauses.length;
  return node.kind === "Objective" ? node.terms.length : undefined;
}

/** Every `because` and title inside. A waiver must have a reason, and a test a title: those are told of as missing. */
function warnOfWords(reporter: Reporter, unit: FileUnit, node: unknown): void {
  if (Array.isArray(node)) {
    for (const inner of node) warnOfWords(reporter, unit, inner);
    return;
  }
  if (typeof node !== "object" || node === null) return;
  const kind = "kind" in node ? node.kind : undefined;
  if ("because" in node && kind !== "Waive" && isEmpty(node.because)) {
    reporter.report(
      names.emptyWords,
      placeOf(unit, node.because),
      { what: "reason" },
      { fixes: withoutReason(unit, node.because.span) },
    );
  }
  if ("title" in node && isEmpty(node.title)) {
    const fixes = kind === "Test" ? [] : [takeOut(unit, node.title.span, 'take `""` out')];
    reporter.report(names.emptyWords, placeOf(unit, node.title), { what: "title" }, { fixes });
  }
  for (const inner of Object.values(node)) warnOfWords(reporter, unit, inner);
}

function isEmpty(node: unknown): node is Text {
  if (typeof node !== "object" || node === null || !("kind" in node) || node.kind !== "Text") return false;
  return (
    "value" in node && typeof node.value === "string" && node.value.trim() === "" && !("missing" in node)
  );
}

function withoutReason(unit: FileUnit, { start, end }: Span) {
  const word = /because\s*$/.exec(unit.text.slice(0, start));
  return word === null ? [] : [takeOut(unit, { start: word.index, end }, 'take `because ""` out')];
}
