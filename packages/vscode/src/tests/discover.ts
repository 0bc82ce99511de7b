/** The language's tests, as the server's outline of a file has them. */
import type { DocumentSymbol, Range } from "vscode-languageserver-protocol";

export interface FoundTest {
  readonly name: string;
  readonly range: Range;
}

/** How the server marks a test in its outline. */
const DETAIL = "test";

export function testsIn(outline: readonly DocumentSymbol[]): readonly FoundTest[] {
  return outline.flatMap(({ name, detail, range }) => (detail === DETAIL ? [{ name, range }] : []));
}
