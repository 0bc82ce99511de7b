/** The clauses of one block (of an account, a profile, a test's account, the firm) in the core's terms. */
import type { AccountClause, Name, ProfileClause } from "@mandate/dsl";
import type {
  Adjustment,
  Choice,
  Clause,
  Layer,
  ModelEdit,
  PolicyBlock,
  Preference,
} from "../bundle/index.ts";
import { catalogue } from "../catalogue/index.ts";
import { type Scope, scopeIn } from "../env.ts";
import { type FileUnit, placeOf, sourceOf, textOf } from "../files/unit.ts";
import { type LimitInfo, resolveLimit } from "../limits/limit.ts";
import { resolvePrefer } from "../limits/prefer.ts";
import { unknown } from "../sets/names.ts";
import { refer } from "../symbols/references.ts";
import { raise, reserve, transition } from "./cash.ts";
import { type Chosen, choose } from "./choose.ts";
import { NO_PROFILES, type Policies, type ProfileLimits } from "./context.ts";
import type { Draft } from "./draft.ts";
import { type Swapped, substitute, type Tilted, tilt } from "./edits.ts";
import { exclude, keep, never, sellBy } from "./holdings.ts";
import { tighten } from "./tighten.ts";
import { type Said, warnOfTwice } from "./twice.ts";

const { names, authority } = catalogue;

/** What the blocks of one account share. */
export interface BlockContext {
  readonly policies: Policies;
  /** before each clause's name: `account "1001".`, `Retiree.`, or nothing for the firm's own */
  readonly prefix: string;
  /** whose word the choices are; undefined in tests */
  readonly layer: Layer | undefined;
  readonly ids: Set<string>;
  readonly chosen: Chosen;
  readonly tilted: Tilted;
  readonly swapped: Swapped;
  /** limits of the account's own, by name, from all its blocks */
  readonly limits: Map<string, LimitInfo | undefined>;
  /** of the profiles that it names; asked only where something is tightened */
  readonly profiles: () => ProfileLimits;
  /** what the block that is being read has said so far; by the firm, all of its clauses together */
  readonly said: Said;
  /** names of its own limits and preferences, with where they stand */
  readonly own: Map<string, { readonly unit: FileUnit; readonly name: Name }>;
  /** the model that the account follows, as far as the policies say */
  readonly model: string | undefined;
}

export function newContext(
  policies: Policies,
  prefix: string,
  layer: Layer | undefined,
  model: string | undefined,
  profiles: () => ProfileLimits = () => NO_PROFILES,
): BlockContext {
  return {
    policies,
    prefix,
    layer,
    ids: new Set(),
    chosen: new Map(),
    tilted: new Map(),
    swapped: [],
    limits: new Map(),
    said: new Map(),
    own: new Map(),
    model,
    profiles,
  };
}

interface Parts {
  readonly profiles: { name: string; source: ReturnType<typeof sourceOf> }[];
  readonly choices: Choice[];
  readonly edits: ModelEdit[];
  readonly clauses: Clause[];
  readonly preferences: Preference[];
  readonly adjustments: Adjustment[];
}

/** The limits of a block: before all else, so that a `tighten` finds them wherever it stands. */
export function ownLimits(
  context: BlockContext,
  unit: FileUnit,
  clauses: readonly AccountClause[],
): readonly Clause[] {
  return clauses.flatMap((clause) =>
    clause.kind === "LimitClause" ? (ownLimit(context, unit, clause.limit) ?? []) : [],
  );
}

/** @param own the block's limits, where they have been resolved already */
export function resolveBlock(
  context: BlockContext,
  unit: FileUnit,
  node: { readonly span: FileUnit["tree"]["span"] },
  clauses: readonly AccountClause[],
  own: readonly Clause[] = ownLimits(context, unit, clauses),
): PolicyBlock {
  const parts: Parts = {
    profiles: [],
    choices: [],
    edits: [],
    clauses: [...own],
    preferences: [],
    adjustments: [],
  };
  const scope = scopeIn(context.policies.env, unit);
  let model: PolicyBlock["model"];
  for (const clause of clauses) {
    if (clause.kind === "ModelClause") model ??= resolveModelClause(scope, clause.model, context);
    else {
      // a test may say anything twice: it is about what comes of it
      if (context.layer !== undefined) warnOfTwice(scope, clause, context.said);
      resolveClause(context, scope, clause, parts);
    }
  }
  return { source: sourceOf(unit, node.span), ...(model === undefined ? {} : { model }), ...parts };
}

/** The id of a clause, unique in its account: a second `reserve cash` is `reserve cash #2`. */
function idOf(context: BlockContext, name: string): string {
  const base = `${context.prefix}${name}`;
  let id = base;
  for (let count = 2; context.ids.has(id); count += 1) id = `${base} #${count}`;
  context.ids.add(id);
  return id;
}

function taken(context: BlockContext, unit: FileUnit, name: Name, kind: string): boolean {
  if (name.text === "") return true;
  const first = context.own.get(name.text);
  if (first === undefined) {
    context.own.set(name.text, { unit, name });
    return false;
  }
  context.policies.env.reporter.report(
    names.duplicate,
    placeOf(unit, name),
    { found: name.text, kind, first: kind },
    { related: [{ ...placeOf(first.unit, first.name), message: `\`${name.text}\` is declared here first` }] },
  );
  return true;
}

function ownLimit(context: BlockContext, unit: FileUnit, limit: LimitInfo["node"]): Clause | undefined {
  if (taken(context, unit, limit.name, "limit")) return undefined;
  const { env } = context.policies;
  if (limit.waivable !== undefined)
    env.reporter.report(authority.grantNotYours, placeOf(unit, limit.waivable), { limit: limit.name.text });
  const info = resolveLimit(env, unit, limit, idOf(context, limit.name.text));
  context.limits.set(limit.name.text, info);
  return info?.clause;
}

function resolveModelClause(
  scope: Scope,
  name: Name,
  context: BlockContext,
): PolicyBlock["model"] | undefined {
  const { env, unit } = scope;
  if (name.text === "") return undefined;
  const entity = env.declarations.byName.get(name.text);
  if (entity?.kind === "model") {
    refer(env.references, name.text, unit, name);
    return context.policies.models.has(name.text)
      ? { name: name.text, source: sourceOf(unit, name.span) }
      : undefined;
  }
  if (entity === undefined && !env.universe.bySymbol.has(name.text))
    unknown(
      scope,
      name,
      "model",
      env.declarations.of("model").map((model) => model.name),
    );
  else if (entity?.valid !== false) {
    env.reporter.report(names.wrongKind, placeOf(unit, name), {
      found: name.text,
      is: entity?.kind ?? "security",
      expected: "model",
    });
  }
  return undefined;
}

function resolveProfiles(scope: Scope, node: ProfileClause, parts: Parts): void {
  const { env, unit } = scope;
  for (const name of node.profiles) {
    if (name.text === "") continue;
    const entity = env.declarations.byName.get(name.text);
    if (entity?.kind === "profile") {
      refer(env.references, name.text, unit, name);
      if (parts.profiles.some((known) => known.name === name.text)) {
        env.reporter.report(authority.profileTwice, placeOf(unit, name), { found: name.text });
      } else if (entity.valid) {
        parts.profiles.push({ name: name.text, source: sourceOf(unit, name.span) });
      }
    } else if (entity === undefined && !env.universe.bySymbol.has(name.text)) {
      unknown(
        scope,
        name,
        "profile",
        env.declarations.of("profile").map((profile) => profile.name),
      );
    } else if (entity?.valid !== false) {
      env.reporter.report(names.wrongKind, placeOf(unit, name), {
        found: name.text,
        is: entity?.kind ?? "security",
        expected: "profile",
      });
    }
  }
}

type OtherClause = Exclude<AccountClause, { readonly kind: "ModelClause" }>;

function resolveClause(context: BlockContext, scope: Scope, clause: OtherClause, parts: Parts): void {
  const { policies, layer } = context;
  const add = (draft: Draft | undefined): void => {
    if (draft === undefined) return;
    // a test has a day of its own
    if (
      layer !== undefined &&
      draft.until !== undefined &&
      draft.until < policies.env.today &&
      draft.until !== ""
    )
      warnOfEnd(scope, clause, draft.until);
    parts.clauses.push(finish(context, scope.unit, clause, draft));
  };
  const model = context.model === undefined ? undefined : policies.models.get(context.model);
  switch (clause.kind) {
    case "LimitClause":
      return;
    case "ProfileClause":
      resolveProfiles(scope, clause, parts);
      return;
    case "ChooseClause": {
      const choice = choose(scope, clause, layer, context.chosen);
      if (choice !== undefined) parts.choices.push(choice);
      return;
    }
    case "TiltClause": {
      const edit = tilt(scope, clause, model, layer, context.tilted);
      if (edit !== undefined) parts.edits.push(edit);
      return;
    }
    case "SubstituteClause": {
      const edit = substitute(scope, clause, policies, model, context.model !== undefined, context.swapped);
      if (edit !== undefined) parts.edits.push(edit);
      return;
    }
    case "NeverClause":
      add(never(scope, clause));
      return;
    case "KeepClause":
      add(keep(scope, clause));
      return;
    case "SellByClause":
      add(sellBy(scope, clause));
      return;
    case "ReserveClause":
      add(reserve(scope, clause, layer));
      return;
    case "RaiseClause":
      add(raise(scope, clause, layer));
      return;
    case "TransitionClause":
      add(transition(scope, clause, layer));
      return;
    case "ExcludeClause": {
      const excluded = exclude(scope, clause);
      if (excluded?.edit !== undefined) parts.edits.push(excluded.edit);
      add(excluded?.draft);
      return;
    }
    case "PreferClause": {
      if (taken(context, scope.unit, clause.prefer.name, "preference")) return;
      const preference = resolvePrefer(
        policies.env,
        scope.unit,
        clause.prefer,
        idOf(context, clause.prefer.name.text),
      );
      if (preference !== undefined) parts.preferences.push(preference);
      return;
    }
    case "TightenClause": {
      const name = `tighten ${clause.limit.text}${clause.for === undefined ? "" : ` for ${clause.for.text}`}`;
      const adjustment = tighten(
        scope,
        clause,
        policies,
        context.limits,
        context.profiles(),
        idOf(context, name),
      );
      if (adjustment !== undefined) parts.adjustments.push(adjustment);
    }
  }
}

function warnOfEnd({ env, unit }: Scope, clause: OtherClause, until: string): void {
  const place = placeOf(unit, clause);
  env.reporter.report(
    authority.clauseEnded,
    place,
    { clause: textOf(unit, clause.span), until },
    { tags: ["unnecessary"] },
  );
}

function finish(context: BlockContext, unit: FileUnit, node: AccountClause, draft: Draft): Clause {
  const { kind, name, rules, from, until } = draft;
  const { start, end } = node.span;
  // Most sugar is one rule with the clause's own words: they are kept once.
  const own = rules.find(({ source }) => source.start === start && source.end === end);
  return {
    id: idOf(context, name),
    name,
    kind,
    ...(node.because === undefined ? {} : { because: node.because.value }),
    source: own?.source ?? sourceOf(unit, node.span),
    text: own?.text ?? textOf(unit, node.span),
    rules,
    grandfathered: false,
    ...(from === undefined ? {} : { from }),
    ...(until === undefined ? {} : { until }),
  };
}
