/** A sum that trades move, and what it costs where it stands. */

/** A piece of a convex cost: `slope` dollars a unit by which `side` times the sum is above `at`. */
export interface Hinge {
  readonly side: 1 | -1;
  readonly at: number;
  readonly slope: number;
}

/** How much a sum changes with a unit of each of some things: of securities' weights, of columns. */
export interface Coefs {
  readonly of: readonly number[];
  readonly coefs: readonly number[];
}

export const NOTHING: Coefs = { of: [], coefs: [] };

/** A sum over weights of securities, columns of trades, and cash; all of V. */
export interface Track {
  /** at no trades */
  readonly start: number;
  /** by security of the account, of those that trade */
  readonly weights: Coefs;
  /** by column of a purchase or of a part of a lot */
  readonly columns: Coefs;
  readonly cash: number;
  /** dollars that the sum costs at a value, and what missing a limit counts as */
  readonly hinges: readonly Hinge[];
  /** dollars that the square of the sum costs, beside the hinges */
  readonly square: number;
}
