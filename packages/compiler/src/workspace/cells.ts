/** What a result was made from, noted as it is read: if none of that has changed, the result stands. */

/** One thing that can be read, and when it last changed. */
export interface Cell {
  changed: number;
  /** the turn in which it was last noted, so that each is noted once */
  noted: number;
}

/** Notes what is read. A turn is the making of one result. */
export interface Notes {
  turn: number;
  read: Cell[];
}

export function newNotes(): Notes {
  return { turn: 1, read: [] };
}

export function newCell(): Cell {
  return { changed: 0, noted: 0 };
}

export function note(notes: Notes, cell: Cell): void {
  if (cell.noted === notes.turn) return;
  cell.noted = notes.turn;
  notes.read.push(cell);
}

/** What was read since the last time this was asked. */
export function takeNotes(notes: Notes): readonly Cell[] {
  const { read } = notes;
  notes.read = [];
  notes.turn += 1;
  return read;
}

/** Whether everything is as it was at a revision. */
export function unchanged(read: readonly Cell[], since: number): boolean {
  return read.every(({ changed }) => changed <= since);
}
