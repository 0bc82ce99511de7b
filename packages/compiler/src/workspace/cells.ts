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

/** A map of which is noted what is asked of it: a name, there or not, or all of it. */
export interface Table<V> {
  /** the map to read from; of now, until the next `renew` */
  readonly view: ReadonlyMap<string, V>;
  /** Other contents. Names whose meaning differs have changed at that revision. */
  readonly renew: (contents: ReadonlyMap<string, V>, revision: number) => void;
}

/** @param differ whether a value says something else than another one did */
export function table<V>(notes: Notes, differ: (before: V, after: V) => boolean): Table<V> {
  let contents: ReadonlyMap<string, V> = new Map();
  const cells = new Map<string, Cell>();
  const whole = newCell();
  const one = (name: string): void => {
    let cell = cells.get(name);
    if (cell === undefined) {
      cell = newCell();
      cells.set(name, cell);
    }
    note(notes, cell);
  };
  const all = (): ReadonlyMap<string, V> => {
    note(notes, whole);
    return contents;
  };
  const view: ReadonlyMap<string, V> = {
    get: (name) => {
      one(name);
      return contents.get(name);
    },
    has: (name) => {
      one(name);
      return contents.has(name);
    },
    get size() {
      return all().size;
    },
    keys: () => all().keys(),
    values: () => all().values(),
    entries: () => all().entries(),
    forEach: (each) => all().forEach(each),
    [Symbol.iterator]: () => all()[Symbol.iterator](),
  };
  const otherwise = (before: V | undefined, after: V | undefined): boolean =>
    before === undefined || after === undefined
      ? before !== after
      : before !== after && differ(before, after);
  return {
    view,
    renew: (next, revision) => {
      for (const [name, cell] of cells) {
        const there = contents.has(name) === next.has(name);
        if (!there || otherwise(contents.get(name), next.get(name))) cell.changed = revision;
      }
      const names = [...contents.keys()];
      const after = [...next.keys()];
      if (
        names.length !== after.length ||
        names.some((name, place) => name !== after[place] || otherwise(contents.get(name), next.get(name)))
      )
        whole.changed = revision;
      contents = next;
    },
  };
}
