/** Each account's blocks against its model and the firm's limits, today and on every day on which something ends. */
import type { AccountIR, ChoiceValue, Rule, Source } from "../../bundle/index.ts";
import { catalogue } from "../../catalogue/index.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { addDuration } from "../../numbers/dates.ts";
import { type Assignment, type Guarding, holds } from "../choices/guard.ts";
import { variablesOf } from "../choices/variables.ts";
import { decide } from "../linear/decide.ts";
import type { Element } from "../linear/element.ts";
import { concerns } from "../linear/rows.ts";
import type { SystemInput } from "../linear/system.ts";
import { ASSUMED, defaultsOf, type Scene, type Told } from "./choices.ts";
import { fewest, type Setting } from "./conflict.ts";
import { blamed, calledIn, finding, related } from "./finding.ts";
import { type Grounds, grounded, remember } from "./ground.ts";
import {
  type AccountPolicy,
  accountPolicy,
  chosenLists,
  type Followed,
  followed,
  onDay,
  RANK,
} from "./policy.ts";
import { repair } from "./repair.ts";
import { arithmetic, factsText } from "./words.ts";

const { analyses } = catalogue;
const NOBODY: Assignment = new Map();

function sameSet(a: readonly Rule[], b: readonly Rule[]): boolean {
  const setOf = ([rule]: readonly Rule[]) =>
    rule?.rule === "compare" && rule.left.e === "measure" ? JSON.stringify(rule.left.of) : undefined;
  return setOf(a) !== undefined && setOf(a) === setOf(b);
}

export interface AccountScene extends Scene {
  readonly today: string;
  readonly policy: AccountPolicy;
  readonly followed: Followed | undefined;
  readonly choice: (option: string) => ChoiceValue | undefined;
  /** where its clauses stand, in words; absent: in its account */
  readonly of?: string;
}

/** An account with everything that binds it; undefined where its edits make no model (an error elsewhere). */
export function accountScene(scene: Scene, account: AccountIR, today: string): AccountScene | undefined {
  const policy = accountPolicy(scene.view, account, scene.elements);
  const choice = defaultsOf(scene.choices, policy.chosen);
  const { model } = policy;
  const follows =
    model === undefined
      ? undefined
      : followed(scene.view, model, policy.edits, chosenLists(choice, scene.view.bundle));
  if (model !== undefined && follows === undefined) return undefined;
  return { ...scene, today, policy, followed: follows, choice };
}

function dayAfter(date: string): string {
  return addDuration(date, { count: 1, of: "days" });
}

/** Everything that any day of an account's may bring, for what it tells apart. */
export function everything({ elements, followed: follows, policy }: AccountScene): readonly Element[] {
  const { own, waivers } = policy;
  const limits = waivers.map(({ limit }) => limit);
  const waived = elements.flatMap((element) =>
    limits.includes(element.id) ? [{ ...element, waived: waivers }] : [],
  );
  return [...(follows?.bands ?? []), ...own, ...waived];
}

/** Days after today on which something begins or ends. */
function days({ policy, elements, today }: AccountScene): readonly string[] {
  const found = new Set<string>();
  for (const { from, until } of [
    ...elements,
    ...policy.own,
    ...policy.waivers.map(({ until }) => ({ from: undefined, until })),
  ]) {
    if (from !== undefined && from > today) found.add(from);
    if (until !== undefined && until >= today) found.add(dayAfter(until));
  }
  return [...found].sort();
}

/** In force on a day, for an account of which some facts are supposed that only the book knows. */
function inForce(scene: AccountScene, day: string, facts: Assignment, told: Told): Element[] {
  const guarding: Guarding = { choices: scene.choices, variables: new Map(), choice: scene.choice };
  const all = [...scene.elements, ...(scene.followed?.bands ?? []), ...scene.policy.own];
  return onDay(all, scene.policy.waivers, day)
    .filter(({ id }) => !told.clauses.has(id))
    .filter(({ when }) => when === undefined || holds(when, facts, guarding) === true)
    .flatMap((element, _, binding) => [element, ...presupposed(element, binding)]);
}

/**
 * What is to be kept is held: `keep AAPL until …` beside `sell AAPL by …` contradict each other only then. How much
 * does not matter; this is more than a solver's tolerance.
 */
const HELD = "0.00001";

function presupposed(element: Element, binding: readonly Element[]): Element[] {
  const { kind } = element.base;
  if (kind !== "keep" && kind !== "never sell") return [];
  // `never sell` is also said of what is not held; beside `sell` of the same security it is not.
  if (
    kind === "never sell" &&
    !binding.some(({ base, rules }) => base.kind === "sell by" && sameSet(rules, element.rules))
  )
    return [];
  return element.rules.flatMap((rule): Element[] => {
    if (rule.rule !== "compare" || rule.left.e !== "measure" || rule.left.of.set !== "fixed") return [];
    const unit = { unit: "weight", base: "account" } as const;
    return [
      {
        ...element,
        id: `${element.id} (held)`,
        rules: [
          {
            ...rule,
            left: { e: "measure", measure: "weight", of: rule.left.of, unit },
            operator: ">=",
            right: { e: "constant", value: HELD, unit },
          },
        ],
      },
    ];
  });
}

/** A day and a case that were looked at, and a portfolio for it, by column of the grounds' frame. */
export interface DayLeaf {
  readonly day: string;
  readonly facts: Assignment;
  readonly x: Float64Array;
}

/**
 * @param grounds portfolios found so far, for accounts that are alike
 * @returns a portfolio for all that was looked at; undefined where there is none, or it is not of the frame
 */
export function proveAccount(
  scene: AccountScene,
  told: Told,
  findings: Diagnostic[],
  grounds: Grounds,
): readonly DayLeaf[] | undefined {
  const leaves: DayLeaf[] = [];
  let whole = true;
  const own: Told = { ...told, clauses: new Set(told.clauses) };
  const model = scene.policy.model?.name ?? "";
  const supposed = facts(scene);
  const all = [scene.today, ...days(scene)].flatMap((day) => supposed.map((one) => [day, one] as const));
  for (const [day, assignment] of all) {
    for (let round = 0; round < 10; round++) {
      const elements = inForce(scene, day, assignment, own);
      if (!elements.some(({ rank }) => rank >= RANK.profile) && !adjusted(scene)) break;
      const input = inputOf(scene, elements);
      const point = grounded(grounds, model, input);
      if (point !== undefined) {
        leaves.push({ day, facts: assignment, x: point });
        break;
      }
      const verdict = decide(scene.backend, input, new Map(), grounds.frame);
      if (verdict.feasible) {
        whole &&= verdict.system.partition === grounds.frame.partition;
        leaves.push({ day, facts: assignment, x: verdict.x });
        remember(grounds, model, verdict.system, verdict.x);
        break;
      }
      whole = false;
      const setting = settingOf(scene);
      const conflict = fewest(setting, elements);
      if (conflict === undefined) break;
      const place = report(
        scene,
        setting,
        conflict.elements,
        { day, facts: assignment },
        held(conflict.elements) ?? arithmetic(conflict, scene.choice),
        findings,
      );
      own.clauses.add(place);
      for (const { id } of conflict.elements) told.involved.add(id.replace(/ \(held\)$/, ""));
    }
  }
  return whole ? leaves : undefined;
}

/** Cases that an account's own conditions tell apart are looked at up to so many. */
const MOST_CASES = 16;

/** Nothing supposed; and each case of the facts that its own clauses ask about: whoever wrote them had it in mind. */
function facts({ policy, choices }: AccountScene): readonly Assignment[] {
  const asking = policy.own.filter(({ when, rank }) => when !== undefined && rank >= RANK.profile);
  if (asking.length === 0) return [NOBODY];
  let all: readonly Assignment[] = [NOBODY];
  for (const { kind, key, values } of variablesOf(asking, choices).values()) {
    if (kind !== "fact") continue;
    if (all.length * values.length > MOST_CASES) return [NOBODY];
    all = all.flatMap((one) => values.map((value) => new Map(one).set(key, value)));
  }
  return all;
}

function inputOf(scene: AccountScene, elements: readonly Element[]): SystemInput {
  return {
    space: scene.view.space,
    elements,
    choice: scene.choice,
    ...(scene.followed === undefined ? {} : { targets: scene.followed.targets }),
  };
}

/** In the place of arithmetic that would speak of a share nobody wrote. */
function held(elements: readonly Element[]): string | undefined {
  return elements.some(({ id }) => id.endsWith(" (held)")) ? "what is kept is held" : undefined;
}

/** Waivers, tilts and substitutes change what binds, with no clause of the account's own. */
function adjusted({ policy }: AccountScene): boolean {
  return policy.waivers.length > 0 || policy.edits.length > 0;
}

function settingOf(scene: AccountScene): Setting {
  return {
    backend: scene.backend,
    space: scene.view.space,
    choice: scene.choice,
    ranges: new Map(),
    ...(scene.followed === undefined ? {} : { targets: scene.followed.targets }),
  };
}

/** @returns the id of the clause that counts as mended from here on */
function report(
  scene: AccountScene,
  setting: Setting,
  elements: readonly Element[],
  { day, facts: supposed }: { readonly day: string; readonly facts: Assignment },
  why: string | undefined,
  findings: Diagnostic[],
): string {
  const names = [...new Set(elements.map(calledIn))];
  const last = blamed(elements);
  const waiver = lapsed(scene, elements, day);
  if (waiver !== undefined && waiver.until !== undefined) {
    findings.push(
      finding(
        analyses.waiverEndLeavesNothing,
        waiver.source,
        { limit: waiver.limit, date: dayAfter(waiver.until), clauses: names, why, assumed: ASSUMED },
        {
          related: related(elements, waiver.source),
          fixes: last === undefined ? [] : repair(setting, elements, last),
        },
      ),
    );
    return last?.id ?? "";
  }
  const at = sourceOf(scene, elements, last);
  if (last === undefined || at === undefined) return last?.id ?? "";
  const extra = { related: related(elements, at), fixes: repair(setting, elements, last) };
  if (day === scene.today)
    findings.push(
      finding(
        analyses.clash,
        at,
        { clauses: names, when: whose(scene, supposed), why, assumed: ASSUMED },
        extra,
      ),
    );
  else
    findings.push(
      finding(
        analyses.dateLeavesNothing,
        at,
        { date: day, clauses: names, when: whose(scene, supposed), why, assumed: ASSUMED },
        extra,
      ),
    );
  return last.id.replace(/ \(held\)$/, "");
}

/** `in account \`1001\``, `in profile \`Retiree\``, and what is supposed of it. */
function whose({ policy, of }: AccountScene, supposed: Assignment): string {
  const where = of ?? `in account \`${policy.account}\``;
  const facts = factsText(supposed);
  return facts === "" ? where : `${where}, where ${facts}`;
}

/**
 * A clash without a clause of the account's own is one of its choices, which the menu's finding tells, or of a tilt,
 * which is told at the tilt.
 */
function sourceOf(
  scene: AccountScene,
  elements: readonly Element[],
  last: Element | undefined,
): Source | undefined {
  if (last !== undefined && last.rank >= RANK.profile) return last.base.source;
  const tilts = scene.policy.edits.filter(({ edit, source }) => edit === "tilt" && source.layer !== "firm");
  return elements.some(({ rank }) => rank === RANK.band) ? tilts[tilts.length - 1]?.source : undefined;
}

/** The waiver whose end is at the bottom of a clash: with it, the clauses leave a portfolio. */
function lapsed(scene: AccountScene, elements: readonly Element[], day: string) {
  const over = scene.policy.waivers.filter(
    ({ until }) => until !== undefined && until >= scene.today && until < day,
  );
  return [...over]
    .sort((a, b) => ((a.until ?? "") < (b.until ?? "") ? 1 : -1))
    .find((waiver) => {
      const target = elements.find(({ id }) => id === waiver.limit);
      if (target === undefined || !concerns(target, waiver, allItems(target))) return false;
      const again = elements.map((element) =>
        element === target ? { ...element, waived: [...element.waived, waiver] } : element,
      );
      return decide(scene.backend, inputOf(scene, again), new Map()).feasible;
    });
}

/** Everything that a limit may range over: whether a waiver concerns it is then for the rows to say. */
function allItems({ view }: Element) {
  const members = [...view.space.places.keys()];
  return [{ label: "", set: { members, cash: false }, count: 1, single: false }];
}
