/**
 * A small seeded generator of random numbers (the mulberry32 construction: one 32-bit state, integer
 * arithmetic only), so that every run on every machine draws the same.
 */
export function createRandom(seed) {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  const between = (low, high) => low + (high - low) * next();
  return {
    between,
    /** A whole number, both ends included. */
    integer: (low, high) => low + Math.floor(next() * (high - low + 1)),
    chance: (probability) => next() < probability,
    pick: (items) => items[Math.floor(next() * items.length)],
    /** `count` positive shares that add up to 1. */
    shares: (count) => {
      const parts = Array.from({ length: count }, () => between(0.4, 1));
      const total = parts.reduce((sum, part) => sum + part, 0);
      return parts.map((part) => part / total);
    },
  };
}
