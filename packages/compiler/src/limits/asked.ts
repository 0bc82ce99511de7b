/** Amounts that a clause asks for by themselves: of nothing, or of more than there is. */
import type { Expression, Span, Text } from "@mandate/dsl";
import { catalogue } from "../catalogue/index.ts";
import type { Scope } from "../env.ts";
import { placeOf, saidOf, textOf } from "../files/unit.ts";
import type { Typed } from "../types/typed.ts";

const { types, authority } = catalogue;

interface Words {
  /** what more than the whole account can never be */
  readonly never: string;
  /** what a clause that asks for nothing does: `holds no cash back` */
  readonly does: string;
}

/**
 * Whether the amount can be had at all. More than the whole account cannot: nothing is borrowed (semantics.md 1), so it
 * is an error; nothing can, and is warned of.
 */
export function askedFor(
  { env, unit }: Scope,
  node: { readonly amount: Expression; readonly span: Span; readonly because?: Text },
  { ty, value }: Typed,
  { never, does }: Words,
): boolean {
  if (value === undefined) return true;
  const found = textOf(unit, node.amount.span);
  const place = placeOf(unit, node.amount);
  if (value.isZero())
    env.reporter.report(authority.asksNothing, place, { found: saidOf(unit, node), amount: found, does });
  if (ty.u === "money" || !value.greaterThan(1)) return true;
  env.reporter.report(types.moreThanAll, place, { found, never });
  return false;
}
