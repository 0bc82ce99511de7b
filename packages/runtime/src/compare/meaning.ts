/** Whether two versions of the policies can give an account different trades. */
import { createHash } from "node:crypto";
import { type Bundle, type EffectivePolicy, effective } from "@mandate/compiler";
import type { BookAccount } from "../account/book.ts";
import { policyRow } from "../propose/policyRow.ts";

/** What is only for people, and where it is said: no trade depends on it. */
const WORDS: ReadonlySet<string> = new Set(["source", "text", "title", "because", "label", "by"]);

/**
 * What an account's policy means, as text: two accounts' or two versions' are equal only if every rule, bound, cost and
 * target of theirs is. Equal meaning, same account, same day: same problem for the solver, same trades.
 */
export interface Meaning {
  /** of what every account is solved with beside its policy: the universe, its classes and attributes */
  readonly ground: string;
  /** undefined where the row gives no policy */
  readonly of: (account: BookAccount) => string | undefined;
}

export function meaningOf(bundle: Bundle, asOf: string): Meaning {
  const sets = bundle.sets.map(({ members }) => digest(JSON.stringify(members)));
  // Accounts share the firm's clauses: each is written out once.
  const known = new WeakMap<object, string>();
  const told = (value: unknown): string => {
    if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "";
    const before = known.get(value);
    if (before !== undefined) return before;
    const text = Array.isArray(value) ? `[${value.map(told).join()}]` : fields(value);
    known.set(value, text);
    return text;
  };
  const fields = (value: object): string => {
    if ("set" in value && value.set === "fixed" && "id" in value)
      return `set ${sets[Number(value.id)] ?? ""}`;
    const parts = Object.entries(value)
      .filter(([key, inner]) => !WORDS.has(key) && inner !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => `${JSON.stringify(key)}:${told(inner)}`);
    return `{${parts.join()}}`;
  };
  const { universe, attributes, classes, accountColumns } = bundle;
  return {
    ground: digest(told({ universe, attributes, classes, accountColumns })),
    of(account) {
      const result = effective(bundle, policyRow(account), asOf);
      return result.ok ? digest(told(essence(result.policy))) : undefined;
    },
  };
}

/** Names of models and profiles, and how the targets came to be, are behind it: what is left is what is solved. */
function essence({ nodes, choices, clauses, preferences, adjustments, objective, ...rest }: EffectivePolicy) {
  const { facts, washSalesAllowed } = rest;
  return { nodes, choices, clauses, preferences, adjustments, objective, facts, washSalesAllowed };
}

function digest(text: string): string {
  return createHash("sha256").update(text).digest("base64");
}
