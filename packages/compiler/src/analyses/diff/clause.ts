/** One clause of two versions. */
import type { Rule } from "../../bundle/index.ts";
import type { Element } from "../linear/element.ts";
import { type Change, type ClauseChange, changeOf, type Witness } from "./change.ts";
import { type Applies, appliesTo } from "./condition.ts";
import { normal, plain } from "./normal.ts";
import { type Found, type Permits, permits, type Whole } from "./permits.ts";

export interface Pair {
  readonly id: string;
  readonly a: Element | undefined;
  readonly b: Element | undefined;
}

/** What a clause does besides its rules: each makes it looser or tighter on its own. */
interface Leaning {
  loosened: boolean;
  tightened: boolean;
  readonly notes: string[];
}

/** @param before, after ways to stand under each version's whole policy */
export function clauseChange(
  scene: Permits,
  pair: Pair,
  before: readonly Whole[],
  after: readonly Whole[],
): ClauseChange {
  const { id, a, b } = pair;
  const named = a ?? b;
  const base = {
    clause: id,
    kind: named?.base.kind ?? "limit",
    ...(b?.base.because === undefined ? {} : { because: b.base.because }),
  };
  if (a === undefined || b === undefined) {
    const change: Change = a === undefined ? "added" : "removed";
    const found =
      b === undefined
        ? a === undefined
          ? "nothing"
          : permits(scene, "b", after, [], [a])
        : permits(scene, "a", before, [], [b]);
    const masked = found === "nothing" && a?.cost === undefined && b?.cost === undefined;
    const note = a === undefined ? "it forbids nothing that others do not" : "others forbid all that it did";
    return { ...base, change, witness: witnesses(found), ...(masked ? { note } : {}) };
  }
  if ((a.cost === undefined) !== (b.cost === undefined)) return kindChange(scene, base, a, b, before, after);
  const applies = appliesTo(scene.choices, scene.choice, a, b);
  const leaning = leanings(a, b);
  const notes = [...(conditionNote(a, b, applies) ?? []), ...leaning.notes];
  const note = notes.length === 0 ? {} : { note: notes.join("; ") };
  if (normal(a) === normal(b) && sameFixed(a, b))
    return { ...base, change: changeOf(leaning.tightened, leaning.loosened), witness: [], ...note };
  const looser = permits(scene, "b", after, [b], [a]);
  const tighter = permits(scene, "a", before, [a], [b]);
  if (looser === "beyond" || tighter === "beyond") {
    const byLevel = comparedByLevel(a, b);
    leaning.loosened ||= byLevel.loosened || applies.less;
    leaning.tightened ||= byLevel.tightened || applies.more;
  }
  const found = witnesses(looser, tighter);
  const change = changeOf(
    leaning.tightened || found.some(({ permittedBy }) => permittedBy === "a"),
    leaning.loosened || found.some(({ permittedBy }) => permittedBy === "b"),
  );
  return { ...base, change, witness: found, ...note };
}

/** A limit holds whatever it costs; a preference gives way. */
function kindChange(
  scene: Permits,
  base: Pick<ClauseChange, "clause" | "kind" | "because">,
  a: Element,
  b: Element,
  before: readonly Whole[],
  after: readonly Whole[],
): ClauseChange {
  const loosened = b.cost !== undefined;
  const found = loosened ? permits(scene, "b", after, [], [a]) : permits(scene, "a", before, [], [b]);
  const change = found === "nothing" ? "unchanged" : loosened ? "loosened" : "tightened";
  const note = loosened ? "it was a limit, and is a preference" : "it was a preference, and is a limit";
  return { ...base, change, witness: witnesses(found), note };
}

function conditionNote(a: Element, b: Element, { less, more }: Applies): readonly string[] | undefined {
  if (!less && !more) return undefined;
  if (a.when === undefined) return ["it now has a condition"];
  if (b.when === undefined) return ["it no longer has a condition"];
  return [less && more ? "it applies in other cases" : `it applies in ${less ? "fewer" : "more"} cases`];
}

function witnesses(...found: readonly Found[]): Witness[] {
  return found.filter((one) => one !== "nothing" && one !== "beyond");
}

function sameFixed(a: Element, b: Element): boolean {
  return JSON.stringify([...(a.fixed ?? [])]) === JSON.stringify([...(b.fixed ?? [])]);
}

function leanings(a: Element, b: Element): Leaning {
  const leaning: Leaning = { loosened: false, tightened: false, notes: [] };
  const lean = (looser: boolean, note: string): void => {
    if (looser) leaning.loosened = true;
    else leaning.tightened = true;
    leaning.notes.push(note);
  };
  if (a.grandfathered !== b.grandfathered)
    lean(b.grandfathered, b.grandfathered ? "it is now grandfathered" : "it is no longer grandfathered");
  dates(a, b, lean);
  grants(a, b, lean);
  costs(a, b, lean);
  return leaning;
}

type Lean = (looser: boolean, note: string) => void;

/** A later start and an earlier end bind for less long. */
function dates(a: Element, b: Element, lean: Lean): void {
  if ((a.from ?? "") !== (b.from ?? ""))
    lean(
      (b.from ?? "") > (a.from ?? ""),
      `it binds from ${b.from ?? "the first day"} on, before: ${a.from ?? "the first day"}`,
    );
  const end = (until: string | undefined) => until ?? "9999-12-31";
  if (end(a.until) !== end(b.until))
    lean(
      end(b.until) < end(a.until),
      `it binds until ${b.until ?? "further notice"}, before: ${a.until ?? "further notice"}`,
    );
}

function grants(a: Element, b: Element, lean: Lean): void {
  if (a.level !== undefined || b.level !== undefined) return;
  const of = ({ view, grant }: Element) => (grant === undefined ? "" : JSON.stringify(plain(view, grant)));
  if (of(a) === of(b)) {
    const days = ({ grantDays }: Element) => grantDays ?? Infinity;
    if (a.grant !== undefined && days(a) !== days(b))
      lean(days(b) > days(a), `it may be waived for ${days(b) > days(a) ? "longer" : "less long"}`);
    return;
  }
  if (a.grant === undefined) lean(true, "it may now be waived");
  else if (b.grant === undefined) lean(false, "it may no longer be waived");
  else if (a.grant.e === "constant" && b.grant.e === "constant") {
    const rule = b.rules.find((one) => one.rule === "compare");
    const up = Number(b.grant.value) > Number(a.grant.value);
    lean(up === (rule?.rule === "compare" && rule.operator === "<="), "it may be waived to another level");
  } else lean(true, "it may be waived to another level");
}

/** A preference that costs more is missed less. */
function costs(a: Element, b: Element, lean: Lean): void {
  const [old, now] = [a.cost, b.cost];
  if (old === undefined || now === undefined) return;
  if (old.of === now.of && Number(old.perUnit) === Number(now.perUnit)) return;
  if (old.of !== now.of) {
    lean(true, "it costs another amount");
    lean(false, "it costs another amount");
  } else lean(Number(now.perUnit) < Number(old.perUnit), "missing it costs another amount");
}

/** Where no linear program decides: the same rules with other levels, else both. */
function comparedByLevel(
  a: Element,
  b: Element,
): { readonly loosened: boolean; readonly tightened: boolean } {
  const other = { loosened: true, tightened: true };
  if (a.rules.length !== b.rules.length) return other;
  let loosened = false;
  let tightened = false;
  for (const [i, old] of a.rules.entries()) {
    const now = b.rules[i];
    const order = now === undefined ? undefined : levels(a, old, b, now);
    if (order === undefined) return other;
    if (order > 0) loosened = true;
    if (order < 0) tightened = true;
  }
  return { loosened, tightened };
}

/** Above zero where the later rule is looser; undefined where they differ in more than a level. */
function levels(a: Element, old: Rule, b: Element, now: Rule): number | undefined {
  if (old.rule !== now.rule) return undefined;
  const rest = (of: Element, rule: Rule) => {
    const { source: _, text: __, ...kept } = rule;
    const bare = kept.rule === "compare" ? { ...kept, right: undefined } : { ...kept, amount: undefined };
    return JSON.stringify(plain(of.view, bare));
  };
  if (rest(a, old) !== rest(b, now)) return undefined;
  const level = (rule: Rule) => (rule.rule === "compare" ? rule.right : rule.amount);
  const [before, after] = [level(old), level(now)];
  if (JSON.stringify(plain(a.view, before)) === JSON.stringify(plain(b.view, after))) return 0;
  if (before.e !== "constant" || after.e !== "constant") return undefined;
  const up = Number(after.value) - Number(before.value);
  if (now.rule !== "compare" || now.operator === ">=") return -up;
  return now.operator === "<=" ? up : undefined;
}
