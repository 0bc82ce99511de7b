// packages/runtime/src/solve/testing/sp500.ts
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Decimal as Decimal4 } from "/work/main/packages/runtime/node_modules/decimal.js/decimal.mjs";

// packages/runtime/src/account/wash.ts
import { Decimal as Decimal2 } from "/work/main/packages/runtime/node_modules/decimal.js/decimal.mjs";

// packages/runtime/src/washsales/days.ts
var MILLISECONDS_A_DAY = 864e5;
var ISO_DAY = /^(\d{4})-(\d{2})-(\d{2})$/;
function dayNumber(text) {
  const parts2 = ISO_DAY.exec(text);
  if (parts2 === null) return void 0;
  const [year, month, day] = [Number(parts2[1]), Number(parts2[2]), Number(parts2[3])];
  if (year < 1900) return void 0;
  const number = Date.UTC(year, month - 1, day) / MILLISECONDS_A_DAY;
  return dayText(number) === text ? number : void 0;
}
function dayText(day) {
  return new Date(day * MILLISECONDS_A_DAY).toISOString().slice(0, 10);
}

// packages/runtime/src/washsales/exact.ts
import { Decimal } from "/work/main/packages/runtime/node_modules/decimal.js/decimal.mjs";
var Exact = Decimal.clone({
  precision: 100,
  rounding: Decimal.ROUND_HALF_EVEN,
  toExpNeg: -40,
  toExpPos: 40
});
var ZERO = new Exact(0);
var DECIMALS = 18;
var MAGNITUDE = new Exact("1e18");
var PLAIN_NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
var DUST = new Exact("1e-12");
function exactAmount(amount2) {
  const value = finiteAmount(amount2);
  if (value === void 0 || value.abs().gte(MAGNITUDE) || value.decimalPlaces() > DECIMALS) return void 0;
  return value;
}
function finiteAmount(amount2) {
  if (typeof amount2 === "string" && !PLAIN_NUMBER.test(amount2)) return void 0;
  const value = new Exact(amount2);
  return value.isFinite() ? value : void 0;
}

// packages/runtime/src/washsales/fields.ts
function readDay(text, where, what, report) {
  const day = dayNumber(text);
  if (day === void 0) {
    report("bad_date", where, `${what} has \`${text}\` where a date of the form YYYY-MM-DD belongs`);
  }
  return day;
}
function readQuantity(amount2, where, what, report) {
  const value = exactAmount(amount2);
  if (value?.gt(0)) return value;
  const why = value === void 0 ? "a number of at most 18 decimals below 1e18" : "above 0";
  report("bad_quantity", where, `${what} has the quantity \`${amount2}\`, which is not ${why}`);
  return void 0;
}

// packages/runtime/src/washsales/order.ts
function compareText(a, b2) {
  return a < b2 ? -1 : a > b2 ? 1 : 0;
}

// packages/runtime/src/washsales/match.ts
var WINDOW_DAYS = 30;

// packages/runtime/src/washsales/problems.ts
var WashSaleInputError = class extends Error {
  problems;
  constructor(problems) {
    const more = problems.length > 1 ? ` (and ${problems.length - 1} more)` : "";
    super(`${problems[0]?.message ?? "the trades cannot be read"}${more}`);
    this.name = "WashSaleInputError";
    this.problems = problems;
  }
};

// packages/runtime/src/washsales/blocked.ts
function blockedGroups(asOf, sales) {
  const problems = [];
  const report = (code, where, message) => problems.push({ code, where, message });
  const today = readDay(asOf, asOf, "the day of the run", report) ?? 0;
  const latest = /* @__PURE__ */ new Map();
  for (const sale of sales) {
    const what = `the sale of \`${sale.group}\``;
    const day = readDay(sale.date, sale.group, what, report);
    const gain = finiteAmount(sale.gain);
    if (gain === void 0) {
      report("bad_money", sale.group, `${what} has a gain of \`${sale.gain}\`, which is not a number`);
    }
    if (day === void 0 || gain === void 0 || sale.registration !== "taxable" || gain.gte(0)) continue;
    if (day < today - WINDOW_DAYS || day > today) continue;
    latest.set(sale.group, Math.max(day, latest.get(sale.group) ?? day));
  }
  if (problems.length > 0) throw new WashSaleInputError(problems);
  return [...latest].map(([group, day]) => ({ group, sold: dayText(day), through: dayText(day + WINDOW_DAYS) })).sort((a, b2) => compareText(a.group, b2.group));
}

// packages/runtime/src/washsales/tainted.ts
function taintedLots(query) {
  const problems = [];
  const report = (code, where, message) => problems.push({ code, where, message });
  const asOf = readDay(query.asOf, query.asOf, "the day of the run", report) ?? 0;
  const bought = purchasesByDay(query.purchases, asOf, report);
  const lots = readLossLots(query.lots, report);
  if (problems.length > 0) throw new WashSaleInputError(problems);
  const tainted = /* @__PURE__ */ new Map();
  for (const lot of [...lots].sort((a, b2) => a.day - b2.day || compareText(a.id, b2.id))) {
    let washed = ZERO;
    let reachable = false;
    for (const purchase of bought) {
      const own = purchase.key === lot.key ? Exact.min(lot.quantity, purchase.quantity) : ZERO;
      const others = purchase.quantity.minus(own);
      if (others.gt(0)) reachable = true;
      const matched = Exact.max(ZERO, Exact.min(others.minus(purchase.used), lot.quantity.minus(washed)));
      purchase.used = purchase.used.plus(matched);
      washed = washed.plus(matched);
    }
    tainted.set(lot.id, { id: lot.id, washed, reachable });
  }
  return lots.flatMap((lot) => tainted.get(lot.id) ?? []);
}
function readLossLots(lots, report) {
  const seen = /* @__PURE__ */ new Set();
  return lots.flatMap((lot) => {
    const what = `the lot \`${lot.id}\``;
    const day = readDay(lot.acquired, lot.id, what, report);
    const quantity = readQuantity(lot.quantity, lot.id, what, report);
    if (seen.has(lot.id)) report("duplicate_lot", lot.id, `${what} is given twice`);
    seen.add(lot.id);
    if (day === void 0 || quantity === void 0) return [];
    return [{ id: lot.id, key: keyOf(lot.account, lot.symbol, day), day, quantity }];
  });
}
function purchasesByDay(purchases, asOf, report) {
  const days = /* @__PURE__ */ new Map();
  for (const purchase of purchases) {
    const what = `the purchase of \`${purchase.symbol}\` in the account \`${purchase.account}\``;
    const day = readDay(purchase.date, purchase.account, what, report);
    const quantity = readQuantity(purchase.quantity, purchase.account, what, report);
    if (day === void 0 || quantity === void 0 || day < asOf - WINDOW_DAYS || day > asOf) continue;
    const key = keyOf(purchase.account, purchase.symbol, day);
    days.set(key, { key, day, quantity: quantity.plus(days.get(key)?.quantity ?? ZERO), used: ZERO });
  }
  return [...days.values()].sort((a, b2) => a.day - b2.day || compareText(a.key, b2.key));
}
function keyOf(account, symbol, day) {
  return JSON.stringify([account, symbol, day]);
}

// packages/runtime/src/account/wash.ts
var groupsOf = /* @__PURE__ */ new WeakMap();
function groups(bundle) {
  let known = groupsOf.get(bundle);
  if (known === void 0) {
    known = new Map(bundle.universe.map((security) => [security.symbol, security.group]));
    groupsOf.set(bundle, known);
  }
  return known;
}
function situationWash(query) {
  const { bundle, market, account } = query;
  const groupOf = (symbol) => groups(bundle).get(symbol) ?? symbol;
  const blocked = /* @__PURE__ */ new Map();
  for (const { group, sold, through } of blockedGroups(market.asOf, pastSales(query, groupOf))) {
    blocked.set(
      group,
      `\`${group}\` was sold at a loss on ${sold}: no purchase before the day after ${through}`
    );
  }
  const wash = /* @__PURE__ */ new Map();
  if (account.registration !== "taxable") return { wash, blockedGroups: blocked };
  const purchases = groupBy(purchasesOf(query), (purchase) => groupOf(purchase.symbol));
  const losses = groupBy(lossLots(query), (lot) => groupOf(lot.symbol));
  for (const [group, lots] of losses) {
    const bought = purchases.get(group);
    if (bought === void 0) continue;
    for (const { id, washed, reachable } of taintedLots({ asOf: market.asOf, purchases: bought, lots })) {
      if (reachable || washed.gt(0)) wash.set(id, { washed: new Decimal2(washed.toString()), reachable });
    }
  }
  return { wash, blockedGroups: blocked };
}
function pastSales(query, groupOf) {
  const registration = new Map(query.household.map((member) => [member.account, member.registration]));
  return query.activity.flatMap((row) => {
    const held = registration.get(row.account);
    if (row.side !== "sell" || row.gain === void 0 || held === void 0) return [];
    return [{ registration: held, group: groupOf(row.symbol), date: row.date, gain: row.gain }];
  });
}
function purchasesOf(query) {
  if (query.purchasesFromLots === true) {
    const today = query.activity.filter((row) => row.side !== "sell");
    return query.household.flatMap(
      (member) => member.lots.map(({ symbol, acquired, quantity }) => {
        return { account: member.account, symbol, date: acquired, quantity };
      })
    ).concat(today);
  }
  return query.activity.filter((row) => row.side !== "sell" && row.quantity.gt(0));
}
function lossLots({ account, market }) {
  return account.lots.flatMap((lot) => {
    const price = market.securities.get(lot.symbol)?.price;
    if (price === void 0 || lot.unitCost.lte(price) || lot.quantity.lte(0)) return [];
    return [
      {
        id: lot.id,
        account: account.account,
        symbol: lot.symbol,
        acquired: lot.acquired,
        quantity: lot.quantity
      }
    ];
  });
}
function groupBy(items, key) {
  const grouped = /* @__PURE__ */ new Map();
  for (const item2 of items) {
    const group = grouped.get(key(item2));
    if (group === void 0) grouped.set(key(item2), [item2]);
    else group.push(item2);
  }
  return grouped;
}

// packages/runtime/src/testkit/policy.ts
var ACCOUNT = { unit: "weight", base: "account" };
var MONEY = { unit: "money" };
var NUMBER = { unit: "number" };
function source(layer = "firm", line = 1) {
  return { file: `${layer}/policy.mandate`, line, column: 1, start: 0, end: 0, layer };
}
function literal(value, unit = ACCOUNT) {
  return { e: "constant", value: String(value), unit };
}
function usd(value) {
  return literal(value, MONEY);
}
function weight(of, base) {
  if (base === void 0) return { e: "measure", measure: "weight", of, unit: ACCOUNT };
  return {
    e: "measure",
    measure: "weight",
    of,
    base,
    unit: { unit: "weight", base: "set", of: base, label: "base" }
  };
}
function amount(measure, of, unit = MONEY) {
  return { e: "measure", measure, of, unit };
}
function total(measure, unit = MONEY, more = {}) {
  return { e: "total", measure, unit, ...more };
}
var item = { set: "variable", name: "x" };
function forEach(over, of) {
  return { variable: "x", range: { over, of } };
}
function compare(left, operator, right, loops = []) {
  return { rule: "compare", loops, left, operator, right, source: source(), text: `\u2026 ${operator} \u2026` };
}
function clause(name, rules, more = {}) {
  const { layer = "firm", kind = "limit", grandfathered = false, when } = more;
  return {
    id: name,
    name,
    kind,
    source: source(layer),
    text: name,
    rules: "rule" in rules ? [rules] : rules,
    grandfathered,
    ...when === void 0 ? {} : { when }
  };
}
function prefer(name, rule, perUnit, of = "value") {
  return {
    id: name,
    name,
    kind: "prefer",
    source: source(),
    text: name,
    rules: [rule],
    cost: { of, perUnit: String(perUnit) }
  };
}

// packages/runtime/src/testkit/situation.ts
import { Decimal as Decimal3 } from "/work/main/packages/runtime/node_modules/decimal.js/decimal.mjs";

// packages/runtime/src/solve/testing/sp500.ts
var root = fileURLToPath(new URL("../../../../../../shared/cases/sp500/", "file:///work/main/packages/runtime/src/solve/testing/sp500.ts"));
var sp500Present = existsSync(root);
function table(path) {
  const [head = "", ...lines] = readFileSync(root + path, "utf8").trimEnd().split("\n");
  const names = cells(head);
  return lines.map((line) => Object.fromEntries(cells(line).map((cell, at) => [names[at] ?? "", cell])));
}
function cells(line) {
  return [...line.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g)].map((found) => (found[1] ?? "").replace(/^"|"$/g, "")).slice(0, -1);
}
function expectedOptima() {
  return table("expected.csv").map((row) => ({
    account: row["account"] ?? "",
    optimum: Number(row["optimum"]),
    bound: Number(row["dual_bound"])
  }));
}
var CLASSES = [
  "Equity",
  "Communication",
  "Discretionary",
  "Energy",
  "Financials",
  "HealthCare",
  "Industrials",
  "Materials",
  "RealEstate",
  "Staples",
  "Technology",
  "Utilities",
  "Cash"
];
var fixed = (id) => ({ set: "fixed", id });
var TOBACCO = fixed(CLASSES.length);
var FOSSIL = fixed(CLASSES.length + 1);
var ALL = fixed(CLASSES.length + 2);
var TECHNOLOGY = fixed(CLASSES.indexOf("Technology"));
function bundleOf2(securities) {
  const where = (test) => securities.flatMap((row, at) => test(row) ? [at] : []);
  const sets2 = CLASSES.map((label) => ({
    label,
    members: where((row) => label === "Equity" || row["asset_class"] === label),
    cash: label === "Cash"
  }));
  sets2.push({ label: "where tobacco", members: where((row) => row["tobacco"] === "1"), cash: false });
  sets2.push({ label: "where fossil_fuel", members: where((row) => row["fossil_fuel"] === "1"), cash: false });
  sets2.push({ label: "securities", members: where(() => true), cash: false });
  return {
    format: 1,
    name: "sp500",
    universe: securities.map((row) => ({
      symbol: row["symbol"] ?? "",
      name: row["name"] ?? "",
      class: row["asset_class"] ?? "",
      issuer: row["issuer"] || (row["symbol"] ?? ""),
      group: row["identical_to"] || (row["symbol"] ?? ""),
      attributes: {}
    })),
    attributes: [],
    classes: CLASSES.map((name, set) => ({
      name,
      ...name === "Equity" || name === "Cash" ? {} : { parent: "Equity" },
      leaf: name !== "Equity",
      set,
      source: source()
    })),
    sets: sets2,
    lists: {},
    equivalents: [],
    models: [],
    objective: {
      drift: [
        {
          of: "classes",
          steps: [
            { slope: "0.2", beyond: "0.005" },
            { slope: "0.6", beyond: "0.02" }
          ],
          source: source()
        },
        { of: "securities", steps: [{ slope: "0.1", beyond: "0" }], source: source() }
      ],
      taxes: {
        netted: false,
        times: { e: "option", option: "Tax.sensitivity", unit: NUMBER },
        source: source()
      },
      trading: { commission: "0.0001", ticket: "0", source: source() }
    },
    menus: [],
    clauses: [],
    preferences: [],
    edits: [],
    adjustments: [],
    profiles: [],
    waivers: [],
    accounts: [],
    households: [],
    washSalesAllowed: false,
    tests: []
  };
}
function modelNodes(model) {
  const holding = (row) => {
    const target = new Decimal4(row["weight"] ?? 0).times("0.98").toFixed();
    const members = [{ symbol: row["symbol"] ?? "", rate: "0" }];
    return { node: "holding", members, share: row["weight"] ?? "", target, source: source() };
  };
  const cash = {
    node: "class",
    class: "Cash",
    share: "0.02",
    target: "0.02",
    children: [],
    source: source()
  };
  return [...table(`data/${model}.csv`).map(holding), cash];
}
var SENSITIVITY = { none: "0", normal: "1", high: "2" };
function policyOf(row, bundle, nodes, asOf) {
  const sensitivity = row["Tax.sensitivity"] || "normal";
  const budget = row["Tax.gains_budget"] ?? "";
  const choices = [
    {
      option: "Tax.sensitivity",
      value: { kind: "case", case: sensitivity, value: SENSITIVITY[sensitivity] ?? "" },
      source: source()
    }
  ];
  const band = { e: "measure", measure: "weight", of: fixed(CLASSES.indexOf("Cash")), unit: ACCOUNT };
  const grandfathered = { grandfathered: true };
  const clauses = [
    clause("Cash.band", [compare(band, ">=", literal("0.005")), compare(band, "<=", literal("0.06"))], {
      kind: "band"
    }),
    clause(
      "SingleIssuer",
      compare(weight(item), "<=", literal("0.15"), [forEach("issuers", ALL)]),
      grandfathered
    ),
    clause("TechnologyCap", compare(weight(TECHNOLOGY), "<=", literal("0.45")), grandfathered),
    clause("NoTobacco", compare(amount("bought", TOBACCO), "=", usd(0)))
  ];
  if (budget !== "") {
    const gains = total("gains", MONEY, { thisYear: true });
    clauses.push(clause("GainsBudget", compare(gains, "<=", usd(budget)), grandfathered));
  }
  return {
    account: row["account"] ?? "",
    asOf,
    model: row["model"] ?? "",
    nodes,
    choices: choices.map((choice) => ({ ...choice, by: "book" })),
    edits: [],
    clauses,
    preferences: [prefer("FossilFree", compare(weight(FOSSIL), "<=", literal("0.02")), 0.3)],
    adjustments: [],
    objective: bundle.objective,
    washSalesAllowed: false,
    inactive: []
  };
}
function accountOf(row, lots) {
  const decimal = (column) => new Decimal4(row[column] || 0);
  return {
    account: row["account"] ?? "",
    household: row["household"] ?? "",
    registration: row["registration"] ?? "taxable",
    model: row["model"] ?? "",
    cash: decimal("cash"),
    shortRate: decimal("st_rate"),
    longRate: decimal("lt_rate"),
    ytdShort: decimal("ytd_short"),
    ytdLong: decimal("ytd_long"),
    carryShort: decimal("carry_short"),
    carryLong: decimal("carry_long"),
    choices: {},
    columns: {},
    lots
  };
}
function sp500Situations() {
  const securities = table("book/securities.csv");
  const asOf = securities[0]?.["price_date"] ?? "";
  const bundle = bundleOf2(securities);
  const market = {
    asOf,
    securities: new Map(
      securities.map((row, index) => [
        row["symbol"] ?? "",
        {
          symbol: row["symbol"] ?? "",
          index,
          price: new Decimal4(row["price"] ?? 0),
          spread: new Decimal4(row["spread"] || "0.0005"),
          increment: new Decimal4(row["increment"] || 1)
        }
      ])
    )
  };
  const lots = /* @__PURE__ */ new Map();
  for (const row of table("book/lots.csv")) {
    const account = row["account"] ?? "";
    const own = lots.get(account) ?? [];
    own.push({
      id: row["lot"] ?? "",
      symbol: row["symbol"] ?? "",
      quantity: new Decimal4(row["quantity"] ?? 0),
      unitCost: new Decimal4(row["unit_cost"] ?? 0),
      acquired: row["acquired"] ?? ""
    });
    lots.set(account, own);
  }
  const activity = table("book/activity.csv").map(
    (row) => ({
      account: row["account"] ?? "",
      symbol: row["symbol"] ?? "",
      date: row["date"] ?? "",
      side: row["side"] ?? "buy",
      quantity: new Decimal4(row["quantity"] ?? 0),
      price: new Decimal4(row["price"] ?? 0),
      ...row["gain"] ? { gain: new Decimal4(row["gain"]) } : {}
    })
  );
  const rows = table("book/accounts.csv");
  const accounts = rows.map((row) => accountOf(row, lots.get(row["account"] ?? "") ?? []));
  const nodes = new Map(["LargeCap", "Top100", "Top30"].map((model) => [model, modelNodes(model)]));
  return new Map(
    accounts.map((account, at) => {
      const household = accounts.filter((other) => other.household === account.household);
      const names = new Set(household.map((member) => member.account));
      const own = activity.filter((entry) => names.has(entry.account));
      const wash = situationWash({ bundle, market, account, household, activity: own });
      let value = account.cash;
      for (const lot of account.lots)
        value = value.plus(lot.quantity.times(market.securities.get(lot.symbol)?.price ?? 0));
      const policy = policyOf(rows[at] ?? {}, bundle, nodes.get(account.model ?? "") ?? [], asOf);
      return [account.account, { bundle, policy, market, account, ...wash, value }];
    })
  );
}

// packages/solver/src/backends/highs.ts
import * as highsModule from "highs";

// packages/solver/src/problem/problem.ts
function hasIntegers(problem) {
  return problem.integer?.includes(1) ?? false;
}

// packages/solver/src/problem/evaluate.ts
function objectiveOf(problem, x) {
  let sum2 = problem.offset;
  for (let j = 0; j < problem.numCol; j++) sum2 += (problem.cost[j] ?? 0) * (x[j] ?? 0);
  return sum2;
}
function activityOf(problem, x) {
  const activity = new Float64Array(problem.numRow);
  const largest = new Float64Array(problem.numRow);
  for (let j = 0; j < problem.numCol; j++) {
    const xj = x[j] ?? 0;
    if (xj === 0) continue;
    for (let k = problem.start[j] ?? 0; k < (problem.start[j + 1] ?? 0); k++) {
      const row = problem.index[k] ?? 0;
      const term = (problem.value[k] ?? 0) * xj;
      activity[row] = (activity[row] ?? 0) + term;
      largest[row] = Math.max(largest[row] ?? 0, Math.abs(term));
    }
  }
  return { activity, largest };
}
function reducedCosts(problem, rowDual) {
  const reduced = new Float64Array(problem.numCol);
  for (let j = 0; j < problem.numCol; j++) {
    let d = problem.cost[j] ?? 0;
    for (let k = problem.start[j] ?? 0; k < (problem.start[j + 1] ?? 0); k++) {
      d -= (problem.value[k] ?? 0) * (rowDual[problem.index[k] ?? 0] ?? 0);
    }
    reduced[j] = d;
  }
  return reduced;
}

// packages/solver/src/problem/scale.ts
var COMFORT_LOWER = 1e-4;
var COMFORT_UPPER = 1e4;
var COST_LOWER = 1 / 8;
var COST_UPPER = 8;
function problemScale(problem) {
  const { integer } = problem;
  const mean = new LogMean();
  let mixedRows;
  if (integer !== void 0) {
    mixedRows = new Uint8Array(problem.numRow);
    for (let j = 0; j < problem.numCol; j++) {
      if (integer[j] !== 1) continue;
      for (let k = problem.start[j] ?? 0; k < (problem.start[j + 1] ?? 0); k++)
        mixedRows[problem.index[k] ?? 0] = 1;
    }
  }
  for (let j = 0; j < problem.numCol; j++) {
    if (integer?.[j] === 1) continue;
    mean.add(problem.colLower[j] ?? 0);
    mean.add(problem.colUpper[j] ?? 0);
  }
  for (let i = 0; i < problem.numRow; i++) {
    if (mixedRows?.[i] === 1) continue;
    mean.add(problem.rowLower[i] ?? 0);
    mean.add(problem.rowUpper[i] ?? 0);
  }
  return mean.unit(COMFORT_LOWER, COMFORT_UPPER);
}
function scaleProblem(problem) {
  const { numCol, numRow, start, index, integer } = problem;
  const unit = problemScale(problem);
  const colScale = new Float64Array(numCol).fill(1);
  const rowScale2 = new Float64Array(numRow).fill(1);
  if (unit !== 1) {
    for (let j = 0; j < numCol; j++) if (integer?.[j] !== 1) colScale[j] = unit;
    const largest = new Float64Array(numRow);
    for (let j = 0; j < numCol; j++) {
      const c = colScale[j] ?? 1;
      for (let k = start[j] ?? 0; k < (start[j + 1] ?? 0); k++) {
        const row = index[k] ?? 0;
        largest[row] = Math.max(largest[row] ?? 0, Math.abs((problem.value[k] ?? 0) * c));
      }
    }
    for (let i = 0; i < numRow; i++) rowScale2[i] = 1 / powerOfTwo(largest[i] ?? 0);
  }
  const mean = new LogMean();
  for (let j = 0; j < numCol; j++) mean.add((problem.cost[j] ?? 0) * (colScale[j] ?? 1));
  const costScale = 1 / mean.unit(COST_LOWER, COST_UPPER);
  if (unit === 1 && costScale === 1) return { problem, colScale, rowScale: rowScale2, costScale };
  const cost = problem.cost.map((c, j) => c * (colScale[j] ?? 1) * costScale);
  const scaled2 = { ...problem, cost, offset: problem.offset * costScale };
  if (unit !== 1) {
    scaled2.colLower = problem.colLower.map((b2, j) => b2 / (colScale[j] ?? 1));
    scaled2.colUpper = problem.colUpper.map((b2, j) => b2 / (colScale[j] ?? 1));
    scaled2.rowLower = problem.rowLower.map((b2, i) => b2 * (rowScale2[i] ?? 1));
    scaled2.rowUpper = problem.rowUpper.map((b2, i) => b2 * (rowScale2[i] ?? 1));
    scaled2.value = new Float64Array(problem.value.length);
    for (let j = 0; j < numCol; j++) {
      for (let k = start[j] ?? 0; k < (start[j + 1] ?? 0); k++) {
        scaled2.value[k] = (problem.value[k] ?? 0) * (colScale[j] ?? 1) * (rowScale2[index[k] ?? 0] ?? 1);
      }
    }
  }
  return { problem: scaled2, colScale, rowScale: rowScale2, costScale };
}
function powerOfTwo(magnitude) {
  return magnitude > 0 && Number.isFinite(magnitude) ? 2 ** Math.round(Math.log2(magnitude)) : 1;
}
var LogMean = class {
  sum = 0;
  count = 0;
  add(x) {
    if (x === 0 || !Number.isFinite(x)) return;
    this.sum += Math.log2(Math.abs(x));
    this.count++;
  }
  /** The mean as a power of two; 1 where it is within the limits or there is nothing to average. */
  unit(lower2, upper) {
    if (this.count === 0) return 1;
    const mean = 2 ** (this.sum / this.count);
    return mean >= lower2 && mean <= upper ? 1 : powerOfTwo(mean);
  }
};

// packages/solver/src/verify/verify.ts
var defaultTolerance = {
  feasibility: 1e-9,
  integrality: 1e-9,
  objective: 1e-9,
  optimality: 1e-6
};
function verifyAnswer(problem, answer, tolerance = defaultTolerance) {
  const { x } = answer;
  if (x === void 0) return { primalInfeasibility: 0, integrality: 0, objectiveError: 0, ok: true };
  if (x.length !== problem.numCol || !x.every(Number.isFinite)) {
    const message = `the point is not ${problem.numCol} finite numbers`;
    return {
      primalInfeasibility: Infinity,
      integrality: Infinity,
      objectiveError: Infinity,
      ok: false,
      message
    };
  }
  const scale = problemScale(problem);
  const verification = {
    primalInfeasibility: primalInfeasibility(problem, x, scale),
    integrality: integrality(problem, x),
    objectiveError: objectiveError(problem, x, answer.objective),
    ok: true
  };
  const faults = [];
  const check = (figure, limit, what) => {
    if (!(figure <= limit)) faults.push(`${what} ${figure.toExponential(2)} exceeds ${limit}`);
  };
  check(verification.primalInfeasibility, tolerance.feasibility, "violation of a bound");
  check(verification.integrality, tolerance.integrality, "distance from an integer");
  check(verification.objectiveError, tolerance.objective, "error of the objective");
  if (answer.rowDual !== void 0) {
    const dual = verifyDual(problem, x, answer.rowDual, scale);
    verification.dual = dual;
    if (problem.integer === void 0 && answer.status === "optimal") {
      check(dual.infeasibility, tolerance.optimality, "dual infeasibility");
      check(dual.gap, tolerance.optimality, "gap between primal and dual objective");
    }
  }
  if (faults.length > 0) {
    verification.ok = false;
    verification.message = faults.join("; ");
  }
  return verification;
}
function primalInfeasibility(problem, x, unit = problemScale(problem)) {
  const scale = Math.min(1, unit);
  const { activity, largest } = activityOf(problem, x);
  let worst = 0;
  const measure = (at, lower2, upper, size) => {
    if (at < lower2) worst = Math.max(worst, (lower2 - at) / Math.max(size, Math.abs(lower2)));
    if (at > upper) worst = Math.max(worst, (at - upper) / Math.max(size, Math.abs(upper)));
  };
  for (let j = 0; j < problem.numCol; j++) {
    measure(x[j] ?? 0, problem.colLower[j] ?? 0, problem.colUpper[j] ?? 0, scale);
  }
  for (let i = 0; i < problem.numRow; i++) {
    const size = Math.max(scale, largest[i] ?? 0);
    measure(activity[i] ?? 0, problem.rowLower[i] ?? 0, problem.rowUpper[i] ?? 0, size);
  }
  return worst;
}
function integrality(problem, x) {
  let worst = 0;
  for (let j = 0; j < problem.numCol; j++) {
    if (problem.integer?.[j] !== 1) continue;
    worst = Math.max(worst, Math.abs((x[j] ?? 0) - Math.round(x[j] ?? 0)));
  }
  return worst;
}
function objectiveError(problem, x, reported) {
  const objective = objectiveOf(problem, x);
  let size = Math.max(Math.abs(objective), Math.abs(problem.offset));
  for (let j = 0; j < problem.numCol; j++) {
    size = Math.max(size, Math.abs((problem.cost[j] ?? 0) * (x[j] ?? 0)));
  }
  const error = Math.abs(reported - objective);
  return error === 0 ? 0 : error / size;
}
function verifyDual(problem, x, rowDual, unit) {
  const reduced = reducedCosts(problem, rowDual);
  let costSize = 0;
  for (let j = 0; j < problem.numCol; j++) costSize = Math.max(costSize, Math.abs(problem.cost[j] ?? 0));
  let objective = problem.offset;
  let infeasibility = 0;
  const push = (dual, lower2, upper) => {
    if (dual === 0) return;
    const bound = dual > 0 ? lower2 : upper;
    if (Number.isFinite(bound)) objective += dual * bound;
    else infeasibility = Math.max(infeasibility, Math.abs(dual) / (costSize || 1));
  };
  for (let i = 0; i < problem.numRow; i++) {
    push(rowDual[i] ?? 0, problem.rowLower[i] ?? 0, problem.rowUpper[i] ?? 0);
  }
  for (let j = 0; j < problem.numCol; j++) {
    push(reduced[j] ?? 0, problem.colLower[j] ?? 0, problem.colUpper[j] ?? 0);
  }
  const primal = objectiveOf(problem, x);
  const size = Math.max(Math.abs(primal), Math.abs(objective), costSize * unit * 1e-6);
  const gap = Math.abs(primal - objective);
  return { objective, infeasibility, gap: gap === 0 ? 0 : gap / size };
}

// packages/solver/src/branch/heap.ts
var Heap = class {
  constructor(before) {
    this.before = before;
  }
  before;
  items = [];
  get size() {
    return this.items.length;
  }
  peek() {
    return this.items[0];
  }
  push(item2) {
    const { items } = this;
    let at = items.length;
    items.push(item2);
    while (at > 0) {
      const up = at - 1 >> 1;
      const parent = items[up];
      if (parent === void 0 || !this.before(item2, parent)) break;
      items[at] = parent;
      at = up;
    }
    items[at] = item2;
  }
  pop() {
    const { items } = this;
    const top = items[0];
    const last = items.pop();
    if (last === void 0 || items.length === 0) return top;
    let at = 0;
    for (; ; ) {
      let down = 2 * at + 1;
      let child = items[down];
      if (child === void 0) break;
      const right = items[down + 1];
      if (right !== void 0 && this.before(right, child)) {
        down++;
        child = right;
      }
      if (!this.before(child, last)) break;
      items[at] = child;
      at = down;
    }
    items[at] = last;
    return top;
  }
};

// packages/solver/src/branch/branchAndBound.ts
var NO_CLOCK = "a time limit needs a clock, and none was given";
var INTEGER = defaultTolerance.integrality;
var RELATIVE_GAP = 1e-4;
var ABSOLUTE_GAP = 1e-11;
var HEURISTIC_EVERY = 16;
function branchAndBound(solver, problem, options = {}) {
  if (options.timeLimitSeconds !== void 0 && options.now === void 0) {
    return unsolved("failed", NO_CLOCK);
  }
  if (!hasIntegers(problem)) return solver.solve(problem, options);
  return new Search(solver, problem, options).run();
}
var Search = class {
  constructor(solver, problem, options) {
    this.solver = solver;
    this.problem = problem;
    this.options = options;
    const columns = [];
    for (let j = 0; j < problem.numCol; j++) if (problem.integer?.[j] === 1) columns.push(j);
    this.columns = Int32Array.from(columns);
    this.deadline = (options.now?.() ?? 0) + 1e3 * (options.timeLimitSeconds ?? Infinity);
  }
  solver;
  problem;
  options;
  columns;
  open = new Heap((a, b2) => a.bound < b2.bound || a.bound === b2.bound && a.id < b2.id);
  deadline;
  best;
  /** the least bound of a node whose relaxation failed: nothing under it can be called searched */
  lost = Infinity;
  lostMessage = "";
  nodes = 0;
  ids = 0;
  run() {
    this.tryStart();
    const root2 = {
      id: this.ids++,
      bound: -Infinity,
      lower: Float64Array.from(this.columns, (j) => Math.ceil((this.problem.colLower[j] ?? 0) - INTEGER)),
      upper: Float64Array.from(this.columns, (j) => Math.floor((this.problem.colUpper[j] ?? 0) + INTEGER))
    };
    this.open.push(root2);
    for (let node = this.open.peek(); node !== void 0; node = this.open.peek()) {
      if (this.isClosed(Math.min(node.bound, this.lost))) break;
      if (this.secondsLeft() <= 0 || this.nodes >= (this.options.nodeLimit ?? Infinity)) {
        return this.finish("time_limit");
      }
      this.open.pop();
      const answer = this.relax(node);
      if (answer.status === "unbounded") return this.unbounded();
      if (answer.status === "time_limit") {
        this.open.push(node);
        return this.finish("time_limit");
      }
      this.expand(node, answer);
    }
    return this.finish("optimal");
  }
  /**
   * The relaxation is unbounded. With rational data so is the problem, if it has a point at all (Meyer 1974, On the
   * existence of optimal solutions to integer and mixed-integer programming problems).
   */
  unbounded() {
    const { start: _, wantDuals: __, ...options } = this.options;
    if (options.timeLimitSeconds !== void 0) options.timeLimitSeconds = Math.max(0, this.secondsLeft());
    const free = { ...this.problem, offset: 0, cost: new Float64Array(this.problem.numCol) };
    const anywhere = branchAndBound(this.solver, free, options);
    const nodes = this.nodes + anywhere.nodes;
    if (anywhere.status === "optimal") return { ...unsolved("unbounded"), nodes };
    return { ...unsolved(anywhere.status, anywhere.message), nodes };
  }
  /** Takes in what a node's relaxation says: nothing there, a point, or two children. */
  expand(node, answer) {
    if (answer.status === "infeasible") return;
    if (answer.status !== "optimal" || answer.x === void 0) {
      this.lose(node.bound, answer.message ?? answer.status);
      return;
    }
    const bound = Math.max(node.bound, answer.bound);
    if (this.best !== void 0 && this.isClosed(bound)) {
      this.open.push({ ...node, bound });
      return;
    }
    const { x } = answer;
    const branch = this.mostFractional(x);
    if (branch === void 0) {
      this.fixAndSolve(x, Math.round);
      if (this.isClosed(bound) || this.secondsLeft() <= 0) this.open.push({ ...node, bound });
      else this.settle(node, x, bound);
      return;
    }
    if (this.best === void 0 || this.nodes % HEURISTIC_EVERY === 1) {
      this.fixAndSolve(x, Math.round);
      this.fixAndSolve(x, (v) => Math.ceil(v - INTEGER));
    }
    this.split(node, branch, Math.floor(x[this.columns[branch] ?? 0] ?? 0), bound);
  }
  /** Gives a node up: whatever has its bound can no longer be called searched. */
  lose(bound, message) {
    if (bound < this.lost) this.lostMessage = message;
    this.lost = Math.min(this.lost, bound);
  }
  /** Goes on under a node that is integral within tolerance, by branching on a column that is not yet fixed. */
  settle(node, x, bound) {
    for (let k = 0; k < this.columns.length; k++) {
      const lower2 = node.lower[k] ?? 0;
      const upper = node.upper[k] ?? 0;
      if (lower2 === upper) continue;
      const at = Math.round(x[this.columns[k] ?? 0] ?? 0);
      this.split(node, k, at >= upper ? at - 1 : at, bound);
      return;
    }
    this.lose(bound, "the same problem was solved once and not again");
  }
  /** Two children: integer `k` at most `floor`, and at least `floor` + 1. */
  split(node, k, floor, bound) {
    const upper = node.upper.slice();
    upper[k] = floor;
    const lower2 = node.lower.slice();
    lower2[k] = floor + 1;
    this.open.push({ id: this.ids++, bound, lower: node.lower, upper });
    this.open.push({ id: this.ids++, bound, lower: lower2, upper: node.upper });
  }
  relax(node) {
    this.nodes++;
    for (let k = 0; k < this.columns.length; k++) {
      if ((node.lower[k] ?? 0) > (node.upper[k] ?? 0)) return unsolved("infeasible");
    }
    return this.linear(node.lower, node.upper, false);
  }
  /** The linear program with the given bounds on its integer columns. */
  linear(lower2, upper, wantDuals) {
    const { integer: _, ...linear } = this.problem;
    linear.colLower = this.problem.colLower.slice();
    linear.colUpper = this.problem.colUpper.slice();
    for (let k = 0; k < this.columns.length; k++) {
      linear.colLower[this.columns[k] ?? 0] = lower2[k] ?? 0;
      linear.colUpper[this.columns[k] ?? 0] = upper[k] ?? 0;
    }
    const left = this.secondsLeft();
    if (left <= 0) return unsolved("time_limit");
    return this.solver.solve(
      linear,
      left === Infinity ? { wantDuals } : { wantDuals, timeLimitSeconds: left }
    );
  }
  fixAndSolve(x, toInteger) {
    const fixed2 = Float64Array.from(this.columns, (j) => {
      const at = toInteger(x[j] ?? 0);
      return Math.min(Math.max(at, this.problem.colLower[j] ?? at), this.problem.colUpper[j] ?? at);
    });
    const answer = this.linear(fixed2, fixed2, this.options.wantDuals === true);
    if (answer.status !== "optimal" || answer.x === void 0) return;
    if (this.best === void 0 || answer.objective < this.best.objective) this.best = answer;
  }
  /** A start that verifies becomes the first point, improved by the linear program at its integers. */
  tryStart() {
    const { start } = this.options;
    if (start === void 0 || start.length !== this.problem.numCol) return;
    const given2 = { status: "time_limit", objective: 0, bound: -Infinity, x: start, nodes: 0 };
    const { primalInfeasibility: primalInfeasibility2, integrality: integrality2 } = verifyAnswer(this.problem, given2);
    if (integrality2 <= INTEGER && primalInfeasibility2 <= defaultTolerance.feasibility)
      this.fixAndSolve(start, Math.round);
  }
  mostFractional(x) {
    let farthest = INTEGER;
    let found;
    for (let k = 0; k < this.columns.length; k++) {
      const v = x[this.columns[k] ?? 0] ?? 0;
      const distance = Math.abs(v - Math.round(v));
      if (distance > farthest) {
        farthest = distance;
        found = k;
      }
    }
    return found;
  }
  allowedGap() {
    const relative = this.options.relativeGap ?? RELATIVE_GAP;
    const absolute = this.options.absoluteGap ?? ABSOLUTE_GAP;
    return Math.max(absolute, relative * Math.abs(this.best?.objective ?? 0));
  }
  isClosed(bound) {
    return this.best !== void 0 && this.best.objective - bound <= this.allowedGap();
  }
  secondsLeft() {
    return this.options.now === void 0 ? Infinity : (this.deadline - this.options.now()) / 1e3;
  }
  finish(reached) {
    const { best, nodes } = this;
    const bound = Math.min(this.open.peek()?.bound ?? Infinity, this.lost, best?.objective ?? Infinity);
    if (reached === "optimal" && this.lost < Infinity && !this.isClosed(this.lost)) {
      return { ...unsolved("failed", `a relaxation failed: ${this.lostMessage}`), bound, nodes };
    }
    if (best === void 0) {
      if (reached === "optimal") return { ...unsolved("infeasible"), nodes };
      return { ...unsolved("time_limit"), bound, nodes };
    }
    return { ...best, status: reached, bound, nodes };
  }
};
function unsolved(status, message) {
  const bound = status === "infeasible" ? Infinity : -Infinity;
  const answer = { status, objective: Number.NaN, bound, nodes: 0 };
  if (message !== void 0) answer.message = message;
  return answer;
}

// packages/solver/src/problem/fault.ts
var CROSSING = 1e-9;
function findFault(problem) {
  const malformed = findMalformed(problem);
  if (malformed !== void 0) return { status: "failed", message: `malformed problem: ${malformed}` };
  const columns = uncross("column", problem.colLower, problem.colUpper, problem.integer);
  if (typeof columns === "string") return { status: "infeasible", message: columns };
  const rows = uncross("row", problem.rowLower, problem.rowUpper);
  if (typeof rows === "string") return { status: "infeasible", message: rows };
  if (columns === void 0 && rows === void 0) return void 0;
  const repaired = { ...problem };
  if (columns !== void 0) [repaired.colLower, repaired.colUpper] = columns;
  if (rows !== void 0) [repaired.rowLower, repaired.rowUpper] = rows;
  return { status: "repaired", problem: repaired };
}
function findMalformed(problem) {
  const { numCol, numRow, start, index, value } = problem;
  const entries = start[numCol] ?? -1;
  const lengths = [
    ["cost", problem.cost.length, numCol],
    ["colLower", problem.colLower.length, numCol],
    ["colUpper", problem.colUpper.length, numCol],
    ["rowLower", problem.rowLower.length, numRow],
    ["rowUpper", problem.rowUpper.length, numRow],
    ["start", start.length, numCol + 1],
    ["index", index.length, entries],
    ["value", value.length, entries],
    ["integer", problem.integer?.length ?? numCol, numCol]
  ];
  for (const [name, length, expected] of lengths) {
    if (length !== expected) return `${name} has length ${length}, not ${expected}`;
  }
  if (!Number.isFinite(problem.offset)) return "the offset is not finite";
  if (start[0] !== 0) return "start does not begin with 0";
  const seen = new Int32Array(numRow).fill(-1);
  for (let j = 0; j < numCol; j++) {
    if (!Number.isFinite(problem.cost[j])) return `the cost of column ${j} is not finite`;
    if (!boundsMakeSense(problem.colLower[j], problem.colUpper[j]))
      return `bounds of column ${j} make no sense`;
    if ((start[j + 1] ?? 0) < (start[j] ?? 0)) return `start decreases at column ${j}`;
    for (let k = start[j] ?? 0; k < (start[j + 1] ?? 0); k++) {
      const row = index[k] ?? -1;
      if (row < 0 || row >= numRow) return `column ${j} names row ${row} of ${numRow}`;
      if (seen[row] === j) return `column ${j} names row ${row} twice`;
      seen[row] = j;
      if (!Number.isFinite(value[k])) return `a coefficient of column ${j} is not finite`;
    }
  }
  for (let i = 0; i < numRow; i++) {
    if (!boundsMakeSense(problem.rowLower[i], problem.rowUpper[i])) return `bounds of row ${i} make no sense`;
  }
  return void 0;
}
function boundsMakeSense(lower2 = Number.NaN, upper = Number.NaN) {
  return lower2 < Infinity && upper > -Infinity;
}
function uncross(what, lower2, upper, integer) {
  let repaired;
  for (let at = 0; at < lower2.length; at++) {
    const low = lower2[at] ?? 0;
    const high = upper[at] ?? 0;
    if (low <= high) continue;
    const size = Math.max(Math.abs(low), Math.abs(high));
    if (low - high > CROSSING * size || integer?.[at] === 1) {
      return `${what} ${at} must be at least ${low} and at most ${high}`;
    }
    repaired ??= [lower2.slice(), upper.slice()];
    repaired[0][at] = (low + high) / 2;
    repaired[1][at] = (low + high) / 2;
  }
  return repaired;
}

// packages/solver/src/backends/engine.ts
function noPoint(status, message) {
  const bound = status === "infeasible" ? Infinity : -Infinity;
  const answer = { status, objective: Number.NaN, bound, nodes: 0 };
  if (message !== void 0) answer.message = message;
  return answer;
}

// packages/solver/src/backends/checked.ts
function checkedBackend(engine) {
  let disposed = false;
  return {
    name: engine.name,
    version: engine.version,
    solve(problem, options = {}) {
      if (disposed) return noPoint("failed", "the backend has been disposed of");
      return solveChecked(engine, problem, options);
    },
    dispose() {
      if (disposed) return;
      disposed = true;
      engine.dispose();
    }
  };
}
function solveChecked(engine, given2, options) {
  const fault = findFault(given2);
  if (fault?.status === "failed") return noPoint("failed", fault.message);
  if (fault?.status === "infeasible") return noPoint("infeasible", fault.message);
  if (options.start !== void 0 && options.start.length !== given2.numCol) {
    return noPoint(
      "failed",
      `the start has ${options.start.length} numbers, the problem ${given2.numCol} columns`
    );
  }
  const problem = fault?.problem ?? given2;
  if (problem.numCol === 0) return withoutColumns(problem, options);
  const scaled2 = scaleProblem(problem);
  let { answer, message } = attempt(engine.solve.bind(engine), engine, scaled2, given2, options);
  if (message !== void 0 && engine.retry !== void 0) {
    ({ answer, message } = attempt(engine.retry.bind(engine), engine, scaled2, given2, options));
  }
  if (message !== void 0) return { ...noPoint("failed", message), nodes: answer.nodes };
  if (options.wantDuals !== true) {
    delete answer.rowDual;
    delete answer.colDual;
  }
  return answer;
}
function withoutColumns(problem, options) {
  const answer = {
    status: "optimal",
    objective: problem.offset,
    bound: problem.offset,
    x: new Float64Array(0),
    nodes: 0
  };
  const checked = verifyAnswer(problem, answer);
  if (!checked.ok) return noPoint("infeasible", "a row without columns excludes zero");
  if (options.wantDuals === true) {
    answer.rowDual = new Float64Array(problem.numRow);
    answer.colDual = new Float64Array(0);
  }
  return answer;
}
function attempt(solve, engine, scaled2, given2, options) {
  let raw;
  try {
    raw = solve(scaled2.problem, scaledOptions(scaled2, options));
    if (raw.x !== void 0 && hasIntegers(given2)) raw = exactIntegers(solve, scaled2.problem, raw, options);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const message = `${engine.name} stopped: ${error.message}`;
    return { answer: noPoint("failed", message), message };
  }
  if (raw.status === "failed")
    return { answer: raw, message: raw.message ?? `${engine.name} gave no reason` };
  const answer = unscale(scaled2, given2, raw);
  let checked = verifyAnswer(given2, answer);
  if (!checked.ok && answer.x !== void 0 && clip(given2, answer.x)) {
    answer.objective = objectiveOf(given2, answer.x);
    checked = verifyAnswer(given2, answer);
  }
  if (!checked.ok) {
    return {
      answer,
      message: `the answer of ${engine.name} does not verify: ${checked.message ?? "no reason"}`
    };
  }
  if (checked.dual !== void 0 && !hasIntegers(given2)) answer.bound = checked.dual.objective;
  if (answer.x !== void 0) answer.bound = Math.min(answer.bound, answer.objective);
  return { answer };
}
function clip(problem, x) {
  let changed = false;
  for (let j = 0; j < problem.numCol; j++) {
    const at = x[j] ?? 0;
    const clipped = Math.min(Math.max(at, problem.colLower[j] ?? at), problem.colUpper[j] ?? at);
    if (clipped === at) continue;
    x[j] = clipped;
    changed = true;
  }
  return changed;
}
function scaledOptions(scaled2, options) {
  if (options.start === void 0) return options;
  return { ...options, start: options.start.map((v, j) => v / (scaled2.colScale[j] ?? 1)) };
}
function exactIntegers(solve, problem, raw, options) {
  const { x } = raw;
  if (x === void 0) return raw;
  const rounded = x.map((v, j) => problem.integer?.[j] === 1 ? Math.round(v) : v);
  const exact = rounded.every((v, j) => v === x[j]);
  if (exact && (raw.rowDual !== void 0 || options.wantDuals !== true)) return raw;
  const feasible = primalInfeasibility(problem, rounded) <= defaultTolerance.feasibility;
  if (feasible && options.wantDuals !== true) {
    return { ...raw, x: rounded, objective: objectiveOf(problem, rounded) };
  }
  const { integer, ...fixed2 } = problem;
  const pin = (bound, j) => integer?.[j] === 1 ? rounded[j] ?? 0 : bound;
  fixed2.colLower = problem.colLower.map(pin);
  fixed2.colUpper = problem.colUpper.map(pin);
  const { start: _, ...rest } = options;
  const again = solve(fixed2, rest);
  if (again.status !== "optimal" || again.x === void 0) {
    if (feasible) return { ...raw, x: rounded, objective: objectiveOf(problem, rounded) };
    return noPoint(
      "failed",
      `the integers found admit no point: with them fixed the problem is ${again.status}`
    );
  }
  return { ...again, status: raw.status, bound: raw.bound, nodes: raw.nodes };
}
function unscale(scaled2, given2, raw) {
  const { colScale, rowScale: rowScale2, costScale } = scaled2;
  const answer = { ...raw, bound: raw.bound / costScale };
  if (raw.x === void 0) return answer;
  answer.x = raw.x.map((v, j) => v * (colScale[j] ?? 1) + 0);
  answer.objective = objectiveOf(given2, answer.x);
  if (raw.rowDual !== void 0) {
    answer.rowDual = raw.rowDual.map((y, i) => cleanDual(given2, i, y * (rowScale2[i] ?? 1) / costScale));
    answer.colDual = reducedCosts(given2, answer.rowDual);
  }
  return answer;
}
function cleanDual(problem, row, y) {
  const against = y > 0 ? problem.rowLower[row] : problem.rowUpper[row];
  return y === 0 || !Number.isFinite(against) ? 0 : y;
}

// packages/solver/src/backends/unwrap.ts
function unwrapDefault(module) {
  let found = module;
  while (typeof found === "object" && found !== null && "default" in found) found = found.default;
  return found;
}

// packages/solver/src/backends/highs.ts
var RELATIVE_GAP2 = 1e-4;
var NO_TIME_LIMIT = 1e20;
var FIXED_OPTIONS = {
  output_flag: false,
  random_seed: 0,
  primal_feasibility_tolerance: 1e-9,
  dual_feasibility_tolerance: 1e-9,
  mip_feasibility_tolerance: 1e-9,
  // The default of 1e-6 would end a search whose objective is itself a few basis points of an account.
  mip_abs_gap: 1e-11,
  small_matrix_value: 1e-12
};
var PLAIN = { presolve: "off", simplex_scale_strategy: 2, simplex_strategy: 1 };
var SEARCH = { presolve: "on", simplex_scale_strategy: 2, simplex_strategy: 1 };
var FIRST_NODES = 1;
var CAREFUL = { presolve: "off", simplex_scale_strategy: 0, simplex_strategy: 4 };
var CAREFUL_SEARCH = { presolve: "off", simplex_scale_strategy: 0, simplex_strategy: 1 };
async function createHighs(settings = {}) {
  const runtime = await loader()(settings.init);
  const model = runtime.createModel();
  model.options.set(FIXED_OPTIONS);
  return checkedBackend(new HighsEngine(runtime, model, settings.firstNodes ?? FIRST_NODES));
}
function loader() {
  const found = unwrapDefault(highsModule);
  if (typeof found !== "function") throw new TypeError("the package `highs` exports no loader");
  return found;
}
var HighsEngine = class {
  constructor(runtime, model, firstNodes) {
    this.runtime = runtime;
    this.model = model;
    this.firstNodes = firstNodes;
    this.version = runtime.version.string;
    this.linear = checkedBackend({
      name: this.name,
      version: this.version,
      solve: (problem, options) => this.run(problem, options, PLAIN),
      retry: (problem, options) => this.run(problem, options, CAREFUL),
      dispose: () => void 0
    });
  }
  runtime;
  model;
  firstNodes;
  name = "highs";
  version;
  /** linear programs on the same model, verified one by one: what our own search rests on */
  linear;
  /** options as they stand */
  current = /* @__PURE__ */ new Map();
  /** seconds that HiGHS has spent by its own clock, which time limits are held against */
  spent = 0;
  solve(problem, options) {
    if (!hasIntegers(problem)) return this.run(problem, options, PLAIN);
    if (this.firstNodes === 0) return this.run(problem, options, SEARCH);
    const begun = this.spent;
    const now2 = () => 1e3 * this.spent;
    const first = branchAndBound(this.linear, problem, { ...options, now: now2, nodeLimit: this.firstNodes });
    if (first.status === "optimal" || first.status === "infeasible") return first;
    const rest = { ...options };
    if (first.x !== void 0) rest.start = first.x;
    if (options.timeLimitSeconds !== void 0) {
      rest.timeLimitSeconds = Math.max(0, options.timeLimitSeconds - (this.spent - begun));
      if (rest.timeLimitSeconds === 0) return first;
    }
    const second = this.run(problem, rest, SEARCH);
    const both = { bound: Math.max(first.bound, second.bound), nodes: first.nodes + second.nodes };
    if (second.x !== void 0 || first.x === void 0) return { ...second, ...both };
    if (second.status === "time_limit") return { ...first, ...both };
    return noPoint("failed", `highs finds the problem ${second.status}, though a point is known`);
  }
  retry(problem, options) {
    return this.run(problem, options, hasIntegers(problem) ? CAREFUL_SEARCH : CAREFUL);
  }
  dispose() {
    this.model.dispose();
  }
  run(problem, options, how) {
    const { model } = this;
    const status = this.runtime.constants.modelStatus;
    this.setOptions({
      ...how,
      time_limit: options.timeLimitSeconds ?? NO_TIME_LIMIT,
      mip_rel_gap: options.relativeGap ?? RELATIVE_GAP2
    });
    model.passModel(modelData(problem));
    model.zeroAllClocks();
    if (options.start !== void 0 && hasIntegers(problem)) model.setSolution({ colValue: options.start });
    const { modelStatus } = model.run();
    this.spent += model.getRunTime();
    switch (modelStatus) {
      case status.optimal:
      case status.empty:
        return this.read(problem, "optimal");
      case status.infeasible:
        return noPoint("infeasible");
      case status.unbounded:
        return noPoint("unbounded");
      case status.unboundedOrInfeasible:
        return this.disambiguate(problem, options, how);
      case status.timeLimit:
        return this.readLimited(problem);
      default:
        return noPoint("failed", `highs ended with model status ${modelStatus}`);
    }
  }
  /** Sets those options that are not set already: each takes longer than a pivot. */
  setOptions(wanted) {
    const changed = Object.entries(wanted).filter(([name, value]) => this.current.get(name) !== value);
    if (changed.length === 0) return;
    this.model.options.set(Object.fromEntries(changed));
    for (const [name, value] of changed) this.current.set(name, value);
  }
  /** Unbounded or infeasible: without a cost it can only be infeasible. */
  disambiguate(problem, options, how) {
    if (problem.cost.every((c) => c === 0)) return noPoint("infeasible");
    const free = this.run({ ...problem, cost: new Float64Array(problem.numCol) }, options, how);
    return free.status === "optimal" ? noPoint("unbounded") : free;
  }
  read(problem, status) {
    const { model } = this;
    const { colValue, rowDual, colDual } = model.getSolution();
    const objective = model.getObjectiveValue();
    if (!hasIntegers(problem)) {
      return { status, objective, bound: objective, x: colValue, rowDual, colDual, nodes: 0 };
    }
    const bound = Number(model.info.get("mip_dual_bound"));
    return { status, objective, bound, x: colValue, nodes: Number(model.info.get("mip_node_count")) };
  }
  /** At the time limit a search may have a point and a bound; a linear program has nothing to show. */
  readLimited(problem) {
    const { feasible } = this.runtime.constants.solutionStatus;
    if (!hasIntegers(problem)) return noPoint("time_limit");
    if (this.model.info.get("primal_solution_status") === feasible) return this.read(problem, "time_limit");
    const answer = noPoint("time_limit");
    answer.bound = Number(this.model.info.get("mip_dual_bound"));
    answer.nodes = Number(this.model.info.get("mip_node_count"));
    return answer;
  }
};
function modelData(problem) {
  const data = {
    numCols: problem.numCol,
    numRows: problem.numRow,
    offset: problem.offset,
    colCost: problem.cost,
    colLower: problem.colLower,
    colUpper: problem.colUpper,
    rowLower: problem.rowLower,
    rowUpper: problem.rowUpper,
    matrix: {
      format: "csc",
      numRows: problem.numRow,
      numCols: problem.numCol,
      starts: problem.start,
      indices: problem.index,
      values: problem.value
    }
  };
  return hasIntegers(problem) ? { ...data, integrality: Int32Array.from(problem.integer ?? []) } : data;
}

// packages/solver/src/backends/jslpEngine.ts
import * as jslpModule from "javascript-lp-solver";
var jslp = unwrapDefault(jslpModule);

// packages/solver/src/problem/builder.ts
var FIRST_CAPACITY = 64;
var ProblemBuilder = class {
  /** constant part of the objective */
  offset = 0;
  columns = 0;
  rows = 0;
  entries = 0;
  cost = new Float64Array(FIRST_CAPACITY);
  colLower = new Float64Array(FIRST_CAPACITY);
  colUpper = new Float64Array(FIRST_CAPACITY);
  integer = new Uint8Array(FIRST_CAPACITY);
  rowLower = new Float64Array(FIRST_CAPACITY);
  rowUpper = new Float64Array(FIRST_CAPACITY);
  rowStart = new Int32Array(FIRST_CAPACITY);
  entryCol = new Int32Array(FIRST_CAPACITY);
  entryCoef = new Float64Array(FIRST_CAPACITY);
  /** Columns added so far. */
  get numCol() {
    return this.columns;
  }
  /** Rows added so far. */
  get numRow() {
    return this.rows;
  }
  /**
   * Adds a variable and returns its index.
   * @throws RangeError when a bound or the cost is not a number, the cost is infinite, or lower is above upper only
   *   by being +Infinity or -Infinity on the wrong side. (lower > upper itself is allowed: the problem is infeasible.)
   */
  addColumn(cost, lower2, upper, integer = false) {
    if (!Number.isFinite(cost)) throw new RangeError(`cost ${cost} of column ${this.columns} is not finite`);
    checkBounds("column", this.columns, lower2, upper);
    if (this.columns === this.cost.length) {
      this.cost = grown(this.cost, Float64Array);
      this.colLower = grown(this.colLower, Float64Array);
      this.colUpper = grown(this.colUpper, Float64Array);
      this.integer = grown(this.integer, Uint8Array);
    }
    const column = this.columns++;
    this.cost[column] = cost;
    this.colLower[column] = lower2;
    this.colUpper[column] = upper;
    this.integer[column] = integer ? 1 : 0;
    return column;
  }
  /** Adds `amount` to a column's cost. */
  addCost(column, amount2) {
    this.checkColumn(column);
    if (!Number.isFinite(amount2)) throw new RangeError(`cost ${amount2} of column ${column} is not finite`);
    this.cost[column] = (this.cost[column] ?? 0) + amount2;
  }
  addRow(lower2, upper, entries, coefs) {
    checkBounds("row", this.rows, lower2, upper);
    if (coefs !== void 0 && coefs.length !== entries.length) {
      throw new RangeError(`row ${this.rows} has ${entries.length} columns and ${coefs.length} coefficients`);
    }
    const before = this.entries;
    try {
      for (let k = 0; k < entries.length; k++) {
        const entry = entries[k];
        if (typeof entry === "number") this.addEntry(entry, coefs?.[k] ?? Number.NaN);
        else if (entry !== void 0) this.addEntry(entry.col, entry.coef);
      }
    } catch (error) {
      this.entries = before;
      throw error;
    }
    if (this.rows === this.rowLower.length) {
      this.rowLower = grown(this.rowLower, Float64Array);
      this.rowUpper = grown(this.rowUpper, Float64Array);
      this.rowStart = grown(this.rowStart, Int32Array);
    }
    const row = this.rows++;
    this.rowLower[row] = lower2;
    this.rowUpper[row] = upper;
    this.rowStart[row] = before;
    return row;
  }
  /** The problem gathered so far. The builder stays usable; the arrays are the caller's own. */
  build() {
    const { columns, rows } = this;
    const start = new Int32Array(columns + 1);
    const index = new Int32Array(this.entries);
    const value = new Float64Array(this.entries);
    const next = new Int32Array(columns + 1);
    for (let k = 0; k < this.entries; k++) {
      const slot = (this.entryCol[k] ?? 0) + 1;
      next[slot] = (next[slot] ?? 0) + 1;
    }
    for (let j = 0; j < columns; j++) next[j + 1] = (next[j + 1] ?? 0) + (next[j] ?? 0);
    const first = next.slice();
    for (let row = 0; row < rows; row++) {
      const end = row + 1 < rows ? this.rowStart[row + 1] ?? 0 : this.entries;
      for (let k = this.rowStart[row] ?? 0; k < end; k++) {
        const column = this.entryCol[k] ?? 0;
        const coef = this.entryCoef[k] ?? 0;
        const at = next[column] ?? 0;
        if (at > (first[column] ?? 0) && index[at - 1] === row) {
          value[at - 1] = (value[at - 1] ?? 0) + coef;
        } else {
          index[at] = row;
          value[at] = coef;
          next[column] = at + 1;
        }
      }
    }
    const kept = compact(columns, first, next, start, index, value);
    const problem = {
      numCol: columns,
      numRow: rows,
      offset: this.offset,
      cost: this.cost.slice(0, columns),
      colLower: this.colLower.slice(0, columns),
      colUpper: this.colUpper.slice(0, columns),
      rowLower: this.rowLower.slice(0, rows),
      rowUpper: this.rowUpper.slice(0, rows),
      start,
      index: index.slice(0, kept),
      value: value.slice(0, kept)
    };
    const integer = this.integer.slice(0, columns);
    if (integer.includes(1)) problem.integer = integer;
    return problem;
  }
  checkColumn(column) {
    if (!Number.isInteger(column) || column < 0 || column >= this.columns) {
      throw new RangeError(`there is no column ${column}: ${this.columns} have been added`);
    }
  }
  addEntry(column, coef) {
    this.checkColumn(column);
    if (!Number.isFinite(coef)) {
      throw new RangeError(`coefficient ${coef} of column ${column} in row ${this.rows} is not finite`);
    }
    if (this.entries === this.entryCol.length) {
      this.entryCol = grown(this.entryCol, Int32Array);
      this.entryCoef = grown(this.entryCoef, Float64Array);
    }
    this.entryCol[this.entries] = column;
    this.entryCoef[this.entries] = coef;
    this.entries++;
  }
};
function compact(columns, first, last, start, index, value) {
  let kept = 0;
  for (let j = 0; j < columns; j++) {
    start[j] = kept;
    for (let k = first[j] ?? 0; k < (last[j] ?? 0); k++) {
      const coef = value[k] ?? 0;
      if (coef === 0) continue;
      index[kept] = index[k] ?? 0;
      value[kept] = coef;
      kept++;
    }
  }
  start[columns] = kept;
  return kept;
}
function checkBounds(what, at, lower2, upper) {
  if (Number.isNaN(lower2) || Number.isNaN(upper) || lower2 === Infinity || upper === -Infinity) {
    throw new RangeError(`bounds [${lower2}, ${upper}] of ${what} ${at} make no sense`);
  }
}
function grown(old, kind) {
  const next = new kind(old.length * 2);
  next.set(old);
  return next;
}

// packages/runtime/src/lowering/affine.ts
function weightColumn(i) {
  return -1 - 3 * i;
}
function tradedColumn(i) {
  return -2 - 3 * i;
}
function heldColumn(i) {
  return -3 - 3 * i;
}
function virtual(column) {
  const at = -1 - column;
  const kind = at % 3 === 0 ? "weight" : at % 3 === 1 ? "traded" : "held";
  return { kind, security: (at - at % 3) / 3 };
}
function constant(value) {
  return { constant: value, cols: [], coefs: [] };
}
function addScaled(into, form, factor) {
  if (factor === 0) return;
  into.constant += factor * form.constant;
  for (let k = 0; k < form.cols.length; k++) addTerm(into, form.cols[k] ?? 0, factor * (form.coefs[k] ?? 0));
}
function addTerm(into, column, coef) {
  if (coef === 0) return;
  into.cols.push(column);
  into.coefs.push(coef);
}
function scaled(form, factor) {
  const result = constant(0);
  addScaled(result, form, factor);
  return result;
}
function collected(form) {
  const sums = /* @__PURE__ */ new Map();
  for (let k = 0; k < form.cols.length; k++) {
    const column = form.cols[k] ?? 0;
    sums.set(column, (sums.get(column) ?? 0) + (form.coefs[k] ?? 0));
  }
  const result = constant(form.constant);
  for (const column of [...sums.keys()].sort((a, b2) => a - b2)) addTerm(result, column, sums.get(column) ?? 0);
  return result;
}
function evaluateAffine(form, at) {
  let sum2 = form.constant;
  for (let k = 0; k < form.cols.length; k++) sum2 += (form.coefs[k] ?? 0) * at(form.cols[k] ?? 0);
  return sum2;
}

// packages/runtime/src/lowering/measures.ts
function heldIn(draft, set, factor) {
  const { frame } = draft;
  const form = constant(0);
  for (const i of set.members) {
    const k = factor(i);
    if (set.lots === void 0) {
      addTerm(form, weightColumn(i), k);
      continue;
    }
    for (const lot of frame.lotsOf[i] ?? []) {
      if (set.lots.passes(frame.lots[lot]?.acquired ?? ""))
        form.constant += k * (frame.lots[lot]?.value ?? 0);
    }
    addSold(draft, form, i, set, -k);
    if (set.lots.bought) addTerm(form, draft.buy[i] ?? -1, k);
  }
  return form;
}
function addSold(draft, form, i, set, factor) {
  for (const p of draft.partsOf[i] ?? []) {
    const part = draft.parts[p];
    if (part === void 0) continue;
    const first = draft.frame.lots[part.lots[0] ?? -1];
    if (set.lots === void 0 || set.lots.passes(first?.acquired ?? "")) addTerm(form, part.column, factor);
  }
}
function weightOf(draft, set) {
  const form = heldIn(draft, set, () => 1);
  if (set.cash) addTerm(form, draft.cash, 1);
  return form;
}
function targetOf(draft, set) {
  let sum2 = set.cash ? draft.frame.cashTarget : 0;
  for (const i of set.members) sum2 += draft.frame.target[i] ?? 0;
  return sum2;
}
function setMeasure(draft, expr, environment) {
  const { frame } = draft;
  const set = draft.sets.resolve(expr.of, environment);
  const { value } = frame;
  const unit = expr.unit.unit;
  const factor = (i) => unit === "shares" ? value / (frame.price[i] ?? 1) : unit === "money" ? value : 1;
  switch (expr.measure) {
    case "weight":
      return weightOf(draft, set);
    case "value": {
      const form = heldIn(draft, set, () => value);
      if (set.cash) addTerm(form, draft.cash, value);
      return form;
    }
    case "shares":
      return heldIn(draft, set, (i) => value / (frame.price[i] ?? 1));
    case "target":
      return constant(targetOf(draft, set));
    case "drift": {
      const form = weightOf(draft, set);
      form.constant -= targetOf(draft, set);
      return form;
    }
    case "bought":
    case "sold":
    case "traded": {
      const form = constant(0);
      const bought = expr.measure !== "sold" && (set.lots === void 0 || set.lots.bought || expr.measure === "traded");
      for (const i of set.members) {
        if (bought) addTerm(form, draft.buy[i] ?? -1, factor(i));
        if (expr.measure !== "bought") addSold(draft, form, i, set, factor(i));
      }
      return form;
    }
  }
}
function gainsForm(draft, term, lossesOnly) {
  const form = constant(0);
  if (!draft.frame.taxable) return form;
  for (const part of draft.parts) {
    if (term !== void 0 && part.long !== (term === "long")) continue;
    if (lossesOnly) addTerm(form, part.column, Math.max(0, -part.gain) * draft.frame.value);
    else addTerm(form, part.column, part.gain * draft.frame.value);
  }
  return form;
}
function realised(draft, term, lossesOnly) {
  const { account } = draft.frame.situation;
  if (!draft.frame.taxable) return 0;
  const of = (amount2) => lossesOnly ? Math.max(0, -amount2) : amount2;
  const short = term === "long" ? 0 : of(account.ytdShort.toNumber());
  const long = term === "short" ? 0 : of(account.ytdLong.toNumber());
  return short + long;
}
function lotTaxForm(draft, thisYear) {
  const { account } = draft.frame.situation;
  const form = constant(0);
  if (!draft.frame.taxable) return form;
  const short = account.shortRate.toNumber();
  const long = account.longRate.toNumber();
  for (const part of draft.parts)
    addTerm(form, part.column, part.gain * (part.long ? long : short) * draft.frame.value);
  if (thisYear) form.constant += short * account.ytdShort.toNumber() + long * account.ytdLong.toNumber();
  return form;
}
function totalMeasure(draft, expr) {
  const { frame } = draft;
  switch (expr.measure) {
    case "turnover": {
      const form = constant(0);
      for (const part of draft.parts) addTerm(form, part.column, 0.5);
      for (const column of draft.buy) addTerm(form, column, 0.5);
      return form;
    }
    case "gains":
    case "losses": {
      const lossesOnly = expr.measure === "losses";
      const form = gainsForm(draft, expr.term, lossesOnly);
      if (expr.thisYear === true) form.constant += realised(draft, expr.term, lossesOnly);
      return form;
    }
    case "tax":
      return lotTaxForm(draft, expr.thisYear === true);
    case "cash": {
      const form = constant(0);
      addTerm(form, draft.cash, expr.unit.unit === "weight" ? 1 : frame.value);
      return form;
    }
    case "holdings": {
      const form = constant(0);
      for (let i = 0; i < frame.count; i++) addTerm(form, heldColumn(i), 1);
      return form;
    }
    case "trades": {
      const form = constant(0);
      for (let i = 0; i < frame.count; i++) addTerm(form, tradedColumn(i), 1);
      return form;
    }
    case "tracking error":
      throw new Error("tracking error has no affine form");
  }
}
function averageForms(draft, expr, environment) {
  const { frame } = draft;
  const set = draft.sets.resolve(expr.of, environment);
  const cell = (i) => frame.situation.bundle.universe[frame.universe[i] ?? 0]?.attributes[expr.attribute];
  const numbered = { ...set, cash: false, members: set.members.filter((i) => cell(i) !== void 0) };
  return { sum: heldIn(draft, numbered, (i) => Number(cell(i))), base: weightOf(draft, numbered) };
}

// packages/runtime/src/lowering/netting.ts
function nettedTax(rates, short, long) {
  const both = short + long;
  const offset = Math.min(Math.max(short, 0), Math.max(both, 0));
  return rates.long * Math.max(both, 0) - rates.unused * Math.max(-both, 0) + (rates.short - rates.long) * offset;
}
function ratesOf(draft) {
  const { account, policy } = draft.frame.situation;
  const long = account.longRate.toNumber();
  const unused = policy.objective.taxes?.unusedLossWorth;
  return {
    short: account.shortRate.toNumber(),
    long,
    unused: unused === void 0 ? long / 2 : Number(unused)
  };
}
function netBefore(draft) {
  const { account } = draft.frame.situation;
  const { value } = draft.frame;
  return {
    short: account.ytdShort.minus(account.carryShort).toNumber() / value,
    long: account.ytdLong.minus(account.carryLong).toNumber() / value
  };
}
function range(draft, form) {
  let low = form.constant;
  let high = form.constant;
  for (let k = 0; k < form.cols.length; k++) {
    const coef = form.coefs[k] ?? 0;
    const upper = coef * (draft.upper[form.cols[k] ?? 0] ?? 0);
    low += Math.min(0, upper);
    high += Math.max(0, upper);
  }
  return { low, high };
}
function nettedTaxForm(draft) {
  const { value } = draft.frame;
  const rates = ratesOf(draft);
  const before = netBefore(draft);
  const short = scaled(gainsForm(draft, "short", false), 1 / value);
  short.constant += before.short;
  const net = scaled(gainsForm(draft, "long", false), 1 / value);
  net.constant += before.long;
  addScaled(net, short, 1);
  const result = constant(-nettedTax(rates, before.short, before.long));
  const { low, high } = range(draft, net);
  const up = draft.column(0, Math.max(0, high));
  const down = draft.column(0, Math.max(0, -low));
  addTerm(result, up, rates.long);
  addTerm(result, down, -rates.unused);
  const split = scaled(net, 1);
  addTerm(split, up, -1);
  addTerm(split, down, 1);
  draft.row(split, 0, 0);
  const extra = rates.short - rates.long;
  const signed = rates.unused > rates.long || extra < 0;
  if (signed && low < 0 && high > 0) eitherOr(draft, up, high, down, -low);
  addOffset(draft, result, { short, up, high, extra });
  return result;
}
function eitherOr(draft, up, upMost, down, downMost) {
  const sign = draft.column(0, 1, true);
  draft.row({ constant: 0, cols: [up, sign], coefs: [1, -upMost] }, -Infinity, 0);
  draft.row({ constant: 0, cols: [down, sign], coefs: [1, downMost] }, -Infinity, downMost);
}
function addOffset(draft, result, { short, up, high, extra }) {
  const { low, high: most } = range(draft, short);
  if (extra === 0 || high <= 0 || most <= 0) return;
  const least = draft.column(0, Math.min(most, high));
  addTerm(result, least, extra);
  if (extra > 0) {
    const which = draft.column(0, 1, true);
    const aboveShort = scaled(short, -1);
    addTerm(aboveShort, least, 1);
    addTerm(aboveShort, which, Math.max(0, most));
    draft.row(aboveShort, 0, Infinity);
    draft.row({ constant: high, cols: [least, up, which], coefs: [1, -1, -high] }, 0, Infinity);
    return;
  }
  const shortUp = draft.column(0, Math.max(0, most));
  const shortDown = draft.column(0, Math.max(0, -low));
  const split = scaled(short, 1);
  addTerm(split, shortUp, -1);
  addTerm(split, shortDown, 1);
  draft.row(split, 0, 0);
  if (low < 0) eitherOr(draft, shortUp, most, shortDown, -low);
  draft.row({ constant: 0, cols: [least, shortUp], coefs: [1, -1] }, -Infinity, 0);
  draft.row({ constant: 0, cols: [least, up], coefs: [1, -1] }, -Infinity, 0);
}

// packages/runtime/src/account/dates.ts
var DAY = 864e5;
function parts(date) {
  return { year: Number(date.slice(0, 4)), month: Number(date.slice(5, 7)), day: Number(date.slice(8, 10)) };
}
function daysIn(year, month) {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}
function iso(year, month, day) {
  return `${String(year).padStart(4, "0")}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`;
}
function addDuration(date, duration) {
  const { year, month, day } = parts(date);
  if (duration.of === "days") {
    return new Date(Date.UTC(year, month - 1, day) + duration.count * DAY).toISOString().slice(0, 10);
  }
  const months = year * 12 + (month - 1) + duration.count * (duration.of === "years" ? 12 : 1);
  const toYear = Math.floor(months / 12);
  const toMonth = months % 12 + 1;
  return iso(toYear, toMonth, Math.min(day, daysIn(toYear, toMonth)));
}
function heldAsLong(acquired, on, comparison, duration) {
  const reached = addDuration(acquired, duration);
  switch (comparison) {
    case "less than":
      return on < reached;
    case "at most":
      return on <= reached;
    case "at least":
      return on >= reached;
    case "more than":
      return on > reached;
  }
}

// packages/runtime/src/lowering/sets.ts
var NO_ITEMS = /* @__PURE__ */ new Map();
var Sets = class {
  constructor(frame) {
    this.frame = frame;
  }
  frame;
  fixed = /* @__PURE__ */ new Map();
  resolve(ref, environment) {
    switch (ref.set) {
      case "fixed":
        return this.byId(ref.id);
      case "chosen":
        return this.chosen(ref.option);
      case "variable": {
        const item2 = environment.get(ref.name);
        if (item2 === void 0) throw new RangeError(`no loop declares ${ref.name}`);
        return item2.set;
      }
      case "lots": {
        const { asOf } = this.frame.situation.market;
        const of = this.resolve(ref.of, environment);
        const passes = (acquired) => heldAsLong(acquired, asOf, ref.comparison, ref.duration);
        return { members: of.members, cash: false, lots: { passes, bought: passes(asOf) } };
      }
      default:
        return combine(ref.set, this.resolve(ref.left, environment), this.resolve(ref.right, environment));
    }
  }
  byId(id) {
    let set = this.fixed.get(id);
    if (set === void 0) {
      const bits = this.frame.compiled.membership(id);
      const members = [];
      for (let i = 0; i < this.frame.count; i++) if (bits[this.frame.universe[i] ?? 0] === 1) members.push(i);
      set = { members, cash: this.frame.situation.bundle.sets[id]?.cash ?? false };
      this.fixed.set(id, set);
    }
    return set;
  }
  chosen(option2) {
    const { policy, bundle } = this.frame.situation;
    const value = policy.choices.find((choice) => choice.option === option2)?.value;
    let union = { members: [], cash: false };
    if (value?.kind !== "lists") return union;
    for (const list of value.lists) {
      const id = bundle.lists[list];
      if (id === void 0) throw new RangeError(`the bundle has no list ${list}`);
      union = combine("union", union, this.byId(id));
    }
    return union;
  }
  /** Whether a loop has turns of which the account holds and is offered nothing: one of them stands for all. */
  emptyTurn(loop, environment) {
    const { range: range2 } = loop;
    if (range2.over === "classes") return void 0;
    const { bundle } = this.frame.situation;
    const inUniverse = universeMembers(this, range2.of, environment);
    const at = inUniverse.find((index) => (this.frame.local[index] ?? -1) < 0);
    const security = at === void 0 ? void 0 : bundle.universe[at];
    if (security === void 0) return void 0;
    const issuers = range2.over === "issuers";
    if (issuers) {
      const known = /* @__PURE__ */ new Set();
      for (const i of this.resolve(range2.of, environment).members) known.add(this.issuerOf(i));
      const other = inUniverse.find((index) => !known.has(this.frame.compiled.issuer[index] ?? ""));
      const label = other === void 0 ? void 0 : this.frame.compiled.issuer[other];
      return label === void 0 ? void 0 : emptyItem(label);
    }
    return emptyItem(security.symbol);
  }
  /** The turns of a loop that the account has something to do with, in the universe's order. */
  items(loop, environment) {
    const { range: range2 } = loop;
    const { frame } = this;
    if (range2.over === "classes") {
      return range2.classes.map((name) => {
        const declared = frame.compiled.classes.get(name);
        if (declared === void 0) throw new RangeError(`the bundle has no class ${name}`);
        return { label: name, set: this.byId(declared.set), names: (symbol) => symbol === name };
      });
    }
    const of = this.resolve(range2.of, environment);
    const itemOf = (label, members) => ({
      label,
      set: of.lots === void 0 ? { members, cash: false } : { members, cash: false, lots: of.lots },
      names: (symbol) => symbol === label || members.some((i) => frame.symbol[i] === symbol)
    });
    if (range2.over === "securities") return of.members.map((i) => itemOf(frame.symbol[i] ?? "", [i]));
    const byIssuer = /* @__PURE__ */ new Map();
    for (const i of of.members) {
      const issuer = this.issuerOf(i);
      const group = byIssuer.get(issuer);
      if (group === void 0) byIssuer.set(issuer, [i]);
      else group.push(i);
    }
    return [...byIssuer].map(([label, members]) => itemOf(label, members));
  }
  issuerOf(i) {
    return this.frame.compiled.issuer[this.frame.universe[i] ?? 0] ?? "";
  }
};
function emptyItem(label) {
  return { label, set: { members: [], cash: false }, names: (symbol) => symbol === label };
}
function combine(how, left, right) {
  const inRight = new Set(right.members);
  let members;
  if (how === "union") members = [.../* @__PURE__ */ new Set([...left.members, ...right.members])].sort((a, b2) => a - b2);
  else members = left.members.filter((i) => inRight.has(i) === (how === "intersection"));
  const cash = how === "union" ? left.cash || right.cash : left.cash && (how === "intersection" ? right.cash : !right.cash);
  const lots = left.lots ?? right.lots;
  return lots === void 0 ? { members, cash } : { members, cash, lots };
}
function universeMembers(sets2, ref, environment) {
  const { bundle, policy } = sets2.frame.situation;
  switch (ref.set) {
    case "fixed":
      return bundle.sets[ref.id]?.members ?? [];
    case "chosen": {
      const value = policy.choices.find((choice) => choice.option === ref.option)?.value;
      const lists = value?.kind === "lists" ? value.lists : [];
      const all = lists.flatMap((list) => bundle.sets[bundle.lists[list] ?? -1]?.members ?? []);
      return [...new Set(all)].sort((a, b2) => a - b2);
    }
    case "variable":
      return sets2.resolve(ref, environment).members.map((i) => sets2.frame.universe[i] ?? 0);
    case "lots":
      return universeMembers(sets2, ref.of, environment);
    default: {
      const left = universeMembers(sets2, ref.left, environment);
      const right = new Set(universeMembers(sets2, ref.right, environment));
      if (ref.set === "union") return [.../* @__PURE__ */ new Set([...left, ...right])].sort((a, b2) => a - b2);
      return left.filter((index) => right.has(index) === (ref.set === "intersection"));
    }
  }
}

// packages/runtime/src/lowering/given.ts
function noTrades(draft) {
  const { frame } = draft;
  return (column) => {
    if (column >= 0) return column === draft.cash ? frame.cash : 0;
    const { kind, security } = virtual(column);
    const held = frame.held[security] ?? 0;
    return kind === "weight" ? held : kind === "held" && held > 0 ? 1 : 0;
  };
}
var SAME = 1e-12;
function fact(draft, name) {
  const { account } = draft.frame.situation;
  switch (name) {
    case "value":
      return draft.frame.value;
    case "cash":
      return account.cash.toNumber();
    case "st_rate":
      return account.shortRate.toNumber();
    case "lt_rate":
      return account.longRate.toNumber();
    default: {
      const cell = account.columns[name];
      if (cell === void 0) throw new RangeError(`the account has no column ${name}`);
      return Number(cell);
    }
  }
}
function option(draft, name) {
  const value = draft.frame.situation.policy.choices.find((choice) => choice.option === name)?.value;
  if (value?.kind === "quantity" || value?.kind === "case") return Number(value.value);
  return value?.kind === "flag" ? Number(value.on) : void 0;
}
function valueAt(draft, expr, environment, point) {
  const inner = (part) => valueAt(draft, part, environment, point);
  switch (expr.e) {
    case "constant":
      return Number(expr.value);
    case "option":
      return option(draft, expr.option);
    case "fact":
      return fact(draft, expr.fact);
    case "measure": {
      const level = evaluateAffine(setMeasure(draft, expr, environment), point);
      if (expr.base === void 0) return level;
      const base = evaluateAffine(weightOf(draft, draft.sets.resolve(expr.base, environment)), point);
      return base > SAME ? level / base : void 0;
    }
    case "total":
      return totalAt(draft, expr, point);
    case "average": {
      const { sum: sum2, base } = averageForms(draft, expr, environment);
      const weight2 = evaluateAffine(base, point);
      return weight2 > SAME ? evaluateAffine(sum2, point) / weight2 : void 0;
    }
    case "cost":
      throw new Error("a term of the cost is known in tests only");
    case "before":
      return valueAt(draft, expr.of, environment, noTrades(draft));
    case "sum": {
      let sum2 = 0;
      for (const item2 of draft.sets.items(expr.loop, environment)) {
        const value = valueAt(draft, expr.body, new Map(environment).set(expr.loop.variable, item2), point);
        if (value === void 0) return void 0;
        sum2 += value;
      }
      return sum2;
    }
    case "add":
    case "subtract":
    case "multiply":
    case "divide":
      return arithmetic(expr.e, inner(expr.left), inner(expr.right));
    case "negate": {
      const value = inner(expr.of);
      return value === void 0 ? void 0 : -value;
    }
    case "abs": {
      const value = inner(expr.of);
      return value === void 0 ? void 0 : Math.abs(value);
    }
    case "max":
    case "min": {
      const values = expr.of.map(inner).filter((value) => value !== void 0);
      if (values.length === 0) return void 0;
      return expr.e === "max" ? Math.max(...values) : Math.min(...values);
    }
  }
}
function arithmetic(e, left, right) {
  if (left === void 0 || right === void 0) return void 0;
  if (e === "add") return left + right;
  if (e === "subtract") return left - right;
  if (e === "multiply") return left * right;
  return right === 0 ? void 0 : left / right;
}
function totalAt(draft, expr, point) {
  const { policy } = draft.frame.situation;
  if (expr.measure !== "tax" || policy.objective.taxes?.netted !== true) {
    return evaluateAffine(totalMeasure(draft, expr), point);
  }
  if (!draft.frame.taxable) return 0;
  const { value } = draft.frame;
  const rates = ratesOf(draft);
  const before = netBefore(draft);
  const short = before.short + evaluateAffine(gainsForm(draft, "short", false), point) / value;
  const long = before.long + evaluateAffine(gainsForm(draft, "long", false), point) / value;
  const start = expr.thisYear === true ? 0 : nettedTax(rates, before.short, before.long);
  return value * (nettedTax(rates, short, long) - start);
}
function given(draft, expr, environment = NO_ITEMS) {
  return valueAt(draft, expr, environment, noTrades(draft));
}
function holdsBefore(draft, condition) {
  const { account, policy } = draft.frame.situation;
  const choice = (name) => policy.choices.find((candidate) => candidate.option === name)?.value;
  switch (condition.c) {
    case "constant":
      return condition.value;
    case "all":
      return condition.of.every((part) => holdsBefore(draft, part));
    case "any":
      return condition.of.some((part) => holdsBefore(draft, part));
    case "not":
      return !holdsBefore(draft, condition.of);
    case "compare":
      return compare2(condition.operator, given(draft, condition.left), given(draft, condition.right));
    case "between": {
      const value = given(draft, condition.of);
      return compare2(">=", value, given(draft, condition.low)) && compare2("<=", value, given(draft, condition.high));
    }
    case "fact is": {
      const text = {
        registration: account.registration,
        household: account.household ?? "",
        account: account.account,
        model: policy.model
      };
      const known = Object.hasOwn(text, condition.fact) ? text[condition.fact] : account.columns[condition.fact];
      return (known ?? "") === condition.value;
    }
    case "option is": {
      const value = choice(condition.option);
      if (value?.kind === "case") return value.case === condition.case;
      return value?.kind === "flag" && condition.case === (value.on ? "on" : "off");
    }
    case "chosen": {
      const value = choice(condition.option);
      return value !== void 0 && value.kind !== "none";
    }
  }
}
function compare2(operator, left, right) {
  if (left === void 0 || right === void 0) return false;
  const same = Math.abs(left - right) <= SAME * Math.max(1, Math.abs(left), Math.abs(right));
  switch (operator) {
    case "=":
      return same;
    case "!=":
      return !same;
    case "<=":
      return same || left < right;
    case ">=":
      return same || left > right;
    case "<":
      return !same && left < right;
    default:
      return !same && left > right;
  }
}

// packages/runtime/src/lowering/convex.ts
function baseOf(draft, expr, environment) {
  switch (expr.e) {
    case "measure":
      return expr.base === void 0 ? void 0 : weightOf(draft, draft.sets.resolve(expr.base, environment));
    case "average":
      return averageForms(draft, expr, environment).base;
    case "add":
    case "subtract":
    case "multiply":
    case "divide":
      return baseOf(draft, expr.left, environment) ?? baseOf(draft, expr.right, environment);
    case "negate":
    case "abs":
      return baseOf(draft, expr.of, environment);
    case "max":
    case "min":
      for (const part of expr.of) {
        const base = baseOf(draft, part, environment);
        if (base !== void 0) return base;
      }
      return void 0;
    default:
      return void 0;
  }
}
function isGiven(expr) {
  switch (expr.e) {
    case "constant":
    case "option":
    case "fact":
    case "before":
    case "cost":
      return true;
    case "measure":
      return expr.measure === "target";
    case "total":
    case "average":
      return false;
    case "sum":
      return isGiven(expr.body);
    case "add":
    case "subtract":
    case "multiply":
    case "divide":
      return isGiven(expr.left) && isGiven(expr.right);
    case "negate":
    case "abs":
      return isGiven(expr.of);
    case "max":
    case "min":
      return expr.of.every(isGiven);
  }
}
function upperForm(draft, expr, sign, environment, base) {
  const part = (inner, way) => upperForm(draft, inner, way, environment, base);
  if (isGiven(expr)) {
    const value = given(draft, expr, environment);
    if (value === void 0) return void 0;
    return base === void 0 ? constant(sign * value) : scaled(base, sign * value);
  }
  switch (expr.e) {
    case "measure":
      return scaled(setMeasure(draft, expr, environment), sign);
    case "total":
      return scaled(totalForm(draft, expr, sign), sign);
    case "average":
      return scaled(averageForms(draft, expr, environment).sum, sign);
    case "negate":
      return part(expr.of, sign === 1 ? -1 : 1);
    case "add":
    case "subtract": {
      const left = part(expr.left, sign);
      const right = part(expr.right, expr.e === "add" ? sign : sign === 1 ? -1 : 1);
      if (left === void 0 || right === void 0) return void 0;
      const sum2 = scaled(left, 1);
      addScaled(sum2, right, 1);
      return sum2;
    }
    case "multiply":
    case "divide": {
      const leftGiven = expr.e === "multiply" && isGiven(expr.left);
      const factor = given(draft, leftGiven ? expr.left : expr.right, environment);
      if (factor === void 0 || expr.e === "divide" && factor === 0) return void 0;
      const by = expr.e === "divide" ? 1 / factor : factor;
      const inner = part(leftGiven ? expr.right : expr.left, by * sign >= 0 ? 1 : -1);
      return inner === void 0 ? void 0 : scaled(inner, Math.abs(by));
    }
    case "sum": {
      const sum2 = constant(0);
      for (const item2 of draft.sets.items(expr.loop, environment)) {
        const turn = new Map(environment).set(expr.loop.variable, item2);
        const form = upperForm(draft, expr.body, sign, turn, base);
        if (form === void 0) return void 0;
        addScaled(sum2, form, 1);
      }
      return sum2;
    }
    case "abs":
      return epigraph(draft, [part(expr.of, 1), part(expr.of, -1)], sign, "abs");
    case "max":
    case "min": {
      const forms = expr.of.map((inner) => part(inner, sign));
      return epigraph(draft, forms, expr.e === "max" ? sign : sign === 1 ? -1 : 1, expr.e);
    }
    default:
      throw new Error(`a given ${expr.e} cannot be lowered as a decision`);
  }
}
function epigraph(draft, forms, sign, what) {
  if (sign !== 1) throw new Error(`\`${what}\` is compared from the side on which it is not convex`);
  const known = forms.filter((form) => form !== void 0);
  if (known.length === 0) return void 0;
  const top = draft.column(-Infinity, Infinity);
  for (const form of known) {
    const row = scaled(form, -1);
    row.cols.push(top);
    row.coefs.push(1);
    draft.row(row, 0, Infinity);
  }
  return { constant: 0, cols: [top], coefs: [1] };
}
function totalForm(draft, expr, sign) {
  if (expr.measure !== "tax" || draft.frame.situation.policy.objective.taxes?.netted !== true)
    return totalMeasure(draft, expr);
  if (!draft.frame.taxable) return constant(0);
  if (sign !== 1) throw new Error("netted tax is compared from below");
  const form = scaled(nettedTaxForm(draft), draft.frame.value);
  const before = netBefore(draft);
  if (expr.thisYear === true) {
    form.constant += draft.frame.value * nettedTax(ratesOf(draft), before.short, before.long);
  }
  return form;
}

// packages/runtime/src/lowering/compare.ts
function* turnsOf(draft, rule) {
  yield* turnsFrom(draft, rule, 0, NO_ITEMS, [], false);
}
function* turnsFrom(draft, rule, at, environment, labels, empty) {
  const loop = rule.loops[at];
  if (loop === void 0) {
    yield { environment, label: labels.join(", "), empty };
    return;
  }
  const items = draft.sets.items(loop, environment).map((item2) => [item2, empty]);
  const other = draft.sets.emptyTurn(loop, environment);
  if (other !== void 0) items.push([other, true]);
  for (const [item2, isEmpty] of items) {
    const inner = new Map(environment).set(loop.variable, item2);
    yield* turnsFrom(draft, rule, at + 1, inner, [...labels, item2.label], isEmpty);
  }
}
function rowScale(draft, rule, form) {
  const { unit } = rule.left.unit;
  if (unit === "money") return 1 / draft.frame.value;
  if (unit !== "shares" && unit !== "number") return 1;
  let largest = 0;
  for (const coef of form.coefs) largest = Math.max(largest, Math.abs(coef));
  return largest > 1 ? 1 / largest : 1;
}
function concerns(adjustment, environment) {
  if (adjustment.for === void 0) return true;
  for (const item2 of environment.values()) if (item2.names(adjustment.for)) return true;
  return false;
}
function adjusted(draft, clause2, operator, bound, environment, relax) {
  const unbounded = operator === "<=" ? Infinity : -Infinity;
  let result = { bound: relax.omitted ? unbounded : bound, by: clause2 };
  if (operator === "=") return result;
  const { adjustments } = draft.frame.situation.policy;
  for (const kind of ["waive", "tighten"]) {
    for (const adjustment of adjustments) {
      if (adjustment.kind !== kind || adjustment.limit !== clause2.id || relax.without.has(adjustment.id))
        continue;
      if (!concerns(adjustment, environment)) continue;
      const level = given(draft, adjustment.level, environment);
      if (level === void 0) continue;
      const raises = operator === "<=" === (kind === "waive");
      if (raises ? level > result.bound : level < result.bound) {
        result = { bound: level, by: kind === "tighten" ? adjustment : clause2 };
      }
    }
  }
  return result;
}
function lowerCompare(draft, clause2, at, rule, relax) {
  for (const { environment, label, empty } of turnsOf(draft, rule)) {
    const stated = given(draft, rule.right, environment);
    if (stated === void 0) continue;
    const { bound: permitted, by } = adjusted(draft, clause2, rule.operator, stated, environment, relax);
    if (relax.omitted && by === clause2) continue;
    const slack = relax.elastic.has(by.id) ? relax.slackOf(by.id) : void 0;
    let [low, high] = [permitted, permitted];
    let grandfathered = false;
    const today = valueAt(draft, rule.left, environment, noTrades(draft));
    if (clause2.grandfathered && today !== void 0) {
      if (rule.operator !== ">=" && today > high) high = today;
      if (rule.operator !== "<=" && today < low) low = today;
      grandfathered = high !== permitted || low !== permitted;
    }
    const base = baseOf(draft, rule.left, environment);
    const common = { draft, rule, environment, base, clause: by, at, label, grandfathered, empty, slack };
    if (rule.operator !== ">=") oneSide({ ...common, sign: 1, bound: high });
    if (rule.operator !== "<=") oneSide({ ...common, sign: -1, bound: low });
  }
}
function oneSide(side) {
  const { draft, rule, base, sign, bound, empty } = side;
  const form = upperForm(draft, rule.left, sign, side.environment, base);
  if (form === void 0) return;
  const left = collected(form);
  const scale = rowScale(draft, rule, left);
  const row = scaled(left, scale);
  if (base === void 0) row.constant -= sign * bound * scale;
  else addScaled(row, base, -sign * bound * scale);
  const merged = collected(row);
  if (empty && merged.cols.length === 0 && merged.constant <= 1e-12) return;
  if (side.slack !== void 0) addTerm(merged, side.slack, rule.left.unit.unit === "money" ? -1 : -scale);
  const limit = {
    clause: side.clause,
    rule: side.at,
    item: side.label,
    operator: sign === 1 ? "<=" : ">=",
    unit: rule.left.unit.unit,
    bound,
    grandfathered: side.grandfathered,
    level: sign === 1 ? left : scaled(left, -1),
    ...base === void 0 ? {} : { base },
    scale,
    location: { at: "nowhere" }
  };
  draft.limits.push(limit);
  place(draft, merged, limit);
}
function place(draft, form, limit) {
  const [column] = form.cols;
  const [coef] = form.coefs;
  if (column !== void 0 && coef !== void 0 && form.cols.length === 1) {
    const at = -form.constant / coef;
    if (column < 0 && virtual(column).kind === "weight") {
      boundWeight(draft, virtual(column).security, coef > 0 ? { high: at } : { low: at }, limit);
      return;
    }
    const structural = column >= 0 && (coef > 0 ? at >= 0 : true);
    if (structural && column !== draft.cash) {
      if (coef > 0) draft.cap(column, at);
      else draft.raise(column, at);
      limit.location = { at: "columns", columns: [column], coefs: [1 / Math.abs(coef)] };
      return;
    }
  }
  const nothing = form.constant === 0 && form.cols.length > 0;
  if (nothing && form.cols.every((c, k) => c >= 0 && (form.coefs[k] ?? 0) > 0 && draft.lower[c] === 0)) {
    for (const c of form.cols) draft.cap(c, 0);
    limit.location = { at: "columns", columns: form.cols, coefs: form.coefs.map((value) => 1 / value) };
    return;
  }
  draft.row(scaled(form, 1), -Infinity, 0, limit);
}
function boundWeight(draft, i, bound, limit) {
  if (bound.high !== void 0 && bound.high < (draft.weightHigh[i] ?? Infinity)) {
    draft.weightHigh[i] = bound.high;
    draft.highLimit[i] = limit;
  }
  if (bound.low !== void 0 && bound.low > (draft.weightLow[i] ?? -Infinity)) {
    draft.weightLow[i] = bound.low;
    draft.lowLimit[i] = limit;
  }
}
function lowerPreference(draft, preference) {
  const { of, perUnit } = preference.cost;
  const each = Number(perUnit) / (of === "usd" ? draft.frame.value : 1);
  if (each === 0) return;
  for (const rule of preference.rules) {
    for (const { environment, empty } of turnsOf(draft, rule)) {
      const bound = given(draft, rule.right, environment);
      if (bound === void 0) continue;
      const base = baseOf(draft, rule.left, environment);
      const signs = rule.operator === "<=" ? [1] : rule.operator === ">=" ? [-1] : [1, -1];
      for (const sign of signs) {
        const form = upperForm(draft, rule.left, sign, environment, base);
        if (form === void 0) continue;
        const scale = rowScale(draft, rule, form);
        const row = scaled(form, scale);
        if (base === void 0) row.constant -= sign * bound * scale;
        else addScaled(row, base, -sign * bound * scale);
        if (empty && row.constant <= 0 && row.cols.length === 0) continue;
        const missed = draft.column(0, Infinity);
        addTerm(row, missed, -1);
        draft.cost(missed, each / scale, "preferences", preference.id);
        draft.row(collected(row), -Infinity, 0);
      }
    }
  }
}

// packages/runtime/src/lowering/draft.ts
var Draft = class {
  constructor(frame) {
    this.frame = frame;
    this.sets = new Sets(frame);
    this.partsOf = Array.from({ length: frame.count }, () => []);
    this.buy = new Int32Array(frame.count).fill(-1);
    this.weightHigh = new Float64Array(frame.count).fill(Infinity);
    this.weightLow = new Float64Array(frame.count).fill(-Infinity);
    this.highLimit = new Array(frame.count).fill(void 0);
    this.lowLimit = new Array(frame.count).fill(void 0);
    this.weightForm = new Array(frame.count).fill(void 0);
    this.tradedForm = new Array(frame.count).fill(void 0);
    this.heldForm = new Array(frame.count).fill(void 0);
  }
  frame;
  sets;
  lower = [];
  upper = [];
  integer = [];
  rows = [];
  costs = [];
  /** cost that no decision changes, by term */
  offsets = { drift: 0, alternates: 0, tax: 0, trading: 0, preferences: 0 };
  limits = [];
  parts = [];
  partsOf;
  buy;
  cash = -1;
  /** the tightest that clauses allow each security's weight, and the limits that do */
  weightHigh;
  weightLow;
  highLimit;
  lowLimit;
  /** weights and indicators in columns, filled in once the rules are read */
  weightForm;
  tradedForm;
  heldForm;
  column(lower2, upper, integer = false) {
    this.lower.push(lower2);
    this.upper.push(upper);
    this.integer.push(integer ? 1 : 0);
    return this.lower.length - 1;
  }
  row(form, lower2, upper, limit) {
    this.rows.push(limit === void 0 ? { form, lower: lower2, upper } : { form, lower: lower2, upper, limit });
  }
  cost(column, coef, term, by) {
    if (coef !== 0) this.costs.push({ column, coef, term, by });
  }
  /** Lowers a column's upper bound; never raises it. */
  cap(column, upper) {
    if (upper < (this.upper[column] ?? Infinity)) this.upper[column] = upper;
  }
  raise(column, lower2) {
    if (lower2 > (this.lower[column] ?? -Infinity)) this.lower[column] = lower2;
  }
  /** Dollars of a security sold, of V. */
  soldForm(i) {
    const form = constant(0);
    for (const p of this.partsOf[i] ?? []) addTerm(form, this.parts[p]?.column ?? -1, 1);
    return form;
  }
  /** What may be sold of a security, of V. */
  sellable(i) {
    let sum2 = 0;
    for (const lot of this.frame.lotsOf[i] ?? []) sum2 += this.frame.lots[lot]?.value ?? 0;
    return sum2;
  }
  /** The form in columns of the problem alone. */
  expanded(form) {
    if (form.cols.every((column) => column >= 0)) return form;
    const result = constant(form.constant);
    for (let k = 0; k < form.cols.length; k++) {
      const column = form.cols[k] ?? 0;
      const coef = form.coefs[k] ?? 0;
      if (column >= 0) addTerm(result, column, coef);
      else {
        const inner = this.formOf(column);
        result.constant += coef * inner.constant;
        for (let m = 0; m < inner.cols.length; m++)
          addTerm(result, inner.cols[m] ?? 0, coef * (inner.coefs[m] ?? 0));
      }
    }
    return result;
  }
  formOf(column) {
    const { kind, security } = virtual(column);
    const forms = kind === "weight" ? this.weightForm : kind === "traded" ? this.tradedForm : this.heldForm;
    const form = forms[security];
    if (form === void 0) throw new Error(`no ${kind} form for ${this.frame.symbol[security] ?? security}`);
    return form;
  }
};

// packages/runtime/src/lowering/drift.ts
function shapeOf(clauses) {
  const steps = clauses.map(
    (clause2) => clause2.map((step) => ({ slope: Number(step.slope), beyond: Number(step.beyond) })).sort((a, b2) => a.beyond - b2.beyond)
  );
  const points = [...new Set(steps.flat().map((step) => step.beyond))].sort((a, b2) => a - b2);
  const pieces = points.map((from, at) => {
    let slope = 0;
    for (const clause2 of steps) {
      let own = 0;
      for (const step of clause2) if (step.beyond <= from) own = step.slope;
      slope += own;
    }
    return { from, width: (points[at + 1] ?? Infinity) - from, slope };
  });
  const charged = pieces.filter((piece) => piece.slope > 0);
  const [first] = charged;
  if (first === void 0) return void 0;
  return { free: first.from, pieces: charged.map(({ width, slope }) => ({ width, slope })) };
}
function deviation(draft, shape, side, by) {
  const form = constant(0);
  const limited = (column, width, sign) => {
    if (side.scale === void 0 || width === Infinity) return;
    const row = constant(-width * side.scale.constant);
    addTerm(row, column, sign);
    for (let k = 0; k < side.scale.cols.length; k++)
      addTerm(row, side.scale.cols[k] ?? 0, -width * (side.scale.coefs[k] ?? 0));
    draft.row(row, -Infinity, 0);
  };
  if (shape.free > 0) {
    const column = draft.column(side.under ? -shape.free : 0, side.over ? shape.free : 0);
    addTerm(form, column, 1);
    if (side.over) limited(column, shape.free, 1);
    if (side.under) limited(column, shape.free, -1);
  }
  for (const sign of [1, -1]) {
    if (sign === 1 ? !side.over : !side.under) continue;
    for (const piece of shape.pieces) {
      const column = draft.column(0, piece.width);
      draft.cost(column, piece.slope, "drift", by);
      addTerm(form, column, sign);
      limited(column, piece.width, 1);
    }
  }
  return form;
}
function equate(draft, form, deviating) {
  for (let k = 0; k < deviating.cols.length; k++)
    addTerm(form, deviating.cols[k] ?? 0, -(deviating.coefs[k] ?? 0));
  form.constant -= deviating.constant;
  draft.row(form, 0, 0);
}
var BOTH = { over: true, under: true };
function directWeight(draft, i) {
  const form = constant(draft.frame.held[i] ?? 0);
  for (const p of draft.partsOf[i] ?? []) addTerm(form, draft.parts[p]?.column ?? -1, -1);
  addTerm(form, draft.buy[i] ?? -1, 1);
  return form;
}
function addDrift(draft, modes, free) {
  const { frame } = draft;
  for (let i = 0; i < frame.count; i++) draft.weightForm[i] = directWeight(draft, i);
  if (free) return;
  const { drift } = frame.situation.policy.objective;
  const steps = (of) => drift.filter((clause2) => clause2.of === of).map((clause2) => clause2.steps);
  const ofSecurities = shapeOf(steps("securities"));
  if (ofSecurities !== void 0) {
    for (const node of frame.nodes) {
      const [only] = node.members;
      if (only !== void 0 && node.members.length === 1) {
        oneSecurity(draft, ofSecurities, only, node.target, modes[only]?.buy ?? -1);
        continue;
      }
      const form = constant(-node.target);
      for (const i of node.members) addTerm(form, weightColumn(i), 1);
      equate(draft, form, deviation(draft, ofSecurities, BOTH, "drift of securities"));
    }
  }
  const ofClasses = shapeOf(steps("classes"));
  if (ofClasses === void 0) return;
  for (const declared of frame.situation.bundle.classes) {
    const set = draft.sets.resolve({ set: "fixed", id: declared.set }, /* @__PURE__ */ new Map());
    const form = weightOf(draft, set);
    form.constant -= targetOf(draft, set);
    if (form.cols.length === 0) {
      draft.offsets.drift += costOf(ofClasses, Math.abs(form.constant));
      continue;
    }
    equate(draft, form, deviation(draft, ofClasses, BOTH, "drift of classes"));
  }
}
function costOf(shape, deviating) {
  let left = Math.max(0, deviating - shape.free);
  let cost = 0;
  for (const piece of shape.pieces) {
    const taken = Math.min(left, piece.width);
    cost += taken * piece.slope;
    left -= taken;
  }
  return cost;
}
function oneSecurity(draft, shape, i, target, buying) {
  const by = "drift of securities";
  const off = (draft.frame.held[i] ?? 0) - target;
  const parts2 = draft.partsOf[i] ?? [];
  if (buying < 0) {
    const form = directWeight(draft, i);
    form.constant -= target;
    const deviating = deviation(draft, shape, BOTH, by);
    if (parts2.length > 1 && deviating.cols.length <= parts2.length + 1)
      draft.weightForm[i] = { ...deviating, constant: target };
    equate(draft, form, deviating);
    return;
  }
  const sell = constant(off);
  addTerm(sell, buying, -off);
  for (const p of parts2) addTerm(sell, draft.parts[p]?.column ?? -1, -1);
  const notBuying = { constant: 1, cols: [buying], coefs: [-1] };
  const selling = deviation(draft, shape, { over: off > 0, under: true, scale: notBuying }, by);
  equate(draft, sell, selling);
  const buy = constant(0);
  addTerm(buy, buying, off);
  addTerm(buy, draft.buy[i] ?? -1, 1);
  const isBuying = { constant: 0, cols: [buying], coefs: [1] };
  equate(draft, buy, deviation(draft, shape, { over: true, under: off < 0, scale: isBuying }, by));
}

// packages/runtime/src/lowering/compiled.ts
var cache = /* @__PURE__ */ new WeakMap();
function compiledOf(bundle) {
  const known = cache.get(bundle);
  if (known !== void 0) return known;
  const memberships = [];
  const compiled = {
    symbols: new Map(bundle.universe.map((security, at) => [security.symbol, at])),
    classes: new Map(
      bundle.classes.map((declared) => [
        declared.name,
        { set: declared.set, leaf: declared.leaf, cash: bundle.sets[declared.set]?.cash ?? false }
      ])
    ),
    issuer: bundle.universe.map((security) => security.issuer),
    group: bundle.universe.map((security) => security.group),
    membership(set) {
      let bits = memberships[set];
      if (bits === void 0) {
        bits = new Uint8Array(bundle.universe.length);
        const declared = bundle.sets[set];
        if (declared === void 0) throw new RangeError(`the bundle has no set ${set}`);
        for (const member of declared.members) bits[member] = 1;
        memberships[set] = bits;
      }
      return bits;
    }
  };
  cache.set(bundle, compiled);
  return compiled;
}

// packages/runtime/src/lowering/frame.ts
var MissingPrice = class extends Error {
  constructor(symbol) {
    super(`\`${symbol}\` is held or targeted and has no price on the day`);
    this.symbol = symbol;
  }
  symbol;
};
function visit(compiled, node, into) {
  const target = Number(node.target);
  if (node.node === "class") {
    let inside = 0;
    for (const child of node.children) inside += visit(compiled, child, into);
    const declared = compiled.classes.get(node.class);
    if (declared?.leaf === true && declared.cash) into.cash += Math.max(0, target - inside);
    return target;
  }
  const members = node.members.map((member) => securityIndex(compiled, member.symbol));
  const preferred = members[0];
  if (preferred === void 0) return target;
  into.targets.set(preferred, (into.targets.get(preferred) ?? 0) + target);
  into.groups.push({ members: new Set(members), target });
  node.members.forEach((member, at) => {
    const index = members[at];
    const rate = Number(member.rate);
    if (at > 0 && index !== void 0 && rate !== 0) into.alternates.set(index, rate);
  });
  return target;
}
function securityIndex(compiled, symbol) {
  const index = compiled.symbols.get(symbol);
  if (index === void 0) throw new RangeError(`the universe has no ${symbol}`);
  return index;
}
function mergedNodes(groups2, local, held) {
  const nodeOf = /* @__PURE__ */ new Map();
  for (const group of groups2) {
    const joined = { members: /* @__PURE__ */ new Set(), target: group.target };
    for (const member of group.members) {
      const other = nodeOf.get(member);
      if (other === void 0) joined.members.add(member);
      else if (!joined.members.has(member)) {
        for (const inside of other.members) joined.members.add(inside);
        joined.target += other.target;
      }
    }
    for (const member of joined.members) nodeOf.set(member, joined);
  }
  for (const index of held) {
    if (!nodeOf.has(index)) nodeOf.set(index, { members: /* @__PURE__ */ new Set([index]), target: 0 });
  }
  return [...new Set(nodeOf.values())].map(({ members, target }) => ({
    members: [...members].map((m) => local[m] ?? -1).sort((a, b2) => a - b2),
    target
  })).sort((a, b2) => (a.members[0] ?? 0) - (b2.members[0] ?? 0));
}
function frameOf(situation) {
  const { bundle, policy, market, account } = situation;
  const compiled = compiledOf(bundle);
  const value = situation.value.toNumber();
  if (!(value > 0))
    throw new RangeError(`the account's value of ${situation.value.toFixed()} is not above zero`);
  const gathered = { targets: /* @__PURE__ */ new Map(), groups: [], alternates: /* @__PURE__ */ new Map(), cash: 0 };
  for (const node of policy.nodes) visit(compiled, node, gathered);
  const indices = /* @__PURE__ */ new Set();
  for (const group of gathered.groups) for (const member of group.members) indices.add(member);
  const heldIndices = /* @__PURE__ */ new Set();
  for (const lot of account.lots) heldIndices.add(securityIndex(compiled, lot.symbol));
  for (const index of heldIndices) indices.add(index);
  const universe = Int32Array.from(indices).sort();
  const count = universe.length;
  const local = new Int32Array(bundle.universe.length).fill(-1);
  const symbol = [];
  const price = new Float64Array(count);
  const tradeRate = new Float64Array(count);
  const target = new Float64Array(count);
  const alternateRate = new Float64Array(count);
  const commission = Number(policy.objective.trading?.commission ?? 0);
  for (let i = 0; i < count; i++) {
    const index = universe[i] ?? 0;
    local[index] = i;
    const name = bundle.universe[index]?.symbol ?? "";
    const day = market.securities.get(name);
    if (day === void 0) throw new MissingPrice(name);
    symbol.push(name);
    price[i] = day.price.toNumber();
    tradeRate[i] = day.spread.toNumber() / 2 + commission;
    target[i] = gathered.targets.get(index) ?? 0;
    alternateRate[i] = gathered.alternates.get(index) ?? 0;
  }
  const held = new Float64Array(count);
  const lotsOf = Array.from({ length: count }, () => []);
  const oneYear = { count: 1, of: "years" };
  const lots = account.lots.map((lot, at) => {
    const i = local[securityIndex(compiled, lot.symbol)] ?? 0;
    const quantity = lot.quantity.toNumber();
    const ofPrice = (price[i] ?? 0) / value;
    held[i] = (held[i] ?? 0) + quantity * ofPrice;
    lotsOf[i]?.push(at);
    const wash = situation.wash.get(lot.id);
    return {
      id: lot.id,
      security: i,
      value: quantity * ofPrice,
      quantity,
      gain: 1 - lot.unitCost.toNumber() / (price[i] ?? 1),
      long: heldAsLong(lot.acquired, market.asOf, "more than", oneYear),
      acquired: lot.acquired,
      washed: Math.min(quantity, wash?.washed.toNumber() ?? 0) * ofPrice,
      reachable: wash?.reachable ?? false
    };
  });
  return {
    situation,
    compiled,
    value,
    taxable: account.registration === "taxable",
    cash: account.cash.toNumber() / value,
    count,
    symbol,
    universe,
    local,
    price,
    held,
    tradeRate,
    ticket: Number(policy.objective.trading?.ticket ?? 0) / value,
    target,
    cashTarget: gathered.cash,
    nodes: mergedNodes(gathered.groups, local, heldIndices),
    alternateRate,
    lots,
    lotsOf
  };
}

// packages/runtime/src/lowering/modes.ts
var NO_MODE = { buy: -1, part: -1, out: -1 };
var WORTH = 1e-12;
function applyWeightBounds(draft) {
  const { frame } = draft;
  for (let i = 0; i < frame.count; i++) {
    const held = frame.held[i] ?? 0;
    const buy = draft.buy[i] ?? -1;
    const high = draft.weightHigh[i] ?? Infinity;
    const low = draft.weightLow[i] ?? -Infinity;
    const highLimit = draft.highLimit[i];
    const lowLimit = draft.lowLimit[i];
    if (highLimit !== void 0) {
      if (high >= held) {
        draft.cap(buy, high - held);
        highLimit.location = { at: "columns", columns: [buy], coefs: [1] };
      } else {
        draft.cap(buy, 0);
        const form = draft.soldForm(i);
        form.constant -= held - high;
        draft.row(form, 0, Infinity, highLimit);
      }
    }
    if (lowLimit !== void 0) {
      if (low > held) {
        draft.raise(buy, low - held);
        for (const p of draft.partsOf[i] ?? []) draft.cap(draft.parts[p]?.column ?? -1, 0);
        lowLimit.location = { at: "columns", columns: [buy], coefs: [1] };
      } else {
        const form = draft.soldForm(i);
        form.constant -= held - low;
        if (form.cols.length > 0) draft.row(form, -Infinity, 0, lowLimit);
      }
    }
  }
}
function roundTripPays(draft, i, worth) {
  const cost = 2 * (draft.frame.tradeRate[i] ?? 0);
  return (draft.partsOf[i] ?? []).some((p) => {
    const part = draft.parts[p];
    if (part === void 0 || (draft.upper[part.column] ?? 0) <= 0) return false;
    return -part.gain * (part.long ? worth.long : worth.short) > cost + WORTH;
  });
}
function addModes(draft, needs) {
  const modes = [];
  for (let i = 0; i < draft.frame.count; i++) modes.push(addMode(draft, i, needs));
  addGroupRule(draft);
  return modes;
}
function addMode(draft, i, needs) {
  const held = draft.sellable(i);
  const buy = draft.buy[i] ?? -1;
  const most = Math.max(0, draft.upper[buy] ?? 0);
  const canBuy = most > 0;
  const parts2 = (draft.partsOf[i] ?? []).flatMap((p) => draft.parts[p] ?? []);
  const canSell = parts2.some((part) => (draft.upper[part.column] ?? 0) > 0);
  const { minimumTrade: trade, minimumHolding: keep } = needs;
  const counted = needs.trades || trade > 0;
  const belowMinimum = held > 0 && held < keep;
  const side = canBuy && canSell && (needs.sides.has(i) || roundTripPays(draft, i, needs.lossWorth));
  const wantsBuy = canBuy && (side || counted || held < keep || needs.holdings && held === 0);
  const inPart = canSell && !belowMinimum && !(trade > 0 && held < trade);
  const wantsOut = canSell && (keep > 0 && held > 0 || trade > 0 && held < trade || needs.holdings && held > 0);
  const wantsPart = inPart && counted;
  const mode2 = {
    buy: wantsBuy ? draft.column(0, 1, true) : -1,
    part: wantsPart ? draft.column(0, 1, true) : -1,
    out: wantsOut ? draft.column(0, 1, true) : -1
  };
  draft.tradedForm[i] = indicator([mode2.buy, mode2.part, mode2.out]);
  draft.heldForm[i] = heldIndicator(held, canBuy, mode2, needs.holdings);
  if (mode2.buy < 0 && mode2.part < 0 && mode2.out < 0) return NO_MODE;
  buyRows(draft, buy, most, mode2, Math.max(trade, keep > held ? keep - held : 0));
  if (canSell) sellRows(draft, i, { held, keep, trade, inPart, mode: mode2 });
  const all = indicator([mode2.buy, mode2.part, mode2.out]);
  if (all.cols.length > 1) draft.row(all, -Infinity, 1);
  return mode2;
}
function indicator(columns) {
  const form = constant(0);
  for (const column of columns) if (column >= 0) addTerm(form, column, 1);
  return form;
}
function heldIndicator(held, canBuy, mode2, counts) {
  if (!counts) return constant(0);
  if (held > 0) return mode2.out < 0 ? constant(1) : { constant: 1, cols: [mode2.out], coefs: [-1] };
  return canBuy ? indicator([mode2.buy]) : constant(0);
}
function buyRows(draft, buy, most, mode2, least) {
  if (mode2.buy < 0) return;
  draft.row({ constant: 0, cols: [buy, mode2.buy], coefs: [1, -most] }, -Infinity, 0);
  if (least > 0) draft.row({ constant: 0, cols: [buy, mode2.buy], coefs: [1, -least] }, 0, Infinity);
}
function sellRows(draft, i, { held, keep, trade, inPart, mode: mode2 }) {
  const parts2 = (draft.partsOf[i] ?? []).flatMap((p) => draft.parts[p] ?? []);
  const permits = (factor) => {
    const form = constant(0);
    if (inPart && mode2.part < 0) {
      form.constant = factor;
      if (mode2.buy >= 0) addTerm(form, mode2.buy, -factor);
    } else {
      if (mode2.part >= 0) addTerm(form, mode2.part, factor);
      if (mode2.out >= 0) addTerm(form, mode2.out, factor);
    }
    return form;
  };
  const restrict = (columns, allowed) => {
    if (allowed.cols.length === 0 && allowed.constant > 0) return;
    const form = { constant: -allowed.constant, cols: [...columns], coefs: columns.map(() => 1) };
    for (let k = 0; k < allowed.cols.length; k++)
      addTerm(form, allowed.cols[k] ?? 0, -(allowed.coefs[k] ?? 0));
    draft.row(form, -Infinity, 0);
  };
  const live = parts2.filter((part) => (draft.upper[part.column] ?? 0) > 0);
  const single = live.length <= 3 ? live : live.filter((part) => part.gain < 0);
  for (const part of single)
    restrict([part.column], permits(Math.min(part.upper, draft.upper[part.column] ?? 0)));
  if (single.length < live.length)
    restrict(
      live.map((part) => part.column),
      permits(held)
    );
  const sold = draft.soldForm(i);
  if (keep > 0 && held >= keep && mode2.out >= 0) {
    const allowed = constant(0);
    if (mode2.part >= 0) addTerm(allowed, mode2.part, held - keep);
    else {
      allowed.constant = held - keep;
      if (mode2.buy >= 0) addTerm(allowed, mode2.buy, -(held - keep));
      addTerm(allowed, mode2.out, -(held - keep));
    }
    addTerm(allowed, mode2.out, held);
    restrict(sold.cols, allowed);
  }
  const least = { constant: 0, cols: [...sold.cols], coefs: [...sold.coefs] };
  if (mode2.part >= 0 && trade > 0) addTerm(least, mode2.part, -Math.min(trade, held));
  if (mode2.out >= 0) addTerm(least, mode2.out, -held);
  if (least.cols.length > sold.cols.length) draft.row(least, 0, Infinity);
}
function addGroupRule(draft) {
  const { frame } = draft;
  if (!frame.taxable) return;
  const groups2 = /* @__PURE__ */ new Map();
  for (let i = 0; i < frame.count; i++) {
    const group = frame.compiled.group[frame.universe[i] ?? 0] ?? "";
    const members = groups2.get(group);
    if (members === void 0) groups2.set(group, [i]);
    else members.push(i);
  }
  for (const members of groups2.values()) {
    if (members.length < 2) continue;
    const losses = members.flatMap(
      (i) => (draft.partsOf[i] ?? []).flatMap((p) => {
        const part = draft.parts[p];
        return part?.loss === true && (draft.upper[part.column] ?? 0) > 0 ? part : [];
      })
    );
    const buyable = members.filter((i) => (draft.upper[draft.buy[i] ?? -1] ?? 0) > 0);
    if (losses.length === 0 || buyable.length === 0) continue;
    const buying = draft.column(0, 1, true);
    for (const i of buyable) {
      const column = draft.buy[i] ?? -1;
      draft.row(
        { constant: 0, cols: [column, buying], coefs: [1, -(draft.upper[column] ?? 0)] },
        -Infinity,
        0
      );
    }
    for (const part of losses) {
      draft.row({ constant: -part.upper, cols: [part.column, buying], coefs: [1, part.upper] }, -Infinity, 0);
    }
  }
}

// packages/runtime/src/lowering/needs.ts
var cache2 = /* @__PURE__ */ new WeakMap();
function needsOf(clauses) {
  const all = { lots: false, trades: false, holdings: false, tax: false, trackingError: false };
  for (const clause2 of clauses) {
    for (const rule of clause2.rules) {
      const needs = ofRule(rule);
      all.lots ||= needs.lots;
      all.trades ||= needs.trades || rule.rule === "minimum trade";
      all.holdings ||= needs.holdings;
      all.tax ||= needs.tax;
      all.trackingError ||= needs.trackingError;
    }
  }
  return all;
}
function ofRule(rule) {
  const known = cache2.get(rule);
  if (known !== void 0) return known;
  const found = { lots: false, trades: false, holdings: false, tax: false, trackingError: false };
  if (rule.rule === "compare") {
    for (const loop of rule.loops) walkLoop(loop, found);
    walk(rule.left, found);
    walk(rule.right, found);
  } else walk(rule.amount, found);
  cache2.set(rule, found);
  return found;
}
function walk(expr, found) {
  switch (expr.e) {
    case "measure":
      walkSet(expr.of, found);
      if (expr.base !== void 0) walkSet(expr.base, found);
      return;
    case "average":
      walkSet(expr.of, found);
      return;
    case "total":
      if (expr.measure === "trades") found.trades = true;
      if (expr.measure === "holdings") found.holdings = true;
      if (expr.measure === "tax") found.tax = true;
      if (expr.measure === "tracking error") found.trackingError = true;
      return;
    case "sum":
      walkLoop(expr.loop, found);
      walk(expr.body, found);
      return;
    case "add":
    case "subtract":
    case "multiply":
    case "divide":
      walk(expr.left, found);
      walk(expr.right, found);
      return;
    case "negate":
    case "abs":
    case "before":
      walk(expr.of, found);
      return;
    case "max":
    case "min":
      for (const part of expr.of) walk(part, found);
      return;
    default:
      return;
  }
}
function walkLoop(loop, found) {
  if (loop.range.over !== "classes") walkSet(loop.range.of, found);
}
function walkSet(ref, found) {
  if (ref.set === "lots") found.lots = true;
  else if (ref.set === "union" || ref.set === "intersection" || ref.set === "difference") {
    walkSet(ref.left, found);
    walkSet(ref.right, found);
  }
}

// packages/runtime/src/lowering/sales.ts
var DUST2 = 1e-15;
function addDecisions(draft, merge) {
  const { frame } = draft;
  const reach = /* @__PURE__ */ new Map();
  for (let i = 0; i < frame.count; i++) {
    const lots = frame.lotsOf[i] ?? [];
    if (merge) {
      let upper = 0;
      for (const lot of lots) upper += frame.lots[lot]?.value ?? 0;
      if (lots.length > 0) addPart(draft, { security: i, lots, upper, gain: 0, long: false, loss: false });
      continue;
    }
    const group = frame.compiled.group[frame.universe[i] ?? 0] ?? "";
    for (const place2 of lots) {
      const lot = frame.lots[place2];
      if (lot === void 0) continue;
      if (frame.taxable && lot.gain < 0 && (lot.washed > 0 || lot.reachable)) {
        let known = reach.get(group);
        if (known === void 0) {
          known = { counted: -1, washed: [] };
          reach.set(group, known);
        }
        addWashed(draft, place2, lot, known);
      } else addPart(draft, partOf(place2, lot, lot.value, frame.taxable ? lot.gain : 0));
    }
  }
  for (const { counted, washed } of reach.values()) {
    if (counted < 0) continue;
    for (const [column, upper] of washed) {
      draft.row({ constant: 0, cols: [column, counted], coefs: [1, -upper] }, 0, Infinity);
    }
  }
  for (let i = 0; i < frame.count; i++) draft.buy[i] = draft.column(0, Math.max(0, 1 - (frame.held[i] ?? 0)));
  draft.cash = draft.column(0, Infinity);
}
function partOf(place2, lot, upper, gain) {
  return { security: lot.security, lots: [place2], upper, gain, long: lot.long, loss: lot.gain < 0 };
}
function addPart(draft, part) {
  const column = draft.column(0, part.upper);
  draft.partsOf[part.security]?.push(draft.parts.length);
  draft.parts.push({ ...part, column });
  return column;
}
function addWashed(draft, place2, lot, group) {
  const unmatched = lot.value - lot.washed;
  if (lot.washed > 0) group.washed.push([addPart(draft, partOf(place2, lot, lot.washed, 0)), lot.washed]);
  if (unmatched <= DUST2) return;
  if (!lot.reachable) {
    addPart(draft, partOf(place2, lot, unmatched, lot.gain));
    return;
  }
  if (group.counted < 0) group.counted = draft.column(0, 1, true);
  const counts = addPart(draft, partOf(place2, lot, unmatched, lot.gain));
  const idle = addPart(draft, partOf(place2, lot, unmatched, 0));
  draft.row({ constant: 0, cols: [counts, group.counted], coefs: [1, -unmatched] }, -Infinity, 0);
  draft.row({ constant: -unmatched, cols: [counts, idle], coefs: [1, 1] }, -Infinity, 0);
}
function addCashBalance(draft) {
  const { frame } = draft;
  const form = constant(frame.cash);
  for (const part of draft.parts) addTerm(form, part.column, 1 - (frame.tradeRate[part.security] ?? 0));
  for (let i = 0; i < frame.count; i++) {
    addTerm(form, draft.buy[i] ?? -1, -1 - (frame.tradeRate[i] ?? 0));
    const traded = draft.tradedForm[i];
    if (frame.ticket > 0 && traded !== void 0) {
      for (let k = 0; k < traded.cols.length; k++)
        addTerm(form, traded.cols[k] ?? 0, -frame.ticket * (traded.coefs[k] ?? 0));
    }
  }
  addTerm(form, draft.cash, -1);
  draft.row(form, 0, 0);
}

// packages/runtime/src/lowering/lower.ts
function lower(situation, options = {}) {
  const { policy } = situation;
  const frame = frameOf(situation);
  const draft = new Draft(frame);
  const needs = needsOf([...policy.clauses, ...policy.preferences]);
  addDecisions(draft, !frame.taxable && !needs.lots);
  if (options.ignore?.has("no margin") === true) draft.lower[draft.cash] = -Infinity;
  const kept = policy.clauses.filter(
    (clause2) => clause2.when === void 0 || holdsBefore(draft, clause2.when)
  );
  const preferences = options.feasibility ? [] : policy.preferences.filter((prefer2) => prefer2.when === void 0 || holdsBefore(draft, prefer2.when));
  const slacks = [];
  const minimums = lowerClauses(draft, kept, options, slacks);
  for (const preference of preferences) lowerPreference(draft, preference);
  if (options.ignore?.has("wash sales") !== true) blockWashSales(draft);
  applyWeightBounds(draft);
  const used = needsOf([
    ...kept.filter((clause2) => options.without?.has(clause2.id) !== true),
    ...preferences
  ]);
  const modes = addModes(draft, {
    ...minimums,
    trades: used.trades || frame.ticket > 0,
    holdings: used.holdings,
    sides: options.sides ?? /* @__PURE__ */ new Set(),
    lossWorth: options.feasibility ? { short: 0, long: 0 } : lossWorth(draft)
  });
  addDrift(draft, modes, options.feasibility === true);
  addCashBalance(draft);
  if (options.feasibility !== true) addCosts(draft);
  for (const slack of slacks) draft.cost(slack.column, 1, "preferences", slack.clause);
  const { problem, costs } = assemble(draft);
  const unsupported = unsupportedPart(situation, used.trackingError);
  return {
    situation,
    frame,
    problem,
    ...unsupported === void 0 ? {} : { unsupported },
    parts: draft.parts,
    partsOf: draft.partsOf,
    buy: draft.buy,
    cash: draft.cash,
    modes,
    limits: draft.limits,
    costs,
    offsets: draft.offsets,
    slacks,
    draft
  };
}
function unsupportedPart(situation, trackingError) {
  if (trackingError) return "tracking error";
  const k = Number(situation.policy.objective.risk?.k ?? 0);
  return k > 0 && situation.market.risk !== void 0 ? "risk" : void 0;
}
function lowerClauses(draft, clauses, options, slacks) {
  const { frame } = draft;
  let minimumTrade = 0;
  let minimumHolding = 0;
  const reserves = [];
  for (const clause2 of clauses) {
    const omitted = options.without?.has(clause2.id) === true;
    clause2.rules.forEach((rule, at) => {
      if (rule.rule === "compare") {
        lowerCompare(draft, clause2, at, rule, {
          omitted,
          without: options.without ?? /* @__PURE__ */ new Set(),
          elastic: options.elastic ?? /* @__PURE__ */ new Set(),
          slackOf: (id) => slackOf(draft, slacks, id, at)
        });
        return;
      }
      if (omitted) return;
      const amount2 = (given(draft, rule.amount) ?? 0) / (rule.amount.unit.unit === "weight" ? 1 : frame.value);
      if (rule.rule === "minimum trade") minimumTrade = Math.max(minimumTrade, amount2);
      else if (rule.rule === "minimum holding") minimumHolding = Math.max(minimumHolding, amount2);
      else reserves.push({ clause: clause2, rule: at, amount: amount2 });
    });
  }
  addReserves(draft, reserves, options, slacks);
  return { minimumTrade, minimumHolding };
}
function slackOf(draft, slacks, clause2, rule) {
  const known = slacks.find((slack) => slack.clause === clause2 && slack.rule === rule);
  if (known !== void 0) return known.column;
  const column = draft.column(0, Infinity);
  slacks.push({ clause: clause2, rule, column });
  return column;
}
function addReserves(draft, reserves, options, slacks) {
  if (reserves.length === 0) return;
  let total2 = 0;
  const form = constant(0);
  addTerm(form, draft.cash, 1);
  for (const { clause: clause2, rule, amount: amount2 } of reserves) {
    total2 += amount2;
    if (options.elastic?.has(clause2.id) === true) addTerm(form, slackOf(draft, slacks, clause2.id, rule), 1);
  }
  form.constant -= total2;
  const { value } = draft.frame;
  const own = reserves.map(({ clause: clause2, rule }) => {
    const level = scaled({ constant: 0, cols: [draft.cash], coefs: [1] }, value);
    return {
      clause: clause2,
      rule,
      item: "",
      operator: ">=",
      unit: "money",
      bound: total2 * value,
      grandfathered: false,
      level,
      scale: 1 / value,
      location: { at: "nowhere" }
    };
  });
  draft.limits.push(...own);
  draft.rows.push({ form, lower: 0, upper: Infinity, limits: own });
}
function blockWashSales(draft) {
  const { frame } = draft;
  if (frame.situation.policy.washSalesAllowed) return;
  for (let i = 0; i < frame.count; i++) {
    const group = frame.compiled.group[frame.universe[i] ?? 0] ?? "";
    if (frame.situation.blockedGroups.has(group)) draft.cap(draft.buy[i] ?? -1, 0);
  }
}
function taxMultiplier(draft) {
  const { taxes } = draft.frame.situation.policy.objective;
  if (taxes === void 0 || !draft.frame.taxable) return 0;
  return given(draft, taxes.times) ?? 0;
}
function lossWorth(draft) {
  const m = taxMultiplier(draft);
  const rates = ratesOf(draft);
  if (draft.frame.situation.policy.objective.taxes?.netted !== true)
    return { short: m * rates.short, long: m * rates.long };
  const most = m * Math.max(rates.short, rates.long, rates.unused);
  return { short: most, long: most };
}
function addCosts(draft) {
  const { frame } = draft;
  const m = taxMultiplier(draft);
  const rates = ratesOf(draft);
  const netted = frame.situation.policy.objective.taxes?.netted === true;
  for (const part of draft.parts) {
    draft.cost(part.column, frame.tradeRate[part.security] ?? 0, "trading", "trading");
    if (!netted)
      draft.cost(part.column, m * (part.long ? rates.long : rates.short) * part.gain, "tax", "taxes");
  }
  if (netted && m !== 0) {
    const form = nettedTaxForm(draft);
    draft.offsets.tax += m * form.constant;
    for (let k = 0; k < form.cols.length; k++)
      draft.cost(form.cols[k] ?? 0, m * (form.coefs[k] ?? 0), "tax", "taxes");
  }
  for (let i = 0; i < frame.count; i++) {
    draft.cost(draft.buy[i] ?? -1, frame.tradeRate[i] ?? 0, "trading", "trading");
    draft.cost(weightColumn(i), frame.alternateRate[i] ?? 0, "alternates", "alternates");
    const traded = draft.tradedForm[i];
    if (frame.ticket > 0 && traded !== void 0)
      for (let k = 0; k < traded.cols.length; k++)
        draft.cost(traded.cols[k] ?? 0, frame.ticket * (traded.coefs[k] ?? 0), "trading", "trading");
  }
}
function assemble(draft) {
  const builder = new ProblemBuilder();
  for (let j = 0; j < draft.lower.length; j++) {
    builder.addColumn(0, draft.lower[j] ?? 0, draft.upper[j] ?? 0, draft.integer[j] === 1);
  }
  for (const pending of draft.rows) {
    const form = collected(draft.expanded(pending.form));
    const row = builder.addRow(
      pending.lower - form.constant,
      pending.upper - form.constant,
      form.cols,
      form.coefs
    );
    if (pending.limit !== void 0) pending.limit.location = { at: "row", row };
    for (const limit of pending.limits ?? []) limit.location = { at: "row", row };
  }
  const costs = [];
  for (const entry of draft.costs) {
    const form = draft.expanded({ constant: 0, cols: [entry.column], coefs: [entry.coef] });
    draft.offsets[entry.term] += form.constant;
    for (let k = 0; k < form.cols.length; k++) {
      const column = form.cols[k] ?? 0;
      const coef = form.coefs[k] ?? 0;
      builder.addCost(column, coef);
      costs.push({ ...entry, column, coef });
    }
  }
  for (const amount2 of Object.values(draft.offsets)) builder.offset += amount2;
  return { problem: builder.build(), costs };
}

// packages/runtime/src/solve/testing/_try.ts
var now = () => Number(process.hrtime.bigint()) / 1e6;
var t = now();
var sits = sp500Situations();
console.log("load", now() - t);
var b = await createHighs();
var mode = process.argv[2] ?? "lp";
for (const e of expectedOptima()) {
  const s = sits.get(e.account);
  t = now();
  const low = lower(s);
  const tl = now() - t;
  const nb = low.problem.integer?.reduce((a, c) => a + c, 0) ?? 0;
  t = now();
  const { integer, ...lp } = low.problem;
  const r = b.solve(lp);
  const tlp = now() - t;
  const x = r.x;
  let frac = 0;
  if (integer && x) integer.forEach((f, j) => {
    if (f && Math.abs(x[j] - Math.round(x[j])) > 1e-7) frac++;
  });
  const V = low.frame.value;
  let extra = "";
  if (mode === "mip" && nb > 0) {
    t = now();
    const m = b.solve(low.problem, { relativeGap: 1e-4, timeLimitSeconds: 30 });
    extra = `mip ${m.status} obj ${(m.objective * V - e.optimum).toFixed(4)} bound ${(m.bound * V - e.optimum).toFixed(4)} tol ${(1e-4 * Math.max(1, e.optimum)).toFixed(4)} ${(now() - t).toFixed(0)}ms n${m.nodes}`;
  }
  console.log(e.account, s.account.registration.slice(0, 4), "sec", low.frame.count, "lots", low.frame.lots.length, `${low.problem.numRow}x${low.problem.numCol}`, "bin", nb, "frac", frac, "lower", tl.toFixed(1), "lp", tlp.toFixed(1), r.status, "rel-opt", (r.objective * V - e.optimum).toFixed(4), ((r.objective * V - e.optimum) / Math.max(1, e.optimum)).toExponential(1), extra, r.message ?? "");
}
