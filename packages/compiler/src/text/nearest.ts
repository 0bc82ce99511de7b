/** Did you mean …: the nearest of the names that would make sense in a place. */

/**
 * Optimal string alignment: insertions, deletions, substitutions and swaps of neighbours each count 1
 * (Damerau 1964, no substring edited twice). Stops early once every way costs more than `limit`.
 */
export function editDistance(a: string, b: string, limit = Number.POSITIVE_INFINITY): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let older: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    let least = i;
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      let cost = Math.min((previous[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (previous[j - 1] ?? 0) + same);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        cost = Math.min(cost, (older[j - 2] ?? 0) + 1);
      }
      row.push(cost);
      if (cost < least) least = cost;
    }
    if (least > limit) return limit + 1;
    older = previous;
    previous = row;
  }
  return previous[b.length] ?? 0;
}

/** How far off a name may be and still be meant: a third of its length, one letter for short ones. */
function tolerance(length: number): number {
  return Math.max(1, Math.min(3, Math.floor(length / 3)));
}

/**
 * The candidate nearest to what was written, if one is near enough; the first of equals in the order given.
 * Letter case counts for nothing, and a candidate that begins with what was written (or the reverse) is near.
 */
export function nearest(written: string, candidates: Iterable<string>): string | undefined {
  const word = written.toLowerCase();
  if (word.length === 0) return undefined;
  let limit = tolerance(word.length);
  let best: string | undefined;
  for (const candidate of candidates) {
    const other = candidate.toLowerCase();
    const distance = editDistance(word, other, limit);
    if (distance < limit || (distance === limit && best === undefined)) {
      if (word.length <= 2 && other.length <= 2 && distance > 0 && word !== other) continue;
      best = candidate;
      limit = distance;
      if (distance === 0) return candidate;
    }
  }
  if (best !== undefined) return best;
  if (word.length < 3) return undefined;
  for (const candidate of candidates) {
    const other = candidate.toLowerCase();
    if (other.length >= 3 && (other.startsWith(word) || word.startsWith(other))) return candidate;
  }
  return undefined;
}
