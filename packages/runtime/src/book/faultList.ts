/**
 * Faults that are told together. A file of another book, or without its accounts' column, has a fault in each of its
 * records, and there is no memory for all of them, nor anyone to read them: the first are listed, the rest counted.
 */
import { type Fault, fault } from "./codes.ts";

/** A fault and where it stands. */
export interface Placed {
  readonly fault: Fault;
  readonly file: string;
  readonly row: number;
}

export class FaultList {
  private readonly listed: Placed[] = [];
  /** how many were found besides, and the first of them */
  private more = 0;
  private first: Placed | undefined;

  get length(): number {
    return this.listed.length;
  }

  has({ fault: { code, reason }, file, row }: Placed): boolean {
    return this.listed.some(
      (other) =>
        other.row === row &&
        other.fault.code === code &&
        other.file === file &&
        other.fault.reason === reason,
    );
  }

  /** @param most that may be listed; beyond it a fault is counted */
  add(placed: Placed, most: number): void {
    if (this.listed.length < most) this.listed.push(placed);
    else this.count(1, placed);
  }

  /** Adds what another list counted, and gives what it lists. */
  takeCounted({ listed, more, first }: FaultList): readonly Placed[] {
    this.count(more, first);
    return listed;
  }

  /** What is listed, as found; at last how many there are besides, at the first of them. */
  told(): readonly Placed[] {
    const { listed, more, first } = this;
    if (first === undefined) return listed;
    return [...listed, { ...first, fault: fault("more", { more }, first.fault.value) }];
  }

  private count(more: number, first: Placed | undefined): void {
    this.first ??= first;
    this.more += more;
  }
}
