/** Expressions as linear forms over the parts of a partition: money as a share of the account, by one column for 1/V. */
import type { ChoiceValue, Expr, Loop, SetMeasure, SetRef, Unit } from "../../bundle/index.ts";
import { Beyond, Unchosen } from "./element.ts";
import type { Field } from "./field.ts";
import {
  addPolys,
  addTo,
  type Form,
  type Poly,
  poly,
  product,
  scalar,
  scalePoly,
  times,
  UNIT,
} from "./form.ts";
import { byIssuer, type Partition } from "./partition.ts";
import { type Items, type LocalSet, NOTHING, resolveSet, type View } from "./space.ts";

/** Columns after the parts, made as they are asked for. */
export interface Columns {
  readonly cash: number;
  /** what the measure that no weight decides is called; free: it may be negative */
  readonly extra: (key: string, free: boolean) => number;
}

/** Targets of the account, by place; cash on its own. */
export interface Targets {
  readonly of: ReadonlyMap<number, string>;
  readonly cash: string;
}

export interface Reading<N> {
  readonly field: Field<N>;
  readonly view: View;
  readonly partition: Partition;
  readonly columns: Columns;
  /** decided choices; undefined for one that is a variable */
  readonly choice: (option: string) => ChoiceValue | undefined;
  /** whether purchases, sales and share counts have columns of their own; else they are beyond what is looked at */
  readonly history: boolean;
  /** of the model; absent where none is looked at */
  readonly targets?: Targets;
}

/** More affine pieces than this, and a convex expression counts as beyond linear programming. */
const MOST_PIECES = 32;

/** `$1,000,000 / V`: so that common amounts are near 1. */
export const MONEY_COLUMN = "one million dollars";
const MILLION = "1000000";

function listsOf(reading: Pick<Reading<unknown>, "choice">): (option: string) => readonly string[] {
  return (option) => {
    const value = reading.choice(option);
    return value?.kind === "lists" ? value.lists : [];
  };
}

function localSet<N>(reading: Reading<N>, ref: Parameters<typeof resolveSet>[1], items: Items): LocalSet {
  if (ref.set === "lots") throw new Beyond("how long lots were held");
  return resolveSet(reading.view, ref, items, listsOf(reading));
}

/** Σ over the places of a set, each with a factor: in a part, as if spread evenly over its securities. */
function overParts<N>(
  { field, partition }: Reading<N>,
  members: readonly number[],
  column: (part: number) => number,
  factor?: (place: number) => string | undefined,
): Form<N> {
  const counts = new Map<number, number>();
  const form: Form<N> = new Map();
  for (const place of members) {
    const part = partition.partOf[place] ?? 0;
    const copies = partition.space.places[place]?.copies ?? 1;
    if (factor === undefined) {
      counts.set(part, (counts.get(part) ?? 0) + copies);
      continue;
    }
    const value = factor(place);
    if (value === undefined) continue;
    const share = field.ratio(copies, partition.size[part] ?? 1);
    addTo(field, form, column(part), field.multiply(field.of(value), share));
  }
  for (const [part, count] of counts)
    addTo(field, form, column(part), field.ratio(count, partition.size[part] ?? 1));
  return form;
}

function weightForm<N>(reading: Reading<N>, set: LocalSet, single: boolean): Form<N> {
  const form = single ? oneOf(reading, set) : overParts(reading, set.members, (part) => part);
  if (set.cash) addTo(reading.field, form, reading.columns.cash, reading.field.one);
  return form;
}

/** An item of a loop over a stand-in is one of the many that it stands for. */
function oneOf<N>({ field, partition }: Reading<N>, set: LocalSet): Form<N> {
  const form: Form<N> = new Map();
  for (const place of set.members) {
    const part = partition.partOf[place] ?? 0;
    addTo(field, form, part, field.ratio(1, partition.size[part] ?? 1));
  }
  return form;
}

function constantForm<N>({ field, columns }: Reading<N>, value: string, unit: Unit): Form<N> {
  const amount = field.of(value);
  if (field.sign(amount) === 0) return new Map();
  if (unit.unit !== "money") return new Map([[UNIT, amount]]);
  return new Map([[columns.extra(MONEY_COLUMN, false), field.divide(amount, field.of(MILLION))]]);
}

/** Forms of a measure that is a sum over securities, whatever the weights are. */
function historyForm<N>(reading: Reading<N>, measure: SetMeasure, unit: Unit, set: LocalSet): Form<N> {
  if (!reading.history) throw new Beyond("what is bought, sold, or counted in shares");
  const kinds = measure === "traded" ? ["bought", "sold"] : [measure];
  const form: Form<N> = new Map();
  for (const kind of kinds) {
    const name = unit.unit === "shares" ? `${kind} shares` : kind;
    const own = overParts(reading, set.members, (part) => reading.columns.extra(`${name} ${part}`, false));
    for (const [column, value] of own) addTo(reading.field, form, column, value);
  }
  return form;
}

function targetForm<N>(reading: Reading<N>, set: LocalSet): Form<N> {
  const { targets, field } = reading;
  if (targets === undefined) throw new Beyond("targets, which each model sets");
  let sum = set.cash ? field.of(targets.cash) : field.zero;
  for (const place of set.members) sum = field.add(sum, field.of(targets.of.get(place) ?? "0"));
  return field.sign(sum) === 0 ? new Map() : new Map([[UNIT, sum]]);
}

export interface Turn {
  readonly items: Items;
  /** loops' variables that stand for one security of many */
  readonly singles: ReadonlySet<string>;
}

export const START: Turn = { items: new Map(), singles: new Set() };

/** Whether a set lies within one item of a loop. */
function ofOne(ref: SetRef, turn: Turn): boolean {
  if (ref.set === "variable") return turn.singles.has(ref.name);
  if (ref.set === "intersection") return ofOne(ref.left, turn) || ofOne(ref.right, turn);
  return ref.set === "difference" && ofOne(ref.left, turn);
}

function measureForm<N>(reading: Reading<N>, expr: Extract<Expr, { e: "measure" }>, turn: Turn): Form<N> {
  const set = localSet(reading, expr.of, turn.items);
  const single = ofOne(expr.of, turn);
  switch (expr.measure) {
    case "weight":
    case "value":
      return weightForm(reading, set, single);
    case "target":
      return targetForm(reading, set);
    case "drift": {
      const form = weightForm(reading, set, single);
      for (const [column, value] of times(reading.field, targetForm(reading, set), reading.field.of("-1")))
        addTo(reading.field, form, column, value);
      return form;
    }
    default:
      return historyForm(reading, expr.measure, expr.unit, set);
  }
}

const MAY_BE_NEGATIVE = new Set(["gains", "tax"]);

/** What `weight(X of Y)` and averages are multiplied out by. */
export function baseOf<N>(reading: Reading<N>, expr: Expr, turn: Turn): Form<N> | undefined {
  switch (expr.e) {
    case "measure":
      return expr.base === undefined
        ? undefined
        : weightForm(reading, localSet(reading, expr.base, turn.items), ofOne(expr.base, turn));
    case "average":
      return averageForms(reading, expr, turn).base;
    case "add":
    case "subtract":
    case "multiply":
    case "divide":
      return baseOf(reading, expr.left, turn) ?? baseOf(reading, expr.right, turn);
    case "negate":
    case "abs":
      return baseOf(reading, expr.of, turn);
    case "max":
    case "min":
      for (const part of expr.of) {
        const base = baseOf(reading, part, turn);
        if (base !== undefined) return base;
      }
      return undefined;
    default:
      return undefined;
  }
}

function averageForms<N>(
  reading: Reading<N>,
  expr: Extract<Expr, { e: "average" }>,
  turn: Turn,
): { readonly sum: Form<N>; readonly base: Form<N> } {
  const set = localSet(reading, expr.of, turn.items);
  const value = (place: number) => reading.view.attribute(place, expr.attribute);
  const column = (part: number) => part;
  return {
    sum: overParts(reading, set.members, column, value),
    base: overParts(reading, set.members, column, (place) => (value(place) === undefined ? undefined : "1")),
  };
}

function isGiven(expr: Expr): boolean {
  switch (expr.e) {
    case "constant":
    case "option":
    case "fact":
    case "before":
    case "cost":
      return true;
    case "measure":
      return expr.measure === "target";
    case "total":
    case "average":
      return false;
    case "sum":
      return isGiven(expr.body);
    case "add":
    case "subtract":
    case "multiply":
    case "divide":
      return isGiven(expr.left) && isGiven(expr.right);
    case "negate":
    case "abs":
      return isGiven(expr.of);
    case "max":
    case "min":
      return expr.of.every(isGiven);
  }
}

/** Affine pieces of which `sign · expr` is the largest; multiplied by `base` where one is given. */
export function pieces<N>(
  reading: Reading<N>,
  expr: Expr,
  sign: 1 | -1,
  turn: Turn,
  base?: Form<N>,
): readonly Poly<N>[] {
  const { field } = reading;
  if (base !== undefined && isGiven(expr)) {
    return pieces(reading, expr, sign, turn).map((one) => {
      const multiplied = product(field, one, poly(base));
      if (multiplied === undefined) throw new Beyond("an amount that changes with the account's value");
      return multiplied;
    });
  }
  const signed = (form: Form<N>): readonly Poly<N>[] => [
    poly(sign === 1 ? form : times(field, form, field.of("-1"))),
  ];
  const opposite = sign === 1 ? -1 : 1;
  switch (expr.e) {
    case "constant":
      return signed(constantForm(reading, expr.value, expr.unit));
    case "option":
      return optionPieces(reading, expr, sign);
    case "fact":
      if (expr.fact === "value" && expr.unit.unit === "money") return signed(new Map([[UNIT, field.one]]));
      return signed(new Map([[reading.columns.extra(`account.${expr.fact}`, true), field.one]]));
    case "measure":
      return signed(measureForm(reading, expr, turn));
    case "total": {
      if (expr.measure === "cash") return signed(new Map([[reading.columns.cash, field.one]]));
      const key = `${expr.measure} ${expr.term ?? ""} ${expr.thisYear === true ? "this year" : ""}`;
      return signed(new Map([[reading.columns.extra(key, MAY_BE_NEGATIVE.has(expr.measure)), field.one]]));
    }
    case "average":
      return signed(averageForms(reading, expr, turn).sum);
    case "before":
    case "cost":
      throw new Beyond("what was held before the trades");
    case "sum":
      return sumPieces(reading, expr, sign, turn, base);
    case "negate":
      return pieces(reading, expr.of, opposite, turn, base);
    case "add":
    case "subtract": {
      const left = pieces(reading, expr.left, sign, turn, base);
      const right = pieces(reading, expr.right, expr.e === "add" ? sign : opposite, turn, base);
      return crossed(field, left, right);
    }
    case "multiply":
    case "divide":
      return productPieces(reading, expr, sign, turn, base);
    case "abs":
      return sign === 1
        ? few([...pieces(reading, expr.of, 1, turn, base), ...pieces(reading, expr.of, -1, turn, base)])
        : onlyGiven(reading, expr, sign);
    case "max":
    case "min":
      if ((expr.e === "max") !== (sign === 1) && expr.of.length > 1) return onlyGiven(reading, expr, sign);
      return few(expr.of.flatMap((part) => pieces(reading, part, sign, turn, base)));
  }
}

/** `min` of givens above a ceiling and the like: known where every part is a plain number. */
function onlyGiven<N>(reading: Reading<N>, expr: Expr, sign: 1 | -1): readonly Poly<N>[] {
  const { field } = reading;
  const parts = expr.e === "abs" ? [expr.of] : expr.e === "max" || expr.e === "min" ? expr.of : [];
  const numbers = parts.map((part) => {
    const [one, ...others] = isGiven(part) ? pieces(reading, part, 1, START) : [];
    const value =
      one === undefined || one.by.size > 0 || others.length > 0 ? undefined : scalar(field, one.base);
    if (value === undefined) throw new Beyond(`\`${expr.e}\` of amounts that each account sets`);
    return field.toNumber(value);
  });
  const best =
    expr.e === "abs"
      ? Math.abs(numbers[0] ?? 0)
      : expr.e === "max"
        ? Math.max(...numbers)
        : Math.min(...numbers);
  const text = (sign * best).toFixed(15);
  return [poly(field.sign(field.of(text)) === 0 ? new Map() : new Map([[UNIT, field.of(text)]]))];
}

function optionPieces<N>(
  reading: Reading<N>,
  expr: Extract<Expr, { e: "option" }>,
  sign: 1 | -1,
): readonly Poly<N>[] {
  const value = reading.choice(expr.option);
  const { field } = reading;
  if (value?.kind === "none") throw new Unchosen(expr.option);
  const unit = constantForm(reading, "1", expr.unit);
  const by = field.of(String(sign));
  if (value?.kind === "quantity" || value?.kind === "case")
    return [poly(times(field, constantForm(reading, value.value, expr.unit), by))];
  if (value !== undefined) throw new Beyond("a choice without a number");
  return [{ base: new Map(), by: new Map([[expr.option, times(field, unit, by)]]) }];
}

function productPieces<N>(
  reading: Reading<N>,
  expr: Extract<Expr, { readonly left: Expr }>,
  sign: 1 | -1,
  turn: Turn,
  base: Form<N> | undefined,
): readonly Poly<N>[] {
  const { field } = reading;
  const leftGiven = expr.e === "multiply" && isGiven(expr.left);
  const [given, other] = leftGiven ? [expr.left, expr.right] : [expr.right, expr.left];
  const [factor, ...more] = pieces(reading, given, 1, START);
  if (factor === undefined || more.length > 0) throw new Beyond("a product of amounts that bend");
  const plain = factor.by.size === 0 ? scalar(field, factor.base) : undefined;
  if (expr.e === "divide" && (plain === undefined || field.sign(plain) === 0))
    throw new Beyond("a division by an amount that each account sets");
  if (plain !== undefined) {
    const by = expr.e === "divide" ? field.divide(field.one, plain) : plain;
    const way = field.sign(by) < 0 ? (sign === 1 ? -1 : 1) : sign;
    const size = field.sign(by) < 0 ? field.negate(by) : by;
    return pieces(reading, other, way, turn, base).map((one) => scalePoly(field, one, size));
  }
  const rest = pieces(reading, other, sign, turn, base);
  const [only] = rest;
  const multiplied = rest.length === 1 && only !== undefined ? product(field, factor, only) : undefined;
  if (multiplied === undefined) throw new Beyond("a product of two amounts that are not fixed");
  return [multiplied];
}

function sumPieces<N>(
  reading: Reading<N>,
  expr: Extract<Expr, { e: "sum" }>,
  sign: 1 | -1,
  turn: Turn,
  base: Form<N> | undefined,
): readonly Poly<N>[] {
  let all: readonly Poly<N>[] = [poly(new Map())];
  for (const { set, count, single } of itemsOf(reading, expr.loop, turn)) {
    const body = pieces(reading, expr.body, sign, next(turn, expr.loop, set, single), base);
    const by = reading.field.ratio(count, 1);
    all = crossed(
      reading.field,
      all,
      body.map((one) => scalePoly(reading.field, one, by)),
    );
  }
  return all;
}

export function next(turn: Turn, loop: Loop, set: LocalSet, single: boolean): Turn {
  const singles = new Set(turn.singles);
  if (single) singles.add(loop.variable);
  else singles.delete(loop.variable);
  return { items: new Map(turn.items).set(loop.variable, set), singles };
}

function few<N>(all: readonly Poly<N>[]): readonly Poly<N>[] {
  if (all.length > MOST_PIECES) throw new Beyond("a sum that bends in too many places");
  return all;
}

/** The largest of sums is the sum of the largest. */
function crossed<N>(
  field: Field<N>,
  left: readonly Poly<N>[],
  right: readonly Poly<N>[],
): readonly Poly<N>[] {
  if (left.length * right.length > MOST_PIECES) throw new Beyond("a sum that bends in too many places");
  return left.flatMap((a) => right.map((b) => addPolys(field, a, b)));
}

export interface Item {
  readonly label: string;
  readonly set: LocalSet;
  /** how many items are like this one */
  readonly count: number;
  readonly single: boolean;
}

/** One item of each kind: items of one kind have the same number of members in each part. */
export function itemsOf<N>(reading: Reading<N>, loop: Loop, turn: Turn): readonly Item[] {
  const { range } = loop;
  const { view, partition } = reading;
  if (range.over === "classes") {
    return range.classes.map((name) => {
      const set = view.bundle.classes.find((one) => one.name === name)?.set;
      return { label: name, set: set === undefined ? NOTHING : view.fixed(set), count: 1, single: false };
    });
  }
  const { members } = localSet(reading, range.of, turn.items);
  const groups =
    range.over === "securities" ? members.map((place) => [place]) : byIssuer(view.space, members);
  const kinds = new Map<string, { label: string; set: LocalSet; count: number }>();
  for (const group of groups) {
    const [first] = group;
    const place = first === undefined ? undefined : view.space.places[first];
    if (place === undefined) continue;
    const kind = group
      .map((member) => partition.partOf[member] ?? 0)
      .sort((a, b) => a - b)
      .join(",");
    const known = kinds.get(kind);
    if (known !== undefined) {
      known.count += place.copies;
      continue;
    }
    const label = range.over === "securities" ? place.symbol : place.issuer;
    kinds.set(kind, { label, set: { members: group, cash: false }, count: place.copies });
  }
  return [...kinds.values()].map((kind) => ({ ...kind, single: true }));
}
