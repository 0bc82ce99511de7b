/** What an outline says of a place. */
import type { DocumentSymbol, Position } from "vscode-languageserver-protocol";

/** How the server names an account's block in its outline. */
const BLOCK = /^account (.+)$/;

/** The id of the account whose block covers a place. */
export function accountOf(
  outline: readonly DocumentSymbol[],
  { line, character }: Position,
): string | undefined {
  for (const { name, range } of outline) {
    const after =
      line > range.start.line || (line === range.start.line && character >= range.start.character);
    const before = line < range.end.line || (line === range.end.line && character <= range.end.character);
    const account = after && before ? BLOCK.exec(name)?.[1] : undefined;
    if (account !== undefined) return account;
  }
  return undefined;
}
