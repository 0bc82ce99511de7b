/** What a policy leaves open: options of the menus, facts of accounts; as ranges, or as values one by one. */
import type { Bundle, ChoiceValue, Condition, Expr, OptionIR } from "../../bundle/index.ts";
import type { OptionRange } from "../linear/concrete.ts";
import type { Element } from "../linear/element.ts";
import { atomsOf, walkRule } from "../linear/walk.ts";

/** Something with a few values: `option Tax.sensitivity`, `chosen Tax.gains_budget`, `fact registration`. */
export interface Variable {
  readonly key: string;
  readonly kind: "option" | "chosen" | "fact" | "amount";
  /** the option's or fact's name */
  readonly name: string;
  readonly values: readonly Value[];
}

export interface Value {
  /** as an author would write it */
  readonly text: string;
  /** of options */
  readonly choice?: ChoiceValue;
  /** of a fact that is text; absent: any other text */
  readonly fact?: string;
  /** of an amount that is compared with constants: one inside its interval, and the interval */
  readonly sample?: number;
  readonly range?: OptionRange;
}

export interface Choices {
  /** options that are chosen from a range */
  readonly ranges: ReadonlyMap<string, OptionRange>;
  /** options that nobody below the firm sets, by what they stand at */
  readonly settled: ReadonlyMap<string, ChoiceValue>;
  readonly options: ReadonlyMap<string, OptionIR>;
}

const WIDEST: Readonly<Record<string, OptionRange>> = {
  percent: { low: "0", high: "1" },
  points: { low: "-1", high: "1" },
};

export function choicesOf(bundle: Bundle): Choices {
  const ranges = new Map<string, OptionRange>();
  const settled = new Map<string, ChoiceValue>();
  const options = new Map<string, OptionIR>();
  for (const option of bundle.menus.flatMap((menu) => menu.options)) {
    options.set(option.name, option);
    if (option.forEachClass) continue;
    if (!option.setBy.some((layer) => layer !== "firm")) {
      settled.set(option.name, option.default);
      continue;
    }
    const { type } = option;
    if (type.type === "choice" || type.type === "flag" || type.type === "lists") continue;
    const widest = WIDEST[type.type];
    const low = type.low ?? widest?.low;
    const high = type.high ?? widest?.high;
    if (low !== undefined && high !== undefined) ranges.set(option.name, { low, high });
  }
  return { ranges, settled, options };
}

function optionVariable(option: OptionIR): Variable | undefined {
  const { type, name } = option;
  const values: Value[] = [];
  if (type.type === "choice")
    for (const one of type.cases)
      values.push({ text: one.name, choice: { kind: "case", case: one.name, value: one.value } });
  else if (type.type === "flag")
    for (const on of [true, false]) values.push({ text: on ? "on" : "off", choice: { kind: "flag", on } });
  else if (type.type === "lists") {
    values.push({ text: "none", choice: { kind: "none" } });
    for (const list of type.lists) values.push({ text: list, choice: { kind: "lists", lists: [list] } });
    if (type.lists.length > 1)
      values.push({ text: type.lists.join(", "), choice: { kind: "lists", lists: type.lists } });
  } else if (option.default.kind === "none") {
    return {
      key: `chosen ${name}`,
      kind: "chosen",
      name,
      values: [{ text: "chosen" }, { text: "none", choice: { kind: "none" } }],
    };
  } else return undefined;
  return { key: `option ${name}`, kind: "option", name, values };
}

/** Variables by key, for everything that the elements' conditions and rules ask about. */
export function variablesOf(elements: readonly Element[], choices: Choices): ReadonlyMap<string, Variable> {
  const found = new Map<string, Variable>();
  const facts = new Map<string, Set<string>>();
  const thresholds = new Map<string, Set<number>>();
  const ask = (name: string) => {
    const option = choices.options.get(name);
    const variable = option === undefined || choices.settled.has(name) ? undefined : optionVariable(option);
    if (variable !== undefined) found.set(variable.key, variable);
  };
  for (const element of elements) {
    for (const atom of element.when === undefined ? [] : atomsOf(element.when)) {
      if (atom.c === "chosen" || atom.c === "option is") ask(atom.option);
      if (atom.c === "fact is") put(facts, atom.fact, atom.value);
      for (const { key, constants } of amountsIn(atom))
        for (const one of constants) put(thresholds, key, one);
    }
    for (const rule of element.rules)
      walkRule(rule, {
        expr: (expr) => {
          if (expr.e === "option") ask(expr.option);
        },
        set: (set) => {
          if (set.set === "chosen") ask(set.option);
        },
      });
  }
  for (const [fact, texts] of facts) {
    const named = [...texts].map((text): Value => ({ text, fact: text }));
    const all: readonly Value[] =
      fact === "registration"
        ? ["taxable", "traditional", "roth", "exempt"].map((text) => ({ text, fact: text }))
        : [...named, { text: "anything else" }];
    found.set(`fact ${fact}`, { key: `fact ${fact}`, kind: "fact", name: fact, values: all });
  }
  for (const [key, constants] of thresholds) {
    const name = key.slice(key.indexOf(" ") + 1);
    const range = key.startsWith("option ") ? choices.ranges.get(name) : undefined;
    if (key.startsWith("option ") && range === undefined) continue;
    found.set(`amount ${key}`, {
      key: `amount ${key}`,
      kind: "amount",
      name,
      values: intervals(
        [...constants].sort((a, b) => a - b),
        range,
      ),
    });
  }
  return found;
}

function put<K, V>(map: Map<K, Set<V>>, key: K, value: V): void {
  const all = map.get(key);
  if (all === undefined) map.set(key, new Set([value]));
  else all.add(value);
}

/** The stretches between thresholds and the thresholds themselves, as far as they lie in the range. */
function intervals(at: readonly number[], range: OptionRange | undefined): readonly Value[] {
  const low = range === undefined ? (at[0] ?? 0) - 1 : Number(range.low);
  const high = range === undefined ? (at[at.length - 1] ?? 0) + 1 : Number(range.high);
  const inside = at.filter((one) => one > low && one < high);
  const ends = [low, ...inside, high];
  const step = (high - low) * 1e-6;
  const values: Value[] = [];
  ends.forEach((end, i) => {
    values.push({ text: String(end), sample: end, range: { low: plain(end), high: plain(end) } });
    const after = ends[i + 1];
    if (after === undefined || after - end <= 2 * step) return;
    const inner = { low: plain(end + step), high: plain(after - step) };
    values.push({ text: `${end}..${after}`, sample: (end + after) / 2, range: inner });
  });
  return values;
}

function plain(value: number): string {
  return value.toFixed(12).replace(/\.?0+$/, "");
}

/** What an atom compares with constants, if that is all that it does. */
export function amountsIn(
  atom: Condition,
): readonly { readonly key: string; readonly constants: readonly number[] }[] {
  const keyOf = (expr: Expr): string | undefined =>
    expr.e === "fact" ? `fact ${expr.fact}` : expr.e === "option" ? `option ${expr.option}` : undefined;
  const numberOf = (expr: Expr): number | undefined =>
    expr.e === "constant" ? Number(expr.value) : undefined;
  if (atom.c === "compare") {
    for (const [one, other] of [
      [atom.left, atom.right],
      [atom.right, atom.left],
    ] as const) {
      const key = keyOf(one);
      const constant = numberOf(other);
      if (key !== undefined && constant !== undefined) return [{ key, constants: [constant] }];
    }
  }
  if (atom.c === "between") {
    const key = keyOf(atom.of);
    const low = numberOf(atom.low);
    const high = numberOf(atom.high);
    if (key !== undefined && low !== undefined && high !== undefined)
      return [{ key, constants: [low, high] }];
  }
  return [];
}
