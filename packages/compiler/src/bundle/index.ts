export type * from "./block.ts";
export type * from "./bundle.ts";
export type * from "./clause.ts";
export type * from "./expression.ts";
export type * from "./model.ts";
export type * from "./test.ts";
