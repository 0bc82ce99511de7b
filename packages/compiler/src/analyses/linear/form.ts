/** Linear forms over the columns of a system, and forms whose coefficients are affine in the options of the menus. */
import type { Field } from "./field.ts";

/** The column of the constant 1. */
export const UNIT = -1;

/** Coefficients by column. */
export type Form<N> = Map<number, N>;

/** `base + Σ option · by(option)`. */
export interface Poly<N> {
  readonly base: Form<N>;
  readonly by: Map<string, Form<N>>;
}

export function addTo<N>(field: Field<N>, form: Form<N>, column: number, value: N): void {
  const before = form.get(column);
  const sum = before === undefined ? value : field.add(before, value);
  if (field.sign(sum) === 0) form.delete(column);
  else form.set(column, sum);
}

export function sum<N>(field: Field<N>, a: Form<N>, b: Form<N>): Form<N> {
  const all = new Map(a);
  for (const [column, value] of b) addTo(field, all, column, value);
  return all;
}

export function times<N>(field: Field<N>, form: Form<N>, by: N): Form<N> {
  const all: Form<N> = new Map();
  if (field.sign(by) === 0) return all;
  for (const [column, value] of form) all.set(column, field.multiply(value, by));
  return all;
}

export function poly<N>(base: Form<N>): Poly<N> {
  return { base, by: new Map() };
}

export function addPolys<N>(field: Field<N>, a: Poly<N>, b: Poly<N>): Poly<N> {
  const by = new Map(a.by);
  for (const [option, form] of b.by) {
    const before = by.get(option);
    by.set(option, before === undefined ? form : sum(field, before, form));
  }
  return { base: sum(field, a.base, b.base), by };
}

export function scalePoly<N>(field: Field<N>, a: Poly<N>, factor: N): Poly<N> {
  return {
    base: times(field, a.base, factor),
    by: new Map([...a.by].map(([option, form]) => [option, times(field, form, factor)])),
  };
}

/** The value of a form that has no column but the constant; undefined for any other. */
export function scalar<N>(field: Field<N>, form: Form<N>): N | undefined {
  if (form.size === 0) return field.zero;
  return form.size === 1 ? form.get(UNIT) : undefined;
}

/** a · b where one of them is a plain number, or an option times one; undefined where the product is not linear. */
export function product<N>(field: Field<N>, a: Poly<N>, b: Poly<N>): Poly<N> | undefined {
  for (const [x, y] of [
    [a, b],
    [b, a],
  ] as const) {
    const plain = scalar(field, x.base);
    if (plain === undefined) continue;
    if (x.by.size === 0) return scalePoly(field, y, plain);
    if (y.by.size > 0) continue;
    const by = new Map<string, Form<N>>();
    for (const [option, form] of x.by) {
      const factor = scalar(field, form);
      if (factor === undefined) return undefined;
      by.set(option, times(field, y.base, factor));
    }
    return { base: times(field, y.base, plain), by };
  }
  return undefined;
}

/** -1, 0 or 1 where all coefficients lie on one side of zero; undefined where they do not. Columns are all >= 0. */
export function signOf<N>(field: Field<N>, form: Form<N>): number | undefined {
  let found = 0;
  for (const value of form.values()) {
    const sign = field.sign(value);
    if (found === 0) found = sign;
    else if (sign !== 0 && sign !== found) return undefined;
  }
  return found;
}
