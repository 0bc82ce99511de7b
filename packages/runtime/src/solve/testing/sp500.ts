/**
 * The acceptance book `cases/sp500` as situations, its policy written out by hand: what the lowering is proved on,
 * independently of the compiler and of the book's reader. For tests only.
 */
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Bundle, Choice, EffectivePolicy, ModelNode, SetIR, SetRef } from "@mandate/compiler";
import { Decimal } from "decimal.js";
import type { Activity, BookAccount, Lot, Market, Registration } from "../../account/book.ts";
import type { Situation } from "../../account/situation.ts";
import { situationWash } from "../../account/wash.ts";
import {
  ACCOUNT,
  amount,
  clause,
  compare,
  forEach,
  item,
  literal,
  MONEY,
  NUMBER,
  prefer,
  source,
  total,
  usd,
  weight,
} from "../../testkit/index.ts";

const root = fileURLToPath(new URL("../../../../../../shared/cases/sp500/", import.meta.url));

/** Whether the cases lie beside the repository. */
export const sp500Present = existsSync(root);

type Row = Readonly<Record<string, string>>;

function table(path: string): Row[] {
  const [head = "", ...lines] = readFileSync(root + path, "utf8")
    .trimEnd()
    .split("\n");
  const names = cells(head);
  return lines.map((line) => Object.fromEntries(cells(line).map((cell, at) => [names[at] ?? "", cell])));
}

function cells(line: string): string[] {
  return [...line.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g)]
    .map((found) => (found[1] ?? "").replace(/^"|"$/g, ""))
    .slice(0, -1);
}

export interface Expected {
  readonly account: string;
  readonly optimum: number;
  readonly bound: number;
}

export function expectedOptima(): Expected[] {
  return table("expected.csv").map((row) => ({
    account: row["account"] ?? "",
    optimum: Number(row["optimum"]),
    bound: Number(row["dual_bound"]),
  }));
}

const CLASSES = [
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
  "Cash",
];

const fixed = (id: number): SetRef => ({ set: "fixed", id });
const TOBACCO = fixed(CLASSES.length);
const FOSSIL = fixed(CLASSES.length + 1);
const ALL = fixed(CLASSES.length + 2);
const TECHNOLOGY = fixed(CLASSES.indexOf("Technology"));

function bundleOf(securities: readonly Row[]): Bundle {
  const where = (test: (row: Row) => boolean) => securities.flatMap((row, at) => (test(row) ? [at] : []));
  const sets: SetIR[] = CLASSES.map((label) => ({
    label,
    members: where((row) => label === "Equity" || row["asset_class"] === label),
    cash: label === "Cash",
  }));
  sets.push({ label: "where tobacco", members: where((row) => row["tobacco"] === "1"), cash: false });
  sets.push({ label: "where fossil_fuel", members: where((row) => row["fossil_fuel"] === "1"), cash: false });
  sets.push({ label: "securities", members: where(() => true), cash: false });
  return {
    format: 1,
    name: "sp500",
    universe: securities.map((row) => ({
      symbol: row["symbol"] ?? "",
      name: row["name"] ?? "",
      class: row["asset_class"] ?? "",
      issuer: row["issuer"] || (row["symbol"] ?? ""),
      group: row["identical_to"] || (row["symbol"] ?? ""),
      attributes: {},
    })),
    attributes: [],
    accountColumns: [],
    classes: CLASSES.map((name, set) => ({
      name,
      ...(name === "Equity" || name === "Cash" ? {} : { parent: "Equity" }),
      leaf: name !== "Equity",
      set,
      source: source(),
    })),
    sets,
    lists: {},
    equivalents: [],
    models: [],
    objective: {
      drift: [
        {
          of: "classes",
          steps: [
            { slope: "0.2", beyond: "0.005" },
            { slope: "0.6", beyond: "0.02" },
          ],
          source: source(),
        },
        { of: "securities", steps: [{ slope: "0.1", beyond: "0" }], source: source() },
      ],
      taxes: {
        netted: false,
        times: { e: "option", option: "Tax.sensitivity", unit: NUMBER },
        source: source(),
      },
      trading: { commission: "0.0001", ticket: "0", source: source() },
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
    tests: [],
  };
}

function modelNodes(model: string): ModelNode[] {
  const holding = (row: Row): ModelNode => {
    const target = new Decimal(row["weight"] ?? 0).times("0.98").toFixed();
    const members = [{ symbol: row["symbol"] ?? "", rate: "0" }];
    return { node: "holding", members, share: row["weight"] ?? "", target, source: source() };
  };
  const cash: ModelNode = {
    node: "class",
    class: "Cash",
    share: "0.02",
    target: "0.02",
    children: [],
    source: source(),
  };
  return [...table(`data/${model}.csv`).map(holding), cash];
}

const SENSITIVITY: Record<string, string> = { none: "0", normal: "1", high: "2" };

function policyOf(row: Row, bundle: Bundle, nodes: readonly ModelNode[], asOf: string): EffectivePolicy {
  const sensitivity = row["Tax.sensitivity"] || "normal";
  const budget = row["Tax.gains_budget"] ?? "";
  const choices: Choice[] = [
    {
      option: "Tax.sensitivity",
      value: { kind: "case", case: sensitivity, value: SENSITIVITY[sensitivity] ?? "" },
      source: source(),
    },
  ];
  const band = {
    e: "measure",
    measure: "weight",
    of: fixed(CLASSES.indexOf("Cash")),
    unit: ACCOUNT,
  } as const;
  const grandfathered = { grandfathered: true };
  const clauses = [
    clause("Cash.band", [compare(band, ">=", literal("0.005")), compare(band, "<=", literal("0.06"))], {
      kind: "band",
    }),
    clause(
      "SingleIssuer",
      compare(weight(item), "<=", literal("0.15"), [forEach("issuers", ALL)]),
      grandfathered,
    ),
    clause("TechnologyCap", compare(weight(TECHNOLOGY), "<=", literal("0.45")), grandfathered),
    clause("NoTobacco", compare(amount("bought", TOBACCO), "=", usd(0))),
  ];
  if (budget !== "") {
    const gains = total("gains", MONEY, { thisYear: true });
    clauses.push(clause("GainsBudget", compare(gains, "<=", usd(budget)), grandfathered));
  }
  return {
    account: row["account"] ?? "",
    asOf,
    model: row["model"] ?? "",
    profiles: [],
    facts: {},
    nodes,
    choices: choices.map((choice) => ({ ...choice, by: "book" })),
    edits: [],
    clauses,
    preferences: [prefer("FossilFree", compare(weight(FOSSIL), "<=", literal("0.02")), 0.3)],
    adjustments: [],
    objective: bundle.objective,
    washSalesAllowed: false,
    inactive: [],
  };
}

function accountOf(row: Row, lots: readonly Lot[]): BookAccount {
  const decimal = (column: string) => new Decimal(row[column] || 0);
  return {
    account: row["account"] ?? "",
    household: row["household"] ?? "",
    registration: (row["registration"] ?? "taxable") as Registration,
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
    lots,
  };
}

/** Situations by account: all of the book's, each solved as if alone of its household today. */
export function sp500Situations(): Map<string, Situation> {
  const securities = table("book/securities.csv");
  const asOf = securities[0]?.["price_date"] ?? "";
  const bundle = bundleOf(securities);
  const market: Market = {
    asOf,
    securities: new Map(
      securities.map((row, index) => [
        row["symbol"] ?? "",
        {
          symbol: row["symbol"] ?? "",
          index,
          price: new Decimal(row["price"] ?? 0),
          spread: new Decimal(row["spread"] || "0.0005"),
          increment: new Decimal(row["increment"] || 1),
        },
      ]),
    ),
  };
  const lots = new Map<string, Lot[]>();
  for (const row of table("book/lots.csv")) {
    const account = row["account"] ?? "";
    const own = lots.get(account) ?? [];
    own.push({
      id: row["lot"] ?? "",
      symbol: row["symbol"] ?? "",
      quantity: new Decimal(row["quantity"] ?? 0),
      unitCost: new Decimal(row["unit_cost"] ?? 0),
      acquired: row["acquired"] ?? "",
    });
    lots.set(account, own);
  }
  const activity = table("book/activity.csv").map(
    (row): Activity => ({
      account: row["account"] ?? "",
      symbol: row["symbol"] ?? "",
      date: row["date"] ?? "",
      side: (row["side"] ?? "buy") as Activity["side"],
      quantity: new Decimal(row["quantity"] ?? 0),
      price: new Decimal(row["price"] ?? 0),
      ...(row["gain"] ? { gain: new Decimal(row["gain"]) } : {}),
    }),
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
    }),
  );
}
