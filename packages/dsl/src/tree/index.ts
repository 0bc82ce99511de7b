export type * from "./clause.ts";
export type * from "./declaration.ts";
export type * from "./expression.ts";
export type * from "./file.ts";
export type { Node, Span } from "./span.ts";
export { cover } from "./span.ts";
export type * from "./test.ts";
