/** Errors in what is permitted. */
import type { Mutant } from "./mutant.ts";

const compare = "compare.ts";
const draft = "draft.ts";
const frame = "frame.ts";
const lower = "lower.ts";
const measures = "measures.ts";
const modes = "modes.ts";
const sales = "sales.ts";
const sets = "sets.ts";
const convex = "convex.ts";
const given = "given.ts";

const limits: readonly Mutant[] = [
  {
    name: "a limit's sign is flipped",
    file: compare,
    find: 'if (rule.operator !== ">=") oneSide(turn, 1, high);',
    replace: 'if (rule.operator !== ">=") oneSide(turn, -1, high);',
  },
  {
    name: "a floor is dropped",
    file: compare,
    find: 'if (rule.operator !== "<=") oneSide(turn, -1, low);',
    replace: "",
  },
  {
    name: "a bound is scaled",
    file: compare,
    find: "row.constant -= sign * bound * scale;\n  else addScaled(row, base, -sign * bound * scale);\n  const merged",
    replace:
      "row.constant -= sign * bound * scale * 1.01;\n  else addScaled(row, base, -sign * bound * scale);\n  const merged",
  },
  {
    name: "a base is not multiplied out",
    file: compare,
    find: "else addScaled(row, base, -sign * bound * scale);\n  const merged",
    replace: "else row.constant -= sign * bound * scale;\n  const merged",
  },
  {
    name: "a tightening is ignored",
    file: compare,
    find: 'for (const kind of ["waive", "tighten"] as const) {',
    replace: 'for (const kind of ["waive"] as const) {',
  },
  {
    name: "a waiver is ignored",
    file: compare,
    find: 'for (const kind of ["waive", "tighten"] as const) {',
    replace: 'for (const kind of ["tighten"] as const) {',
  },
  {
    name: "tightened before it is waived",
    file: compare,
    find: 'for (const kind of ["waive", "tighten"] as const) {',
    replace: 'for (const kind of ["tighten", "waive"] as const) {',
  },
  {
    name: "a waiver for one is for all",
    file: compare,
    find: "for (const item of environment.values()) if (item.names(adjustment.for)) return true;\n  return false;",
    replace: "return true;",
  },
  {
    name: "grandfathering is ignored",
    file: compare,
    find: "const today = clause.grandfathered ? valueAt",
    replace: "const today = !clause.grandfathered ? valueAt",
  },
  {
    name: "everything is grandfathered",
    file: compare,
    find: "const today = clause.grandfathered ? valueAt",
    replace: "const today = true ? valueAt",
  },
  {
    name: "grandfathered before it is tightened",
    file: compare,
    find: 'if (rule.operator !== ">=" && today > high) high = today;',
    replace: 'if (rule.operator !== ">=" && today > stated) high = today;',
  },
  {
    name: "grandfathered floors stay",
    file: compare,
    find: 'if (rule.operator !== "<=" && today < low) low = today;',
    replace: "",
  },
  {
    name: "a weight's ceiling of one security is dropped",
    file: draft,
    find: "this.weightHigh[i] = high;",
    replace: "this.weightHigh[i] = Math.max(high, 1);",
  },
  {
    name: "a weight's floor of one security is dropped",
    file: draft,
    find: "this.weightLow[i] = low;",
    replace: "this.weightLow[i] = Math.min(low, 0);",
  },
  {
    name: "the last bound of a weight wins, not the tightest",
    file: draft,
    find: "if (high !== undefined && tell(this.shared.high, i, (this.weightHigh[i] ?? Infinity) - high) > 0) {",
    replace: "if (high !== undefined) {",
  },
  {
    name: "a bound of a column is dropped",
    file: compare,
    find: "if (coef > 0) draft.cap(column, at);",
    replace: "if (coef > 0 && at > 0) draft.cap(column, at);",
  },
  {
    name: "never sell is dropped",
    file: compare,
    find: "for (const c of form.cols) draft.cap(c, 0);",
    replace: "for (const c of form.cols.slice(1)) draft.cap(c, 0);",
  },
  {
    name: "conditions are ignored",
    file: lower,
    find: "(clause) => clause.when === undefined || holdsBefore(draft, clause.when),",
    replace: "(clause) => clause.when === undefined || true,",
  },
  {
    name: "a condition's comparison includes its bound",
    file: given,
    find: 'case "<":\n      return !same && left < right;',
    replace: 'case "<":\n      return left >= right;',
  },
];

const cash: readonly Mutant[] = [
  {
    name: "reserves are not added up",
    file: lower,
    find: "total += amount;",
    replace: "total = Math.max(total, amount);",
  },
  {
    name: "reserves are dropped",
    file: lower,
    find: "draft.rows.push({ form, lower: 0, upper: Infinity, own: -1, coef: 1, limits: own });",
    replace: "",
  },
  {
    name: "a reserve in percent is taken for dollars",
    file: lower,
    find: '(rule.amount.unit.unit === "weight" ? 1 : frame.value);',
    replace: "frame.value;",
  },
  {
    name: "margin is allowed",
    file: sales,
    find: "draft.cash = draft.column(0, Infinity);",
    replace: "draft.cash = draft.column(-0.01, Infinity);",
  },
  {
    name: "cash does not pay for sales' costs",
    file: sales,
    find: "1 - (frame.tradeRate[part.security] ?? 0));",
    replace: "1);",
  },
  {
    name: "cash does not pay for purchases' costs",
    file: sales,
    find: "-1 - (frame.tradeRate[i] ?? 0));",
    replace: "-1);",
  },
  {
    name: "cash does not pay for tickets",
    file: sales,
    find: "addTerm(form, traded.cols[k] ?? 0, -frame.ticket * (traded.coefs[k] ?? 0));",
    replace: "addTerm(form, traded.cols[k] ?? 0, 0);",
  },
  {
    name: "the class Cash is without cash",
    file: measures,
    find: "if (set.cash) addTerm(form, draft.cash, 1);",
    replace: "",
  },
  {
    name: "what Cash is targeted at counts its securities twice",
    file: frame,
    find: "into.cash += Math.max(0, target - inside);",
    replace: "into.cash += target;",
  },
];

const binaries: readonly Mutant[] = [
  {
    name: "the minimum trade is dropped",
    file: lower,
    find: "minimumTrade = Math.max(minimumTrade, amount);",
    replace: "minimumTrade = Math.max(minimumTrade, 0 * amount);",
  },
  {
    name: "the minimum holding is dropped",
    file: lower,
    find: "minimumHolding = Math.max(minimumHolding, amount);",
    replace: "minimumHolding = Math.max(minimumHolding, 0 * amount);",
  },
  {
    name: "purchases have no minimum",
    file: modes,
    find: "if (least > 0) draft.row({ constant: 0, cols: [buy, mode.buy], coefs: [1, -least] }, 0, Infinity);",
    replace: "",
  },
  {
    name: "sales in part have no minimum",
    file: modes,
    find: "addTerm(least, mode.part, -Math.min(trade, held));",
    replace: "addTerm(least, mode.part, -0 * trade);",
  },
  {
    name: "a sale of all need not be whole",
    file: modes,
    find: "if (mode.out >= 0) addTerm(least, mode.out, -held);",
    replace: "",
  },
  {
    name: "what is left may be less than the minimum",
    file: modes,
    find: "if (mode.part >= 0) addTerm(allowed, mode.part, held - keep);",
    replace: "if (mode.part >= 0) addTerm(allowed, mode.part, held);",
  },
  {
    name: "a holding below the minimum may be bought up to less",
    file: modes,
    find: "Math.max(trade, keep > held ? keep - held : 0)",
    replace: "trade",
  },
  {
    name: "the count of trades is off by one",
    file: measures,
    find: "addTerm(form, tradedColumn(i), 1);",
    replace: "if (i > 0) addTerm(form, tradedColumn(i), 1);",
  },
  {
    name: "the count of holdings is off by one",
    file: measures,
    find: "addTerm(form, heldColumn(i), 1);",
    replace: "if (i > 0) addTerm(form, heldColumn(i), 1);",
  },
  {
    name: "sales are not counted",
    file: modes,
    find: "draft.tradedForm[i] = indicator([mode.buy, mode.part, mode.out]);",
    replace: "draft.tradedForm[i] = indicator([mode.buy]);",
  },
  {
    name: "what is sold out is still held",
    file: modes,
    find: "{ constant: 1, cols: [mode.out], coefs: [-1] }",
    replace: "constant(1)",
  },
];

const sums: readonly Mutant[] = [
  {
    name: "turnover is all that is traded",
    file: measures,
    find: "for (const part of draft.parts) addTerm(form, part.column, 0.5);",
    replace: "for (const part of draft.parts) addTerm(form, part.column, 1);",
  },
  {
    name: "empty cells count as zero in an average",
    file: measures,
    find: "set.members.filter((i) => cell(i) !== undefined)",
    replace: "set.members.filter(() => true)",
  },
  {
    name: "lots held for long are sold first",
    file: measures,
    find: 'if (set.lots === undefined || set.lots.passes(first?.acquired ?? "")) addTerm(form, part.column, factor);',
    replace: "addTerm(form, part.column, factor);",
  },
  {
    name: "traded is bought",
    file: measures,
    find: 'if (expr.measure !== "bought") addSold(',
    replace: 'if (expr.measure === "sold") addSold(',
  },
  {
    name: "shares are dollars",
    file: measures,
    find: 'case "shares":\n      return heldIn(draft, set, (i) => value / (frame.price[i] ?? 1));',
    replace: 'case "shares":\n      return heldIn(draft, set, () => value);',
  },
  {
    name: "drift is a weight",
    file: measures,
    find: "form.constant -= targetOf(draft, set);\n      return form;",
    replace: "return form;",
  },
  {
    name: "the target of Cash is left out",
    file: measures,
    find: "let sum = set.cash ? draft.frame.cashTarget : 0;",
    replace: "let sum = 0;",
  },
  {
    name: "an either's side of abs is dropped",
    file: convex,
    find: 'epigraph(draft, [part(expr.of, 1), part(expr.of, -1)], sign, "abs")',
    replace: 'epigraph(draft, [part(expr.of, 1)], sign, "abs")',
  },
  {
    name: "max is of its first",
    file: convex,
    find: "const forms = expr.of.map((inner) => part(inner, sign));",
    replace: "const forms = expr.of.slice(0, 1).map((inner) => part(inner, sign));",
  },
  {
    name: "a difference is a sum",
    file: convex,
    find: 'const right = part(expr.right, expr.e === "add" ? sign : sign === 1 ? -1 : 1);',
    replace: "const right = part(expr.right, sign);",
  },
  {
    name: "a quotient is a product",
    file: convex,
    find: 'const by = expr.e === "divide" ? 1 / factor : factor;',
    replace: "const by = factor;",
  },
  {
    name: "a sum leaves its first out",
    file: convex,
    find: "for (const item of draft.sets.items(expr.loop, environment)) {",
    replace: "for (const item of draft.sets.items(expr.loop, environment).slice(1)) {",
  },
  {
    name: "what was before is what is after",
    file: given,
    find: "return valueAt(draft, expr.of, environment, noTrades(draft));",
    replace: "return 0 * (valueAt(draft, expr.of, environment, noTrades(draft)) ?? 0);",
  },
  {
    name: "an issuer is its first security",
    file: sets,
    find: "return [...byIssuer].map(([label, members]) => itemOf(label, members));",
    replace: "return [...byIssuer].map(([label, members]) => itemOf(label, members.slice(0, 1)));",
  },
  {
    name: "except is and",
    file: sets,
    find: 'else members = left.members.filter((i) => inRight.has(i) === (how === "intersection"));',
    replace: "else members = left.members.filter((i) => inRight.has(i));",
  },
  {
    name: "only the first list that was chosen counts",
    file: sets,
    find: "for (const list of value.lists) {",
    replace: "for (const list of value.lists.slice(0, 1)) {",
  },
];

export const permittedMutants: readonly Mutant[] = [...limits, ...cash, ...binaries, ...sums];
