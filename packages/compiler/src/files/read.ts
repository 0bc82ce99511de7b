/** One file's text to its tree, with what can be said of the file by itself. */
import { type Account, type Declaration, type Edit, LineMap, parse, reparse } from "@mandate/dsl";
import { called, mayDeclare, owner, whose } from "../authority/layers.ts";
import { catalogue } from "../catalogue/index.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { createReporter, type Reporter } from "../diagnostics/reporter.ts";
import type { ProjectFile } from "../input.ts";
import { warnOfNothing } from "./saysNothing.ts";
import { reportSyntax } from "./syntaxFindings.ts";
import { type FileUnit, type Placed, placeOf } from "./unit.ts";

export interface ReadFile {
  readonly file: ProjectFile;
  /** absent where the file lies in no layer, or in several: then nothing in it counts */
  readonly unit?: FileUnit;
  readonly diagnostics: readonly Diagnostic[];
  /** blocks that the file's layer may declare, and whose account has a name */
  readonly accounts: readonly Placed<Account>[];
  /** every other declaration, allowed or not; accounts that are not allowed say nothing */
  readonly others: readonly Declaration[];
}

/**
 * @param previous the same path as it was read before: where the text has changed, what stands before the change keeps
 *   the very objects of its tree
 */
export function readFile(file: ProjectFile, previous?: ReadFile): ReadFile {
  const reporter = createReporter();
  if (file.layer === "none" || file.layer === "several") {
    reporter.report(catalogue.authority.fileInNoLayer, firstLine(file), {
      file: file.path,
      several: file.layer === "several",
    });
    return { file, diagnostics: reporter.take(), accounts: [], others: [] };
  }
  const before = previous?.unit?.layer === file.layer ? previous.unit : undefined;
  const { file: tree, findings } =
    before === undefined
      ? parse(file.text)
      : reparse(
          before.text,
          { file: before.tree, findings: before.findings },
          change(before.text, file.text),
        );
  const { path, text, layer } = file;
  const unit: FileUnit = { path, text, layer, tree, lines: new LineMap(text), findings };
  for (const finding of findings) reportSyntax(reporter, unit, finding);
  const accounts: Placed<Account>[] = [];
  const others: Declaration[] = [];
  for (const node of tree.declarations) {
    const allowed = authorised(reporter, unit, node);
    if (allowed) warnOfNothing(reporter, unit, node);
    if (node.kind !== "Account") others.push(node);
    else if (allowed && node.account.missing !== true) {
      if (node.account.value.trim() !== "") accounts.push({ node, unit });
      else reporter.report(catalogue.names.emptyText, placeOf(unit, node.account), { what: "account" });
    }
  }
  return { file, unit, diagnostics: reporter.take(), accounts, others };
}

function authorised(reporter: Reporter, unit: FileUnit, node: Declaration): boolean {
  if (mayDeclare(node.kind, unit.layer)) return true;
  reporter.report(catalogue.authority.notYours, placeOf(unit, node), {
    what: called(node.kind),
    layer: whose(unit.layer),
    owner: owner(node.kind),
  });
  return false;
}

function firstLine(file: ProjectFile): { file: string; span: { start: number; end: number } } {
  const end = file.text.search(/[\r\n]/);
  return { file: file.path, span: { start: 0, end: end < 0 ? file.text.length : end } };
}

/** The one edit that makes one text of another: what lies between their common beginning and their common end. */
function change(before: string, after: string): Edit {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before.charCodeAt(start) === after.charCodeAt(start)) start += 1;
  let same = 0;
  const most = shorter - start;
  while (
    same < most &&
    before.charCodeAt(before.length - 1 - same) === after.charCodeAt(after.length - 1 - same)
  )
    same += 1;
  return { start, end: before.length - same, text: after.slice(start, after.length - same) };
}
