import type { Work } from "./work.ts";

/** A heap of blocks and coupling rows by the next event of each; the lower number first among equals. */
export function buildHeap(work: Work): void {
  const { heap, theta, shape } = work;
  const items = shape.blocks + shape.coupling;
  let size = 0;
  for (let i = 0; i < items; i++) if ((theta[i] as number) < Infinity) heap[size++] = i;
  work.heapSize = size;
  for (let i = (size >> 1) - 1; i >= 0; i--) siftDown(work, i);
}

/** Restores the order after the event of the first item has moved to a later time. */
export function sinkFirst(work: Work): void {
  const { heap, theta } = work;
  if (theta[heap[0] as number] === Infinity) {
    work.heapSize--;
    heap[0] = heap[work.heapSize] as number;
  }
  if (work.heapSize > 0) siftDown(work, 0);
}

function siftDown(work: Work, from: number): void {
  const { heap, theta, heapSize } = work;
  const item = heap[from] as number;
  const when = theta[item] as number;
  let place = from;
  for (;;) {
    let child = 2 * place + 1;
    if (child >= heapSize) break;
    let other = heap[child] as number;
    let time = theta[other] as number;
    if (child + 1 < heapSize) {
      const sibling = heap[child + 1] as number;
      const late = theta[sibling] as number;
      if (late < time || (late === time && sibling < other)) {
        child++;
        other = sibling;
        time = late;
      }
    }
    if (time > when || (time === when && other > item)) break;
    heap[place] = other;
    place = child;
  }
  heap[place] = item;
}
