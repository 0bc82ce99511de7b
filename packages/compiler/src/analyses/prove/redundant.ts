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
import { buildSystem, type SystemRow } from "../linear/system.ts";
import { readByRules } from "../linear/walk.ts";
import { calledIn, finding, related } from "./finding.ts";
import type { Hull } from "./hull.ts";
import type { Screened } from "./screen.ts";
import { alone } from "./standing.ts";
import type { Workshop } from "./workshop.ts";

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
  readonly workshop?: Workshop;
  /** of the stands' bands, where there are several */
  readonly hull?: Hull;
}

const looser = new WeakMap<Element, readonly Element[]>();

/** At its loosest: waived as far as it may be; none for what may give way altogether. */
export function loosest(element: Element): readonly Element[] {
  const known = looser.get(element);
  if (known !== undefined) return known;
  const made = loosened(element);
  looser.set(element, made);
  return made;
}

function loosened(element: Element): readonly Element[] {
  if (element.grandfathered || element.from !== undefined || element.until !== undefined) return [];
  if (element.grant === undefined || element.level !== undefined) return [element];
  const { base, grant } = element;
  const waiver = { ...base, kind: "waive" as const, limit: element.id, level: grant };
  return [{ ...element, waived: [waiver] }];
}

/** More combinations of choices than this, and a clause is left alone. */
const MOST = 24;

/** A portfolio that misses nothing but a clause, and where it does. */
export interface Shown {
  readonly x: Float64Array;
  readonly stand: Stand;
  readonly assignment: Assignment;
}

/** What makes a clause idle; or that it does something, shown by a portfolio, whatever the others say, or not in floats. */
type Answer = { readonly by: readonly Element[] } | { readonly does: Shown | "always" | undefined };

const UNSHOWN: Answer = { does: undefined };
const ALWAYS: Answer = { does: "always" };

function idleBy(scene: Idle, element: Element): Answer {
  const variables = variablesIn(element, scene.choices);
  const guarding: Guarding = { choices: scene.choices, variables, choice: scene.choice };
  if (!decidable(element, guarding) || [...variables.keys()].some((key) => key.startsWith("amount")))
    return ALWAYS;
  const by = new Map<string, Element>();
  const together = inAll(scene, element);
  if (together !== undefined) return together;
  for (const stand of scene.stands) {
    for (const assignment of assignments(variables, guarding)) {
      if (assignment === undefined) return ALWAYS;
      if (element.when !== undefined && holds(element.when, assignment, guarding) !== true) continue;
      const used = idleIn(scene, stand, element, assignment, guarding);
      if ("does" in used) return used;
      for (const one of used.by) by.set(one.id, one);
    }
  }
  return { by: [...by.values()].sort(inOrder) };
}

/**
 * What is idle without any model's bands is idle with them, and so is what is idle within all their bands at their
 * loosest: that spares looking at each model.
 */
function inAll(scene: Idle, element: Element): Answer | undefined {
  const { stands, hull, ...alone } = scene;
  if (stands.length < 2 || hull === undefined) return undefined;
  const bare = { ...alone, stands: [{ bands: [] }] };
  if (hull.bands.length === 0) return ifIdle(idleBy(bare, element));
  const within = idleBy({ ...alone, stands: [{ bands: hull.bands }] }, element);
  if ("does" in within) return undefined;
  const { by } = within;
  const without = by.some((one) => hull.of(one).length > 0) ? ifIdle(idleBy(bare, element)) : undefined;
  if (without !== undefined) return without;
  const all = by.flatMap((one) => (hull.of(one).length > 0 ? hull.of(one) : [one]));
  return { by: [...new Set(all)].sort(inOrder) };
}

/** What does something with no bands at all may still do nothing within some. */
function ifIdle(answer: Answer): Answer | undefined {
  return "by" in answer ? answer : undefined;
}

function inOrder(a: Element, b: Element): number {
  return a.id < b.id ? -1 : 1;
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
): Answer {
  const choice = (option: string) => scene.choice(option) ?? assignment.get(`option ${option}`)?.choice;
  // What reads a choice that is still open may not bind at all.
  const known: Guarding = { ...guarding, choice };
  const binding = [...stand.bands, ...scene.elements].filter(
    (other) =>
      other.id !== element.id &&
      (other.when === undefined || holds(other.when, assignment, known) === true) &&
      !waits(other, scene, known),
  );
  if (waits(element, scene, known, assignment)) return ALWAYS;
  const others = binding.flatMap(loosest);
  const original = new Map(binding.map((one) => [one.id, one]));
  const screened = screen(scene, stand, element, others, choice);
  if ("does" in screened) {
    const { does } = screened;
    if (does === "always") return ALWAYS;
    return does === undefined ? UNSHOWN : { does: { x: does, stand, assignment } };
  }
  const may = screened.idleBy;
  const few = may === undefined ? undefined : others.filter((one) => may.includes(one));
  const used =
    (few === undefined ? undefined : closely(scene, stand, element, few, choice)) ??
    closely(scene, stand, element, others, choice);
  return used === undefined ? UNSHOWN : { by: used.flatMap((one) => original.get(one.id) ?? []) };
}

/** Whether a portfolio that showed what a clause does still does, beside one that is new or says something else. */
export function stillShows(scene: Idle, { x, stand, assignment }: Shown, other: Element): boolean {
  const { workshop } = scene;
  if (workshop === undefined || !alone(other)) return false;
  const variables = variablesIn(other, scene.choices);
  const choice = (option: string) => scene.choice(option) ?? assignment.get(`option ${option}`)?.choice;
  const guarding: Guarding = { choices: scene.choices, variables, choice };
  if (other.when !== undefined && holds(other.when, assignment, guarding) !== true) return true;
  if (waits(other, scene, guarding)) return true;
  const { targets } = stand;
  const asked = { choice, ...(targets === undefined ? {} : { targets }) };
  return loosest(other).every((one) => workshop.screen.permits(x, one, asked));
}

function screen(
  { workshop }: Idle,
  { targets }: Stand,
  element: Element,
  others: readonly Element[],
  choice: Idle["choice"],
): Screened {
  const labels = workshop?.labels(element, choice);
  if (workshop === undefined || labels === undefined) return { idleBy: undefined };
  return workshop.screen.ask({
    element,
    others,
    choice,
    ...(targets === undefined ? {} : { targets }),
    isTarget: (row) => row.of.length === 1 && (row.label === "" || labels.has(row.label)),
  });
}

/** What makes a clause idle, of all that is to hold; undefined where it does something. */
function closely(
  scene: Idle,
  stand: Stand,
  element: Element,
  others: readonly Element[],
  choice: Idle["choice"],
): readonly Element[] | undefined {
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
  return [...used];
}

const asked = new WeakMap<Element, ReturnType<typeof variablesOf>>();

/** Variables of one element; the choices are those of its project, whoever asks. */
function variablesIn(element: Element, choices: Choices): ReturnType<typeof variablesOf> {
  const known = asked.get(element);
  if (known !== undefined) return known;
  const made = variablesOf([element], choices);
  asked.set(element, made);
  return made;
}

/** Options with a few values, or none by default, that nobody has decided. */
function waits(element: Element, scene: Idle, guarding: Guarding, assignment?: Assignment): boolean {
  const variables = variablesIn(element, scene.choices);
  if (variables.size === 0) return false;
  const { options } = readByRules(element.rules);
  for (const variable of variables.values()) {
    if (variable.kind === "fact" || variable.kind === "amount") continue;
    if (guarding.choice(variable.name) !== undefined) continue;
    if (variable.kind === "chosen" && assignment?.get(variable.key) !== undefined) continue;
    if (options.includes(variable.name)) return true;
  }
  return false;
}

/** A row without columns speaks of nothing that is there; one of purchases and sales is a matter of history. */
function speaks(row: SystemRow<number>, extras: ReadonlyMap<number, string>): boolean {
  const columns = [...row.poly.base.keys()].filter((column) => column !== UNIT);
  if (columns.length === 0) return false;
  return !columns.some((column) => /^(bought|sold|shares)/.test(extras.get(column) ?? ""));
}

/** What was found of a clause or a preference: idle because of others, by id, or not. */
export type Verdict = { readonly by: readonly string[] } | { readonly does: Shown | "always" | undefined };

export function verdictOf(scene: Idle, element: Element): Verdict {
  const answer = idleBy(scene, element);
  return "by" in answer ? { by: answer.by.map(({ id }) => id) } : answer;
}

/** A clause that does nothing, or a preference that is forced, and what makes it so. */
export interface IdleClause {
  readonly id: string;
  readonly by: readonly string[];
}

export type Verdicts = readonly (readonly [id: string, verdict: Verdict])[];

export function idleOf(verdicts: Verdicts): readonly IdleClause[] {
  return verdicts.flatMap(([id, verdict]) => ("by" in verdict ? [{ id, by: verdict.by }] : []));
}

/** Of some clauses, last declared first: of two that say the same, the later one does nothing. */
export function idle(scene: Idle, candidates: readonly Element[]): Verdicts {
  const dead = new Set<string>();
  return [...candidates].reverse().map((element) => {
    const elements = dead.size === 0 ? scene.elements : scene.elements.filter(({ id }) => !dead.has(id));
    const verdict = verdictOf({ ...scene, elements }, element);
    if ("by" in verdict) dead.add(element.id);
    return [element.id, verdict];
  });
}

export function forced(scene: Idle, preferences: readonly Element[]): Verdicts {
  return preferences.map((element) => [element.id, verdictOf(scene, element)]);
}

/** @param all what the clauses' ids stand for */
export function tellIdle(
  clauses: readonly IdleClause[],
  all: readonly Element[],
  findings: Diagnostic[],
): void {
  if (clauses.length === 0) return;
  const of = new Map(all.map((element) => [element.id, element]));
  for (const { id, by: ids } of clauses) {
    const element = of.get(id);
    if (element === undefined) continue;
    const by = ids.flatMap((one) => of.get(one) ?? []);
    const extra = { related: related(by, element.base.source), unnecessary: true };
    const names = { by: by.map(calledIn) };
    findings.push(
      element.cost === undefined
        ? finding(analyses.redundant, element.base.source, { clause: calledIn(element), ...names }, extra)
        : finding(
            analyses.preferenceForced,
            element.base.source,
            { preference: calledIn(element), ...names },
            extra,
          ),
    );
  }
}
