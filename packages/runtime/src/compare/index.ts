export { type BookEffect, type CompareOptions, compareOverBook, type SideToSolve } from "./compare.ts";
export { effectMarkdown, effectPage } from "./page.ts";
