/** Numbers that a system of rows is built in: floats for speed, fractions for a proof; one code for both. */

import type { Rational } from "../exact/rational.ts";
import * as exact from "../exact/rational.ts";

export interface Field<N> {
  readonly zero: N;
  readonly one: N;
  /** of plain decimal text */
  readonly of: (text: string) => N;
  readonly ratio: (numerator: number, denominator: number) => N;
  readonly add: (a: N, b: N) => N;
  readonly multiply: (a: N, b: N) => N;
  readonly divide: (a: N, b: N) => N;
  readonly negate: (a: N) => N;
  /** -1, 0 or 1 */
  readonly sign: (a: N) => number;
  readonly toNumber: (a: N) => number;
}

export const floats: Field<number> = {
  zero: 0,
  one: 1,
  of: Number,
  ratio: (a, b) => a / b,
  add: (a, b) => a + b,
  multiply: (a, b) => a * b,
  divide: (a, b) => a / b,
  negate: (a) => -a,
  sign: Math.sign,
  toNumber: (a) => a,
};

export const fractions: Field<Rational> = {
  zero: exact.ZERO,
  one: exact.ONE,
  of: exact.rational,
  ratio: (a, b) => exact.ratio(BigInt(a), BigInt(b)),
  add: exact.add,
  multiply: exact.multiply,
  divide: exact.divide,
  negate: exact.negate,
  sign: exact.sign,
  toNumber: exact.toNumber,
};
