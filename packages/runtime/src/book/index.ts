export { BookError, type BookErrorCode } from "./error.ts";
export type { Household } from "./households.ts";
export { type BookEntry, type BookOptions, type OpenBook, openBook } from "./open.ts";
export type { BookWarning } from "./quarantine.ts";
export type { ShardAccount } from "./reader.ts";
