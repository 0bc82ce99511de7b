/** A fault of a record in words, from the one catalogue of codes. */
import { type RecordFaultName, type RecordFaults, recordFaults } from "@mandate/compiler";

/** One thing wrong with one record, not yet placed in a file. */
export interface Fault {
  readonly code: string;
  readonly name: RecordFaultName;
  readonly reason: string;
  /** the cell, or the beginning of the record, as written */
  readonly value: string;
}

const SHOWN = 200;

/** The fault of that name with its sentence filled in. Cells of any length and content are shown safely and briefly. */
export function fault<N extends RecordFaultName>(name: N, params: RecordFaults[N], value: string): Fault {
  const entry: { readonly code: string; readonly sentence: (params: RecordFaults[N]) => string } =
    recordFaults[name];
  return {
    code: entry.code,
    name,
    reason: clip(entry.sentence(params), 2 * SHOWN),
    value: clip(value, SHOWN),
  };
}

function clip(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length)}…`;
}
