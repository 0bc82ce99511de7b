/**
 * Signs of life of a worker, in memory that it shares with the run: they cost nothing beside an account, are seen at once
 * whatever either side is busy with, and are still there when the worker is not.
 */

const POSITION = 0;
const BEGUN = 1;
const FINISHED = 2;

/** What worker and run share; see `createSigns`. */
export type SignsWire = Int32Array<SharedArrayBuffer>;

export function createSigns(): SignsWire {
  return new Int32Array(new SharedArrayBuffer(3 * Int32Array.BYTES_PER_ELEMENT));
}

/** The worker's side. @param position place in the book of the account that is next */
export function begin(signs: SignsWire, position: number): void {
  Atomics.store(signs, POSITION, position + 1);
  Atomics.add(signs, BEGUN, 1);
}

export function finish(signs: SignsWire, accounts: number): void {
  Atomics.add(signs, FINISHED, accounts);
}

/** The run's side: nothing has been begun of the next shard yet. */
export function forget(signs: SignsWire): void {
  Atomics.store(signs, POSITION, 0);
}

/** The account that was begun last, by its place in the book; undefined where none of the shard was. */
export function positionOf(signs: SignsWire): number | undefined {
  const at = Atomics.load(signs, POSITION);
  return at === 0 ? undefined : at - 1;
}

/** Accounts begun so far; no two signs of life show the same. */
export function begun(signs: SignsWire): number {
  return Atomics.load(signs, BEGUN);
}

export function finished(signs: SignsWire): number {
  return Atomics.load(signs, FINISHED);
}
