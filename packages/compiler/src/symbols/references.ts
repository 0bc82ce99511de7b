/** Where each name is used, for tools: definitions, references, hover. */
import type { Name } from "@mandate/dsl";
import type { Place } from "../diagnostics/diagnostic.ts";
import type { FileUnit } from "../files/unit.ts";

/** A key for what a name stands for: `Tech`, `security AAPL`, `option Tax.sensitivity`. */
export type SymbolKey = string;

export interface References {
  readonly byKey: Map<SymbolKey, Place[]>;
}

export function noReferences(): References {
  return { byKey: new Map() };
}

export function refer(references: References, key: SymbolKey, unit: FileUnit, name: Name): void {
  const place = { file: unit.path, span: name.span };
  const places = references.byKey.get(key);
  if (places === undefined) references.byKey.set(key, [place]);
  else places.push(place);
}
