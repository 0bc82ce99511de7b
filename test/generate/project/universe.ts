/** The universe: a tree of classes, and securities of every kind in its leaves. */
import type { Random } from "../random.ts";
import type { ClassPlan, SecurityPlan } from "./plan.ts";
import { decimal, name, string } from "./write.ts";

const tops = ["Equity", "FixedIncome", "RealAssets", "Alternatives", "Commodities"];
const parts = ["Large", "Mid", "Small", "Abroad", "Emerging", "Core", "Short", "Long", "Inflation"];
const finest = ["Growth", "Value", "Blend", "Hedged"];

export const sectors = ["Technology", "Energy", "Health Care", "Financials", "Gambling", "Fund"];
export const flags = ["fund", "tobacco", "fossil", "weapons"];
/** the number attribute */
export const score = "esg_score";

/** Classes of one to three levels; `Cash` is there always. */
export function makeClasses(random: Random, levels: number): ClassPlan[] {
  const spelled = (parent: string, part: string) =>
    random.chance(0.1) ? `${parent} ${part}` : `${parent}${part}`;
  const below = (parent: string, level: number): ClassPlan[] => {
    if (level > levels || random.chance(level === 2 ? 0.25 : 0.6)) return [];
    const chosen = random.some(level === 2 ? parts : finest, random.integer(1, 3));
    return chosen.map((part) => {
      const own = spelled(parent, part);
      return { name: own, parent, children: below(own, level + 1) };
    });
  };
  const chosen = ["Equity", ...random.some(tops.slice(1), random.integer(1, 3))];
  return [...chosen.map((top) => ({ name: top, children: below(top, 2) })), { name: "Cash", children: [] }];
}

/** Every class of the trees, parents first. */
export function allClasses(classes: readonly ClassPlan[]): ClassPlan[] {
  return classes.flatMap((one) => [one, ...allClasses(one.children)]);
}

/** Symbols of capitals, some with a dot, none twice. */
function makeSymbols(random: Random, count: number): string[] {
  const found = new Set<string>();
  const letter = () => String.fromCharCode(65 + random.integer(0, 25));
  while (found.size < count) {
    const word = Array.from({ length: random.integer(2, 4) }, letter).join("");
    found.add(random.chance(0.08) ? `${word}.${letter()}` : word);
  }
  return [...found];
}

/** A CUSIP of nine characters: the last is the check digit of the standard (double every second, sum the digits). */
function makeCusip(random: Random): string {
  const alphabet = "0123456789ABCDEFGHJKLMNPQRSTUVWXYZ";
  const value = (letter: string) => (letter <= "9" ? Number(letter) : letter.charCodeAt(0) - 55);
  const body = Array.from({ length: 8 }, (_, place) =>
    random.pick([...alphabet.slice(0, place < 3 ? 10 : 34)]),
  );
  const sum = body.reduce((total, letter, place) => {
    const own = value(letter) * (place % 2 === 1 ? 2 : 1);
    return total + Math.floor(own / 10) + (own % 10);
  }, 0);
  return `${body.join("")}${(10 - (sum % 10)) % 10}`;
}

/** `count` securities (at least one a leaf), in share classes of one issuer and groups of identical ones here and there. */
export function makeSecurities(random: Random, leaves: readonly string[], count: number): SecurityPlan[] {
  const symbols = makeSymbols(random, Math.max(count, leaves.length));
  const made: SecurityPlan[] = [];
  symbols.forEach((symbol, place) => {
    const leaf = leaves[place] ?? (random.chance(0.02) ? "Cash" : random.pick(leaves));
    const sibling = made.filter((other) => other.class === leaf).at(-1);
    const sharesIssuer = sibling !== undefined && random.chance(0.12);
    const identical = sibling !== undefined && random.chance(0.12);
    made.push({
      symbol,
      name: `${symbol.replace(".", " ")} ${random.pick(["Inc.", "Corp.", "Fund", "ETF, hedged"])}`,
      class: leaf,
      issuer: sharesIssuer ? sibling.issuer : symbol,
      identicalTo: identical ? sibling.identicalTo : random.chance(0.3) ? `G-${symbol}` : "",
      cusip: random.chance(0.5) ? makeCusip(random) : "",
      spread: random.pick(["", "0", "0.0002", "0.0005", "0.002", "0.01"]),
      increment: random.pick(["", "1", "1", "0.1", "0.001", "0.0001"]),
      sector: random.chance(0.1) ? "" : random.pick(sectors),
      flags: flags.filter(() => random.chance(0.15)),
      score: random.chance(0.15) ? "" : decimal(random.integer(100, 950) / 10, 1),
      price: random.integer(500, 90_000) / 100,
    });
  });
  return made;
}

/** A CSV cell, quoted where it must be. */
export function cell(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** The universe's CSV; `extra` adds columns (the day's prices). */
export function universeCsv(
  securities: readonly SecurityPlan[],
  extra: Readonly<Record<string, (security: SecurityPlan) => string>> = {},
): string {
  const flagged = (flag: string) => (security: SecurityPlan) => (security.flags.includes(flag) ? "1" : "0");
  const columns: Readonly<Record<string, (security: SecurityPlan) => string>> = {
    symbol: (security) => security.symbol,
    name: (security) => security.name,
    cusip: (security) => security.cusip,
    asset_class: (security) => security.class,
    issuer: (security) => (security.issuer === security.symbol ? "" : security.issuer),
    identical_to: (security) => security.identicalTo,
    spread: (security) => security.spread,
    increment: (security) => security.increment,
    sector: (security) => security.sector,
    [score]: (security) => security.score,
    ...Object.fromEntries(flags.map((flag) => [flag, flagged(flag)])),
    ...extra,
  };
  const rows = securities.map((security) =>
    Object.values(columns)
      .map((read) => cell(read(security)))
      .join(","),
  );
  return `${[Object.keys(columns).join(","), ...rows].join("\n")}\n`;
}

/** The declarations of classes and attributes. */
export function universeText(random: Random, classes: readonly ClassPlan[]): string {
  const one = (plan: ClassPlan): string => {
    const title = random.chance(0.3) ? ` ${string(`${plan.name} of all kinds`)}` : "";
    const inside = plan.children.map(one).join("  ");
    return `asset class ${name(plan.name)}${title}${inside === "" ? "" : ` { ${inside} }`}`;
  };
  return [
    ...classes.map(one),
    "",
    "/// As our data vendor spells it.",
    "attribute sector: text",
    `attribute ${score}: number`,
    ...flags.map((flag) => `attribute ${flag}: flag`),
    "",
  ].join("\n");
}
