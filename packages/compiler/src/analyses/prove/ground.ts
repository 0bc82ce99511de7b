/**
 * Portfolios found for one account that others may keep to as well. What binds accounts of one model alike is looked at
 * once; an account is proved as soon as one of these portfolios satisfies what its own choices and clauses ask, with room
 * to spare: that is a proof, and no linear program is needed.
 */
import type { Element } from "../linear/element.ts";
import { type Form, UNIT } from "../linear/form.ts";
import type { Frame } from "../linear/frame.ts";
import type { System, SystemInput, SystemRow } from "../linear/system.ts";
import { readByRules } from "../linear/walk.ts";

/** More room than any float's error. */
const ROOM = 1e-6;
/** Portfolios that are kept of accounts of one model. */
const MOST_POINTS = 24;

export interface Point {
  /** by column of the frame; beyond its end, a measure that nothing had asked about when the point was found */
  readonly x: Float64Array;
  /** whether it keeps to an element whose rows hang on no choice */
  readonly keeps: WeakMap<Element, boolean>;
}

/** Points of one frame, by model. */
export interface Grounds {
  readonly frame: Frame;
  readonly points: Map<string, Point[]>;
}

export function groundsOf(frame: Frame): Grounds {
  return { frame, points: new Map() };
}

const hanging = new WeakMap<Element["rules"], boolean>();

/** Whether an element's rows are the same for all accounts, whatever else binds them: reserves add up. */
function fixed({ rules, waived, level, fixed: chosen }: Element): boolean {
  if (waived.length > 0 || level !== undefined || chosen !== undefined) return false;
  const known = hanging.get(rules);
  if (known !== undefined) return known;
  const { options, targets } = readByRules(rules);
  const made = options.length === 0 && !targets && !rules.some(({ rule }) => rule === "reserve");
  hanging.set(rules, made);
  return made;
}

/** A portfolio that does for others and for this account, if one is known: the one that did last is tried first. */
export function grounded(
  { frame, points }: Grounds,
  model: string,
  input: SystemInput,
): Float64Array | undefined {
  const known = points.get(model) ?? [];
  if (known.length === 0 || !input.elements.every((element) => frame.covers(element))) return undefined;
  const { rows } = frame.system({ ...input, elements: input.elements.filter((element) => !fixed(element)) });
  const same = input.elements.filter(fixed);
  const at = known.findLastIndex(
    (point) =>
      rows.every((row) => satisfied(row, point.x)) &&
      same.every((element) => keeps(frame, point, element, input)),
  );
  const [point] = at < 0 ? [] : known.splice(at, 1);
  if (point === undefined) return undefined;
  known.push(point);
  return point.x;
}

function keeps(frame: Frame, point: Point, element: Element, input: SystemInput): boolean {
  const known = point.keeps.get(element);
  if (known !== undefined) return known;
  const { rows } = frame.system({ ...input, elements: [element] });
  const made = rows.every((row) => satisfied(row, point.x));
  point.keeps.set(element, made);
  return made;
}

/** Keeps a portfolio for the accounts to come, and the middle of all that are kept: it has the most room. */
export function remember(grounds: Grounds, model: string, found: System<number>, x: Float64Array): void {
  if (found.partition !== grounds.frame.partition) return;
  const known = grounds.points.get(model) ?? [];
  grounds.points.set(model, known);
  const add = (point: Float64Array): void => {
    if (known.length >= MOST_POINTS) known.shift();
    known.push({ x: point, keeps: new WeakMap() });
  };
  add(x.slice(0, found.columns));
  if (known.length === 1) return;
  const middle = new Float64Array(found.columns);
  for (const point of known)
    for (let column = 0; column < middle.length; column++)
      middle[column] = (middle[column] ?? 0) + (point.x[column] ?? 0) / known.length;
  add(middle);
}

export function satisfied({ poly, relation }: SystemRow<number>, x: Float64Array): boolean {
  if (poly.by.size > 0 || relation === "=") return false;
  const value = levelAt(poly.base, x);
  if (value <= -ROOM) return true;
  // `weight(X) <= 0%` holds by zeros, and nothing else.
  return value === 0 && !poly.base.has(UNIT);
}

/** A measure that nothing had asked about when the point was found may be whatever suits: nothing is traded, say. */
function levelAt(form: Form<number>, x: Float64Array): number {
  let sum = 0;
  for (const [column, coef] of form) sum += column === UNIT ? coef : coef * (x[column] ?? 0);
  return sum;
}
