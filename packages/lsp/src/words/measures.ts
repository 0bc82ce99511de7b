/** The measures of the language (language.md, "Measures"), as hovers, completion and signature help tell of them. */

export interface Measure {
  readonly name: string;
  /** how it is written, its parameters in their places */
  readonly forms: readonly { readonly label: string; readonly parameters: readonly string[] }[];
  /** what it takes its unit from */
  readonly unit: string;
  readonly about: string;
}

const set = "a security, class, list, issuer, or `where` condition";

function ofSet(name: string, unit: string, about: string): Measure {
  return { name, unit, about, forms: [{ label: `${name}(X)`, parameters: ["X"] }] };
}

export const measures: readonly Measure[] = [
  {
    name: "weight",
    unit: "% of the account, or of Y",
    about: `the share of the account's value that is in X (${set}); \`of Y\` makes it a share of Y, and where Y is empty the clause holds`,
    forms: [
      { label: "weight(X)", parameters: ["X"] },
      { label: "weight(X of Y)", parameters: ["X", "Y"] },
    ],
  },
  ofSet("value", "$", `the dollars that are in X (${set})`),
  ofSet("shares", "shares", "the shares of a security that are held"),
  ofSet(
    "target",
    "% of the account",
    "the weight that the account's model gives X, after tilts and exclusions",
  ),
  ofSet("drift", "pp", "weight minus target, with its sign"),
  ofSet("bought", "$, shares, or % of the account", "what is bought of X"),
  ofSet("sold", "$, shares, or % of the account", "what is sold of X"),
  ofSet("traded", "$, shares, or % of the account", "what is bought and what is sold of X, together"),
  { name: "turnover", unit: "% of the account", about: "half of all that is traded", forms: [] },
  {
    name: "gains",
    unit: "$",
    about: "gains that this run realises; `this year` adds what is realised already",
    forms: [
      { label: "gains", parameters: [] },
      { label: "gains(short)", parameters: ["short"] },
      { label: "gains(long)", parameters: ["long"] },
    ],
  },
  {
    name: "losses",
    unit: "$",
    about: "losses that this run realises; `this year` adds what is realised already",
    forms: [
      { label: "losses", parameters: [] },
      { label: "losses(short)", parameters: ["short"] },
      { label: "losses(long)", parameters: ["long"] },
    ],
  },
  {
    name: "tax",
    unit: "$",
    about: "the tax that this run costs; `this year` adds what is owed already",
    forms: [],
  },
  { name: "cash", unit: "$, or % of the account", about: "cash after the trades", forms: [] },
  {
    name: "average",
    unit: "a number",
    about: "the average of a number attribute over X by value; a holding whose cell is empty is left out",
    forms: [{ label: "average(attribute of X)", parameters: ["attribute", "X"] }],
  },
  {
    name: "count",
    unit: "a count",
    about: "how many holdings, or trades, there are; only with `<=`",
    forms: [
      { label: "count(holdings)", parameters: ["holdings"] },
      { label: "count(trades)", parameters: ["trades"] },
    ],
  },
  {
    name: "tracking error",
    unit: "%",
    about: "the model's tracking error a year; needs a risk model in the book",
    forms: [],
  },
  {
    name: "before",
    unit: "as its measure",
    about: "the measure as it was before any trade: given, so it may be compared with",
    forms: [{ label: "before(measure)", parameters: ["measure"] }],
  },
  {
    name: "abs",
    unit: "as its amount",
    about: "the size of an amount, without its sign: convex",
    forms: [{ label: "abs(amount)", parameters: ["amount"] }],
  },
  {
    name: "max",
    unit: "as its amounts",
    about: "the largest of some amounts: convex",
    forms: [{ label: "max(amount, amount)", parameters: ["amount", "amount"] }],
  },
  {
    name: "min",
    unit: "as its amounts",
    about: "the smallest of some amounts: concave",
    forms: [{ label: "min(amount, amount)", parameters: ["amount", "amount"] }],
  },
  {
    name: "sum",
    unit: "as its body",
    about: "an amount added up over the items of a range",
    forms: [{ label: "sum(x in X: amount)", parameters: ["x in X", "amount"] }],
  },
];

const byName = new Map(measures.map((measure) => [measure.name, measure]));

export function measureNamed(name: string): Measure | undefined {
  return byName.get(name);
}

export function measureText({ name, forms, unit, about }: Measure): string {
  const written = forms.length === 0 ? name : forms.map(({ label }) => label).join("\n");
  return `\`\`\`mandate\n${written}\n\`\`\`\n${about}\n\nunit: ${unit}`;
}
