/** Seeded pseudo-random choices: the same seed gives the same choices on every machine. */

export interface Random {
  /** in [0, 1) */
  readonly fraction: () => number;
  /** a whole number, both ends in */
  readonly integer: (low: number, high: number) => number;
  readonly chance: (probability: number) => boolean;
  readonly pick: <T>(items: readonly T[]) => T;
  /** `count` different items (or all there are), in their order */
  readonly some: <T>(items: readonly T[], count: number) => T[];
  readonly shuffled: <T>(items: readonly T[]) => T[];
  /** `count` whole numbers of at least `least` each that add up to `total`; `total` must allow it */
  readonly parts: (total: number, count: number, least: number) => number[];
  /** a stream of its own by name: what is drawn there moves nothing drawn here */
  readonly child: (name: string) => Random;
}

/** 32 bits of a text (FNV-1a). */
function hash(text: string): number {
  let state = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) state = Math.imul(state ^ text.charCodeAt(i), 0x01000193);
  return state >>> 0;
}

/** Mulberry32, a public-domain generator of 32 bits of state. */
function mulberry32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** A stream of choices; `seed` is any whole number, of which 32 bits count. */
export function randomFrom(seed: number): Random {
  const fraction = mulberry32(Math.imul(seed, 0x9e3779b1) ^ 0x2545f491);
  const integer = (low: number, high: number): number => low + Math.floor(fraction() * (high - low + 1));
  const shuffled = <T>(items: readonly T[]): T[] => {
    const rest = [...items];
    for (let i = rest.length - 1; i > 0; i--) {
      const j = integer(0, i);
      const [a, b] = [rest[i] as T, rest[j] as T];
      rest[i] = b;
      rest[j] = a;
    }
    return rest;
  };
  return {
    fraction,
    integer,
    chance: (probability) => fraction() < probability,
    pick: <T>(items: readonly T[]): T => {
      if (items.length === 0) throw new RangeError("nothing to pick from");
      return items[integer(0, items.length - 1)] as T;
    },
    some: (items, count) => {
      const places = shuffled(items.map((_, place) => place)).slice(0, count);
      const chosen = new Set(places);
      return items.filter((_, place) => chosen.has(place));
    },
    shuffled,
    parts: (total, count, least) => {
      const free = total - count * least;
      if (count < 1 || free < 0) throw new RangeError(`${count} parts of ${least} do not fit into ${total}`);
      const cuts = Array.from({ length: count - 1 }, () => integer(0, free)).sort((a, b) => a - b);
      return [...cuts, free].map((cut, place) => cut - (cuts[place - 1] ?? 0) + least);
    },
    child: (name) => randomFrom(Math.imul(seed, 0x85ebca6b) ^ hash(name)),
  };
}
