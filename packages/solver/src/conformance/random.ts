/** Seeded pseudo-random numbers in [0, 1): the same seed gives the same sequence everywhere (Marsaglia's xorshift). */
export function randomFrom(seed: number): () => number {
  let state = (Math.imul(seed, 2654435769) ^ 0x5bd1e995) >>> 0 || 1;
  return () => {
    state ^= state << 13;
    state >>>= 0;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state / 4294967296;
  };
}
