/** The firm as accounts see it, with a note of everything that is read of it. */
import type { Policies } from "../accounts/context.ts";
import type { ProfileInfo } from "../accounts/profiles.ts";
import type { ModelIR } from "../bundle/index.ts";
import { createReporter } from "../diagnostics/reporter.ts";
import type { Env } from "../env.ts";
import type { Firm } from "../firm/firm.ts";
import type { LimitInfo } from "../limits/limit.ts";
import type { OptionInfo } from "../menus/option.ts";
import type { SetValue } from "../sets/value.ts";
import type { Declarations } from "../symbols/collect.ts";
import type { Entity, EntityKind, EntityOf } from "../symbols/entity.ts";
import { noReferences } from "../symbols/references.ts";
import type { AssetClassInfo } from "../universe/classes.ts";
import type { Universe } from "../universe/universe.ts";
import { type Cell, type Notes, newCell, note } from "./cells.ts";
import { same } from "./same.ts";
import { table } from "./table.ts";

export interface Watched {
  readonly policies: Policies;
  readonly profiles: ReadonlyMap<string, ProfileInfo>;
}

export interface Watch {
  /** Another firm: what it says otherwise than the one before has changed at that revision. */
  readonly renew: (firm: Firm, revision: number) => Watched;
}

export function watch(notes: Notes): Watch {
  const entities = table<Entity>(notes);
  const kinds = table<readonly Entity[]>(notes);
  const classes = table<AssetClassInfo>(notes);
  const symbols = table<number>(notes);
  const options = table<OptionInfo>(notes);
  const lists = table<SetValue>(notes);
  const limits = table<LimitInfo | undefined>(notes);
  const models = table<ModelIR>(notes);
  const equivalents = table<ReadonlySet<string>>(notes);
  const profiles = table<ProfileInfo>(notes);
  const securities = newCell();
  const columns = newCell();
  const netted = newCell();
  const anything = newCell();
  let before: Firm | undefined;

  return {
    renew: (firm, revision) => {
      const { env, policies } = firm;
      const { declarations, universe } = env;
      entities.renew(declarations.byName, revision);
      kinds.renew(new Map(KINDS.map((kind) => [kind, declarations.of(kind)])), revision);
      classes.renew(env.classes.byName, revision);
      symbols.renew(universe.bySymbol, revision);
      options.renew(env.options, revision);
      lists.renew(listsOf(env), revision);
      limits.renew(policies.limits, revision);
      models.renew(policies.models, revision);
      equivalents.renew(policies.equivalents, revision);
      profiles.renew(firm.profiles, revision);
      if (!same(before?.env.universe.securities, universe.securities)) securities.changed = revision;
      if (
        !same(before?.env.universe.columns, universe.columns) ||
        before?.env.universe.file !== universe.file
      )
        columns.changed = revision;
      if (before?.env.netted !== env.netted) netted.changed = revision;
      anything.changed = revision;
      before = firm;
      const reading = <T>(cell: Cell, value: T): T => {
        note(notes, cell);
        return value;
      };
      const watchedEnv: Env = {
        today: env.today,
        sets: env.sets,
        reporter: createReporter(),
        references: noReferences(),
        accountFacts: new Set(),
        get project() {
          return reading(anything, env.project);
        },
        get netted() {
          return reading(netted, env.netted);
        },
        declarations: watchedDeclarations(declarations, entities.view, kinds.view, () =>
          note(notes, anything),
        ),
        classes: {
          byName: classes.view,
          // In the order of the map: one that is declared nowhere comes last in both.
          get list() {
            return [...classes.view.values()];
          },
        },
        universe: watchedUniverse(universe, symbols.view, reading, { securities, columns }),
        listOf: (list) => {
          const known = declarations.byName.get(list.name);
          return lists.view.has(list.name) && known?.kind === "list" ? env.listOf(known) : undefined;
        },
        options: options.view,
      };
      return {
        policies: {
          env: watchedEnv,
          models: models.view,
          limits: limits.view,
          equivalents: equivalents.view,
        },
        profiles: profiles.view,
      };
    },
  };
}

const KINDS = [
  "asset class",
  "attribute",
  "list",
  "sleeve",
  "model",
  "menu",
  "limit",
  "preference",
  "profile",
  "group of equivalents",
] as const satisfies readonly EntityKind[];

function watchedDeclarations(
  declarations: Declarations,
  byName: ReadonlyMap<string, Entity>,
  kinds: ReadonlyMap<string, readonly Entity[]>,
  anything: () => void,
): Declarations {
  const noted = <T>(value: T): T => {
    anything();
    return value;
  };
  return {
    byName,
    of: <K extends EntityKind>(kind: K): readonly EntityOf<K>[] =>
      (kinds.get(kind) ?? []).filter((entity): entity is EntityOf<K> => entity.kind === kind),
    get objectives() {
      return noted(declarations.objectives);
    },
    get waivers() {
      return noted(declarations.waivers);
    },
    get households() {
      return noted(declarations.households);
    },
    get freeClauses() {
      return noted(declarations.freeClauses);
    },
    get tests() {
      return noted(declarations.tests);
    },
    get washSalesAllowed() {
      return noted(declarations.washSalesAllowed);
    },
  };
}

function watchedUniverse(
  universe: Universe,
  bySymbol: ReadonlyMap<string, number>,
  reading: <T>(cell: Cell, value: T) => T,
  cells: { readonly securities: Cell; readonly columns: Cell },
): Universe {
  return {
    bySymbol,
    get securities() {
      return reading(cells.securities, universe.securities);
    },
    get columns() {
      return reading(cells.columns, universe.columns);
    },
    get file() {
      return reading(cells.columns, universe.file);
    },
  };
}

function listsOf(env: Env): ReadonlyMap<string, SetValue> {
  return new Map(
    env.declarations.of("list").flatMap((list): (readonly [string, SetValue])[] => {
      const value = env.listOf(list);
      return value === undefined ? [] : [[list.name, value]];
    }),
  );
}
