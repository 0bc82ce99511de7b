/** An account that only the book knows gets a block that says what its row says. */
import { type CodeAction, CodeActionKind } from "vscode-languageserver";
import { recordsOf } from "../places/csv.ts";
import { meantAt } from "../projects/meant.ts";
import type { Here } from "../projects/snapshot.ts";
import { written } from "../words/written.ts";
import { workspaceEdit } from "./edit.ts";

/** On an id in a household or a waiver. A book that is a database is not read here. */
export function accountBlock(here: Here, offset: number): CodeAction[] {
  const { snapshot, source } = here;
  const meant = meantAt(here, offset);
  if (meant?.is !== "account" || meant.account.declarations.length > 0) return [];
  const layer = snapshot.compilation.model.files.find(({ path }) => path === source.path)?.layer;
  if (layer === "firm" || layer === undefined) return [];
  const book = snapshot.read(`${(snapshot.manifest?.book ?? "book").replace(/^\.\//, "")}/accounts.csv`);
  if (book === undefined) return [];
  for (const record of recordsOf(book)) {
    if (record.get("account")?.value !== meant.account.id) continue;
    const cells = new Map([...record].map(([column, { value }]) => [column, value]));
    const end = source.text.length;
    const gap = source.text === "" ? "" : source.text.endsWith("\n") ? "\n" : "\n\n";
    return [
      {
        title: `Write a block for account ${meant.account.id} from the book`,
        kind: CodeActionKind.RefactorRewrite,
        edit: workspaceEdit(snapshot, [
          {
            file: source.path,
            span: { start: end, end },
            newText: `${gap}${block(meant.account.id, cells)}`,
          },
        ]),
      },
    ];
  }
  return [];
}

function block(id: string, cells: ReadonlyMap<string, string>): string {
  const name = cells.get("name") ?? "";
  const model = cells.get("model") ?? "";
  const profile = cells.get("profile") ?? "";
  const clauses = [
    ...(model === "" ? [] : [`model ${written(model)}`]),
    ...(profile === "" ? [] : [`profile ${written(profile)}`]),
    // A choice's column is called as its option.
    ...[...cells].flatMap(([column, value]) =>
      /^[^.]+\.[^.]+$/.test(column) && value !== ""
        ? [`choose ${column.split(".").map(written).join(".")} = ${value}`]
        : [],
    ),
  ];
  const head = `account ${JSON.stringify(id)}${name === "" ? "" : ` ${JSON.stringify(name)}`}`;
  return `${head} {\n${clauses.map((clause) => `  ${clause}\n`).join("")}}\n`;
}
