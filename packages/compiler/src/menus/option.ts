/** One option of a menu as the rest of the compiler asks about it. */
import type { Option } from "@mandate/dsl";
import type { Decimal } from "decimal.js";
import type { Layer, OptionIR } from "../bundle/index.ts";
import type { FileUnit } from "../files/unit.ts";

export type OptionKind =
  | "money"
  | "percent"
  | "points"
  | "shares"
  | "number"
  | "count"
  | "choice"
  | "flag"
  | "lists"
  /** a type that does not exist: an error already */
  | "unknown";

export interface OptionInfo {
  /** `Tax.gains_budget` */
  readonly name: string;
  readonly kind: OptionKind;
  readonly low?: Decimal;
  readonly high?: Decimal;
  /** as written, for messages */
  readonly lowText?: string;
  readonly highText?: string;
  /** of a choice; the value is a plain number, or undefined where the author gave none */
  readonly cases: readonly { readonly name: string; readonly value?: Decimal }[];
  readonly lists: readonly string[];
  readonly setBy: readonly Layer[];
  readonly forEachClass: boolean;
  /** nobody need choose it, and then it has no value */
  readonly mayBeNone: boolean;
  readonly ir?: OptionIR;
  readonly node: Option;
  readonly unit: FileUnit;
}
