/** Everything that has a name. */
import type {
  AssetClass,
  Attribute,
  Equivalents,
  LimitDeclaration,
  List,
  Menu,
  Model,
  Name,
  PreferDeclaration,
  Profile,
  Sleeve,
} from "@mandate/dsl";
import type { FileUnit } from "../files/unit.ts";

interface Declared<K extends string, N> {
  readonly kind: K;
  readonly name: string;
  readonly nameNode: Name;
  readonly node: N;
  readonly unit: FileUnit;
  /** false where the file's layer may not declare it: it keeps its name and says nothing */
  readonly valid: boolean;
}

export type Entity =
  | (Declared<"asset class", AssetClass> & { readonly parent?: string })
  | Declared<"attribute", Attribute>
  | Declared<"list", List>
  | Declared<"sleeve", Sleeve>
  | Declared<"model", Model>
  | Declared<"menu", Menu>
  | Declared<"limit", LimitDeclaration>
  | Declared<"preference", PreferDeclaration>
  | Declared<"profile", Profile>
  | Declared<"group of equivalents", Equivalents>;

export type EntityKind = Entity["kind"];
export type EntityOf<K extends EntityKind> = Extract<Entity, { readonly kind: K }>;
