/** Where each name is used, for tools: definitions, references, hover. */
import type { Name } from "@mandate/dsl";
import type { Place } from "../diagnostics/diagnostic.ts";
import type { FileUnit } from "../files/unit.ts";

/** A key for what a name stands for: `Tech`, `security AAPL`, `option Tax.sensitivity`. */
export type SymbolKey = string;

export interface Reference extends Place {
  readonly key: SymbolKey;
}

export interface References {
  /** in the order in which they were met */
  list: Reference[];
}

export function noReferences(): References {
  return { list: [] };
}

export function refer(references: References, key: SymbolKey, unit: FileUnit, name: Name): void {
  references.list.push({ key, file: unit.path, span: name.span });
}
