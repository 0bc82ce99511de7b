/** Whether a clause applies, as far as it is known what was chosen: true, false, or not known yet. */
import type { ChoiceValue, Condition, Expr } from "../../bundle/index.ts";
import type { Element } from "../linear/element.ts";
import { atomsOf } from "../linear/walk.ts";
import { amountsIn, type Choices, type Value, type Variable } from "./variables.ts";

/** Values of variables, by key. */
export type Assignment = ReadonlyMap<string, Value>;

export interface Guarding {
  readonly choices: Choices;
  readonly variables: ReadonlyMap<string, Variable>;
  /** of options that are decided, whoever did */
  readonly choice: (option: string) => ChoiceValue | undefined;
}

/** The variable that an atom waits for; undefined where it waits for none that there is. */
export function variableOf(atom: Condition, { variables }: Guarding): string | undefined {
  const keys: string[] = [];
  if (atom.c === "chosen" || atom.c === "option is")
    keys.push(`option ${atom.option}`, `chosen ${atom.option}`);
  if (atom.c === "fact is") keys.push(`fact ${atom.fact}`);
  for (const { key } of amountsIn(atom)) keys.push(`amount ${key}`);
  return keys.find((key) => variables.has(key));
}

export function holds(condition: Condition, assignment: Assignment, guarding: Guarding): boolean | undefined {
  switch (condition.c) {
    case "constant":
      return condition.value;
    case "all":
    case "any": {
      const decisive = condition.c === "any";
      const parts = condition.of.map((part) => holds(part, assignment, guarding));
      if (parts.includes(decisive)) return decisive;
      return parts.includes(undefined) ? undefined : !decisive;
    }
    case "not": {
      const inner = holds(condition.of, assignment, guarding);
      return inner === undefined ? undefined : !inner;
    }
    case "fact is": {
      const value = assignment.get(`fact ${condition.fact}`);
      return value === undefined ? undefined : value.fact === condition.value;
    }
    case "option is":
    case "chosen":
      return ofOption(condition, assignment, guarding);
    case "compare":
    case "between":
      return compared(condition, assignment, guarding);
  }
}

function ofOption(
  atom: Extract<Condition, { option: string }>,
  assignment: Assignment,
  { choice, choices }: Guarding,
): boolean | undefined {
  const { option } = atom;
  const known = choice(option) ?? assignment.get(`option ${option}`)?.choice;
  if (atom.c === "chosen") {
    if (known !== undefined) return known.kind !== "none";
    const value = assignment.get(`chosen ${option}`);
    if (value !== undefined) return value.choice?.kind !== "none";
    // A range with a default always has a value.
    return choices.ranges.has(option) && choices.options.get(option)?.default.kind !== "none"
      ? true
      : undefined;
  }
  if (known === undefined) return undefined;
  if (known.kind === "case") return known.case === atom.case;
  if (known.kind === "flag") return known.on === (atom.case === "on");
  return false;
}

function compared(
  atom: Extract<Condition, { c: "compare" | "between" }>,
  assignment: Assignment,
  { choice }: Guarding,
): boolean | undefined {
  const value = (expr: Expr): number | undefined => {
    if (expr.e === "constant") return Number(expr.value);
    if (expr.e === "fact") return assignment.get(`amount fact ${expr.fact}`)?.sample;
    if (expr.e !== "option") return undefined;
    const known = choice(expr.option);
    if (known?.kind === "quantity" || known?.kind === "case") return Number(known.value);
    return assignment.get(`amount option ${expr.option}`)?.sample;
  };
  if (atom.c === "between") {
    const [of, low, high] = [value(atom.of), value(atom.low), value(atom.high)];
    if (of === undefined || low === undefined || high === undefined) return undefined;
    return low <= of && of <= high;
  }
  const left = value(atom.left);
  const right = value(atom.right);
  if (left === undefined || right === undefined) return undefined;
  const order = Math.sign(left - right);
  const truth = {
    "=": order === 0,
    "!=": order !== 0,
    "<": order < 0,
    "<=": order <= 0,
    ">": order > 0,
    ">=": order >= 0,
  };
  return truth[atom.operator];
}

/** Whether an element's condition can be decided at all once every variable has a value. */
export function decidable(element: Element, guarding: Guarding): boolean {
  if (element.when === undefined) return true;
  return atomsOf(element.when).every(
    (atom) => variableOf(atom, guarding) !== undefined || holds(atom, new Map(), guarding) !== undefined,
  );
}
