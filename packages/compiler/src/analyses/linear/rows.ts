/** Elements as rows: `poly <= 0` or `poly = 0`, one for each kind of item and each affine piece. */
import type { Adjustment, Expr, Rule } from "../../bundle/index.ts";
import { Beyond, type Element, Unchosen } from "./element.ts";
import { baseOf, type Item, itemsOf, next, pieces, type Reading, START, type Turn } from "./expression.ts";
import { addPolys, addTo, type Form, type Poly, poly, product, scalePoly, UNIT } from "./form.ts";

export interface Row<N> {
  readonly element: Element;
  readonly poly: Poly<N>;
  readonly relation: "<=" | "=";
  /** of the author's comparison: which way it bounds */
  readonly operator: "<=" | ">=" | "=";
  /** what the loops stand for: `AAPL` */
  readonly label: string;
  readonly rule: Rule;
  /** the rule's right side, where it is a plain amount: for the arithmetic in words */
  readonly right?: Expr;
  /** more than a bound on what is summed up: multiplied out, or one piece of several */
  readonly plain: boolean;
}

export interface RowsOf<N> {
  readonly rows: readonly Row<N>[];
  /** why some rule of it is not among the rows, in words */
  readonly beyond: readonly string[];
  /** every rule is there, whole */
  readonly complete: boolean;
}

type Compare = Rule & { readonly rule: "compare" };

export function rowsOf<N>(reading: Reading<N>, element: Element): RowsOf<N> {
  const rows: Row<N>[] = [];
  const beyond: string[] = [];
  let unchosen = false;
  for (const rule of element.rules) {
    try {
      if (rule.rule === "compare") rows.push(...compareRows(reading, element, rule));
      else rows.push(floorRow(reading, element, rule));
    } catch (error) {
      if (error instanceof Beyond) beyond.push(error.message);
      else if (error instanceof Unchosen) unchosen = true;
      else throw error;
    }
  }
  return { rows, beyond, complete: beyond.length === 0 && !unchosen };
}

/**
 * `minimum trade`, `minimum holding`: a floor under a size that nothing else speaks of. A reserve's own row says that
 * cash is no less than it; what all reserves come to together is `reserveRow`.
 */
function floorRow<N>(
  reading: Reading<N>,
  element: Element,
  rule: Exclude<Rule, { rule: "compare" }>,
): Row<N> {
  const { field, columns } = reading;
  const [amount, ...others] = pieces(reading, rule.amount, 1, START);
  if (amount === undefined || others.length > 0) throw new Beyond("an amount that bends");
  const column = rule.rule === "reserve" ? columns.cash : columns.extra(rule.rule, false);
  const held = poly(new Map([[column, field.negate(field.one)]]));
  return {
    element,
    poly: addPolys(field, amount, held),
    relation: "<=",
    operator: ">=",
    label: "",
    rule,
    right: rule.amount,
    plain: true,
  };
}

/** Reserves and raises add up (semantics.md 3): the one row of all of them. */
export function sharedReserve<N>(reading: Reading<N>, reserves: readonly Row<N>[]): Poly<N> | undefined {
  if (reserves.length < 2) return undefined;
  const { field, columns } = reading;
  let all: Poly<N> = poly(new Map());
  for (const row of reserves) all = addPolys(field, all, row.poly);
  // Each row counts cash once; together they share it.
  const shared: Form<N> = new Map(all.base);
  addTo(field, shared, columns.cash, field.ratio(reserves.length - 1, 1));
  return { base: shared, by: all.by };
}

/** Whether an adjustment is about an item: all are, unless it names one. */
export function concerns(element: Element, adjustment: Adjustment, items: readonly Item[]): boolean {
  const { for: only } = adjustment;
  if (only === undefined) return true;
  const place = element.view.space.bySymbol.get(only);
  return items.some(
    ({ label, set }) => label === only || (place !== undefined && set.members.includes(place)),
  );
}

interface Circumstance {
  readonly turn: Turn;
  readonly items: readonly Item[];
}

function circumstances<N>(reading: Reading<N>, rule: Compare): readonly Circumstance[] {
  let all: readonly Circumstance[] = [{ turn: START, items: [] }];
  for (const loop of rule.loops) {
    all = all.flatMap(({ turn, items }) =>
      itemsOf(reading, loop, turn).map((item) => ({
        turn: next(turn, loop, item.set, item.single),
        items: [...items, item],
      })),
    );
    if (all.length > 5000) throw new Beyond("more pairs than can be looked at");
  }
  return all;
}

function compareRows<N>(reading: Reading<N>, element: Element, rule: Compare): Row<N>[] {
  return circumstances(reading, rule).flatMap(({ turn, items }): Row<N>[] => {
    if (element.level !== undefined && !concerns(element, element.level, items)) return [];
    const waiver = element.waived.find((one) => concerns(element, one, items));
    const right = element.level?.level ?? waiver?.level ?? rule.right;
    const label = items.map((item) => item.label).join(", ");
    const side = (sign: 1 | -1, relation: "<=" | "="): Row<N>[] =>
      oneSide(reading, rule.left, right, sign, turn).map(({ poly: own, plain }) => ({
        element,
        poly: own,
        relation,
        operator: rule.operator,
        label,
        rule,
        right,
        plain,
      }));
    if (rule.operator === "=") return side(1, "=");
    return side(rule.operator === "<=" ? 1 : -1, "<=");
  });
}

/** sign · left <= sign · right, multiplied out where there is a base. */
function oneSide<N>(
  reading: Reading<N>,
  left: Expr,
  right: Expr,
  sign: 1 | -1,
  turn: Turn,
): { readonly poly: Poly<N>; readonly plain: boolean }[] {
  const { field } = reading;
  const base = baseOf(reading, left, turn);
  const levels = pieces(reading, left, sign, turn, base);
  // `-max(…)` of the bound would be concave: only a bound of one piece, or one whose every piece must hold.
  const bounds = pieces(reading, right, sign === 1 ? -1 : 1, START);
  return levels.flatMap((level) =>
    bounds.map((bound) => {
      const multiplied = base === undefined ? bound : product(field, bound, poly(base));
      if (multiplied === undefined) throw new Beyond("a bound that changes with the account's value");
      const row = addPolys(field, level, multiplied);
      return { poly: scaled(reading, row), plain: base === undefined && levels.length === 1 };
    }),
  );
}

/** Counts and numbers are brought near 1, so that a tolerance means the same in every row. */
function scaled<N>({ field }: Reading<N>, row: Poly<N>): Poly<N> {
  let most = 0;
  for (const [column, value] of row.base)
    if (column !== UNIT) most = Math.max(most, Math.abs(field.toNumber(value)));
  for (const form of row.by.values())
    for (const value of form.values()) most = Math.max(most, Math.abs(field.toNumber(value)));
  if (most <= 4) return row;
  const power = 10 ** Math.ceil(Math.log10(most));
  return scalePoly(field, row, field.ratio(1, power));
}
