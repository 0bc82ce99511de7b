/** What a name stands for where a set is wanted. */
import type { Name } from "@mandate/dsl";
import { catalogue } from "../catalogue/index.ts";
import { replaceFix } from "../diagnostics/reporter.ts";
import type { Env, Scope } from "../env.ts";
import { placeOf } from "../files/unit.ts";
import { refer } from "../symbols/references.ts";
import { nearest } from "../text/nearest.ts";
import type { SetValue } from "./value.ts";

const { names } = catalogue;

const everything = new WeakMap<Env["universe"], SetValue>();

export function allSecurities(env: Env): SetValue {
  // Asked for even where the answer is known already: who keeps results sees what they are made from.
  const { securities } = env.universe;
  const before = everything.get(env.universe);
  if (before !== undefined) return before;
  const members = securities.map((_, index) => index);
  const value: SetValue = { kind: "fixed", members, cash: false, label: "securities", single: false };
  everything.set(env.universe, value);
  return value;
}

export function securitySet(env: Env, symbol: string): SetValue | undefined {
  const index = env.universe.bySymbol.get(symbol);
  if (index === undefined) return undefined;
  const known = singles.get(env.universe) ?? new Map<string, SetValue>();
  singles.set(env.universe, known);
  const before = known.get(symbol);
  if (before !== undefined) return before;
  const value: SetValue = { kind: "fixed", members: [index], cash: false, label: symbol, single: true };
  known.set(symbol, value);
  return value;
}

const singles = new WeakMap<Env["universe"], Map<string, SetValue>>();

const classSets = new WeakMap<Env["universe"], Map<string, SetValue>>();

export function classSet(env: Env, name: string): SetValue | undefined {
  const info = env.classes.byName.get(name);
  if (info === undefined) return undefined;
  const { securities } = env.universe;
  const known = classSets.get(env.universe) ?? new Map<string, SetValue>();
  classSets.set(env.universe, known);
  const before = known.get(name);
  if (before !== undefined) return before;
  const members: number[] = [];
  securities.forEach((security, index) => {
    if (info.within.has(security.class)) members.push(index);
  });
  const value: SetValue = { kind: "fixed", members, cash: info.cash, label: name, single: false };
  known.set(name, value);
  return value;
}

/** A name as a set, without a word where it is none; `value` is missing where it is a list that is wrong. */
export function lookUpSet(scope: Scope, name: Name): { readonly value: SetValue | undefined } | undefined {
  const { env, unit } = scope;
  const variable = scope.variables.get(name.text);
  if (variable !== undefined) {
    const ref = { set: "variable", name: variable.name } as const;
    return { value: { kind: "open", ref, label: name.text, single: variable.is === "security" } };
  }
  if (name.text === "securities" && !name.quoted) return { value: allSecurities(env) };
  const security = securitySet(env, name.text);
  if (security !== undefined) {
    refer(env.references, `security ${name.text}`, unit, name);
    return { value: security };
  }
  const ofClass = classSet(env, name.text);
  if (ofClass !== undefined) {
    refer(env.references, name.text, unit, name);
    return { value: ofClass };
  }
  const entity = env.declarations.byName.get(name.text);
  if (entity?.kind !== "list" || !entity.valid) return undefined;
  refer(env.references, name.text, unit, name);
  return { value: env.listOf(entity) };
}

/** Names that would make sense where a set is wanted, likeliest kinds first. */
export function* setNames(env: Env): Generator<string> {
  for (const { name } of env.classes.list) yield name;
  for (const entity of env.declarations.byName.values()) if (entity.kind === "list") yield entity.name;
  yield* env.universe.bySymbol.keys();
}

/** Looks a security up by its symbol, and says so where there is none. */
export function resolveSecurity(scope: Scope, name: Name): number | undefined {
  const { env, unit } = scope;
  if (name.text === "") return undefined;
  const index = env.universe.bySymbol.get(name.text);
  if (index !== undefined) {
    refer(env.references, `security ${name.text}`, unit, name);
    return index;
  }
  const entity = env.declarations.byName.get(name.text);
  if (entity !== undefined || env.classes.byName.has(name.text)) {
    env.reporter.report(names.wrongKind, placeOf(unit, name), {
      found: name.text,
      is: entity?.kind ?? "asset class",
      expected: "security",
    });
    return undefined;
  }
  if (env.universe.columns.size > 0) unknown(scope, name, "security", env.universe.bySymbol.keys());
  return undefined;
}

/** Looks a class up by its name, and says so where there is none. */
export function resolveClass(scope: Scope, name: Name): string | undefined {
  const { env, unit } = scope;
  if (name.text === "") return undefined;
  if (env.classes.byName.has(name.text)) {
    refer(env.references, name.text, unit, name);
    return name.text;
  }
  const entity = env.declarations.byName.get(name.text);
  const security = env.universe.bySymbol.has(name.text);
  if (entity !== undefined && !entity.valid) return undefined;
  if (entity !== undefined || security) {
    env.reporter.report(names.wrongKind, placeOf(unit, name), {
      found: name.text,
      is: entity?.kind ?? "security",
      expected: "asset class",
    });
    return undefined;
  }
  unknown(scope, name, "asset class", env.classes.byName.keys());
  return undefined;
}

/** Reports a name that nothing declares, with the nearest that would do. */
export function unknown(scope: Scope, name: Name, expected: string, candidates: Iterable<string>): void {
  const { env, unit } = scope;
  const near = nearest(name.text, candidates);
  const text = near === undefined ? undefined : written(near);
  env.reporter.report(
    names.unknownName,
    placeOf(unit, name),
    { found: name.text, expected, near },
    text === undefined ? {} : { fixes: [replaceFix(unit.path, name.span, text)] },
  );
}

/** A name as a policy writes it: in back-ticks where it is not a plain word. */
function written(name: string): string {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) ? name : `\`${name}\``;
}
