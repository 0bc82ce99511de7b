/** Securities that an answer both buys and sells: semantics.md 3 permits none. */
import type { Lowered } from "../lowering/index.ts";

/** Less than this of V on one side is noise. */
const NOISE = 1e-10;

/** Places of securities with both sides. */
export function roundTrips(lowered: Lowered, x: Float64Array): number[] {
  const found: number[] = [];
  for (let i = 0; i < lowered.frame.count; i++) {
    if ((x[lowered.buy[i] ?? -1] ?? 0) <= NOISE) continue;
    let sold = 0;
    for (const p of lowered.partsOf[i] ?? []) sold += x[lowered.parts[p]?.column ?? -1] ?? 0;
    if (sold > NOISE) found.push(i);
  }
  return found;
}
