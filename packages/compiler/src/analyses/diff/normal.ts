/** A clause without its words: what is left is what it does. */
import type { Condition, Rule, SetRef } from "../../bundle/index.ts";
import type { Element } from "../linear/element.ts";
import type { View } from "../linear/space.ts";

/** Equal texts, equal effect, whatever the policies around them are. */
export function normal({ view, rules, when, level, waived }: Element): string {
  return JSON.stringify([
    rules.map((rule) => plainRule(view, rule)),
    when === undefined ? null : plain(view, when),
    level === undefined ? null : [level.for ?? null, plain(view, level.level)],
    waived.map((one) => [one.for ?? null, plain(view, one.level)]),
  ]);
}

function plainRule(view: View, rule: Rule): unknown {
  const { source: _, text: __, ...rest } = rule;
  return plain(view, rest);
}

export function plainCondition(view: View, condition: Condition | undefined): string {
  return condition === undefined ? "" : JSON.stringify(plain(view, condition));
}

/** Sets as the symbols that are in them, whatever number or label they have. */
export function plain(view: View, value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => plain(view, item));
  if (typeof value !== "object" || value === null) return value;
  if (isFixed(value)) return membersOf(view, value.id);
  const entries = Object.entries(value)
    .filter(([key]) => key !== "label")
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, inner]) => [key, plain(view, inner)]);
  if ("set" in value && value.set === "chosen" && "option" in value && typeof value.option === "string") {
    entries.push(["lists", listsOf(view, value.option)]);
  }
  return Object.fromEntries(entries);
}

function isFixed(value: object): value is Extract<SetRef, { set: "fixed" }> {
  return "set" in value && value.set === "fixed" && "id" in value && typeof value.id === "number";
}

function membersOf(view: View, id: number): readonly string[] {
  const { members, cash } = view.fixed(id);
  const symbols = members.map((place) => view.space.places[place]?.symbol ?? "").sort();
  return cash ? ["cash itself", ...symbols] : symbols;
}

function listsOf(view: View, option: string): unknown {
  const type = view.bundle.menus.flatMap((menu) => menu.options).find(({ name }) => name === option)?.type;
  if (type?.type !== "lists") return [];
  return type.lists.map((list) => [list, membersOf(view, view.bundle.lists[list] ?? -1)]);
}
