/** Records that are there more than once: each is put aside with the rows of all. */
import type { Fault } from "./codes.ts";
import type { Quarantine } from "./quarantine.ts";

/** Rows that are told; a sentence with thousands of them tells no more. */
const TOLD = 20;

/** `2, 3, 4 and 97 more` */
export function rowList(rows: readonly number[]): string {
  const told = rows.slice(0, TOLD).join(", ");
  return rows.length <= TOLD ? told : `${told} and ${(rows.length - TOLD).toLocaleString("en-US")} more`;
}

/** Puts an account aside for the rows of `file` that say the same. */
export function putDuplicates(
  quarantine: Quarantine,
  account: string,
  file: string,
  rows: readonly number[],
  found: Fault,
): void {
  for (const row of rows) quarantine.put(account, { fault: found, file, row });
}
