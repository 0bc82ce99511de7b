export type { SyntaxFinding } from "./finding.ts";
export { format } from "./format/format.ts";
export { grammarText } from "./grammar/text.ts";
export { type Edit, edited, reparse } from "./incremental/reparse.ts";
export { type ParseResult, parse } from "./parse.ts";
export { LineMap, type Position } from "./text/lineMap.ts";
export type { Token } from "./tokens/lex.ts";
export type * from "./tree/index.ts";
export { cover } from "./tree/index.ts";
