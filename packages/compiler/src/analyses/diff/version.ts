import type { Bundle } from "../../bundle/index.ts";
import type { Element } from "../linear/element.ts";
import type { View } from "../linear/space.ts";
import type { Whole } from "./permits.ts";

/** One version of the project, ready to be compared. */
export interface Version {
  readonly side: "a" | "b";
  readonly view: View;
  readonly bundle: Bundle;
  readonly firm: readonly Element[];
  /** the firm's limits with each model's bands; alone where there is no model */
  readonly wholes: readonly Whole[];
}
