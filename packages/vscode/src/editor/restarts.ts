/** How often a language server that ends is started again. */

/** More often than this, and something is wrong that starting it again does not mend. */
const OFTEN = 5;
/** within so many milliseconds */
const WHILE = 180_000;

/**
 * @param now milliseconds
 * @returns asked at each end of the server: whether to start it again
 */
export function restarts(now: () => number): () => boolean {
  let ends: readonly number[] = [];
  return () => {
    const at = now();
    ends = [...ends.filter((one) => at - one < WHILE), at];
    return ends.length <= OFTEN;
  };
}
