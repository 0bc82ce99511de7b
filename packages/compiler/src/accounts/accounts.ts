/** Accounts: one block a layer; together they state one model, and choose each option once. */
import type { Account, ModelClause } from "@mandate/dsl";
import type { AccountIR, Choice, PolicyBlock } from "../bundle/index.ts";
import { catalogue } from "../catalogue/index.ts";
import type { Diagnostic, Place } from "../diagnostics/diagnostic.ts";
import type { Reporter } from "../diagnostics/reporter.ts";
import type { ReadFile } from "../files/read.ts";
import { type FileUnit, type Placed, placeOf } from "../files/unit.ts";
import { takeUsed } from "../sets/value.ts";
import type { Reference } from "../symbols/references.ts";
import { type BlockContext, newContext, resolveBlock } from "./block.ts";
import type { Policies } from "./context.ts";
import { type ProfileInfo, profileLimits } from "./profiles.ts";

const { names, authority } = catalogue;

/** The blocks of one account, one a layer at most, in the order of paths and places. */
export type AccountBlocks = readonly Placed<Account>[];

/** Blocks by account, accounts in the order of their first block. A second block of a layer is an error. */
export function groupAccounts(files: readonly ReadFile[], reporter: Reporter): Map<string, AccountBlocks> {
  const byAccount = new Map<string, Placed<Account>[]>();
  for (const { accounts } of files) {
    for (const placed of accounts) {
      const id = placed.node.account.value;
      const blocks = byAccount.get(id);
      if (blocks === undefined) {
        byAccount.set(id, [placed]);
        continue;
      }
      const first = blocks.find(({ unit }) => unit.layer === placed.unit.layer);
      if (first === undefined) {
        blocks.push(placed);
        continue;
      }
      reporter.report(
        names.accountTwice,
        placeOf(placed.unit, placed.node),
        { account: id, layer: placed.unit.layer },
        { related: [{ ...placeOf(first.unit, first.node.account), message: "its block stands here" }] },
      );
    }
  }
  return byAccount;
}

/** All that the blocks of one account come to. Set numbers are those of the environment's table. */
export interface AccountResult {
  readonly ir: AccountIR;
  readonly diagnostics: readonly Diagnostic[];
  readonly references: readonly Reference[];
  /** columns of the book that it asks for */
  readonly facts: readonly string[];
  /** sets that it names, each once, in the order met */
  readonly sets: readonly number[];
}

/**
 * Resolves one account. Whatever it tells goes through the environment's reporter, references, facts and sets, which
 * are emptied into the result: they must be empty before.
 */
export function resolveAccount(
  policies: Policies,
  profiles: ReadonlyMap<string, ProfileInfo>,
  account: string,
  blocks: AccountBlocks,
): AccountResult {
  const { env } = policies;
  const ordered = [...blocks].sort((a, b) => ORDER[a.unit.layer] - ORDER[b.unit.layer]);
  const title = ordered.find(({ node }) => node.title !== undefined)?.node.title?.value;
  const ir: AccountIR = {
    account,
    ...(title === undefined ? {} : { title }),
    blocks: resolveBlocks(policies, profiles, account, ordered),
  };
  const references = env.references.list;
  env.references.list = [];
  const facts = env.accountFacts.size === 0 ? NO_FACTS : [...env.accountFacts];
  env.accountFacts.clear();
  return { ir, diagnostics: env.reporter.take(), references, facts, sets: takeUsed(env.sets) };
}

const NO_FACTS: readonly string[] = [];

const ORDER = { firm: 0, advisor: 1, client: 2 } as const;

function resolveBlocks(
  policies: Policies,
  profiles: ReadonlyMap<string, ProfileInfo>,
  account: string,
  placed: readonly Placed<Account>[],
): PolicyBlock[] {
  const model = oneModel(policies, placed) ?? modelOfProfiles(profiles, placed);
  const shared = newContext(policies, `account "${account}".`, undefined, model, () =>
    profileLimits(
      profiles,
      placed.flatMap(({ node }) => node.clauses),
    ),
  );
  const blocks = placed.map(({ node, unit }) => {
    // Advisor and client may say the same: each speaks for himself.
    const context: BlockContext = { ...shared, layer: unit.layer, said: new Map() };
    return resolveBlock(context, unit, node, node.clauses);
  });
  checkProfiles(
    policies,
    profiles,
    blocks.map((block, index) => ({ block, unit: placed[index]?.unit })),
  );
  return blocks;
}

/** The model that the blocks state; a second statement is an error on the later one. */
function oneModel({ env }: Policies, placed: readonly Placed<Account>[]): string | undefined {
  let first: { readonly clause: ModelClause; readonly unit: FileUnit } | undefined;
  for (const { node, unit } of placed) {
    for (const clause of node.clauses) {
      if (clause.kind !== "ModelClause" || clause.model.text === "") continue;
      if (first === undefined) {
        first = { clause, unit };
        continue;
      }
      env.reporter.report(
        authority.modelTwice,
        placeOf(unit, clause),
        {
          found: clause.model.text,
          first: first.clause.model.text,
          layer: first.unit === unit ? "" : first.unit.layer,
        },
        { related: [{ ...placeOf(first.unit, first.clause), message: "the model is stated here first" }] },
      );
    }
  }
  return first?.clause.model.text;
}

function modelOfProfiles(
  profiles: ReadonlyMap<string, ProfileInfo>,
  placed: readonly Placed<Account>[],
): string | undefined {
  for (const { node } of placed) {
    for (const clause of node.clauses) {
      if (clause.kind !== "ProfileClause") continue;
      for (const { text } of clause.profiles) {
        for (const name of profiles.get(text)?.all ?? []) {
          const model = profiles.get(name)?.block.model?.name;
          if (model !== undefined) return model;
        }
      }
    }
  }
  return undefined;
}

const valueTexts = new WeakMap<Choice, string>();

/** Equal values, equal texts. */
function valueText(choice: Choice): string {
  const before = valueTexts.get(choice);
  if (before !== undefined) return before;
  const text = JSON.stringify(choice.value);
  valueTexts.set(choice, text);
  return text;
}

/** Two profiles that choose differently, or that state another model, are an error on the later one. */
export function checkProfiles(
  { env }: Policies,
  profiles: ReadonlyMap<string, ProfileInfo>,
  blocks: readonly { readonly block: PolicyBlock; readonly unit: FileUnit | undefined }[],
): void {
  const chosen = new Map<string, { readonly value: string; readonly profile: string }>();
  const stated = blocks.map(({ block }) => block.model?.name).find((name) => name !== undefined);
  let model: { readonly name: string } | undefined = stated === undefined ? undefined : { name: stated };
  for (const { block, unit } of blocks) {
    if (unit === undefined) continue;
    for (const { name, source } of block.profiles) {
      const place: Place = { file: unit.path, span: { start: source.start, end: source.end } };
      for (const inner of profiles.get(name)?.all ?? []) {
        const info = profiles.get(inner);
        if (info === undefined) continue;
        for (const choice of info.block.choices) {
          const value = valueText(choice);
          const before = chosen.get(choice.option);
          if (before !== undefined && before.value !== value) {
            env.reporter.report(authority.profilesDisagree, place, {
              option: choice.option,
              first: before.profile,
              second: inner,
            });
          } else if (before === undefined) chosen.set(choice.option, { value, profile: inner });
        }
        const own = info.block.model?.name;
        if (own !== undefined && model !== undefined && model.name !== own) {
          env.reporter.report(authority.modelTwice, place, { found: own, first: model.name, layer: "" });
        } else if (own !== undefined) model = { name: own };
      }
    }
  }
}
