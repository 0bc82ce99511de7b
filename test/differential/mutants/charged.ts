/** Errors in what is charged for. */
import type { Mutant } from "./mutant.ts";

const compare = "compare.ts";
const drift = "drift.ts";
const frame = "frame.ts";
const lower = "lower.ts";
const measures = "measures.ts";
const modes = "modes.ts";
const netting = "netting.ts";
const sales = "sales.ts";

const preferences: readonly Mutant[] = [
  {
    name: "a preference costs per dollar what it costs per share of the account",
    file: compare,
    find: 'const each = Number(perUnit) / (of === "usd" ? draft.frame.value : 1);',
    replace: "const each = Number(perUnit);",
  },
  {
    name: "a preference's rows are one-sided",
    file: compare,
    find: 'rule.operator === "<=" ? [1 as const] : rule.operator === ">=" ? [-1 as const] : ([1, -1] as const);',
    replace: "[1 as const];",
  },
  {
    name: "preferences are dropped",
    file: lower,
    find: "for (const preference of preferences) lowerPreference(draft, preference);",
    replace: "",
  },
  {
    name: "a preference for a share is not multiplied out",
    file: compare,
    find: "else addScaled(row, base, -sign * bound * scale);\n        if (empty",
    replace: "else row.constant -= sign * bound * scale;\n        if (empty",
  },
];

const taxes: readonly Mutant[] = [
  {
    name: "the tax of losses is dropped",
    file: lower,
    find: "m * (part.long ? rates.long : rates.short) * part.gain",
    replace: "m * (part.long ? rates.long : rates.short) * Math.max(0, part.gain)",
  },
  {
    name: "long and short rates change places",
    file: lower,
    find: "m * (part.long ? rates.long : rates.short) * part.gain",
    replace: "m * (part.long ? rates.short : rates.long) * part.gain",
  },
  {
    name: "the multiplier of taxes is dropped",
    file: lower,
    find: "return given(draft, taxes.times) ?? 0;",
    replace: "return 1;",
  },
  {
    name: "accounts that are not taxable pay",
    file: frame,
    find: 'taxable: account.registration === "taxable",',
    replace: "taxable: true,",
  },
  {
    name: "a year is over on its last day",
    file: frame,
    find: '"more than", oneYear',
    replace: '"at least", oneYear',
  },
  {
    name: "gains are of the cost, not of the price",
    file: frame,
    find: "gain: 1 - float(lot.unitCost) / (price[i] ?? 1),",
    replace: "gain: (price[i] ?? 1) / float(lot.unitCost) - 1,",
  },
  {
    name: "gains of a term count both terms",
    file: measures,
    find: 'if (term !== undefined && part.long !== (term === "long")) continue;',
    replace: "",
  },
  {
    name: "losses are net of gains",
    file: measures,
    find: "Math.max(0, -part.gain) * draft.frame.value",
    replace: "-part.gain * draft.frame.value",
  },
  {
    name: "the year's results are left out",
    file: measures,
    find: "if (expr.thisYear === true) form.constant += realised(draft, expr.term, lossesOnly);",
    replace: "",
  },
  {
    name: "a wash is ignored",
    file: sales,
    find: "if (frame.taxable && lot.gain < 0 && (lot.washed > 0 || lot.reachable)) {",
    replace: "if (frame.taxable && lot.gain > 0 && (lot.washed > 0 || lot.reachable)) {",
  },
  {
    name: "a washed part's loss counts",
    file: sales,
    find: "addPart(draft, partOf(place, lot, lot.washed, 0))",
    replace: "addPart(draft, partOf(place, lot, lot.washed, lot.gain))",
  },
  {
    name: "a loss within reach counts at once",
    file: sales,
    find: "draft.row({ constant: 0, cols: [counts.column, group.counted], coefs: [1, -unmatched] }, -Infinity, 0);",
    replace: "",
  },
  {
    name: "washed parts need not be sold for the rest to count",
    file: sales,
    find: "draft.row({ constant: 0, cols: [column, counted], coefs: [1, -upper] }, 0, Infinity);",
    replace: "",
  },
  {
    name: "the unmatched part is sold twice over",
    file: sales,
    find: "draft.row({ constant: -unmatched, cols: [counts.column, idle.column], coefs: [1, 1] }, -Infinity, 0);",
    replace: "",
  },
  {
    name: "what is bought is charged for as if it were kept",
    file: drift,
    find: "if (buying >= 0) addTerm(form, buying, whole);",
    replace: "",
  },
  {
    name: "where a loss counts, more is sold than is",
    file: drift,
    find: "addTerm(form, binary, below.at - below.slope * (washed - off));",
    replace: "addTerm(form, binary, below.at - 2 * below.slope * (washed - off));",
  },
  {
    name: "what is over its target is charged for whether its losses count or not",
    file: drift,
    find: "addTerm(form, binary, whole - above.slope * washed);",
    replace: "",
  },
  { name: "blocked groups are bought", file: lower, find: "draft.cap(draft.buy[i] ?? -1, 0);", replace: ";" },
  {
    name: "a group's loss is sold while it is bought",
    file: modes,
    find: "draft.row({ constant: -part.upper, cols: [part.column, buying], coefs: [1, part.upper] }, -Infinity, 0);",
    replace: "",
  },
];

const nettings: readonly Mutant[] = [
  {
    name: "netting adds carry-forwards",
    file: netting,
    find: "short: account.ytdShort.minus(account.carryShort)",
    replace: "short: account.ytdShort.plus(account.carryShort)",
  },
  {
    name: "netting forgets what was before",
    file: netting,
    find: "const result = constant(-nettedTax(rates, before.short, before.long));",
    replace: "const result = constant(0);",
  },
  {
    name: "netting takes the wrong branch",
    file: netting,
    find: "const extra = rates.short - rates.long;",
    replace: "const extra = 0 * (rates.short - rates.long);",
  },
  {
    name: "netting nets short gains with no long loss",
    file: netting,
    find: "draft.row({ constant: high, cols: [least, up, which], coefs: [1, -1, -high] }, 0, Infinity);",
    replace: "",
  },
  {
    name: "an unused loss is worth the long rate",
    file: netting,
    find: "addTerm(result, down, -rates.unused);",
    replace: "addTerm(result, down, -rates.long);",
  },
  {
    name: "netting leaves the long results out",
    file: netting,
    find: "addScaled(net, short, 1);",
    replace: "",
  },
];

const costs: readonly Mutant[] = [
  {
    name: "the spread is not halved",
    file: frame,
    find: "float(day.spread) / 2 + commission",
    replace: "float(day.spread) + commission",
  },
  {
    name: "the commission is dropped",
    file: frame,
    find: "float(day.spread) / 2 + commission",
    replace: "float(day.spread) / 2",
  },
  {
    name: "sales trade for nothing",
    file: lower,
    find: 'draft.cost(part.column, frame.tradeRate[part.security] ?? 0, "trading", "trading");',
    replace: "",
  },
  {
    name: "tickets are dropped",
    file: lower,
    find: "if (frame.ticket > 0 && traded !== undefined)",
    replace: "if (frame.ticket > 1 && traded !== undefined)",
  },
  {
    name: "the preferred member pays the alternate's rate",
    file: frame,
    find: "if (at > 0 && index !== undefined && rate !== 0) into.alternates.set(index, rate);",
    replace: "if (index !== undefined && rate !== 0) into.alternates.set(members[0] ?? index, rate);",
  },
  {
    name: "a drift step begins at once",
    file: drift,
    find: "for (const step of clause) if (step.beyond <= from) own = step.slope;",
    replace: "own = clause[0]?.slope ?? 0;",
  },
  {
    name: "drift is charged from the target",
    file: drift,
    find: "return { free: first.from, pieces",
    replace: "return { free: 0 * first.from, pieces",
  },
  {
    name: "drift below the target is free",
    file: drift,
    find: 'draft.cost(column, piece.slope, "drift", by);',
    replace: 'draft.cost(column, sign === 1 ? piece.slope : 0, "drift", by);',
  },
  {
    name: "the selling side forgets what it holds",
    file: drift,
    find: "const sell = constant(off);",
    replace: "const sell = constant(Math.max(0, off));",
  },
  {
    name: "securities of an either-or drift one by one",
    file: frame,
    find: "members: [...members].map((m) => local[m] ?? -1).sort((a, b) => a - b),",
    replace: "members: [...members].map((m) => local[m] ?? -1).sort((a, b) => a - b).slice(0, 1),",
  },
  {
    name: "targets of a security named twice do not add up",
    file: frame,
    find: "into.targets.set(preferred, (into.targets.get(preferred) ?? 0) + target);",
    replace: "into.targets.set(preferred, target);",
  },
  {
    name: "what is held without a target may drift",
    file: frame,
    find: "if (!joined.has(index)) nodes.push({ members: [local[index] ?? -1], target: 0 });",
    replace: "",
  },
];

export const chargedMutants: readonly Mutant[] = [...preferences, ...taxes, ...nettings, ...costs];
