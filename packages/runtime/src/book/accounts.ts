/** The rows of `accounts`, each checked on its own. */
import { type AccountColumnIR, type Bundle, flagOf, nearest } from "@mandate/compiler";
import type { Decimal } from "decimal.js";
import { z } from "zod";
import type { BookAccount, Registration } from "../account/book.ts";
import { Exact, ZERO } from "../exact/decimal.ts";
import { faultsOf, needed, number, plainly, refuse, word } from "./cells.ts";
import { type Fault, fault } from "./codes.ts";
import { type Header, shapes } from "./columns.ts";

const registrations: readonly Registration[] = ["taxable", "traditional", "roth", "exempt"];

const rate = (column: string) =>
  number(column, (value, text) =>
    value.isNegative() || value.gt(1) ? fault("badRate", { column, text }, text) : undefined,
  );

const carry = (column: string) =>
  number(column, (value, text) =>
    value.isNegative() && !value.isZero() ? fault("negativeCarry", { column, text }, text) : undefined,
  );

const schema = z.object({
  account: word("account"),
  registration: word("registration").transform((text, context): Registration => {
    const known = registrations.find((name) => name === text);
    if (known !== undefined) return known;
    return refuse(
      { ...context, value: text },
      fault("unknownRegistration", { registration: text, nearest: nearest(text, registrations) }, text),
    );
  }),
  cash: needed("cash"),
  st_rate: rate("st_rate"),
  lt_rate: rate("lt_rate"),
  ytd_short: number("ytd_short"),
  ytd_long: number("ytd_long"),
  carry_short: carry("carry_short"),
  carry_long: carry("carry_long"),
});

/** Needed where gains are taxed; without meaning elsewhere, and then often left empty. */
const TAXED = ["st_rate", "lt_rate", "ytd_short", "ytd_long", "carry_short", "carry_long"] as const;

/** What the policies know that a row may name. */
export interface Names {
  readonly models: ReadonlySet<string>;
  readonly profiles: ReadonlySet<string>;
  /** columns that are options */
  readonly options: ReadonlyMap<number, string>;
  /** columns that look like options and are none, with what may have been meant */
  readonly strangers: ReadonlyMap<number, { readonly name: string; readonly nearest: string | undefined }>;
  /** any other columns, to be kept */
  readonly extra: ReadonlyMap<number, string>;
  /** columns whose cells policies read as more than text */
  readonly typed: ReadonlyMap<number, AccountColumnIR>;
  /** accounts whose policies name their model, with the names */
  readonly policyModels: ReadonlyMap<string, readonly string[]>;
  readonly profileModels: ReadonlyMap<string, readonly string[]>;
  readonly header: Header;
}

export function namesFor(bundle: Bundle, header: Header): Names {
  const menus = new Map(bundle.menus.map((menu) => [menu.name, menu.options.map(({ name }) => name)]));
  const all = [...menus.values()].flat();
  const known = new Set<string>([...shapes.accounts.required, ...shapes.accounts.optional]);
  const options = new Map<number, string>();
  const strangers = new Map<number, { readonly name: string; readonly nearest: string | undefined }>();
  const extra = new Map<number, string>();
  for (const [name, at] of header.at) {
    if (known.has(name)) continue;
    const menu = name.slice(0, Math.max(0, name.indexOf(".")));
    const meant = menu === "" ? undefined : nearest(name, all);
    if (all.includes(name)) options.set(at, name);
    else if (menu !== "" && (menus.has(menu) || meant !== undefined))
      strangers.set(at, { name, nearest: meant });
    else extra.set(at, name);
  }
  const typed = new Map<number, AccountColumnIR>();
  for (const column of bundle.accountColumns) {
    const at = header.at.get(column.name);
    if (at !== undefined && extra.has(at) && column.type !== "text") typed.set(at, column);
  }
  const profileModels = new Map(
    bundle.profiles.map(({ name, block }) => [name, block.model === undefined ? [] : [block.model.name]]),
  );
  const policyModels = new Map<string, string[]>();
  for (const { account, blocks } of bundle.accounts) {
    const models = blocks.flatMap((block) => [
      ...(block.model === undefined ? [] : [block.model.name]),
      ...block.profiles.flatMap(({ name }) => profileModels.get(name) ?? []),
    ]);
    if (models.length > 0) policyModels.set(account, [...(policyModels.get(account) ?? []), ...models]);
  }
  return {
    models: new Set(bundle.models.map(({ name }) => name)),
    profiles: new Set(profileModels.keys()),
    options,
    strangers,
    extra,
    typed,
    policyModels,
    profileModels,
    header,
  };
}

export interface AccountRead {
  readonly account: string;
  readonly household: string | undefined;
  readonly registration: Registration | undefined;
  readonly value: Omit<BookAccount, "lots"> | undefined;
  /** models that the account may follow: the row's, its policies', its profile's */
  readonly models: readonly string[];
  readonly faults: readonly Fault[];
}

type Parsed = z.infer<typeof schema>;

/** What is plainly good, as the schema reads it; undefined for what the schema has to judge. */
function plainRow(cell: (name: string) => string): Parsed | undefined {
  const registration = registrations.find((name) => name === cell("registration"));
  const cash = cell("cash");
  const account = cell("account");
  if (account === "" || registration === undefined || !plainly(cash.startsWith("-") ? cash.slice(1) : cash))
    return undefined;
  const numbers = TAXED.map((column): Decimal | undefined | "strange" => {
    const text = cell(column);
    if (text === "") return undefined;
    const signed = column.startsWith("ytd") && text.startsWith("-");
    if (!plainly(signed ? text.slice(1) : text)) return "strange";
    const value = new Exact(text);
    return column.endsWith("rate") && value.gt(1) ? "strange" : value;
  });
  const [st_rate, lt_rate, ytd_short, ytd_long, carry_short, carry_long] = numbers;
  if (st_rate === "strange" || lt_rate === "strange" || ytd_short === "strange") return undefined;
  if (ytd_long === "strange" || carry_short === "strange" || carry_long === "strange") return undefined;
  const taxed = { st_rate, lt_rate, ytd_short, ytd_long, carry_short, carry_long };
  return { account, registration, cash: new Exact(cash), ...taxed };
}

/**
 * Reads one row; `cells` are in the file's order of columns.
 * @param judged by the schema alone, which knows every fault: what is plainly good needs none of it
 */
export function readAccount(cells: readonly string[], names: Names, judged = false): AccountRead {
  const cell = (name: string): string => cells[names.header.at.get(name) ?? -1] ?? "";
  const plain = judged ? undefined : plainRow(cell);
  const parsed =
    plain === undefined
      ? schema.safeParse(Object.fromEntries(shapes.accounts.required.map((name) => [name, cell(name)])))
      : { success: true as const, data: plain };
  const faults = parsed.success ? [] : faultsOf(parsed.error);
  const [model, profile, account] = [cell("model"), cell("profile"), cell("account")];
  const taxable = cell("registration") === "taxable";
  for (const column of TAXED) {
    if (taxable && cell(column) === "") faults.push(fault("missingCell", { column }, ""));
  }
  if (model !== "" && !names.models.has(model)) {
    faults.push(fault("unknownModel", { model, nearest: nearest(model, names.models) }, model));
  }
  if (profile !== "" && !names.profiles.has(profile)) {
    faults.push(fault("unknownProfile", { profile, nearest: nearest(profile, names.profiles) }, profile));
  }
  for (const [at, { name, nearest: meant }] of names.strangers) {
    const value = cells[at] ?? "";
    if (value !== "") faults.push(fault("unknownOption", { option: name, nearest: meant }, value));
  }
  const facts = new Map<number, string>();
  for (const [at, column] of names.typed) {
    const read = factCell(column, cells[at] ?? "");
    if (typeof read === "string") facts.set(at, read);
    else faults.push(read);
  }
  const models = [
    ...(model === "" ? [] : [model]),
    ...(names.policyModels.get(account) ?? []),
    ...(names.profileModels.get(profile) ?? []),
  ];
  if (models.length === 0) faults.push(fault("noModel", {}, ""));
  const household = cell("household") === "" ? undefined : cell("household");
  if (!parsed.success || faults.length > 0) {
    const registration = registrations.find((name) => name === cell("registration"));
    return { account, household, registration, value: undefined, models, faults };
  }
  const data = parsed.data;
  const taxed = (value: Decimal | undefined): Decimal => (taxable && value !== undefined ? value : ZERO);
  const value: Omit<BookAccount, "lots"> = {
    account,
    ...filled({ name: cell("name"), household: cell("household"), advisor: cell("advisor"), model, profile }),
    registration: data.registration,
    cash: data.cash,
    shortRate: taxed(data.st_rate),
    longRate: taxed(data.lt_rate),
    ytdShort: data.ytd_short ?? ZERO,
    ytdLong: data.ytd_long ?? ZERO,
    carryShort: data.carry_short ?? ZERO,
    carryLong: data.carry_long ?? ZERO,
    choices: record(names.options, cells, true),
    columns: record(
      names.extra,
      cells.map((text, at) => facts.get(at) ?? text),
      false,
    ),
  };
  return { account, household, registration: data.registration, value, models, faults };
}

/** A cell of a declared column as policies read it: a flag is `1` or `0`, an empty number stays empty. */
function factCell({ name, type }: AccountColumnIR, text: string): string | Fault {
  if (type === "flag") {
    const on = text === "" ? false : flagOf(text);
    return on === undefined ? fault("notAFlag", { column: name, text }, text) : on ? "1" : "0";
  }
  const parsed = number(name).safeParse(text);
  return parsed.success ? text : (faultsOf(parsed.error)[0] ?? text);
}

type Optional = "name" | "household" | "advisor" | "model" | "profile";

function filled(cells: Readonly<Record<Optional, string>>): Partial<Record<Optional, string>> {
  return Object.fromEntries(Object.entries(cells).filter(([, text]) => text !== ""));
}

/** Without a prototype, so that a column called `__proto__` or `constructor` is a column and nothing more. */
function record(
  columns: ReadonlyMap<number, string>,
  cells: readonly string[],
  filledOnly: boolean,
): Readonly<Record<string, string>> {
  const found: Record<string, string> = Object.create(null);
  for (const [at, name] of columns) {
    const text = cells[at] ?? "";
    if (text !== "" || !filledOnly) found[name] = text;
  }
  return found;
}
