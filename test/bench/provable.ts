/** The firm whose proofs are measured: models, limits, options and account blocks as many as are asked for. */
import type { ProjectInput } from "@mandate/compiler";
import { type Random, randomFrom } from "../generate/random.ts";

export interface ProvableSize {
  readonly models: number;
  readonly limits: number;
  /** each with two ends, or on and off */
  readonly options: number;
  readonly accounts: number;
  readonly seed?: number;
}

const CLASSES = {
  Equity: ["USLarge", "USMid", "USSmall", "Developed", "Emerging"],
  FixedIncome: ["Treasury", "Corporate", "Municipal", "HighYield"],
  Alternatives: ["RealEstate", "Commodities"],
} as const;
const SECTORS = [
  "Technology",
  "Energy",
  "Health",
  "Financials",
  "Industry",
  "Utilities",
  "Consumer",
  "Media",
];
const PER_LEAF = 24;

/** A firm in which every permitted choice leaves a portfolio: its limits stand clear of what its models want. */
export function provableFirm(size: ProvableSize): ProjectInput {
  const draw = randomFrom(size.seed ?? 1);
  const files = new Map([
    ["firm/classes.mandate", classes()],
    ["firm/models.mandate", models(draw, size.models)],
    ["firm/limits.mandate", limits(draw, size)],
    ...accounts(draw, size),
  ]);
  const universe = securities(draw);
  return {
    manifest: {
      name: "provable",
      universe: "data/securities.csv",
      layers: { firm: ["firm/**"], advisor: ["advisors/**"], client: ["clients/**"] },
    },
    files: [...files].map(([path, text]) => ({
      path,
      text,
      layer: path.startsWith("firm/") ? "firm" : "advisor",
    })),
    read: (path) => (path === "data/securities.csv" ? { text: universe } : undefined),
  };
}

/** The same firm after an edit of one line in one file. */
export function editedLine(input: ProjectInput, path: string, from: RegExp, to: string): ProjectInput {
  let done = false;
  const files = input.files.map((file) => {
    if (file.path !== path || !from.test(file.text)) return file;
    done = true;
    return { ...file, text: file.text.replace(from, to) };
  });
  if (!done) throw new Error(`\`${path}\` has no line like ${from.source}`);
  return { ...input, files };
}

const LEAVES = Object.values(CLASSES).flat();

function symbolOf(leaf: string, at: number): string {
  return `${leaf.slice(0, 3).toUpperCase()}${leaf.length}${String(at).padStart(2, "0")}`;
}

/** The first of each leaf are funds, which models hold. */
function securities(draw: Random): string {
  const rows = LEAVES.flatMap((leaf) =>
    Array.from({ length: PER_LEAF }, (_, at) => {
      const symbol = symbolOf(leaf, at);
      const fund = at < 3;
      const sector = fund ? "" : draw.pick(SECTORS);
      const issuer = fund || at % 5 > 0 ? symbol : symbolOf(leaf, at - 1);
      return `${symbol},${symbol} Inc,${leaf},${issuer},${sector},${fund ? 1 : 0},${draw.integer(0, 9) === 0 ? 1 : 0},${draw.integer(20, 95)}`;
    }),
  );
  return `symbol,name,asset_class,issuer,sector,fund,tobacco,esg_score\n${rows.join("\n")}\n`;
}

function classes(): string {
  const declared = Object.entries(CLASSES).map(
    ([name, leaves]) => `asset class ${name} { ${leaves.map((leaf) => `asset class ${leaf}`).join("  ")} }`,
  );
  const attributes = ["sector: text", "fund: flag", "tobacco: flag", "esg_score: number"];
  const lists = SECTORS.map((sector) => `list In${sector} = securities where sector = "${sector}"`);
  return [
    ...declared,
    "asset class Cash",
    ...attributes.map((one) => `attribute ${one}`),
    ...lists,
    "list Tobacco = securities where tobacco",
    "",
  ].join("\n");
}

/** Equity 40–60, fixed income 34–48, alternatives 2–10, cash 2: what all limits leave room for. */
function models(draw: Random, count: number): string {
  return `${Array.from({ length: count }, (_, at) => {
    const equity = draw.integer(44, 56);
    const alternatives = draw.integer(3, 9);
    const bonds = 98 - equity - alternatives;
    const top = [
      [`Equity ${equity}% band ±${draw.integer(4, 8)}pp`, CLASSES.Equity],
      [`FixedIncome ${bonds}%${draw.integer(0, 1) === 0 ? " band ±6pp" : ""}`, CLASSES.FixedIncome],
      [`Alternatives ${alternatives}%`, CLASSES.Alternatives],
    ] as const;
    const blocks = top.map(([head, leaves]) => {
      const shares = split(draw, leaves.length);
      const parts = leaves.map((leaf, i) => {
        const [first, second] = [symbolOf(leaf, 0), symbolOf(leaf, 1)];
        const band = draw.integer(0, 5) === 0 ? " band ±12pp" : "";
        return `    ${leaf} ${shares[i] ?? 0}%${band} { ${first} or ${second} }`;
      });
      return `  ${head} {\n${parts.join("\n")}\n  }`;
    });
    return `model M${at + 1} {\n${blocks.join("\n")}\n  Cash 2% band 0%..9%\n}`;
  }).join("\n")}\n`;
}

function split(draw: Random, parts: number): number[] {
  const even = Math.floor(100 / parts);
  const shares = Array.from({ length: parts }, () => even + draw.integer(-4, 4));
  const rest = 100 - shares.reduce((sum, share) => sum + share, 0);
  return shares.map((share, i) => (i === 0 ? share + rest : share));
}

const optionName = (at: number): string => `o${at + 1}`;
const isFlag = (at: number): boolean => at % 4 === 3;

function parentOf(leaf: string): string {
  return Object.entries(CLASSES).find(([, leaves]) => leaves.some((one) => one === leaf))?.[0] ?? "";
}

/** Clear of every model's targets, by different kinds in turn; the options' own first. */
function limits(draw: Random, { limits: count, options }: ProvableSize): string {
  const offered: string[] = [];
  const lines: string[] = [];
  for (let at = 0; at < options; at++) {
    const name = optionName(at);
    const leaf = LEAVES[at % LEAVES.length] ?? "";
    if (isFlag(at)) {
      offered.push(`  option ${name}: flag default off set by advisor`);
      lines.push(
        `limit Choice${at} when Menu.${name} = on { weight(${leaf}) <= ${27 + draw.integer(0, 4)}% }`,
      );
    } else if (at % 2 === 0) {
      offered.push(`  option ${name}: percent in 26%..45% default 40% set by advisor`);
      lines.push(`limit Choice${at} { weight(${leaf}) <= Menu.${name} }`);
    } else {
      offered.push(`  option ${name}: percent in 0%..1% default 0% set by advisor`);
      lines.push(`limit Choice${at} { weight(Cash) + weight(${leaf}) >= Menu.${name} }`);
    }
  }
  const parents = Object.keys(CLASSES);
  for (let at = lines.length; at < count; at++) {
    const leaf = draw.pick(LEAVES);
    const other = draw.pick(LEAVES);
    const parent = draw.pick(parents);
    const sector = draw.pick(SECTORS);
    const level = draw.integer(0, 40) / 2;
    const bodies = [
      `weight(${leaf}) <= ${30 + level}%`,
      `for each s in In${sector} where not fund: weight(s) <= ${4 + level / 4}%`,
      `weight(where sector = "${sector}") <= ${12 + level}%`,
      `weight(In${sector} and ${parent}) <= ${6 + level}%`,
      `weight(${leaf}) + weight(${other}) <= ${50 + level}%`,
      `for each i in issuers where not fund: weight(i) <= ${5 + level / 2}%`,
      `weight(Tobacco and ${parent}) <= ${3 + level}%`,
      `weight(${leaf} of ${parentOf(leaf)}) <= ${70 + level}%`,
      `average(esg_score of ${parent}) >= ${12 + level / 4}`,
      `weight(${parent}) <= ${75 + level}%`,
      `for each s in securities where tobacco: bought(s) <= ${3 + level / 4}%`,
      `weight(Equity) - weight(${leaf}) >= ${Math.max(1, 8 - level / 4)}pp`,
    ];
    lines.push(`limit L${at} { ${bodies[at % bodies.length] ?? ""} }${at % 9 === 0 ? " grandfathered" : ""}`);
  }
  lines.push(
    "limit Single { for each i in issuers where not fund: weight(i) <= 5% } waivable by compliance up to 20% for 10 years",
  );
  return `menu Menu {\n${offered.join("\n")}\n}\n${lines.slice(lines.length - count).join("\n")}\n`;
}

/** Accounts of the models in turn, ten files; each says a thing or two of its own. */
function accounts(
  draw: Random,
  { accounts: count, models: offered, options }: ProvableSize,
): [string, string][] {
  const files = new Map<string, string[]>();
  for (let at = 0; at < count; at++) {
    const leaf = draw.pick(LEAVES);
    const symbol = symbolOf(draw.pick(LEAVES), draw.integer(3, PER_LEAF - 1));
    const option = draw.integer(0, options - 1);
    const value = isFlag(option)
      ? draw.pick(["on", "off"])
      : option % 2 === 0
        ? `${draw.integer(27, 44)}%`
        : "1%";
    const own = [
      `choose Menu.${optionName(option)} = ${value}`,
      `never buy ${symbol}`,
      `limit Own { weight(${leaf}) <= ${28 + draw.integer(0, 20)}% }`,
      "reserve cash 1%",
      "exclude Tobacco divest as taxes allow",
      `tighten Single to ${draw.integer(3, 4)}%`,
      `limit Sector { weight(where sector = "${draw.pick(SECTORS)}") <= ${draw.integer(2, 25)}% }`,
      `raise cash $${draw.integer(1, 40)},000 by 2027-0${draw.integer(1, 9)}-15`,
      "trade at most 20% per run",
    ];
    const said = new Set([own[at % own.length], draw.pick(own)]);
    const block = [
      `account "${1000 + at}" {`,
      `  model M${1 + (at % offered)}`,
      ...[...said].map((one) => `  ${one}`),
      "}",
    ];
    const path = `advisors/desk${at % 10}.mandate`;
    files.set(path, [...(files.get(path) ?? []), ...block]);
  }
  return [...files].map(([path, lines]) => [path, `${lines.join("\n")}\n`]);
}
