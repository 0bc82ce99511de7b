/** What account clauses are resolved against. */
import type { ModelIR } from "../bundle/index.ts";
import type { Env } from "../env.ts";
import type { LimitInfo } from "../limits/limit.ts";

export interface Policies {
  readonly env: Env;
  readonly models: ReadonlyMap<string, ModelIR>;
  /** the firm's limits, by name; undefined for one that is wrong (reported) */
  readonly limits: ReadonlyMap<string, LimitInfo | undefined>;
  /** each name in `equivalents` with the others of its group */
  readonly equivalents: ReadonlyMap<string, ReadonlySet<string>>;
}

/** Limits of a block's own, by name; undefined for one that is wrong (reported). */
export type OwnLimits = ReadonlyMap<string, LimitInfo | undefined>;

export interface LimitsOfProfile {
  readonly profile: string;
  readonly limits: OwnLimits;
}

/** The limits of profiles, as an account's block or another profile may tighten them. */
export interface ProfileLimits {
  /** of those that it follows, each once */
  readonly followed: readonly LimitsOfProfile[];
  /** whether each that is named is there: one that is not has been reported, and might have had any limit */
  readonly known: boolean;
  /** of every profile there is: looked into only where a name is no other limit's */
  readonly all: () => readonly LimitsOfProfile[];
}

export const NO_PROFILES: ProfileLimits = { followed: [], known: true, all: () => [] };

/** Every group of alternates in a model: the symbols of each `A or B`. */
export function* alternatesIn(model: ModelIR): Generator<readonly string[]> {
  const stack = [...model.nodes];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (node.node === "class") stack.push(...node.children);
    else if (node.members.length > 1) yield node.members.map(({ symbol }) => symbol);
  }
}
