/** An expression with everything the rules ask of it, and the way to write it into the bundle. */
import type { Expression } from "@mandate/dsl";
import type { Decimal } from "decimal.js";
import type { Expr, Unit } from "../bundle/index.ts";
import type { Ty } from "./unit.ts";

/** Known at compile time; known per account; known after the trades. */
export type Stage = "fixed" | "given" | "decided";

/**
 * How an amount bends over the portfolios, as disciplined convex programming has it (Grant, Boyd, Ye 2006).
 * `none`: neither, so no limit can hold it.
 */
export type Curve = "affine" | "convex" | "concave" | "none";

/** Which phrase bends, and how to say it. */
export interface Bend {
  readonly node: Expression;
  /** `is …` */
  readonly is: string;
  readonly because: string;
}

export interface Term {
  readonly sign: 1 | -1;
  readonly typed: Typed;
}

export interface Typed {
  readonly ty: Ty;
  readonly stage: Stage;
  readonly curve: Curve;
  readonly bend?: Bend;
  /** of given amounts: known to be ≥ 0, ≤ 0, or unknown */
  readonly sign: 1 | -1 | 0;
  /** of fixed amounts, in the bundle's terms (`5%` is 0.05) */
  readonly value?: Decimal;
  /** measured against a whole that the trades decide, and by which: multiplied out in a limit */
  readonly ratio?: { readonly key: string; readonly node: Expression };
  readonly node: Expression;
  /** the sum that it is, flattened; one term of itself where it is none */
  readonly terms?: readonly Term[];
  readonly build: (unit: Unit) => Expr;
}

export function termsOf(typed: Typed): readonly Term[] {
  return typed.terms ?? [{ sign: 1, typed }];
}

export function laterOf(a: Stage, b: Stage): Stage {
  if (a === "decided" || b === "decided") return "decided";
  return a === "given" || b === "given" ? "given" : "fixed";
}

/** The curve of a sum; `none` where one part bends each way. */
export function sumOfCurves(a: Curve, b: Curve): Curve {
  if (a === "affine") return b;
  if (b === "affine" || a === b) return a;
  return "none";
}

export function flipped(curve: Curve): Curve {
  return curve === "convex" ? "concave" : curve === "concave" ? "convex" : curve;
}

/** Copies only what is there: `exactOptionalPropertyTypes` has no room for an undefined bend. */
export function bendOf(...candidates: readonly (Typed | undefined)[]): { readonly bend?: Bend } {
  const found = candidates.find((candidate) => candidate?.bend !== undefined)?.bend;
  return found === undefined ? {} : { bend: found };
}

export function ratioOf(...candidates: readonly Typed[]): { readonly ratio?: NonNullable<Typed["ratio"]> } {
  const found = candidates.find((candidate) => candidate.ratio !== undefined)?.ratio;
  return found === undefined ? {} : { ratio: found };
}
