/**
 * Affine forms over an account's decisions. A column that is not negative is a column of the problem; a negative one
 * stands for something that is worked out only once all rules are read: a weight, or an indicator of a security.
 */
export interface Affine {
  constant: number;
  readonly cols: number[];
  readonly coefs: number[];
}

/** x_i / V: weight of the account's security `i` after trading. */
export function weightColumn(i: number): number {
  return -1 - 3 * i;
}

/** 1 where security `i` trades, else 0. */
export function tradedColumn(i: number): number {
  return -2 - 3 * i;
}

/** 1 where security `i` is held after trading, else 0. */
export function heldColumn(i: number): number {
  return -3 - 3 * i;
}

/** What a negative column stands for. */
export function virtual(column: number): {
  readonly kind: "weight" | "traded" | "held";
  readonly security: number;
} {
  const at = -1 - column;
  const kind = at % 3 === 0 ? "weight" : at % 3 === 1 ? "traded" : "held";
  return { kind, security: (at - (at % 3)) / 3 };
}

export function constant(value: number): Affine {
  return { constant: value, cols: [], coefs: [] };
}

/** `into += factor · form`. */
export function addScaled(into: Affine, form: Affine, factor: number): void {
  if (factor === 0) return;
  into.constant += factor * form.constant;
  for (let k = 0; k < form.cols.length; k++) addTerm(into, form.cols[k] ?? 0, factor * (form.coefs[k] ?? 0));
}

export function addTerm(into: Affine, column: number, coef: number): void {
  if (coef === 0) return;
  into.cols.push(column);
  into.coefs.push(coef);
}

export function scaled(form: Affine, factor: number): Affine {
  const result = constant(0);
  addScaled(result, form, factor);
  return result;
}

/** The same form with each column once, in ascending order; zeros dropped. */
export function collected(form: Affine): Affine {
  const { cols, coefs } = form;
  const result = constant(form.constant);
  if (isAscending(cols)) {
    for (let k = 0; k < cols.length; k++) addTerm(result, cols[k] ?? 0, coefs[k] ?? 0);
    return result;
  }
  // Stable, so that what a column has more than once is summed in the order in which it came.
  const order = cols.map((_, k) => k).sort((a, b) => (cols[a] ?? 0) - (cols[b] ?? 0));
  for (let from = 0; from < order.length; ) {
    const column = cols[order[from] ?? 0] ?? 0;
    let sum = 0;
    let k = from;
    for (; k < order.length && cols[order[k] ?? 0] === column; k++) sum += coefs[order[k] ?? 0] ?? 0;
    addTerm(result, column, sum);
    from = k;
  }
  return result;
}

function isAscending(cols: readonly number[]): boolean {
  for (let k = 1; k < cols.length; k++) if ((cols[k] ?? 0) <= (cols[k - 1] ?? 0)) return false;
  return true;
}

export function evaluateAffine(form: Affine, at: (column: number) => number): number {
  let sum = form.constant;
  for (let k = 0; k < form.cols.length; k++) sum += (form.coefs[k] ?? 0) * at(form.cols[k] ?? 0);
  return sum;
}

/** The security whose weight a column stands for; undefined for columns of the problem and for indicators. */
export function virtualWeight(column: number): number | undefined {
  const at = -1 - column;
  return at >= 0 && at % 3 === 0 ? at / 3 : undefined;
}
