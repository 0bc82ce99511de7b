export type * from "./tree/index.ts";
export { cover } from "./tree/index.ts";
export type { SyntaxFinding } from "./finding.ts";
