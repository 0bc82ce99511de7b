export type * from "./account/book.ts";
export * from "./washsales/index.ts";
