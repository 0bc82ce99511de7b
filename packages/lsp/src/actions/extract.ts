/** A limit of one account becomes a profile, which other accounts can take over. */
import { type CodeAction, CodeActionKind } from "vscode-languageserver";
import { isAccount } from "../projects/meant.ts";
import { pathTo } from "../projects/nodes.ts";
import type { Here } from "../projects/snapshot.ts";
import { written } from "../words/written.ts";
import { workspaceEdit } from "./edit.ts";

export function extractProfile(here: Here, offset: number): CodeAction[] {
  const { snapshot, source } = here;
  const { model } = snapshot.compilation;
  // Profiles are the firm's and the advisors' to declare.
  if (model.files.find(({ path }) => path === source.path)?.layer === "client") return [];
  const path = pathTo(source.parsed.file.declarations, offset);
  const account = path.find(isAccount);
  const clause = account?.clauses.find(
    (one) => one.kind === "LimitClause" && one.span.start <= offset && offset <= one.span.end,
  );
  if (account === undefined || clause?.kind !== "LimitClause") return [];
  const name = free(`${clause.limit.name.text}Profile`, (candidate) => model.symbols.has(candidate));
  const text = source.text.slice(clause.span.start, clause.span.end);
  const profiles = account.clauses.find((one) => one.kind === "ProfileClause");
  const edits = [
    {
      span: { start: account.span.start, end: account.span.start },
      newText: `profile ${written(name)} {\n  ${text}\n}\n\n`,
    },
    ...(profiles?.kind === "ProfileClause"
      ? [
          { span: { start: endOf(profiles), end: endOf(profiles) }, newText: `, ${written(name)}` },
          { span: withBlank(source.text, clause.span), newText: "" },
        ]
      : [{ span: clause.span, newText: `profile ${written(name)}` }]),
  ];
  return [
    {
      title: `Extract \`${clause.limit.name.text}\` into a profile`,
      kind: CodeActionKind.RefactorExtract,
      edit: workspaceEdit(
        snapshot,
        edits.map((edit) => ({ file: source.path, ...edit })),
      ),
    },
  ];
}

function endOf({
  profiles,
  span,
}: {
  readonly profiles: readonly { readonly span: { readonly end: number } }[];
  readonly span: { readonly end: number };
}): number {
  return profiles.at(-1)?.span.end ?? span.end;
}

/** A clause with the white space before it, so that no hole is left. */
function withBlank(
  text: string,
  { start, end }: { readonly start: number; readonly end: number },
): { start: number; end: number } {
  return { start: text.slice(0, start).trimEnd().length, end };
}

function free(name: string, taken: (name: string) => boolean): string {
  for (let number = 1; ; number++) {
    const candidate = number === 1 ? name : `${name}${number}`;
    if (!taken(candidate)) return candidate;
  }
}
