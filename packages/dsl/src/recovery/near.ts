/** Which known word an unknown one was meant to be. */

/**
 * The nearest of `words`, if near enough that nobody would doubt it: a slip or two of the fingers. Of two that are as near,
 * the one that begins more as the word does (`limt` is `limit`, not `list`): slips are rarer at a word's start.
 */
export function nearest(word: string, words: Iterable<string>): string | undefined {
  const allowed = word.length <= 2 ? 0 : word.length <= 5 ? 1 : 2;
  let best: string | undefined;
  let bestDistance = allowed;
  let bestShared = -1;
  const written = word.toLowerCase();
  for (const candidate of words) {
    if (Math.abs(candidate.length - word.length) > bestDistance) continue;
    const distance = slips(written, candidate, bestDistance + 1);
    const shared = sharedStart(written, candidate);
    if (distance < bestDistance || (distance === bestDistance && shared > bestShared)) {
      best = candidate;
      bestDistance = distance;
      bestShared = shared;
    }
  }
  return best === word ? undefined : best;
}

/** How many letters two words begin with alike. */
function sharedStart(a: string, b: string): number {
  let count = 0;
  while (count < a.length && a[count] === b[count]) count++;
  return count;
}

/** How many letters were dropped, added, changed or swapped with their neighbour (optimal string alignment). */
function slips(a: string, b: string, enough: number): number {
  // a swap of neighbours is one slip only if it is counted as one: `limti`
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    let least = i;
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let cost = Math.min((row[j - 1] ?? 0) + (same ? 0 : 1), (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        cost = Math.min(cost, (before[j - 2] ?? 0) + 1);
      }
      next.push(cost);
      least = Math.min(least, cost);
    }
    if (least > enough) return enough;
    before = row;
    row = next;
  }
  return row[b.length] ?? enough;
}
