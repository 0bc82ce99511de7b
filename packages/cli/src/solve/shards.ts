/**
 * Accounts that a worker takes at a time: at most so many, and of a small book a part of it, so that workers end together.
 * It depends on the book alone: a run may be resumed with more workers, or on another machine.
 */
const MOST = 500;
const PARTS = 64;

export function shardSizeOf(accounts: number): number {
  return Math.min(MOST, Math.ceil(accounts / PARTS));
}
