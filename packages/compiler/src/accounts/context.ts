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

/** Every group of alternates in a model: the symbols of each `A or B`. */
export function* alternatesIn(model: ModelIR): Generator<readonly string[]> {
  const stack = [...model.nodes];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (node.node === "class") stack.push(...node.children);
    else if (node.members.length > 1) yield node.members.map(({ symbol }) => symbol);
  }
}
