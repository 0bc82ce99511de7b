export { type Checked, check, missedRows } from "./check.ts";
export { type CheckedRow, missesIn } from "./rows.ts";
export type { StructuralFault } from "./structure.ts";
