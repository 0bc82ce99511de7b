/** One clause of two versions. */
import type { Rule } from "../../bundle/index.ts";
import type { Element } from "../linear/element.ts";
import { type Change, type ClauseChange, changeOf, type Witness } from "./change.ts";
import { normal, plain, plainCondition } from "./normal.ts";
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
    return { ...base, change, witness: witnesses(found) };
  }
  const leaning = leanings(a, b);
  const note = leaning.notes.length === 0 ? {} : { note: leaning.notes.join("; ") };
  if (normal(a) === normal(b) && sameFixed(a, b))
    return { ...base, change: changeOf(leaning.tightened, leaning.loosened), witness: [], ...note };
  const looser = permits(scene, "b", after, [b], [a]);
  const tighter = permits(scene, "a", before, [a], [b]);
  if (looser === "beyond" || tighter === "beyond") {
    const byLevel = comparedByLevel(a, b);
    leaning.loosened ||= byLevel.loosened;
    leaning.tightened ||= byLevel.tightened;
  }
  const found = witnesses(looser, tighter);
  const change = changeOf(
    leaning.tightened || found.some(({ permittedBy }) => permittedBy === "a"),
    leaning.loosened || found.some(({ permittedBy }) => permittedBy === "b"),
  );
  return { ...base, change, witness: found, ...note };
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
  const [whenA, whenB] = [plainCondition(a.view, a.when), plainCondition(b.view, b.when)];
  if (whenA !== whenB) {
    if (whenA === "") lean(true, "it now has a condition");
    else if (whenB === "") lean(false, "it no longer has a condition");
    else {
      leaning.tightened = true;
      lean(true, "its condition is another");
    }
  }
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
  if (of(a) === of(b)) return;
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
