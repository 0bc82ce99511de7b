/** Situations made by hand, for tests of whatever starts from one: lowering, checker, rounding, explanation. */
import type {
  AccountRow,
  Adjustment,
  Bundle,
  Choice,
  Clause,
  EffectivePolicy,
  ModelNode,
  ObjectiveIR,
  Preference,
  SetRef,
} from "@mandate/compiler";
import { Decimal } from "decimal.js";
import type { RiskModel } from "../account/book.ts";
import type { LotWash, Situation } from "../account/situation.ts";
import { literal, NUMBER, source } from "./policy.ts";

export interface SecuritySpec {
  readonly class?: string;
  readonly price: number | string;
  /** full spread; default 0 */
  readonly spread?: number | string;
  /** default 0.0001 */
  readonly increment?: number | string;
  readonly issuer?: string;
  readonly group?: string;
  readonly attributes?: Readonly<Record<string, string>>;
}

export interface LotSpec {
  readonly symbol: string;
  readonly quantity: number | string;
  readonly cost: number | string;
  /** default 2020-03-02 */
  readonly acquired?: string;
  readonly id?: string;
}

/** `["VTI", 0.6]`, or `[["VTI", "ITOT@0.002"], 0.6]` for alternates with their rate; `["Cash", 0.02]` for cash itself. */
export type TargetSpec = readonly [what: string | readonly string[], target: number | string];

export interface SituationSpec {
  /** default 2026-11-20 */
  readonly asOf?: string;
  readonly securities: Readonly<Record<string, SecuritySpec>>;
  /** leaf classes with their parents: `{ Equity: undefined, USLarge: "Equity" }`; default Equity and Cash */
  readonly classes?: Readonly<Record<string, string | undefined>>;
  readonly targets: readonly TargetSpec[];
  /** lists by name, of symbols */
  readonly lists?: Readonly<Record<string, readonly string[]>>;
  readonly objective?: Partial<ObjectiveIR>;
  readonly clauses?: readonly Clause[];
  readonly preferences?: readonly Preference[];
  readonly adjustments?: readonly Adjustment[];
  readonly choices?: readonly (Omit<Choice, "source"> & { readonly source?: Choice["source"] })[];
  readonly registration?: AccountRow["registration"];
  readonly cash?: number | string;
  readonly lots?: readonly LotSpec[];
  readonly rates?: readonly [short: number, long: number];
  readonly realised?: readonly [short: number, long: number];
  readonly carrying?: readonly [short: number, long: number];
  readonly wash?: Readonly<Record<string, { readonly washed: number | string; readonly reachable: boolean }>>;
  readonly blocked?: readonly string[];
  readonly columns?: Readonly<Record<string, string>>;
  readonly risk?: RiskModel;
}

const DEFAULT_CLASSES: Readonly<Record<string, string | undefined>> = { Equity: undefined, Cash: undefined };

/** Symbols of a spec in the universe's order: as given. */
function symbolsOf(spec: SituationSpec): string[] {
  return Object.keys(spec.securities);
}

/**
 * References to a spec's sets: `sets(spec).of("VTI")` of a security, a class or a list; `all` are all securities.
 * A bundle numbers them: classes, lists, each security, everything.
 */
export function sets(spec: Pick<SituationSpec, "securities" | "classes" | "lists">): {
  readonly of: (name: string) => SetRef;
  readonly all: SetRef;
} {
  const names = setNames(spec);
  return {
    of(name) {
      const id = names.indexOf(name);
      if (id < 0) throw new RangeError(`the spec has no ${name}`);
      return { set: "fixed", id };
    },
    all: { set: "fixed", id: names.length },
  };
}

function setNames(spec: Pick<SituationSpec, "securities" | "classes" | "lists">): string[] {
  return [
    ...Object.keys(spec.classes ?? DEFAULT_CLASSES),
    ...Object.keys(spec.lists ?? {}),
    ...Object.keys(spec.securities),
  ];
}

export function bundleOf(spec: SituationSpec): Bundle {
  const classes = spec.classes ?? DEFAULT_CLASSES;
  const symbols = symbolsOf(spec);
  const universe = symbols.map((symbol) => {
    const security = spec.securities[symbol];
    return {
      symbol,
      name: symbol,
      class: security?.class ?? "Equity",
      issuer: security?.issuer ?? symbol,
      group: security?.group ?? symbol,
      attributes: security?.attributes ?? {},
    };
  });
  const under = (name: string, of: string): boolean => {
    for (let at: string | undefined = name; at !== undefined; at = classes[at]) if (at === of) return true;
    return false;
  };
  const where = (test: (at: number) => boolean) => symbols.flatMap((_, at) => (test(at) ? [at] : []));
  const bundleSets = [
    ...Object.keys(classes).map((name) => ({
      label: name,
      members: where((at) => under(universe[at]?.class ?? "", name)),
      cash: name === "Cash",
    })),
    ...Object.entries(spec.lists ?? {}).map(([label, list]) => ({
      label,
      members: where((at) => list.includes(symbols[at] ?? "")),
      cash: false,
    })),
    ...symbols.map((label, at) => ({ label, members: [at], cash: false })),
    { label: "securities", members: where(() => true), cash: false },
  ];
  const names = setNames(spec);
  return {
    format: 1,
    name: "testkit",
    universe,
    attributes: [],
    accountColumns: [],
    classes: Object.entries(classes).map(([name, parent], set) => ({
      name,
      ...(parent === undefined ? {} : { parent }),
      leaf: !Object.values(classes).includes(name),
      set,
      source: source(),
    })),
    sets: bundleSets,
    lists: Object.fromEntries(Object.keys(spec.lists ?? {}).map((name) => [name, names.indexOf(name)])),
    equivalents: [],
    models: [],
    objective: objectiveOf(spec),
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

/** Drift as the acceptance cases charge for it: classes 20bps per 1pp beyond 0.5pp, securities 10bps per 1pp; taxes times 1. */
function objectiveOf(spec: SituationSpec): ObjectiveIR {
  return {
    drift: [
      { of: "classes", steps: [{ slope: "0.2", beyond: "0.005" }], source: source() },
      { of: "securities", steps: [{ slope: "0.1", beyond: "0" }], source: source() },
    ],
    taxes: { netted: false, times: literal(1, NUMBER), source: source() },
    trading: { commission: "0", ticket: "0", source: source() },
    ...spec.objective,
  };
}

function nodesOf(spec: SituationSpec): ModelNode[] {
  return spec.targets.map(([what, share]): ModelNode => {
    const target = String(share);
    if (what === "Cash")
      return { node: "class", class: "Cash", share: target, target, children: [], source: source() };
    const members = (typeof what === "string" ? [what] : what).map((member) => {
      const [symbol = "", rate = "0"] = member.split("@");
      return { symbol, rate };
    });
    return { node: "holding", members, share: target, target, source: source() };
  });
}

/** One account with its policy on one day. V is what its lots and cash are worth. */
export function situationOf(spec: SituationSpec): Situation {
  const bundle = bundleOf(spec);
  const asOf = spec.asOf ?? "2026-11-20";
  const policy: EffectivePolicy = {
    account: "t1",
    asOf,
    model: "Model",
    profiles: [],
    facts: { registration: spec.registration ?? "taxable", model: "Model" },
    nodes: nodesOf(spec),
    choices: (spec.choices ?? []).map((choice) => ({ source: source(), ...choice, by: "advisor" as const })),
    edits: [],
    clauses: spec.clauses ?? [],
    preferences: spec.preferences ?? [],
    adjustments: spec.adjustments ?? [],
    objective: bundle.objective,
    washSalesAllowed: false,
    inactive: [],
  };
  const securities = new Map(
    Object.entries(spec.securities).map(([symbol, security], index) => [
      symbol,
      {
        symbol,
        index,
        price: new Decimal(security.price),
        spread: new Decimal(security.spread ?? 0),
        increment: new Decimal(security.increment ?? "0.0001"),
      },
    ]),
  );
  const lots = (spec.lots ?? []).map((lot, at) => ({
    id: lot.id ?? `${lot.symbol}#${at + 1}`,
    symbol: lot.symbol,
    quantity: new Decimal(lot.quantity),
    unitCost: new Decimal(lot.cost),
    acquired: lot.acquired ?? "2020-03-02",
  }));
  const cash = new Decimal(spec.cash ?? 0);
  const value = lots.reduce(
    (sum, lot) => sum.plus(lot.quantity.times(securities.get(lot.symbol)?.price ?? 0)),
    cash,
  );
  const taxable = (spec.registration ?? "taxable") === "taxable";
  const [short, long] = spec.rates ?? (taxable ? [0.37, 0.2] : [0, 0]);
  const decimals = (pair: readonly [number, number] | undefined) =>
    [new Decimal(pair?.[0] ?? 0), new Decimal(pair?.[1] ?? 0)] as const;
  const [ytdShort, ytdLong] = decimals(spec.realised);
  const [carryShort, carryLong] = decimals(spec.carrying);
  const wash = new Map<string, LotWash>(
    Object.entries(spec.wash ?? {}).map(([lot, { washed, reachable }]) => [
      lot,
      { washed: new Decimal(washed), reachable },
    ]),
  );
  return {
    bundle,
    policy,
    market: { asOf, securities, ...(spec.risk === undefined ? {} : { risk: spec.risk }) },
    account: {
      account: "t1",
      registration: spec.registration ?? "taxable",
      cash,
      shortRate: new Decimal(short),
      longRate: new Decimal(long),
      ytdShort,
      ytdLong,
      carryShort,
      carryLong,
      choices: {},
      columns: spec.columns ?? {},
      lots,
    },
    wash,
    blockedGroups: new Map((spec.blocked ?? []).map((group) => [group, `${group} was sold at a loss`])),
    value,
  };
}
