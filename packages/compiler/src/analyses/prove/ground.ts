/**
 * Portfolios found for one account that others may keep to as well. What binds accounts of one model alike is built
 * once; an account is proved as soon as one of these portfolios satisfies what its own choices and clauses ask, with room
 * to spare: that is a proof, and no linear program is needed.
 */
import type { ChoiceValue } from "../../bundle/index.ts";
import type { Element } from "../linear/element.ts";
import type { Targets } from "../linear/expression.ts";
import { floats } from "../linear/field.ts";
import { type Form, UNIT } from "../linear/form.ts";
import type { Space } from "../linear/space.ts";
import { buildSystem, type System, type SystemRow, spread } from "../linear/system.ts";

/** More room than any float's error. */
const ROOM = 1e-6;
const MOST_POINTS = 12;

interface Point {
  /** by place, cash last */
  readonly weights: Float64Array;
  /** other columns by name */
  readonly extras: ReadonlyMap<string, number>;
}

interface Common {
  readonly system: System<number>;
  /** rows that hang on a choice from a range */
  readonly open: readonly SystemRow<number>[];
  readonly points: Point[];
}

export interface Grounds {
  readonly commons: Map<string, Common>;
}

export function noGrounds(): Grounds {
  return { commons: new Map() };
}

export interface Ask {
  readonly space: Space;
  /** the firm's and the model's */
  readonly shared: readonly Element[];
  readonly own: readonly Element[];
  readonly choice: (option: string) => ChoiceValue | undefined;
  readonly targets?: Targets;
  /** what the shared elements hang on besides themselves */
  readonly key: string;
}

function commonOf(grounds: Grounds, ask: Ask): Common {
  const key = `${ask.key}\n${ask.shared.map(({ id }) => id).join("\n")}`;
  const known = grounds.commons.get(key);
  if (known !== undefined) return known;
  const system = buildSystem(floats, {
    space: ask.space,
    elements: ask.shared,
    choice: (option) => {
      const value = ask.choice(option);
      return value?.kind === "quantity" ? undefined : value;
    },
    ...(ask.targets === undefined ? {} : { targets: ask.targets }),
  });
  const made: Common = { system, open: system.rows.filter(({ poly }) => poly.by.size > 0), points: [] };
  grounds.commons.set(key, made);
  return made;
}

/** Whether a portfolio that is known to do for others does for this account. */
export function grounded(grounds: Grounds, ask: Ask): boolean {
  const common = commonOf(grounds, ask);
  if (common.points.length === 0) return false;
  const loops = ask.own.some(({ rules }) =>
    rules.some((rule) => rule.rule === "compare" && rule.loops.length > 0),
  );
  const system = buildSystem(floats, {
    space: ask.space,
    elements: ask.own,
    choice: ask.choice,
    ...(ask.targets === undefined ? {} : { targets: ask.targets }),
    ...(loops ? { apart: [...ask.space.places.keys()].map((place) => [place]) } : {}),
  });
  return common.points.some(
    (point) =>
      common.open.every((row) => satisfied(common.system, row, point, ask.choice)) &&
      system.rows.every((row) => satisfied(system, row, point, ask.choice)),
  );
}

/** Keeps a portfolio for the accounts to come, if it satisfies what is shared as it stands. */
export function remember(grounds: Grounds, ask: Ask, found: System<number>, x: Float64Array): void {
  const common = commonOf(grounds, ask);
  if (common.points.length >= MOST_POINTS) return;
  const extras = new Map([...found.extras].map(([column, name]) => [name, x[column] ?? 0]));
  const point: Point = { weights: spread(found, x), extras };
  const fixed = common.system.rows.filter(({ poly }) => poly.by.size === 0);
  if (fixed.every((row) => satisfied(common.system, row, point, ask.choice))) common.points.push(point);
}

function satisfied(
  system: System<number>,
  { poly, relation }: SystemRow<number>,
  point: Point,
  choice: (option: string) => ChoiceValue | undefined,
): boolean {
  let value = levelAt(system, poly.base, point);
  for (const [option, form] of poly.by) {
    const chosen = choice(option);
    if (chosen?.kind !== "quantity") return false;
    value += Number(chosen.value) * levelAt(system, form, point);
  }
  if (relation === "=") return false;
  if (value <= -ROOM) return true;
  // `weight(X) <= 0%` holds by zeros, and nothing else.
  return value === 0 && poly.by.size === 0 && !poly.base.has(UNIT);
}

/** A measure that nothing had asked about when the point was found may be whatever suits: nothing is traded, say. */
function levelAt(
  { partition, cash, extras }: System<number>,
  form: Form<number>,
  { weights, extras: known }: Point,
): number {
  let sum = 0;
  for (const [column, coef] of form) {
    if (column === UNIT) sum += coef;
    else if (column === cash) sum += coef * (weights[weights.length - 1] ?? 0);
    else if (column > cash) sum += coef * (known.get(extras.get(column) ?? "") ?? 0);
    else sum += coef * weightOf(partition, column, weights);
  }
  return sum;
}

function weightOf(partition: System<number>["partition"], part: number, weights: Float64Array): number {
  const members = membersOf(partition)[part] ?? [];
  let sum = 0;
  for (const place of members) sum += (weights[place] ?? 0) * (partition.space.places[place]?.copies ?? 1);
  return sum;
}

const members = new WeakMap<object, readonly (readonly number[])[]>();

function membersOf(partition: System<number>["partition"]): readonly (readonly number[])[] {
  const known = members.get(partition);
  if (known !== undefined) return known;
  const all: number[][] = partition.size.map(() => []);
  partition.partOf.forEach((part, place) => {
    all[part]?.push(place);
  });
  members.set(partition, all);
  return all;
}
