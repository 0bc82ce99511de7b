/** Securities whose side binaries decide, and what each may do on either side. */
import { driftShape, type Lowered, type Shape } from "../../lowering/index.ts";

/** A way to sell; of V. */
export interface Sale {
  readonly column: number;
  readonly upper: number;
}

/** Ways to sell the same shares, with the loss counting and without. */
export interface Choice extends Sale {
  readonly idle: number;
  readonly idleUpper: number;
}

/** A security whose side binaries decide. */
export interface Sided {
  /** of the binary that says that it is bought; -1 where it cannot be */
  readonly buying: number;
  /** of the binary that says that its losses count, all washed shares being sold; -1 where they need not be */
  readonly counting: number;
  /** whether all washed shares may be sold */
  readonly countable: boolean;
  readonly buy: number;
  /** the least that is bought where anything is, and the most, of V */
  readonly least: number;
  readonly most: number;
  readonly sales: readonly Sale[];
  /** washed shares, sold first where losses are to count */
  readonly first: readonly Sale[];
  readonly choices: readonly Choice[];
  /** over its target before any trade, of V */
  readonly off: number;
  /** what its own drift costs; undefined where that is told by rows that it shares */
  readonly drift: Shape | undefined;
}

/** Bought; sold, the losses that washed shares touch not counting; sold, and these counting. */
export const SIDES = 3;
export const BOUGHT = 0;
export const SOLD = 1;
export const COUNTED = 2;

/**
 * The securities whose side binaries decide; undefined where binaries decide anything else (counts, minimums, tickets,
 * groups of several securities), or where there are none.
 */
export function sidedOf(lowered: Lowered): ReadonlyMap<number, Sided> | undefined {
  const { frame, modes, problem, draft } = lowered;
  if (problem.risk !== undefined || problem.integer === undefined) return undefined;
  const targets = new Map<number, number>();
  for (const { members, target } of frame.nodes) {
    const [only] = members;
    if (only !== undefined && members.length === 1) targets.set(only, target);
  }
  const shape = driftShape(frame, "securities");
  const sided = new Map<number, Sided>();
  const binaries = new Set<number>();
  for (const [i, mode] of modes.entries()) {
    if (mode.part >= 0 || mode.out >= 0) return undefined;
    const counting = draft.counting.get(i);
    if (mode.buy < 0 && counting === undefined) continue;
    const most = draft.most[i] ?? 0;
    if (mode.buy < 0 && most > 0) return undefined;
    for (const binary of [mode.buy, counting?.binary ?? -1]) {
      if (binaries.has(binary)) return undefined;
      if (binary >= 0) binaries.add(binary);
    }
    const target = targets.get(i);
    sided.set(i, {
      buying: mode.buy,
      counting: counting?.binary ?? -1,
      buy: lowered.buy[i] ?? -1,
      least: mode.least,
      most,
      ...salesOf(lowered, i),
      off: target === undefined ? 0 : (frame.held[i] ?? 0) - target,
      drift: target === undefined ? undefined : shape,
    });
  }
  for (let j = 0; j < problem.numCol; j++) if (problem.integer[j] === 1 && !binaries.has(j)) return undefined;
  return sided.size > 0 ? sided : undefined;
}

function salesOf(
  { draft, parts, partsOf }: Lowered,
  i: number,
): Pick<Sided, "sales" | "first" | "choices" | "countable"> {
  const capped = ({ column, upper }: Sale): number => Math.min(upper, draft.upper[column] ?? 0);
  const { first = [], counts = [], idle = [] } = draft.counting.get(i) ?? {};
  const choices = counts.map((column, at): Choice => {
    const { column: other, upper } = idle[at] ?? { column: -1, upper: 0 };
    return {
      column,
      upper: capped({ column, upper }),
      idle: other,
      idleUpper: capped({ column: other, upper }),
    };
  });
  const apart = new Set([
    ...counts,
    ...idle.map(({ column }) => column),
    ...first.map(({ column }) => column),
  ]);
  const sales: Sale[] = [];
  for (const at of partsOf[i] ?? []) {
    const part = parts[at];
    if (part === undefined || apart.has(part.column)) continue;
    if (capped(part) > 0) sales.push({ column: part.column, upper: capped(part) });
  }
  return { sales, first, choices, countable: first.every((sale) => capped(sale) === sale.upper) };
}
