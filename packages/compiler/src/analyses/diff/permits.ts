/** A portfolio that one whole policy permits and a clause of the other forbids, if there is any. */
import type { Backend } from "@mandate/solver";
import type { Bundle, ChoiceValue } from "../../bundle/index.ts";
import { Exact, percentText } from "../../numbers/decimal.ts";
import { type Assignment, decidable, type Guarding, holds } from "../choices/guard.ts";
import { type Choices, variablesOf } from "../choices/variables.ts";
import { representatives } from "../linear/apart.ts";
import type { Ranges } from "../linear/concrete.ts";
import { type Reach, reach } from "../linear/decide.ts";
import type { Element } from "../linear/element.ts";
import { MONEY_COLUMN, type Targets } from "../linear/expression.ts";
import { floats } from "../linear/field.ts";
import type { Space } from "../linear/space.ts";
import { buildSystem, type SystemRow } from "../linear/system.ts";
import { loosest } from "../prove/redundant.ts";
import { amountText } from "../prove/words.ts";
import type { Holding, Witness } from "./change.ts";
import { combinations, openVariables } from "./combinations.ts";

/** A whole policy, as somebody may stand under it. */
export interface Whole {
  readonly elements: readonly Element[];
  readonly model?: string;
  readonly targets?: Targets;
}

export interface Permits {
  readonly backend: Backend;
  readonly space: Space;
  /** of both versions together: compared over what either offers */
  readonly choices: Choices;
  readonly ranges: Ranges;
  readonly choice: (option: string) => ChoiceValue | undefined;
  /** classes, for the names of holdings */
  readonly bundle: Bundle;
}

/** `beyond`: the clause speaks of what no linear program decides. */
export type Found = Witness | "nothing" | "beyond";

/**
 * @param old clauses of the other version
 * @param wholes ways to stand under this one
 * @param own this version's of the same clauses, which count in full
 */
export function permits(
  scene: Permits,
  side: "a" | "b",
  wholes: readonly Whole[],
  own: readonly Element[],
  old: readonly Element[],
): Found {
  let beyond = false;
  for (const whole of wholes) {
    for (const element of old) {
      const found = oneClause(scene, side, whole, own, element);
      if (found === "beyond") beyond = true;
      else if (found !== "nothing") return found;
    }
  }
  return beyond ? "beyond" : "nothing";
}

function oneClause(
  scene: Permits,
  side: "a" | "b",
  whole: Whole,
  own: readonly Element[],
  old: Element,
): Found {
  const variables = variablesOf([old, ...own], scene.choices);
  const guarding: Guarding = { choices: scene.choices, variables, choice: scene.choice };
  if ([old, ...own].some((element) => !decidable(element, guarding))) return "beyond";
  const assignments = combinations(openVariables(variables, scene.choice));
  if (assignments === undefined) return "beyond";
  let beyond = false;
  for (const assignment of assignments) {
    if (old.when !== undefined && holds(old.when, assignment, guarding) !== true) continue;
    const found = underChoice(scene, side, whole, own, old, assignment, guarding);
    if (found === "beyond") beyond = true;
    else if (found !== "nothing") return found;
  }
  return beyond ? "beyond" : "nothing";
}

function underChoice(
  scene: Permits,
  side: "a" | "b",
  whole: Whole,
  own: readonly Element[],
  old: Element,
  assignment: Assignment,
  guarding: Guarding,
): Found {
  const choice = (option: string) =>
    scene.choice(option) ??
    assignment.get(`option ${option}`)?.choice ??
    (assignment.get(`chosen ${option}`)?.choice?.kind === "none" ? { kind: "none" as const } : undefined);
  const known: Guarding = { ...guarding, choice };
  const inForce = (element: Element) =>
    element.when === undefined || holds(element.when, assignment, known) === true;
  const ids = new Set(own.map(({ id }) => id));
  const masks = whole.elements
    .filter((element) => !ids.has(element.id) && inForce(element) && settled(element, scene.choices, choice))
    .flatMap(loosest);
  const elements = [...masks, ...own.filter(inForce), old];
  const targets = whole.targets === undefined ? {} : { targets: whole.targets };
  const base = { space: scene.space, elements, choice, history: true, ...targets };
  const apart = representatives(base, old, choice);
  const input = { ...base, apart: apart.groups };
  const isTarget = (row: SystemRow<number>) =>
    row.element === old && row.of.length === 1 && (row.label === "" || apart.labels.has(row.label));
  const system = buildSystem(floats, input);
  const { rows, incomplete } = system;
  const targetRows = rows.filter(isTarget);
  if (incomplete.has(old) && targetRows.length === 0) return "beyond";
  const found =
    reach(scene.backend, system, input, scene.ranges, isTarget, (row) => !row.of.includes(old)) ?? [];
  for (const one of found) if (one.exceeds) return witness(scene, side, whole, one, one.row, assignment);
  return incomplete.has(old) ? "beyond" : "nothing";
}

/** Whether every option with a few values that an element reads is decided. */
function settled(
  element: Element,
  choices: Choices,
  choice: (option: string) => ChoiceValue | undefined,
): boolean {
  for (const { kind, name } of variablesOf([element], choices).values()) {
    if (kind === "fact" || kind === "amount") continue;
    const reads = JSON.stringify(element.rules).includes(JSON.stringify(name));
    if (reads && choice(name) === undefined) return false;
  }
  return true;
}

function witness(
  scene: Permits,
  side: "a" | "b",
  whole: Whole,
  { x, system, options }: Reach,
  row: SystemRow<number>,
  assignment: Assignment,
): Witness {
  const portfolio: { readonly name: string; readonly weight: number }[] = [];
  const { partition } = system;
  partition.size.forEach((_, part) => {
    const weight = x?.[part] ?? 0;
    if (weight > 5e-7) portfolio.push({ name: partName(scene, partition.partOf, part), weight });
  });
  const cash = x?.[system.cash] ?? 0;
  if (cash > 5e-7) portfolio.push({ name: "Cash", weight: cash });
  const holdings: Holding[] = portfolio
    .sort((a, b) => b.weight - a.weight || (a.name < b.name ? -1 : 1))
    .map(({ name, weight }) => ({ name, weight: percentText(new Exact(weight.toFixed(6))) }));
  holdings.push(...measures(row, x, system));
  const choices: Record<string, string> = {};
  for (const option of row.poly.by.keys()) {
    const type = scene.choices.options.get(option)?.type.type ?? "number";
    const value = options.get(option);
    if (value !== undefined) choices[option] = amountText(new Exact(value.toFixed(9)).toFixed(), type);
  }
  for (const [key, value] of assignment) choices[key.slice(key.lastIndexOf(" ") + 1)] = value.text;
  const chosen = Object.entries(choices).map(([name, value]) => `${name} = ${value}`);
  const text = [
    holdings.map(({ name, weight }) => `${name} ${weight}`).join(", "),
    ...(chosen.length === 0 ? [] : [`with ${chosen.join(", ")}`]),
  ].join(" ");
  return {
    permittedBy: side,
    portfolio: holdings,
    choices,
    ...(whole.model === undefined ? {} : { model: whole.model }),
    text,
  };
}

/** Measured by how many there are, and not as a share of the account. */
const COUNTED = new Set(["trades", "holdings", "shares", "bought shares", "sold shares"]);

/** What the clause measures besides weights: purchases and sales summed up, each as a share of the account. */
function measures(
  row: SystemRow<number>,
  x: Float64Array | undefined,
  { extras }: Reach["system"],
): Holding[] {
  const totals = new Map<string, number>();
  for (const [column, coef] of row.poly.base) {
    const key = extras.get(column);
    if (key === undefined || key === MONEY_COLUMN) continue;
    const name = key.replace(/ \d+$/, "").trim();
    totals.set(name, (totals.get(name) ?? 0) + Math.abs(coef) * (x?.[column] ?? 0));
  }
  return [...totals].flatMap(([name, value]) =>
    Math.abs(value) < 5e-7
      ? []
      : [{ name, weight: amountText(value.toFixed(6), COUNTED.has(name) ? "count" : "percent") }],
  );
}

/** A class where the part is all of it, else the security, alone or for its kind. */
function partName({ bundle, space }: Permits, partOf: Int32Array, part: number): string {
  const members = [...partOf.keys()].filter((place) => partOf[place] === part);
  const symbols = new Set(members.map((place) => space.places[place]?.symbol ?? ""));
  for (const { name, set } of bundle.classes) {
    const all = bundle.sets[set]?.members.map((index) => bundle.universe[index]?.symbol ?? "") ?? [];
    if (all.length === symbols.size && all.every((symbol) => symbols.has(symbol))) return name;
  }
  const [first = ""] = [...symbols].sort();
  return symbols.size === 1 ? first : `${first} and ${symbols.size - 1} like it`;
}
