/** Waivers that another one of the same limit makes needless: it goes as far, lasts as long, and is as wide. */
import type { Waive } from "@mandate/dsl";
import type { Decimal } from "decimal.js";
import type { Bundle } from "../bundle/index.ts";
import { catalogue } from "../catalogue/index.ts";
import type { Env } from "../env.ts";
import { type Placed, placeOf, textOf } from "../files/unit.ts";

/** A waiver that is sound, with what it is compared by. */
export interface Granted extends Placed<Waive> {
  readonly ir: Bundle["waivers"][number];
  /** of the limit */
  readonly name: string;
  readonly level: Decimal;
  readonly floor: boolean;
  /** it has ended, or waives nothing, and is told of for that */
  readonly idle: boolean;
}

/**
 * Of several waivers the loosest in force counts (semantics.md 3: a waiver only loosens), so one that falls in steps
 * (`up to 12% until June`, `up to 10% until August`) says something with each.
 */
export function warnOfCovered(env: Env, waivers: readonly Granted[]): void {
  const byLimit = new Map<string, Granted[]>();
  for (const waiver of waivers) {
    const { account, limit } = waiver.ir;
    if (waiver.idle) continue;
    const key = JSON.stringify([account, limit]);
    const known = byLimit.get(key);
    if (known === undefined) byLimit.set(key, [waiver]);
    else known.push(waiver);
  }
  for (const group of byLimit.values()) {
    for (const [index, waiver] of group.entries()) {
      const by = group.find((other, at) => at !== index && covers(other, waiver, at < index));
      if (by !== undefined) report(env, waiver, by);
    }
  }
}

/** `earlier`: of two that say the same, the later one is needless. */
function covers(other: Granted, waiver: Granted, earlier: boolean): boolean {
  if (other.ir.for !== undefined && other.ir.for !== waiver.ir.for) return false;
  const [mine, its] = [waiver.ir.until ?? "", other.ir.until ?? ""];
  const far = other.floor
    ? other.level.lessThanOrEqualTo(waiver.level)
    : other.level.greaterThanOrEqualTo(waiver.level);
  if (!far || its < mine) return false;
  return earlier || !same(other, waiver);
}

function same(a: Granted, b: Granted): boolean {
  return a.ir.for === b.ir.for && a.ir.until === b.ir.until && a.level.equals(b.level);
}

function report(env: Env, waiver: Granted, by: Granted): void {
  env.reporter.report(
    catalogue.authority.waiverCovered,
    placeOf(waiver.unit, waiver.node),
    {
      limit: waiver.name,
      account: waiver.ir.account,
      same: same(waiver, by),
      level: textOf(by.unit, by.node.level.span),
      until: by.ir.until ?? "",
    },
    { related: [{ ...placeOf(by.unit, by.node), message: "this is the other waiver" }] },
  );
}
