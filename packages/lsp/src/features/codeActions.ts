/** Code actions: fixes, fixes all at once, a file in order, and rewrites. */
import { type CodeAction, CodeActionKind, CodeActionRequest } from "vscode-languageserver";
import { accountBlock } from "../actions/accountBlock.ts";
import { extractProfile } from "../actions/extract.ts";
import { ORGANISE, organise } from "../actions/organise.ts";
import { FIX_ALL, fixAll, quickFixes } from "../actions/quickFixes.ts";
import { spanAt } from "../projects/snapshot.ts";
import { inDocument } from "./feature.ts";

const kinds = [
  CodeActionKind.QuickFix,
  FIX_ALL,
  ORGANISE,
  CodeActionKind.RefactorExtract,
  CodeActionKind.RefactorRewrite,
];

export const codeActions = inDocument(
  CodeActionRequest.type,
  { codeActionProvider: { codeActionKinds: kinds } },
  (here, { range, context: { only } }, { handbook }): CodeAction[] => {
    const span = spanAt(here, range);
    // A kind that is asked for takes the kinds below it along: `source` is also `source.fixAll.mandate`.
    const asked = (kind: string): boolean =>
      only === undefined ||
      only.some((wanted) => wanted === "" || kind === wanted || kind.startsWith(`${wanted}.`));
    return [
      ...(asked(CodeActionKind.QuickFix) ? quickFixes(here, span, handbook) : []),
      ...(asked(FIX_ALL) ? fixAll(here) : []),
      ...(asked(ORGANISE) ? organise(here) : []),
      ...(asked(CodeActionKind.RefactorExtract) ? extractProfile(here, span.start) : []),
      ...(asked(CodeActionKind.RefactorRewrite) ? accountBlock(here, span.start) : []),
    ];
  },
);
