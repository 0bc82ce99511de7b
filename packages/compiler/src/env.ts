/** What the stages after the names share: the project's declarations, classes, universe, sets, menus. */
import type { Reporter } from "./diagnostics/reporter.ts";
import type { FileUnit } from "./files/unit.ts";
import type { ProjectInput } from "./input.ts";
import type { OptionInfo } from "./menus/option.ts";
import type { SetTable, SetValue } from "./sets/value.ts";
import type { Declarations } from "./symbols/collect.ts";
import type { EntityOf } from "./symbols/entity.ts";
import type { References } from "./symbols/references.ts";
import type { Classes } from "./universe/classes.ts";
import type { Universe } from "./universe/universe.ts";

export interface Env {
  readonly project: ProjectInput;
  /** ISO date */
  readonly today: string;
  readonly reporter: Reporter;
  readonly declarations: Declarations;
  readonly classes: Classes;
  readonly universe: Universe;
  readonly references: References;
  readonly sets: SetTable;
  /** a list's members; undefined for one that is wrong, which is reported once */
  readonly listOf: (list: EntityOf<"list">) => SetValue | undefined;
  /** `Tax.sensitivity` */
  readonly options: ReadonlyMap<string, OptionInfo>;
  /** columns of the book that `account.NAME` asks for: attributes, `name` and `advisor` */
  readonly accountFacts: Set<string>;
  /** the objective's `taxes netted`: then `tax` takes a ceiling only */
  readonly netted: boolean;
}

/** What a `for each` or `sum` variable stands for. */
export interface Variable {
  readonly name: string;
  readonly is: "security" | "issuer" | "class";
}

/** Where an expression stands. */
export interface Scope {
  readonly env: Env;
  readonly unit: FileUnit;
  readonly variables: ReadonlyMap<string, Variable>;
  /** in a test's `expect`, which may look at the outcome */
  readonly inTest: boolean;
  /** notes each option that is read (for `is chosen` advice) */
  readonly optionsRead?: Set<string>;
}

/** Outside of every `for each` and `sum`. */
export const NO_VARIABLES: ReadonlyMap<string, Variable> = new Map();

export function scopeIn(env: Env, unit: FileUnit, inTest = false): Scope {
  return { env, unit, variables: NO_VARIABLES, inTest };
}
