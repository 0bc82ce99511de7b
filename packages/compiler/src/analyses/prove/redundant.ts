/**
 * Clauses that forbid nothing which the others do not forbid already, and preferences that are forced. What may give way
 * (grandfathered limits, those with a condition, what can be waived beyond its grant) never makes another idle; and it is
 * asked of a universe that may grow, so that no verdict hangs on who is listed today.
 */
import type { Backend } from "@mandate/solver";
import type { ChoiceValue } from "../../bundle/index.ts";
import { catalogue } from "../../catalogue/index.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { type Assignment, decidable, type Guarding, holds } from "../choices/guard.ts";
import { type Choices, variablesOf } from "../choices/variables.ts";
import { representatives } from "../linear/apart.ts";
import type { Ranges } from "../linear/concrete.ts";
import { reach } from "../linear/decide.ts";
import type { Element } from "../linear/element.ts";
import type { Targets } from "../linear/expression.ts";
import { floats } from "../linear/field.ts";
import { UNIT } from "../linear/form.ts";
import type { View } from "../linear/space.ts";
import { buildSystem, type System, type SystemInput, type SystemRow } from "../linear/system.ts";
import { calledIn, finding, related } from "./finding.ts";

const { analyses } = catalogue;

/** One way in which an account may stand: with a model's bands, or with none where the project has no model. */
export interface Stand {
  readonly bands: readonly Element[];
  readonly targets?: Targets;
}

export interface Idle {
  readonly backend: Backend;
  /** of a universe that may grow */
  readonly view: View;
  readonly choices: Choices;
  readonly choice: (option: string) => ChoiceValue | undefined;
  readonly ranges: Ranges;
  /** those that may make others idle */
  readonly elements: readonly Element[];
  readonly stands: readonly Stand[];
}

/** At its loosest: waived as far as it may be; undefined for what may give way altogether. */
export function loosest(element: Element): Element[] {
  if (element.grandfathered || element.from !== undefined || element.until !== undefined) return [];
  if (element.grant === undefined || element.level !== undefined) return [element];
  const { base, grant } = element;
  const waiver = { ...base, kind: "waive" as const, limit: element.id, level: grant };
  return [{ ...element, waived: [waiver] }];
}

/** More combinations of choices than this, and a clause is left alone. */
const MOST = 24;

/** What makes a clause idle; undefined where it does something, or where nothing can be said. */
function idleBy(scene: Idle, element: Element): readonly Element[] | undefined {
  const variables = variablesOf([element], scene.choices);
  const guarding: Guarding = { choices: scene.choices, variables, choice: scene.choice };
  if (!decidable(element, guarding) || [...variables.keys()].some((key) => key.startsWith("amount")))
    return undefined;
  const by = new Map<string, Element>();
  // What is idle without any model's bands is idle with them: that spares looking at each model.
  const [first] = scene.stands;
  if (first !== undefined && scene.stands.length > 1 && first.bands.length > 0) {
    const bare = idleBy({ ...scene, stands: [{ bands: [] }] }, element);
    if (bare !== undefined) return bare;
  }
  for (const stand of scene.stands) {
    for (const assignment of assignments(variables, guarding)) {
      if (assignment === undefined) return undefined;
      if (element.when !== undefined && holds(element.when, assignment, guarding) !== true) continue;
      const used = idleIn(scene, stand, element, assignment, guarding);
      if (used === undefined) return undefined;
      for (const one of used) by.set(one.id, one);
    }
  }
  return [...by.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
}

function* assignments(
  variables: Guarding["variables"],
  guarding: Guarding,
): Generator<Assignment | undefined> {
  const open = [...variables.values()].filter(
    ({ kind, name }) => kind === "fact" || guarding.choice(name) === undefined,
  );
  const many = open.reduce((product, { values }) => product * values.length, 1);
  if (many > MOST) {
    yield undefined;
    return;
  }
  for (let n = 0; n < many; n++) {
    const assignment = new Map();
    let rest = n;
    for (const { key, values } of open) {
      assignment.set(key, values[rest % values.length]);
      rest = Math.floor(rest / values.length);
    }
    yield assignment;
  }
}

function idleIn(
  scene: Idle,
  stand: Stand,
  element: Element,
  assignment: Assignment,
  guarding: Guarding,
): readonly Element[] | undefined {
  const choice = (option: string) => scene.choice(option) ?? assignment.get(`option ${option}`)?.choice;
  // What reads a choice that is still open may not bind at all.
  const known: Guarding = { ...guarding, choice };
  const binding = [...stand.bands, ...scene.elements].filter(
    (other) =>
      other.id !== element.id &&
      (other.when === undefined || holds(other.when, assignment, known) === true) &&
      !waits(other, scene, known),
  );
  if (waits(element, scene, known, assignment)) return undefined;
  const others = binding.flatMap(loosest);
  const all = [...others, element];
  const targets = stand.targets === undefined ? {} : { targets: stand.targets };
  const base = { space: scene.view.space, elements: all, choice, ...targets };
  const apart = representatives(base, element, choice);
  const input = { ...base, apart: apart.groups };
  const isTarget = (row: SystemRow<number>) =>
    row.of.length === 1 && row.element === element && (row.label === "" || apart.labels.has(row.label));
  const system = buildSystem(floats, input);
  if (system.incomplete.has(element)) return undefined;
  const targetRows = system.rows.filter(isTarget);
  if (targetRows.length === 0 || targetRows.some((row) => !speaks(row, system.extras))) return undefined;
  const found = reach(
    scene.backend,
    system,
    input,
    scene.ranges,
    isTarget,
    (row) => !row.of.includes(element),
  );
  // A row whose hardest end is not known was passed over: nothing is said of the clause then.
  if (found === undefined || found.length < targetRows.length || found.some(({ exceeds }) => exceeds))
    return undefined;
  const used = new Set<Element>();
  for (const { support } of found) for (const { from } of support) for (const one of from.of) used.add(one);
  const original = new Map(binding.map((one) => [one.id, one]));
  return [...used].flatMap((one) => original.get(one.id) ?? []);
}

/** Options with a few values, or none by default, that nobody has decided. */
function waits(element: Element, scene: Idle, guarding: Guarding, assignment?: Assignment): boolean {
  for (const variable of variablesOf(
    [{ ...element, ...(element.when === undefined ? {} : {}) }],
    scene.choices,
  ).values()) {
    if (variable.kind === "fact" || variable.kind === "amount") continue;
    if (guarding.choice(variable.name) !== undefined) continue;
    const assigned = assignment?.get(variable.key);
    if (variable.kind === "chosen" && assigned !== undefined) continue;
    const inRules = JSON.stringify(element.rules).includes(JSON.stringify(variable.name));
    if (inRules) return true;
  }
  return false;
}

/** A row without columns speaks of nothing that is there; one of purchases and sales is a matter of history. */
function speaks(row: SystemRow<number>, extras: ReadonlyMap<number, string>): boolean {
  const columns = [...row.poly.base.keys()].filter((column) => column !== UNIT);
  if (columns.length === 0) return false;
  return !columns.some((column) => /^(bought|sold|shares)/.test(extras.get(column) ?? ""));
}

/** The idle among some clauses, last declared first: of two that say the same, the later one does nothing. */
export function idle(scene: Idle, candidates: readonly Element[], findings: Diagnostic[]): void {
  const dead = new Set<string>();
  const stages = scene.stands.map((stand) => stageOf(scene, stand, candidates));
  const bare = stages.length > 1 ? stageOf(scene, { bands: [] }, candidates) : undefined;
  for (const element of [...candidates].reverse()) {
    const by =
      onStage(scene, bare, stages, element, dead) ??
      idleBy({ ...scene, elements: scene.elements.filter(({ id }) => !dead.has(id)) }, element);
    if (by === undefined || by === "busy") continue;
    dead.add(element.id);
    findings.push(
      finding(
        analyses.redundant,
        element.base.source,
        { clause: calledIn(element), by: by.map(calledIn) },
        { related: related(by, element.base.source), unnecessary: true },
      ),
    );
  }
}

/** One system for all candidates that hang on no choice, built once. */
interface Stage {
  readonly make: () => Made;
}

interface Made {
  readonly input: SystemInput;
  readonly system: System<number>;
  /** at their loosest, by id */
  readonly binding: ReadonlyMap<string, Element>;
  readonly original: ReadonlyMap<Element, Element>;
}

/** One of each kind would have to stand apart for every loop: too many rows to share. */
function loops({ rules }: Element): boolean {
  return rules.some((rule) => rule.rule === "compare" && rule.loops.length > 0);
}

/** Whether an element asks about nothing that is still to be chosen, or that only an account knows. */
function plainly(scene: Idle, element: Element): boolean {
  return element.when === undefined && variablesOf([element], scene.choices).size === 0;
}

function stageOf(scene: Idle, stand: Stand, candidates: readonly Element[]): Stage {
  let made: Made | undefined;
  return {
    make: () => {
      if (made !== undefined) return made;
      const binding = new Map<string, Element>();
      const original = new Map<Element, Element>();
      for (const element of [...stand.bands, ...scene.elements]) {
        if (!plainly(scene, element)) continue;
        const [loose] = loosest(element);
        if (loose === undefined) continue;
        binding.set(element.id, loose);
        original.set(loose, element);
      }
      const plain = candidates.filter((element) => plainly(scene, element) && !loops(element));
      const elements = [...new Set([...binding.values(), ...plain])];
      const targets = stand.targets === undefined ? {} : { targets: stand.targets };
      const base = { space: scene.view.space, elements, choice: scene.choice, ...targets };
      made = { input: base, system: buildSystem(floats, base), binding, original };
      return made;
    },
  };
}

/** `busy` where the clause does something; undefined where only a closer look can tell. */
function onStage(
  scene: Idle,
  bare: Stage | undefined,
  stages: readonly Stage[],
  element: Element,
  dead: ReadonlySet<string>,
): readonly Element[] | "busy" | undefined {
  if (!plainly(scene, element) || loops(element)) return undefined;
  const by = new Set<Element>();
  if (bare !== undefined) {
    const alone = onStage(scene, undefined, [bare], element, dead);
    if (alone !== "busy") return alone;
  }
  for (const stage of stages) {
    const { system, input, binding, original } = stage.make();
    if (system.incomplete.has(element)) return "busy";
    const isTarget = (row: SystemRow<number>) => row.element === element && row.of.length === 1;
    const rows = system.rows.filter(isTarget);
    if (rows.length === 0 || rows.some((row) => !speaks(row, system.extras))) return "busy";
    const holding = new Set<Element>();
    for (const [id, loose] of binding) if (id !== element.id && !dead.has(id)) holding.add(loose);
    const found = reach(scene.backend, system, input, scene.ranges, isTarget, (row) =>
      row.of.every((one) => holding.has(one)),
    );
    if (found === undefined || found.length < rows.length || found.some(({ exceeds }) => exceeds))
      return "busy";
    for (const { support } of found)
      for (const { from } of support)
        for (const one of from.of) {
          const said = original.get(one);
          if (said !== undefined) by.add(said);
        }
  }
  return [...by].sort((a, b) => (a.id < b.id ? -1 : 1));
}

export function forced(scene: Idle, preferences: readonly Element[], findings: Diagnostic[]): void {
  for (const element of preferences) {
    const by = idleBy(scene, element);
    if (by === undefined) continue;
    findings.push(
      finding(
        analyses.preferenceForced,
        element.base.source,
        { preference: calledIn(element), by: by.map(calledIn) },
        { related: related(by, element.base.source), unnecessary: true },
      ),
    );
  }
}
