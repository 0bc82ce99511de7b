/** A map of which is noted what is asked of it. */
import { type Cell, type Notes, newCell, note } from "./cells.ts";
import { sameMeaning, sameThing } from "./same.ts";
import { veiled } from "./veil.ts";

export interface Table<V> {
  /** the contents of now, until the next `renew`; what stands under a name says so when it is asked where it stands */
  readonly view: ReadonlyMap<string, V>;
  /** Other contents. What differs from those before has changed at that revision. */
  readonly renew: (contents: ReadonlyMap<string, V>, revision: number) => void;
}

/** What is noted of one name: what it says, or that it is not there; and where it stands. */
interface Entry<V> {
  readonly meaning: Cell;
  readonly place: Cell;
  veil: { readonly value: V | undefined } | undefined;
}

export function table<V>(notes: Notes): Table<V> {
  let contents: ReadonlyMap<string, V> = new Map();
  const entries = new Map<string, Entry<V>>();
  const whole = newCell();
  let everything: ReadonlyMap<string, V> | undefined;
  const entryOf = (name: string): Entry<V> => {
    const known = entries.get(name);
    if (known !== undefined) return known;
    const entry = { meaning: newCell(), place: newCell(), veil: undefined };
    entries.set(name, entry);
    return entry;
  };
  const veilOf = (name: string): V | undefined => {
    const entry = entryOf(name);
    entry.veil ??= { value: veiled(contents.get(name), () => note(notes, entry.place)) };
    return entry.veil.value;
  };
  const all = (): ReadonlyMap<string, V> => {
    note(notes, whole);
    // each value that there is has a veil of the same type
    everything ??= new Map([...contents.keys()].map((name) => [name, veilOf(name) as V]));
    return everything;
  };
  const view: ReadonlyMap<string, V> = {
    get: (name) => {
      note(notes, entryOf(name).meaning);
      return veilOf(name);
    },
    has: (name) => {
      note(notes, entryOf(name).meaning);
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
  return {
    view,
    renew: (next, revision) => {
      for (const [name, entry] of entries) {
        const before = contents.get(name);
        const after = next.get(name);
        entry.veil = undefined;
        if (sameThing(before, after) && contents.has(name) === next.has(name)) continue;
        entry.place.changed = revision;
        if (!sameMeaning(before, after) || contents.has(name) !== next.has(name))
          entry.meaning.changed = revision;
      }
      if (!sameMeaning([...contents], [...next])) whole.changed = revision;
      everything = undefined;
      contents = next;
    },
  };
}
