/**
 * The project that a large book belongs to: a firm of direct indexing, a universe of any size, three models, taxes by
 * lot, the limits that most firms have. Its targets come from a formula, so that the book's SQL and the policy agree.
 */

/**
 * `new`: a firm's first night, its accounts brought in as they were. `managed`: any other night. Yesterday's run left the
 * accounts where the policy wants them, and a day's prices have moved them since.
 */
export type BookState = "new" | "managed";

export interface BenchSecurity {
  readonly place: number;
  readonly symbol: string;
  readonly class: string;
  readonly sector: string;
  readonly price: number;
  readonly spread: number;
  readonly increment: string;
  readonly tobacco: boolean;
  /** share of its class, in millionths */
  readonly share: number;
}

interface ClassWeight {
  readonly class: string;
  /** part of the securities that are in it */
  readonly part: number;
  readonly parent: "Equity" | "FixedIncome";
  /** of its parent, in percent */
  readonly within: number;
}

const classes: readonly ClassWeight[] = [
  { class: "USLarge", part: 0.5, parent: "Equity", within: 65 },
  { class: "USSmall", part: 0.15, parent: "Equity", within: 10 },
  { class: "International", part: 0.15, parent: "Equity", within: 25 },
  { class: "CoreBond", part: 0.1, parent: "FixedIncome", within: 60 },
  { class: "Municipal", part: 0.1, parent: "FixedIncome", within: 40 },
];
const sectors = ["Technology", "Financials", "Energy", "Health Care", "Industrials", "Staples"];

/** Weight of Equity in percent, by model; Cash has 2, bonds the rest. */
export const models: Readonly<Record<string, number>> = { Income: 30, Balanced: 60, Growth: 80 };

/** Securities of all classes, the largest of each class first; weights in a class fall off as in an index. */
export function benchSecurities(count: number): BenchSecurity[] {
  if (count < classes.length) throw new RangeError(`a book needs at least ${classes.length} securities`);
  const made: BenchSecurity[] = [];
  classes.forEach((group, index) => {
    const left = classes.length - index - 1;
    const size =
      left === 0
        ? count - made.length
        : Math.max(1, Math.min(Math.round(group.part * count), count - made.length - left));
    const raw = Array.from({ length: size }, (_, rank) => 1 / (rank + 2));
    const total = raw.reduce((sum, weight) => sum + weight, 0);
    const shares = raw.map((weight) => Math.floor((weight / total) * 1_000_000));
    // What rounding leaves over goes to the largest: a sleeve adds up exactly.
    shares[0] = (shares[0] ?? 0) + 1_000_000 - shares.reduce((sum, share) => sum + share, 0);
    for (const share of shares) {
      const place = made.length;
      made.push({
        place,
        symbol: `S${String(place + 1).padStart(4, "0")}`,
        class: group.class,
        sector: group.parent === "Equity" ? (sectors[place % sectors.length] ?? "Fund") : "Fund",
        price: Math.round(2_000 + ((place * 7919) % 48_000)) / 100,
        spread: 0.0002 + (place % 7) * 0.0001,
        increment: place % 3 === 0 ? "0.0001" : "1",
        tobacco: group.parent === "Equity" && place % 29 === 17,
        share,
      });
    }
  });
  return made;
}

/** Target of a security in a model: a fraction of the account. */
export function targetOf(security: BenchSecurity, equity: number): number {
  const group = classes.find((candidate) => candidate.class === security.class);
  if (group === undefined) throw new RangeError(`no class ${security.class}`);
  const top = group.parent === "Equity" ? equity : 98 - equity;
  return ((top / 100) * group.within * security.share) / 100 / 1_000_000;
}

const universe = `asset class Equity { asset class USLarge  asset class USSmall  asset class International }
asset class FixedIncome { asset class CoreBond  asset class Municipal }
asset class Cash

attribute sector: text
attribute tobacco: flag
`;

const policy = (state: BookState): string => `objective {
  drift of classes     cost 20bps per 1pp beyond 0.5pp, 60bps per 1pp beyond 2pp
  drift of securities  cost 10bps per 1pp${state === "managed" ? " beyond 0.1pp" : ""}
  taxes                times Tax.sensitivity
  trading              commission 1bps
}

menu Tax "How much tax matters" {
  option sensitivity: choice { none = 0, normal = 1, high = 2 } default normal set by advisor
  option gains_budget: money in $0..$1M default none set by advisor, client
}

limit SingleIssuer  { for each i in issuers where sector != "Fund": weight(i) <= 40% } because "Compliance manual 4.2" grandfathered
limit TechnologyCap { weight(where sector = "Technology") <= 45% } because "Compliance manual 4.3" grandfathered
limit NoTobacco     { bought(where tobacco) = $0 } because "Firm screen"
limit GainsBudget when Tax.gains_budget is chosen { gains this year <= Tax.gains_budget } grandfathered
prefer LessEnergy   { weight(where sector = "Energy") <= ${state === "managed" ? 20 : 10}%  cost 30bps per 1pp }
`;

/** The project's files by path, \`book\` named in its manifest. */
export function benchProject(
  securities: readonly BenchSecurity[],
  state: BookState = "new",
): ReadonlyMap<string, string> {
  const layers = { firm: ["firm/**"], advisor: ["advisors/**"], client: ["clients/**"] };
  const manifest = { name: "bench", universe: "data/securities.csv", layers, book: "book" };
  const rows = securities.map(
    (one) =>
      `${one.symbol},Security ${one.place + 1},${one.class},${one.sector},${one.spread.toFixed(4)},${one.increment},${one.tobacco ? 1 : 0}`,
  );
  const files = new Map([
    ["mandate.json", `${JSON.stringify(manifest, null, 2)}\n`],
    [
      "data/securities.csv",
      `${["symbol,name,asset_class,sector,spread,increment,tobacco", ...rows].join("\n")}\n`,
    ],
    ["firm/universe.mandate", universe],
    ["firm/policy.mandate", policy(state)],
  ]);
  for (const group of classes) {
    const inside = securities.filter((one) => one.class === group.class);
    const weights = inside.map((one) => `${one.symbol},${(one.share / 1_000_000).toFixed(6)}`);
    files.set(`data/${group.class}.csv`, `${["symbol,weight", ...weights].join("\n")}\n`);
  }
  const sleeves = classes.map((group) => `sleeve ${group.class}Core from "data/${group.class}.csv"`);
  const block = (parent: ClassWeight["parent"]): string =>
    classes
      .filter((group) => group.parent === parent)
      .map((group) => `${group.class} ${group.within}% { use ${group.class}Core }`)
      .join("  ");
  const written = Object.entries(models).map(
    ([model, equity]) =>
      `model ${model} {\n  Equity ${equity}% band ±15pp { ${block("Equity")} }\n  FixedIncome ${98 - equity}% { ${block("FixedIncome")} }\n  Cash 2% band 0%..10%\n}`,
  );
  files.set("firm/models.mandate", `${[...sleeves, ...written].join("\n")}\n`);
  return files;
}
