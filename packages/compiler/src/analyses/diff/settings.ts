/** What is no clause and still decides: models' targets, menus, lists, the objective. */
import type { Bundle, ChoiceValue, ModelNode, OptionIR } from "../../bundle/index.ts";
import { percentText } from "../../numbers/decimal.ts";
import type { View } from "../linear/space.ts";
import { amountText } from "../prove/words.ts";
import { type Change, type ClauseChange, changeOf } from "./change.ts";
import { plain } from "./normal.ts";

function entry(clause: string, kind: string, change: Change, notes: readonly string[] = []): ClauseChange {
  return { clause, kind, change, witness: [], ...(notes.length === 0 ? {} : { note: notes.join("; ") }) };
}

/** Things of one name in two versions; `compare` gives undefined where they are the same in effect. */
export function named<T>(
  kind: string,
  before: ReadonlyMap<string, T>,
  after: ReadonlyMap<string, T>,
  compare: (
    a: T,
    b: T,
  ) =>
    | (Pick<ClauseChange, "change"> &
        Partial<Pick<ClauseChange, "witness">> & { readonly notes: readonly string[] })
    | undefined,
): ClauseChange[] {
  return [...new Set([...before.keys(), ...after.keys()])].sort().map((name) => {
    const [a, b] = [before.get(name), after.get(name)];
    if (a === undefined) return entry(name, kind, "added");
    if (b === undefined) return entry(name, kind, "removed");
    const found = compare(a, b);
    return found === undefined
      ? entry(name, kind, "unchanged")
      : { ...entry(name, kind, found.change, found.notes), witness: found.witness ?? [] };
  });
}

/** Of the account, and of what it stands in. */
interface Target {
  readonly name: string;
  readonly target: string;
  readonly share: number;
}

/** Where each leaf and class of a model is to be, by the classes it stands in, whatever order they stand in. */
function targetsOf(
  nodes: readonly ModelNode[],
  path: readonly string[] = [],
  whole = 1,
): Map<string, Target> {
  const found = new Map<string, Target>();
  for (const node of nodes) {
    const name =
      node.node === "class"
        ? node.class
        : node.members
            .map(({ symbol, rate }) => (Number(rate) === 0 ? symbol : `${symbol} cost ${percentText(rate)}`))
            .join(" or ");
    const at = [...path, name];
    const { target } = node;
    found.set(at.join("\n"), { name, target, share: whole === 0 ? 0 : Number(target) / whole });
    if (node.node === "class")
      for (const [key, inner] of targetsOf(node.children, at, Number(target))) found.set(key, inner);
  }
  return found;
}

/** What moved by itself: what only moves along with the class it stands in is not told. */
function moved(a: ReadonlyMap<string, Target>, b: ReadonlyMap<string, Target>): string[] {
  const notes: string[] = [];
  for (const key of [...new Set([...a.keys(), ...b.keys()])].sort()) {
    const [before, after] = [a.get(key), b.get(key)];
    if (before === undefined && after !== undefined)
      notes.push(`\`${after.name}\` is new at ${percentText(after.target)}`);
    else if (after === undefined && before !== undefined)
      notes.push(`\`${before.name}\` is gone, it was at ${percentText(before.target)}`);
    else if (before !== undefined && after !== undefined && Math.abs(before.share - after.share) > 1e-9)
      notes.push(
        `\`${after.name}\` goes from ${percentText(before.target)} to ${percentText(after.target)} of the account`,
      );
  }
  return notes;
}

/** @param bands what became of each model's bands: they are what a model permits, its targets what it aims at */
export function modelChanges(
  { bundle: a }: View,
  { bundle: b }: View,
  bands: ReadonlyMap<string, readonly ClauseChange[]>,
): ClauseChange[] {
  const models = (bundle: Bundle) =>
    new Map(bundle.models.map(({ name, nodes }) => [name, { name, targets: targetsOf(nodes) }]));
  return named("model", models(a), models(b), (x, y) => {
    const notes = moved(x.targets, y.targets);
    if (notes.length > 0) return { change: "both", notes };
    const changed = (bands.get(x.name) ?? []).filter(({ change }) => change !== "unchanged");
    const shown = changed.flatMap(({ witness }) => witness);
    const change = changeOf(
      shown.some(({ permittedBy }) => permittedBy === "a"),
      shown.some(({ permittedBy }) => permittedBy === "b"),
    );
    if (change === "unchanged") return undefined;
    return {
      change,
      notes: [`by ${changed.map(({ clause }) => `\`${clause}\``).join(", ")}`],
      witness: shown,
    };
  });
}

export function settingChanges(a: View, b: View): ClauseChange[] {
  const options = ({ bundle }: View) =>
    new Map(bundle.menus.flatMap((menu) => menu.options.map((option) => [option.name, option] as const)));
  const lists = (view: View) =>
    new Map(
      Object.entries(view.bundle.lists).map(([name, id]) => [
        name,
        new Set(view.fixed(id).members.map((place) => view.space.places[place]?.symbol ?? "")),
      ]),
    );
  const waivers = (view: View) => new Map(view.bundle.waivers.map((waiver) => [waiver.id, { view, waiver }]));
  const one = <T>(name: string, kind: string, x: T, y: T): ClauseChange[] => {
    const same = JSON.stringify(x) === JSON.stringify(y);
    return [entry(name, kind, same ? "unchanged" : "both")];
  };
  const { bundle: from } = a;
  const { bundle: to } = b;
  const groups = ({ bundle }: View) =>
    new Map(bundle.equivalents.map(({ name, members }) => [name, new Set(members)]));
  const households = ({ bundle }: View) =>
    new Map(
      bundle.households.map(({ name, accounts }) => [`household ${JSON.stringify(name)}`, new Set(accounts)]),
    );
  const washSales =
    from.washSalesAllowed === to.washSalesAllowed
      ? []
      : [entry("wash sales", "setting", to.washSalesAllowed ? "loosened" : "tightened")];
  const objective = (view: View) => withoutSources(plain(view, view.bundle.objective));
  const hasObjective = [from, to].some(
    ({ objective: { drift, risk, taxes, trading } }) =>
      drift.length > 0 || risk !== undefined || taxes !== undefined || trading !== undefined,
  );
  return [
    ...named("option", options(a), options(b), optionChange),
    ...named("list", lists(a), lists(b), membersChange),
    ...named("equivalents", groups(a), groups(b), equivalentsChange),
    ...named("household", households(a), households(b), membersChange),
    ...named("waive", waivers(a), waivers(b), waiverChange),
    ...(hasObjective ? one("objective", "objective", objective(a), objective(b)) : []),
    ...washSales,
  ];
}

function withoutSources(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutSources);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => key !== "source" && key !== "text")
      .map(([key, inner]) => [key, withoutSources(inner)]),
  );
}

function membersChange(a: ReadonlySet<string>, b: ReadonlySet<string>) {
  const came = [...b].filter((symbol) => !a.has(symbol)).sort();
  const went = [...a].filter((symbol) => !b.has(symbol)).sort();
  if (came.length + went.length === 0) return undefined;
  const told = (symbols: readonly string[]) =>
    symbols.length > 10
      ? `${symbols.slice(0, 10).join(", ")} and ${symbols.length - 10} more`
      : symbols.join(", ");
  const notes = [
    ...(came.length === 0 ? [] : [`${told(came)} came in`]),
    ...(went.length === 0 ? [] : [`${told(went)} went out`]),
  ];
  // Whether a longer list permits more or less is for each clause over it to say.
  return { change: "both" as const, notes };
}

/** What may stand in for what: more of it permits more. */
function equivalentsChange(a: ReadonlySet<string>, b: ReadonlySet<string>) {
  const found = membersChange(a, b);
  if (found === undefined) return undefined;
  const grown = [...b].some((symbol) => !a.has(symbol));
  const shrunk = [...a].some((symbol) => !b.has(symbol));
  return { ...found, change: changeOf(shrunk, grown) };
}

type Waivers = { readonly view: View; readonly waiver: Bundle["waivers"][number] };

function waiverChange({ view: from, waiver: a }: Waivers, { view: to, waiver: b }: Waivers) {
  let loosened = false;
  let tightened = false;
  const notes: string[] = [];
  const end = (until: string | undefined) => until ?? "9999-12-31";
  if (end(a.until) !== end(b.until)) {
    if (end(b.until) > end(a.until)) loosened = true;
    else tightened = true;
    notes.push(`it ends on ${b.until ?? "no day"}, before: ${a.until ?? "no day"}`);
  }
  const [before, after] = [plain(from, a.level), plain(to, b.level)];
  if (JSON.stringify(before) !== JSON.stringify(after)) {
    if (a.level.e === "constant" && b.level.e === "constant") {
      const limit = to.bundle.clauses.find(({ id }) => id === b.limit)?.rules[0];
      const ceiling = limit?.rule !== "compare" || limit.operator === "<=";
      if (Number(b.level.value) > Number(a.level.value) === ceiling) loosened = true;
      else tightened = true;
      notes.push(`up to ${percentText(b.level.value)}, before: ${percentText(a.level.value)}`);
    } else {
      loosened = true;
      tightened = true;
    }
  }
  return loosened || tightened ? { change: changeOf(tightened, loosened), notes } : undefined;
}

export function valueText(value: ChoiceValue, option: OptionIR | undefined): string {
  switch (value.kind) {
    case "none":
      return "none";
    case "case":
      return value.case;
    case "flag":
      return value.on ? "on" : "off";
    case "lists":
      return value.lists.join(", ");
    case "quantity":
      return amountText(value.value, option?.type.type ?? "number");
  }
}

/** More to choose from is looser; another default is a change for all who do not choose. */
function optionChange(a: OptionIR, b: OptionIR) {
  let loosened = false;
  let tightened = false;
  const notes: string[] = [];
  const lean = (looser: boolean, note: string) => {
    if (looser) loosened = true;
    else tightened = true;
    notes.push(note);
  };
  const [x, y] = [a.type, b.type];
  if (x.type !== y.type) {
    lean(true, `it was a choice of ${x.type}, and is one of ${y.type}`);
    tightened = true;
  } else if ("low" in x || "high" in x || "low" in y || "high" in y) {
    const of = (type: OptionIR["type"], end: "low" | "high", open: number) => {
      const text = end in type ? Reflect.get(type, end) : undefined;
      return typeof text === "string" ? Number(text) : open;
    };
    const [low, nowLow] = [of(x, "low", -Infinity), of(y, "low", -Infinity)];
    const [high, nowHigh] = [of(x, "high", Infinity), of(y, "high", Infinity)];
    const told = (value: number) => (Number.isFinite(value) ? amountText(String(value), y.type) : "anything");
    if (low !== nowLow) lean(nowLow < low, `from ${told(nowLow)} on, before: ${told(low)}`);
    if (high !== nowHigh) lean(nowHigh > high, `up to ${told(nowHigh)}, before: ${told(high)}`);
  } else if (x.type === "choice" && y.type === "choice") {
    const values = (cases: typeof x.cases) => new Map(cases.map(({ name, value }) => [name, value]));
    compareNames([...values(x.cases).keys()], [...values(y.cases).keys()], lean);
    for (const { name, value } of y.cases) {
      const before = values(x.cases).get(name);
      if (before === undefined || Number(before) === Number(value)) continue;
      lean(true, `\`${name}\` stands for ${value}, before: ${before}`);
      tightened = true;
    }
  } else if (x.type === "lists" && y.type === "lists") compareNames(x.lists, y.lists, lean);
  for (const layer of ["advisor", "client"] as const) {
    const [was, is] = [a.setBy.includes(layer), b.setBy.includes(layer)];
    if (was !== is)
      lean(is, `${layer === "advisor" ? "advisors" : "clients"} may ${is ? "now" : "no longer"} set it`);
  }
  const [before, after] = [valueText(a.default, a), valueText(b.default, b)];
  if (before !== after) {
    lean(true, `by default ${after}, before: ${before}`);
    tightened = true;
  }
  return loosened || tightened ? { change: changeOf(tightened, loosened), notes } : undefined;
}

function compareNames(
  a: readonly string[],
  b: readonly string[],
  lean: (looser: boolean, note: string) => void,
): void {
  for (const name of b) if (!a.includes(name)) lean(true, `\`${name}\` may now be chosen`);
  for (const name of a) if (!b.includes(name)) lean(false, `\`${name}\` may no longer be chosen`);
}
