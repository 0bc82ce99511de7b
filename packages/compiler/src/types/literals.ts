/** Numbers as they are written. */
import type { DateLiteral, Quantity } from "@mandate/dsl";
import type { Decimal } from "decimal.js";
import { Exact, plain } from "../numbers/decimal.ts";
import type { Typed } from "./typed.ts";
import { PERCENT, type Ty } from "./unit.ts";

const SCALE: Partial<Record<Quantity["unit"], number>> = { "%": 100, pp: 100, bps: 10_000 };

const TY: Readonly<Record<Quantity["unit"], Ty>> = {
  "%": PERCENT,
  bps: { u: "bps" },
  pp: { u: "points" },
  $: { u: "money" },
  shares: { u: "shares" },
  days: { u: "duration" },
  months: { u: "duration" },
  years: { u: "duration" },
  none: { u: "number" },
};

/** `5%` is 0.05, `$1.5M` is 1500000. */
export function amountOf(node: Quantity): Decimal {
  return new Exact(node.value === "" ? "0" : node.value).dividedBy(SCALE[node.unit] ?? 1);
}

function signOf(value: Decimal): 1 | -1 | 0 {
  return value.isNegative() && !value.isZero() ? -1 : 1;
}

export function constant(node: Typed["node"], ty: Ty, value: Decimal): Typed {
  return typed(node, ty, value, plain(value));
}

function typed(node: Typed["node"], ty: Ty, value: Decimal, text: string): Typed {
  return {
    ty,
    stage: "fixed",
    curve: "affine",
    sign: signOf(value),
    value,
    node,
    build: (unit) => ({ e: "constant", value: text, unit }),
  };
}

export function literal(node: Quantity): Typed {
  const { value, text } = writtenAs(node);
  return typed(node, TY[node.unit], value, text);
}

interface Written {
  readonly value: Decimal;
  readonly text: string;
}

/** Amounts read before, by how they were written: a project says `5%` thousands of times. */
const known = new Map<string, Written>();
const MOST_KNOWN = 10_000;

function writtenAs(node: Quantity): Written {
  const key = `${node.value} ${node.unit}`;
  const before = known.get(key);
  if (before !== undefined) return before;
  const value = amountOf(node);
  const written = { value, text: plain(value) };
  if (known.size >= MOST_KNOWN) known.clear();
  known.set(key, written);
  return written;
}

/** A date keeps its ISO text. */
export function dateLiteral(node: DateLiteral): Typed {
  return {
    ty: { u: "date" },
    stage: "fixed",
    curve: "affine",
    sign: 0,
    node,
    build: (unit) => ({ e: "constant", value: node.value, unit }),
  };
}
