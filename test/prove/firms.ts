/** Firms by seed whose menus reach near the edges of what limits and bands permit, and beyond them in some. */
import type { ProjectInput } from "@mandate/compiler";
import { type Random, randomFrom } from "../generate/random.ts";

interface Option {
  readonly name: string;
  readonly declared: string;
  /** a permitted value, its ends more often than what lies between */
  readonly value: (random: Random) => string;
}

const LEAVES = ["A1", "A2", "B1", "B2", "C1"];
const PARENTS: Readonly<Record<string, readonly string[]>> = { A: ["A1", "A2"], B: ["B1", "B2"] };
const SYMBOLS = LEAVES.flatMap((leaf) => [`${leaf}X`, `${leaf}Y`, `${leaf}Z`]);

export interface Reaching {
  /** without accounts: what is proved */
  readonly firm: ProjectInput;
  /** with one test whose accounts start from cash, each with choices of its own */
  readonly tested: (choices: number) => ProjectInput;
}

export function reachingFirm(seed: number): Reaching {
  const random = randomFrom(seed).child("reaching");
  const weights = random.parts(95, LEAVES.length, 8);
  const of = (name: string): number =>
    (PARENTS[name] ?? [name]).reduce((sum, leaf) => sum + (weights[LEAVES.indexOf(leaf)] ?? 0), 0);
  const options = Array.from({ length: random.integer(2, 5) }, (_, at) => option(random, at));
  const limits = options.map(({ name, declared }, at) => optionLimit(random, of, name, declared, at));
  for (let at = random.integer(2, 6); at > 0; at--) limits.push(plainLimit(random, of, at));
  const policy = `${classes()}
${model(random, of)}
menu Play {
${options.map(({ declared }) => `  ${declared}`).join("\n")}
}
${limits.join("\n")}
`;
  const project = (files: readonly (readonly [string, string])[]): ProjectInput => ({
    manifest: {
      name: "reaching",
      universe: "data/securities.csv",
      layers: { firm: ["firm/**"], advisor: ["advisors/**"], client: ["clients/**"] },
    },
    files: files.map(([path, text]) => ({ path, text, layer: "firm" })),
    read: (path) => (path === "data/securities.csv" ? { text: universe() } : undefined),
  });
  const firm = ["firm/policy.mandate", policy] as const;
  return {
    firm: project([firm]),
    tested: (choices) => project([firm, ["firm/tests.mandate", tests(random, options, choices)]]),
  };
}

function option(random: Random, at: number): Option {
  const name = `o${at}`;
  const kind = random.pick(["range", "range", "range", "flag", "choice"]);
  if (kind === "flag")
    return {
      name,
      declared: `option ${name}: flag default off set by advisor`,
      value: (from) => from.pick(["on", "off"]),
    };
  if (kind === "choice")
    return {
      name,
      declared: `option ${name}: choice { low = 0.02, middle = 0.05, high = 0.09 } default low set by advisor`,
      value: (from) => from.pick(["low", "middle", "high"]),
    };
  const low = random.integer(0, 15);
  const high = low + random.integer(1, 30);
  return {
    name,
    declared: `option ${name}: percent in ${low}%..${high}% default ${low}% set by advisor`,
    value: (from) => `${from.pick([low, high, from.integer(low, high)])}%`,
  };
}

function optionLimit(
  random: Random,
  of: (name: string) => number,
  name: string,
  declared: string,
  at: number,
): string {
  const leaf = random.pick([...LEAVES, "A", "B"]);
  const chosen = `Play.${name}`;
  if (declared.includes("flag"))
    return `limit Own${at} when ${chosen} = on { weight(${leaf}) <= ${Math.max(1, of(leaf) - random.integer(-2, 12))}% }`;
  if (declared.includes("choice"))
    return `limit Own${at} when ${chosen} = high { weight(${leaf}) >= ${random.integer(2, of(leaf))}% }`;
  return random.pick([
    `limit Own${at} { weight(${leaf}) >= ${chosen} }`,
    `limit Own${at} { weight(${leaf}) + weight(Cash) >= ${chosen} }`,
    `limit Own${at} { weight(${leaf}) - weight(Cash) <= 60pp  weight(${leaf}) >= ${chosen} }`,
    `limit Own${at} { weight(Cash) <= 70%  cash >= ${chosen} }`,
    `limit Own${at} { weight(${leaf}) <= ${chosen} }`,
    `limit Own${at} { for each s in ${leaf}: weight(s) <= ${chosen} }`,
  ]);
}

function plainLimit(random: Random, of: (name: string) => number, at: number): string {
  const leaf = random.pick(LEAVES);
  const parent = random.pick(["A", "B"]);
  return `limit L${at} { ${random.pick([
    `weight(${leaf}) <= ${of(leaf) + random.integer(0, 15)}%`,
    `weight(${leaf}) >= ${Math.max(0, of(leaf) - random.integer(1, 20))}%`,
    `weight(${parent}) <= ${of(parent) + random.integer(0, 15)}%`,
    `weight(${leaf} of ${leaf.startsWith("C") ? "C1" : leaf.slice(0, 1)}) <= ${random.integer(50, 99)}%`,
    `for each s in ${leaf}: weight(s) <= ${Math.max(4, Math.ceil(of(leaf) / 2) + random.integer(0, 10))}%`,
    `weight(Cash) <= ${random.integer(6, 40)}%`,
  ])} }`;
}

function classes(): string {
  const nested = Object.entries(PARENTS).map(
    ([name, leaves]) => `asset class ${name} { ${leaves.map((leaf) => `asset class ${leaf}`).join("  ")} }`,
  );
  return [...nested, "asset class C1", "asset class Cash"].join("\n");
}

/** The model offers every security of the universe: an account that starts from cash can buy whatever a proof relies on. */
function model(random: Random, of: (name: string) => number): string {
  const held = (leaf: string) => `{ ${leaf}X or ${leaf}Y or ${leaf}Z }`;
  const band = (name: string) =>
    random.chance(0.4)
      ? ` band ${Math.max(0, of(name) - random.integer(2, 15))}%..${Math.min(100, of(name) + random.integer(2, 15))}%`
      : "";
  const parents = Object.entries(PARENTS).map(([name, [first = "", second = ""]]) => {
    const share = Math.round((of(first) / of(name)) * 100);
    return `  ${name} ${of(name)}%${band(name)} { ${first} ${share}% ${held(first)}  ${second} ${100 - share}% ${held(second)} }`;
  });
  return `model Main {\n${parents.join("\n")}\n  C1 ${of("C1")}%${band("C1")} ${held("C1")}\n  Cash 5%\n}`;
}

function universe(): string {
  const rows = SYMBOLS.map((symbol) => `${symbol},${symbol} Inc,${symbol.slice(0, 2)},0.0001`);
  return `symbol,name,asset_class,increment\n${rows.join("\n")}\n`;
}

function tests(random: Random, options: readonly Option[], count: number): string {
  const accounts = Array.from({ length: count }, (_, at) => {
    const chosen = options.map(({ name, value }) => `choose Play.${name} = ${value(random)}`);
    return `  account "t${at}" { model Main  cash $10,000,000  ${chosen.join("  ")} }\n  expect "t${at}": feasible`;
  });
  const prices = SYMBOLS.map((symbol) => `${symbol} $100`).join("  ");
  return `test "from cash" {\n  on 2026-11-20\n  prices { ${prices} }\n${accounts.join("\n")}\n}\n`;
}
