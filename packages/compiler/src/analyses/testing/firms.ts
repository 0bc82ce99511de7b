/** Small firms by seed for the study of contradictions: each permits one portfolio for sure, until something is planted. */

export interface Plant {
  readonly kind: string;
  /** names of the clauses that clash, and no fewer; a band as `Model.Class.band` */
  readonly clauses: readonly string[];
  /** a diagnostic of one of these codes is to tell it */
  readonly codes: readonly string[];
}

export interface Firm {
  readonly seed: number;
  readonly files: ReadonlyMap<string, string>;
  readonly plant?: Plant;
}

/** Mulberry32: small, and the same on every machine. */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

interface Draw {
  readonly next: () => number;
  readonly integer: (low: number, high: number) => number;
  readonly pick: <T>(from: readonly T[]) => T;
}

function drawFrom(seed: number): Draw {
  const next = randomFrom(seed);
  const integer = (low: number, high: number) => low + Math.floor(next() * (high - low + 1));
  return {
    next,
    integer,
    pick: (from) => {
      const found = from[integer(0, from.length - 1)];
      if (found === undefined) throw new RangeError("nothing to pick from");
      return found;
    },
  };
}

interface Group {
  readonly name: string;
  readonly leaves: readonly Leaf[];
}

interface Leaf {
  readonly name: string;
  readonly symbols: readonly string[];
  /** in hundredths, of the portfolio that is surely permitted */
  readonly weight: number;
}

interface World {
  readonly groups: readonly Group[];
  readonly cash: number;
}

function makeWorld(draw: Draw): World {
  const shape = Array.from({ length: draw.integer(2, 3) }, (_, g) => ({
    name: `Group${g + 1}`,
    leaves: Array.from({ length: draw.integer(2, 3) }, (__, l) => ({
      name: `Leaf${g + 1}${l + 1}`,
      symbols: Array.from({ length: draw.integer(2, 4) }, (___, s) => `S${g + 1}${l + 1}${s + 1}`),
    })),
  }));
  const leaves = shape.flatMap((group) => group.leaves);
  const cash = draw.integer(3, 6);
  const raw = leaves.map(() => draw.integer(4, 20));
  const total = raw.reduce((sum, value) => sum + value, 0);
  const weights = raw.map((value) => Math.floor((value * (100 - cash)) / total));
  const missing = 100 - cash - weights.reduce((sum, value) => sum + value, 0);
  weights[0] = (weights[0] ?? 0) + missing;
  const weightOf = new Map(leaves.map((leaf, i) => [leaf.name, weights[i] ?? 0]));
  return {
    cash,
    groups: shape.map((group) => ({
      ...group,
      leaves: group.leaves.map((leaf) => ({ ...leaf, weight: weightOf.get(leaf.name) ?? 0 })),
    })),
  };
}

const groupWeight = (group: Group): number => group.leaves.reduce((sum, { weight }) => sum + weight, 0);

function universe({ groups }: World): string {
  const rows = groups.flatMap((group) =>
    group.leaves.flatMap((leaf) =>
      leaf.symbols.map((symbol, i) => `${symbol},${symbol} Inc,${leaf.name},${i === 0 ? 1 : 0}`),
    ),
  );
  return `symbol,name,asset_class,flagged\n${rows.join("\n")}\n`;
}

/** Ceilings above and floors below the sure portfolio, each with a little room: it keeps them all. */
function harmless(draw: Draw, { groups, cash }: World): { limits: string[]; options: string[] } {
  const limits: string[] = [];
  const options: string[] = [];
  const leaves = groups.flatMap((group) => group.leaves);
  const count = draw.integer(3, 8);
  for (let i = 1; i <= count; i++) {
    const group = draw.pick(groups);
    const leaf = draw.pick(leaves);
    const at = groupWeight(group);
    const more = draw.integer(1, 12);
    const bodies = [
      `weight(${leaf.name}) <= ${leaf.weight + more}%`,
      `weight(${leaf.name}) >= ${Math.max(0, leaf.weight - more)}%`,
      `weight(${group.name}) <= ${Math.min(100, at + more)}%`,
      `weight(${group.name}) in ${Math.max(0, at - more)}%..${Math.min(100, at + more)}%`,
      `for each s in securities where flagged: weight(s) <= ${Math.max(...leaves.map(({ weight }) => weight)) + more}%`,
      `weight(${draw.pick(group.leaves).name} of ${group.name}) <= 100%`,
      `weight(${leaf.name}) + weight(Cash) <= ${leaf.weight + cash + more}%`,
      `cash >= ${Math.max(0, cash - more)}%`,
      "turnover <= 30%",
    ];
    limits.push(`limit Fine${i} { ${draw.pick(bodies)} }`);
  }
  if (draw.next() < 0.7) {
    options.push("option floor: percent in 0%..3% default 1% set by advisor");
    limits.push("limit Floored { weight(Cash) >= Play.floor }");
  }
  if (draw.next() < 0.5) {
    const leaf = draw.pick(leaves);
    options.push("option strict: flag default off set by advisor");
    limits.push(`limit Strict when Play.strict = on { weight(${leaf.name}) <= ${leaf.weight + 1}% }`);
  }
  return { limits, options };
}

interface Draft {
  readonly limits: string[];
  readonly options: string[];
  readonly accounts: string[];
  band: { readonly group: string; readonly low: number; readonly high: number } | undefined;
}

/** Ways to contradict: each adds the clauses that clash, at bounds that only they make impossible. */
const PLANTS: Readonly<Record<string, (draw: Draw, world: World, draft: Draft) => Omit<Plant, "kind">>> = {
  "floors over the whole": (draw, { groups }, draft) => {
    const [a, b] = [groups[0], groups[1]];
    const first = draw.integer(35, 65);
    draft.limits.push(`limit PlantA { weight(${a?.name ?? ""}) >= ${first}% }`);
    draft.limits.push(`limit PlantB { weight(${b?.name ?? ""}) >= ${101 - first}% }`);
    return { clauses: ["PlantA", "PlantB"], codes: ["MDT6001"] };
  },
  "floors barely over the whole": (draw, { groups }, draft) => {
    const [a, b] = [groups[0], groups[1]];
    const first = draw.integer(35, 65);
    draft.limits.push(`limit PlantA { weight(${a?.name ?? ""}) >= ${first}% }`);
    draft.limits.push(`limit PlantB { weight(${b?.name ?? ""}) >= ${100 - first}.0000001% }`);
    return { clauses: ["PlantA", "PlantB"], codes: ["MDT6001"] };
  },
  "ceilings under the whole": (_, { groups }, draft) => {
    const each = Math.floor(90 / groups.length);
    const names = groups.map((group, i) => {
      draft.limits.push(`limit Plant${i} { weight(${group.name}) <= ${each}% }`);
      return `Plant${i}`;
    });
    draft.limits.push("limit PlantCash { weight(Cash) <= 8% }");
    return { clauses: [...names, "PlantCash"], codes: ["MDT6001"] };
  },
  "part over its whole": (draw, { groups }, draft) => {
    const group = draw.pick(groups);
    const leaf = draw.pick(group.leaves);
    const high = draw.integer(10, 40);
    draft.limits.push(`limit PlantWhole { weight(${group.name}) <= ${high}% }`);
    draft.limits.push(`limit PlantPart { weight(${leaf.name}) >= ${high + 1}% }`);
    return { clauses: ["PlantWhole", "PlantPart"], codes: ["MDT6001"] };
  },
  "too few to fill": (draw, { groups }, draft) => {
    const leaf = draw.pick(draw.pick(groups).leaves);
    draft.limits.push(`limit PlantEach { for each s in ${leaf.name}: weight(s) <= 5% }`);
    draft.limits.push(`limit PlantFill { weight(${leaf.name}) >= ${5 * leaf.symbols.length + 1}% }`);
    return { clauses: ["PlantEach", "PlantFill"], codes: ["MDT6001"] };
  },
  "shares of a class": (draw, { groups }, draft) => {
    const group = draw.pick(groups);
    const [a, b] = group.leaves;
    const first = draw.integer(40, 60);
    draft.limits.push(`limit PlantOfA { weight(${a?.name ?? ""} of ${group.name}) >= ${first}% }`);
    draft.limits.push(`limit PlantOfB { weight(${b?.name ?? ""} of ${group.name}) >= ${101 - first}% }`);
    draft.limits.push(`limit PlantSome { weight(${group.name}) >= 5% }`);
    return { clauses: ["PlantOfA", "PlantOfB", "PlantSome"], codes: ["MDT6001"] };
  },
  "a range too wide": (draw, { groups }, draft) => {
    const group = draw.pick(groups);
    const high = Math.min(95, groupWeight(group) + 5);
    draft.options.push(`option reach: percent in 0%..${high + 3}% default 0% set by advisor`);
    draft.limits.push(`limit PlantCap { weight(${group.name}) <= ${high}% }`);
    draft.limits.push(`limit PlantReach { weight(${group.name}) >= Play.reach }`);
    return { clauses: ["PlantCap", "PlantReach"], codes: ["MDT6006", "MDT6002"] };
  },
  "two options at once": (_, { groups }, draft) => {
    const [a, b] = [groups[0], groups[1]];
    draft.options.push("option one: percent in 0%..55% default 0% set by advisor");
    draft.options.push("option two: percent in 0%..55% default 0% set by advisor");
    draft.limits.push(`limit PlantOne { weight(${a?.name ?? ""}) >= Play.one }`);
    draft.limits.push(`limit PlantTwo { weight(${b?.name ?? ""}) >= Play.two }`);
    return { clauses: ["PlantOne", "PlantTwo"], codes: ["MDT6002", "MDT6006"] };
  },
  "a flag": (draw, { groups }, draft) => {
    const group = draw.pick(groups);
    draft.options.push("option careful: flag default off set by advisor");
    draft.limits.push(`limit PlantLow when Play.careful = on { weight(${group.name}) <= 10% }`);
    draft.limits.push(`limit PlantHigh when Play.careful = on { weight(${group.name}) >= 12% }`);
    return { clauses: ["PlantLow", "PlantHigh"], codes: ["MDT6002"] };
  },
  "an account against a band": (draw, { groups }, draft) => {
    const group = draw.pick(groups);
    const at = groupWeight(group);
    draft.band = { group: group.name, low: Math.max(1, at - 2), high: at + 2 };
    draft.accounts.push(`limit PlantOwn { weight(${group.name}) <= ${Math.max(1, at - 2) - 1}% }`);
    return { clauses: [`Main.${group.name}.band`, "PlantOwn"], codes: ["MDT6001"] };
  },
  "an account against the firm": (draw, { groups }, draft) => {
    const group = draw.pick(groups);
    draft.limits.push(`limit PlantFirm { weight(${group.name}) >= ${Math.max(2, groupWeight(group) - 3)}% }`);
    draft.accounts.push(
      `limit PlantOwn { weight(${group.name}) <= ${Math.max(2, groupWeight(group) - 3) - 1}% }`,
    );
    return { clauses: ["PlantFirm", "PlantOwn"], codes: ["MDT6001"] };
  },
  "to be kept and sold": (draw, { groups }, draft) => {
    const leaf = draw.pick(draw.pick(groups).leaves);
    const symbol = draw.pick(leaf.symbols);
    draft.accounts.push(`keep ${symbol} until 2027-06-30`);
    draft.accounts.push(`sell ${symbol} by 2027-03-31`);
    return { clauses: [`keep ${symbol}`, `sell ${symbol}`], codes: ["MDT6007"] };
  },
};

export const plantKinds: readonly string[] = Object.keys(PLANTS);

/** The firm of a seed; with `plant`, one contradiction is put in. */
export function makeFirm(seed: number, plant?: string): Firm {
  const draw = drawFrom(seed);
  const world = makeWorld(draw);
  const sure = harmless(draw, world);
  const draft: Draft = { limits: [], options: [...sure.options], accounts: [], band: undefined };
  const planted = plant === undefined ? undefined : PLANTS[plant]?.(draw, world, draft);
  if (plant !== undefined && planted === undefined)
    throw new RangeError(`no contradiction is called ${plant}`);
  const bandOf = (group: Group): string => {
    if (draft.band?.group === group.name) return ` band ${draft.band.low}%..${draft.band.high}%`;
    const at = groupWeight(group);
    return draw.next() < 0.4 ? ` band ${Math.max(0, at - 5)}%..${Math.min(100, at + 5)}%` : "";
  };
  // A clash of limits alone is to be told of them, and not of the bands that it would clash with as well.
  const banded = planted === undefined || draft.band !== undefined;
  const model = world.groups.map((group) => {
    const shares = group.leaves.map(({ weight }) => weight);
    const whole = shares.reduce((sum, value) => sum + value, 0);
    const parts = group.leaves.map((leaf, i) => {
      const last = i === group.leaves.length - 1;
      const before = shares.slice(0, i).reduce((sum, value) => sum + Math.floor((value * 100) / whole), 0);
      return `${leaf.name} ${last ? 100 - before : Math.floor((leaf.weight * 100) / whole)}% { ${leaf.symbols[0] ?? ""} }`;
    });
    return `  ${group.name} ${whole}%${banded ? bandOf(group) : ""} { ${parts.join("  ")} }`;
  });
  const classes = world.groups.map(
    (group) =>
      `asset class ${group.name} { ${group.leaves.map(({ name }) => `asset class ${name}`).join("  ")} }`,
  );
  const limits = [...(planted === undefined ? sure.limits : gentle(sure.limits)), ...draft.limits];
  const policy = [
    ...classes,
    "asset class Cash",
    "attribute flagged: flag",
    `model Main {\n${model.join("\n")}\n  Cash ${world.cash}%\n}`,
    ...(draft.options.length === 0 ? [] : [`menu Play {\n  ${draft.options.join("\n  ")}\n}`]),
    ...limits,
  ].join("\n");
  const files = new Map([
    ["data/securities.csv", universe(world)],
    ["firm/policy.mandate", `${policy}\n`],
    [
      "advisors/desk.mandate",
      `account "1" {\n  model Main\n${draft.accounts.map((line) => `  ${line}`).join("\n")}\n}\n`,
    ],
  ]);
  return {
    seed,
    files,
    ...(planted === undefined || plant === undefined ? {} : { plant: { kind: plant, ...planted } }),
  };
}

/** Beside a plant, limits that could clash with it as well would make more contradictions than were planted. */
function gentle(limits: readonly string[]): string[] {
  return limits.filter((text) => /turnover|<= 100%|Floored/.test(text));
}

/** The firm without one of its clauses. */
export function without(firm: Firm, clause: string): ReadonlyMap<string, string> {
  return new Map(
    [...firm.files].map(([path, text]) => {
      if (!path.endsWith(".mandate")) return [path, text] as const;
      const band = /^Main\.(\w+)\.band$/.exec(clause)?.[1];
      if (band !== undefined)
        return [path, text.replace(new RegExp(`(  ${band} \\d+%) band \\S+`), "$1")] as const;
      const lines = text.split("\n").filter((line) => {
        const name = /^\s*limit (\w+)/.exec(line)?.[1] ?? line.trim().replace(/ (?:until|by) \S+$/, "");
        return name !== clause;
      });
      return [path, lines.join("\n")] as const;
    }),
  );
}
