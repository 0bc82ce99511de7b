/** Which known word an unknown one was meant to be. */

/** The nearest of `words`, if near enough that nobody would doubt it: a slip or two of the fingers. */
export function nearest(word: string, words: Iterable<string>): string | undefined {
  const allowed = word.length <= 2 ? 0 : word.length <= 5 ? 1 : 2;
  let best: string | undefined;
  let bestDistance = allowed + 1;
  for (const candidate of words) {
    if (Math.abs(candidate.length - word.length) >= bestDistance) continue;
    const distance = slips(word.toLowerCase(), candidate, bestDistance);
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best === word ? undefined : best;
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
