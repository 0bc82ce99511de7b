/** Every permitted choice leaves a portfolio, or which does not: for the firm's limits, and with each model's bands. */
import { type Backend, ProblemBuilder } from "@mandate/solver";
import type { Bundle, ChoiceValue, OptionIR } from "../../bundle/index.ts";
import { catalogue } from "../../catalogue/index.ts";
import type { Diagnostic, Fix } from "../../diagnostics/diagnostic.ts";
import { Exact } from "../../numbers/decimal.ts";
import type { Guarding } from "../choices/guard.ts";
import { choiceAt, type Dead, type Leaf, search } from "../choices/search.ts";
import { type Choices, variablesOf } from "../choices/variables.ts";
import { concrete, type OptionRange, type Ranges } from "../linear/concrete.ts";
import type { Element } from "../linear/element.ts";
import type { Targets } from "../linear/expression.ts";
import { floats } from "../linear/field.ts";
import { UNIT } from "../linear/form.ts";
import type { Frame } from "../linear/frame.ts";
import type { View } from "../linear/space.ts";
import { buildSystem } from "../linear/system.ts";
import { type Conflict, fewest, type Setting } from "./conflict.ts";
import { blamed, calledIn, finding, related } from "./finding.ts";
import { repair } from "./repair.ts";
import { amountText, arithmetic, factsText } from "./words.ts";

const { analyses } = catalogue;

/** What has been told already, so that each fault is told once: it is as if it had been mended. */
export interface Told {
  readonly findings: Diagnostic[];
  /** ids of clauses that a clash was told of */
  readonly clauses: Set<string>;
  /** ids of all clauses that had a part in one */
  readonly involved: Set<string>;
  /** what is left of the options' ranges */
  readonly ranges: Map<string, OptionRange>;
  /** values that leave nothing, by variable */
  readonly values: Map<string, Set<string>>;
}

export function nothingTold(choices: Choices): Told {
  return {
    findings: [],
    clauses: new Set(),
    involved: new Set(),
    ranges: new Map(choices.ranges),
    values: new Map(),
  };
}

export interface Scene {
  readonly backend: Backend;
  readonly view: View;
  readonly choices: Choices;
  readonly elements: readonly Element[];
  readonly targets?: Targets;
  /** rows that all questions of the project share */
  readonly frame?: Frame;
  /** of a file of the project, for repairs of what the bundle does not quote */
  readonly text?: ((file: string) => string | undefined) | undefined;
}

/** Faults after which a scene is left: by then its author has enough to do. */
const MOST_FAULTS = 25;

/** Whether every choice was proved, and which clauses the proof leaves out. */
export interface EveryChoice {
  readonly proved: boolean;
  readonly undecided: readonly Element[];
  readonly leaves?: readonly Leaf[] | undefined;
}

export function everyChoice(scene: Scene, told: Told): EveryChoice {
  for (let round = 0; round < MOST_FAULTS; round++) {
    const elements = scene.elements.filter(({ id }) => !told.clauses.has(id));
    const variables = variablesOf(elements, scene.choices);
    const guarding: Guarding = {
      choices: scene.choices,
      variables,
      choice: (option) => scene.choices.settled.get(option),
    };
    const outcome = search({
      backend: scene.backend,
      space: scene.view.space,
      elements,
      guarding,
      ranges: told.ranges,
      ...(scene.targets === undefined ? {} : { targets: scene.targets }),
      ...(scene.frame === undefined ? {} : { frame: scene.frame }),
      without: told.values,
    });
    if (outcome.dead === undefined) return outcome;
    if (!tell(scene, guarding, outcome.dead, told)) return { proved: false, undecided: [] };
  }
  return { proved: false, undecided: [] };
}

/** Everything else at its default, or at the low end where it has none. */
function pinned(
  ranges: Ranges,
  ends: ReadonlyMap<string, string>,
  choices: Choices,
): Map<string, OptionRange> {
  const all = new Map<string, OptionRange>();
  for (const [option, range] of ranges) {
    const standing = choices.options.get(option)?.default;
    const value = ends.get(option) ?? (standing?.kind === "quantity" ? standing.value : range.low);
    all.set(option, { low: value, high: value });
  }
  return all;
}

function tell(scene: Scene, guarding: Guarding, dead: Dead, told: Told): boolean {
  const { backend, view, choices } = scene;
  const targets = scene.targets === undefined ? {} : { targets: scene.targets };
  const at = choiceAt(dead, guarding.choice);
  const setting: Setting = {
    backend,
    space: view.space,
    choice: (option) => guarding.choice(option),
    ranges: pinned(told.ranges, dead.ends, choices),
    ...targets,
  };
  const conflict = fewest(setting, dead.elements);
  const last = conflict === undefined ? undefined : blamed(conflict.elements);
  if (conflict === undefined || last === undefined) return false;
  for (const { id } of conflict.elements) told.involved.add(idOf(id));
  const chosen = involvedOptions(conflict, dead, choices);
  const facts = new Map([...dead.assignment].filter(([key]) => asks(conflict, key)));
  const why = arithmetic(conflict, at);
  if (chosen.length === 0 || !someChoice(setting, conflict, chosen, told.ranges)) {
    const when = factsText(facts);
    told.findings.push(
      finding(
        analyses.clash,
        last.base.source,
        {
          clauses: conflict.elements.map(calledIn),
          ...(when === "" ? {} : { when: `where ${when}` }),
          why,
          assumed: ASSUMED,
        },
        {
          related: related(conflict.elements, last.base.source),
          fixes: repair(setting, conflict.elements, last),
        },
      ),
    );
    told.clauses.add(idOf(last.id));
    return true;
  }
  tellChoice(scene, setting, conflict, chosen, dead, told, why);
  return true;
}

/** Variants are called after their clause. */
function idOf(id: string): string {
  return id.replace(/ [\w.`]+\.[\w`]+=.*$/, "");
}

export const ASSUMED =
  "any long-only portfolio of the universe, of an account of any value, whatever was traded before";

interface Involved {
  readonly option: OptionIR;
  readonly text: string;
  /** from a range, at this end of it */
  readonly end?: string;
  /** one of a few values */
  readonly key?: string;
}

function asks({ elements }: Conflict, key: string): boolean {
  const name = key.split(" ").pop() ?? "";
  return elements.some(
    ({ when }) => when !== undefined && JSON.stringify(when).includes(JSON.stringify(name)),
  );
}

/** Options that the rows of a conflict read, or that put its clauses in force. */
function involvedOptions({ elements, rows }: Conflict, dead: Dead, choices: Choices): readonly Involved[] {
  const found = new Map<string, Involved>();
  for (const { row } of rows)
    for (const name of row.poly.by.keys()) {
      const option = choices.options.get(name);
      const end = dead.ends.get(name);
      if (option !== undefined && end !== undefined)
        found.set(name, { option, end, text: amountText(end, unitOf(option)) });
    }
  for (const [key, value] of dead.assignment) {
    const name = key.slice(key.lastIndexOf(" ") + 1);
    const option =
      key.startsWith("fact ") || key.startsWith("amount fact ") ? undefined : choices.options.get(name);
    if (option === undefined || found.has(name)) continue;
    const used = elements.some(
      (element) =>
        element.fixed?.has(name) === true ||
        (element.when !== undefined && JSON.stringify(element.when).includes(JSON.stringify(name))),
    );
    if (used) found.set(name, { option, key, text: value.text });
  }
  return [...found.values()].sort((a, b) => (a.option.name < b.option.name ? -1 : 1));
}

function unitOf(option: OptionIR): string {
  return option.type.type;
}

/** Whether any choice at all of these options leaves a portfolio under the clauses of a conflict. */
function someChoice(
  setting: Setting,
  conflict: Conflict,
  chosen: readonly Involved[],
  ranges: Ranges,
): boolean {
  // A clause that one value puts in force, another may take out again.
  if (chosen.some(({ key }) => key !== undefined)) return true;
  return chosen.some(({ option }) => permitted(setting, conflict, option.name, ranges, false) !== undefined);
}

/** What an option may be so that a portfolio is left, all the other options free to help; undefined: nothing. */
function permitted(
  setting: Setting,
  conflict: Conflict,
  option: string,
  ranges: Ranges,
  alone: boolean,
): { readonly low: number; readonly high: number } | undefined {
  const { backend, space, choice, targets } = setting;
  const system = buildSystem(floats, {
    space,
    elements: conflict.elements,
    choice,
    ...(targets === undefined ? {} : { targets }),
  });
  const free = new Map(
    [...ranges].map(([name, range]) => [
      name,
      alone && name !== option ? (setting.ranges.get(name) ?? range) : range,
    ]),
  );
  const names = [...free.keys()];
  const columns = new Map(names.map((name, i) => [name, system.columns + i]));
  const { rows, beyond } = concrete(system, free, "easiest", columns);
  if (beyond.size > 0) return undefined;
  const solve = (cost: number): number | undefined => {
    const builder = new ProblemBuilder();
    for (let column = 0; column < system.columns; column++)
      builder.addColumn(0, system.free.has(column) ? -Infinity : 0, Infinity);
    for (const name of names) {
      const range = free.get(name);
      builder.addColumn(name === option ? cost : 0, Number(range?.low), Number(range?.high));
    }
    const whole = Array.from({ length: system.cash + 1 }, (_, col) => ({ col, coef: 1 }));
    builder.addRow(1, 1, whole);
    for (const row of rows) {
      const bound = -(row.form.get(UNIT) ?? 0);
      const entries = [...row.form].flatMap(([col, coef]) => (col === UNIT ? [] : [{ col, coef }]));
      builder.addRow(row.relation === "=" ? bound : -Infinity, bound, entries);
    }
    const answer = backend.solve(builder.build());
    return answer.status === "optimal" && answer.x !== undefined
      ? answer.x[columns.get(option) ?? -1]
      : undefined;
  };
  const low = solve(1);
  const high = solve(-1);
  return low === undefined || high === undefined ? undefined : { low, high };
}

function tellChoice(
  scene: Scene,
  setting: Setting,
  conflict: Conflict,
  chosen: readonly Involved[],
  dead: Dead,
  told: Told,
  why: string | undefined,
): void {
  const last = [...chosen].sort((a, b) =>
    a.option.source.file === b.option.source.file
      ? a.option.source.start - b.option.source.start
      : a.option.source.file < b.option.source.file
        ? -1
        : 1,
  )[chosen.length - 1];
  if (last === undefined) return;
  const clauses = conflict.elements.map(calledIn);
  const blame = blamed(conflict.elements);
  const mends = blame === undefined ? [] : repair(setting, conflict.elements, blame);
  const extra = { related: [...related(conflict.elements), ...chosenIn(scene.view.bundle, last)] };
  const range = told.ranges.get(last.option.name);
  if (chosen.length === 1 && last.end !== undefined && range !== undefined) {
    const left = permitted(setting, conflict, last.option.name, told.ranges, true);
    if (left !== undefined) {
      const unit = unitOf(last.option);
      const low = tidy(left.low);
      const high = tidy(left.high);
      const tooHigh = last.end === range.high && Number(high) < Number(range.high);
      const part = tooHigh
        ? `more than ${amountText(high, unit)}, up to ${amountText(range.high, unit)}`
        : `less than ${amountText(low, unit)}, from ${amountText(range.low, unit)} on`;
      told.findings.push(
        finding(
          analyses.choiceNeverPermitted,
          last.option.source,
          { option: last.option.name, part, clauses, why, assumed: ASSUMED },
          {
            ...extra,
            fixes: [
              ...narrower(scene, last.option, tooHigh ? { high } : { low }),
              ...mends.map((fix) => ({ ...fix, preferred: false })),
            ],
          },
        ),
      );
      told.ranges.set(last.option.name, tooHigh ? { low: range.low, high } : { low, high: range.high });
      return;
    }
  }
  const others = chosen
    .filter((one) => one !== last)
    .map(({ option, text }) => `\`${option.name} = ${text}\``);
  told.findings.push(
    finding(
      analyses.choiceLeavesNothing,
      last.option.source,
      {
        option: last.option.name,
        choice: last.text,
        together: others.join(", "),
        clauses,
        why,
        assumed: ASSUMED,
      },
      { ...extra, fixes: mends },
    ),
  );
  const value = last.key === undefined ? undefined : dead.assignment.get(last.key);
  if (last.key !== undefined && value !== undefined && chosen.length === 1) {
    told.values.set(last.key, (told.values.get(last.key) ?? new Set()).add(value.text));
    return;
  }
  if (blame !== undefined) told.clauses.add(idOf(blame.id));
}

/** The range without what leaves nothing, rounded towards what does leave something. */
function narrower(
  { text }: Scene,
  { name, source, type }: OptionIR,
  to: { readonly low: string } | { readonly high: string },
): Fix[] {
  const said = text?.(source.file)?.slice(source.start, source.end);
  const range = said === undefined ? undefined : /\bin\s+(\S+?)\s*\.\.\s*([^\s}]+)/.exec(said);
  if (range === undefined || range === null) return [];
  const [whole, low = "", high = ""] = range;
  const value = new Exact("low" in to ? to.low : to.high);
  const rounded = value.toDecimalPlaces(4, "low" in to ? Exact.ROUND_CEIL : Exact.ROUND_FLOOR);
  const newText = amountText(rounded.toFixed(), type.type);
  const within = "low" in to ? whole.indexOf(low, 2) : whole.length - high.length;
  const start = source.start + range.index + within;
  const span = { start, end: start + ("low" in to ? low : high).length };
  return [
    {
      title: `let \`${name}\` ${"low" in to ? "start" : "end"} at ${newText}`,
      edits: [{ file: source.file, span, newText }],
      preferred: true,
    },
  ];
}

/** A float that stands for a short decimal, as that decimal. */
function tidy(value: number): string {
  return new Exact(value.toFixed(9)).toFixed();
}

/** Accounts that chose the option: their authors want to know. */
function chosenIn(bundle: Bundle, { option }: Involved) {
  const found: { file: string; span: { start: number; end: number }; message: string }[] = [];
  for (const { account, blocks } of bundle.accounts)
    for (const block of blocks)
      for (const choice of block.choices)
        if (choice.option === option.name && found.length < 5)
          found.push({
            file: choice.source.file,
            span: { start: choice.source.start, end: choice.source.end },
            message: `account \`${account}\` chooses it here`,
          });
  return found;
}

export function defaultsOf(choices: Choices, chosen: ReadonlyMap<string, ChoiceValue>) {
  return (option: string): ChoiceValue | undefined =>
    chosen.get(option) ?? choices.options.get(option)?.default;
}
