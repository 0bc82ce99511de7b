/** What an account would come to if one more limit held. */
import type { Clause, ClauseBase } from "@mandate/compiler";
import type { Backend } from "@mandate/solver";
import type { Situation } from "../account/situation.ts";
import { repairText } from "../explain/repairs.ts";
import type { TermAmounts } from "../lowering/index.ts";
import { dollars } from "../proposal/json.ts";
import { conflict, type Optimum, repairs, solveAccount } from "../solve/index.ts";
import type { Looked } from "./inquiry.ts";

/** USD that a security's trade changes by, before rounding: more bought or less sold is positive. */
export interface TradeChange {
  readonly symbol: string;
  readonly dollars: number;
}

export type Trial =
  | {
      readonly outcome: "permitted";
      /** USD by term, semantics.md 2: what the account costs more (less where negative) than as proposed */
      readonly more: TermAmounts;
      /** by how much, the largest first */
      readonly trades: readonly TradeChange[];
      /** USD within which `more.total` is proved */
      readonly within: number;
    }
  | {
      readonly outcome: "forbidden";
      /** with what was asked for, the fewest clauses that cannot hold together; lower layers first */
      readonly clauses: readonly ClauseBase[];
      /** what no policy can change and is part of it */
      readonly facts: readonly string[];
      readonly repairs: readonly { readonly layer: string; readonly text: string }[];
      /** why it is not possible whatever the policy says, where that can be told */
      readonly why?: string;
    }
  | { readonly outcome: "unknown"; readonly message: string };

/** Changes of a trade below this are of no interest, USD. */
const SMALL = 1;

/** Solves an account under one more clause and compares it with its optimum. */
export function tryOut({ situation, optimum, backend, options }: Looked, clause: Clause): Trial {
  const { policy } = situation;
  const asked: Situation = { ...situation, policy: { ...policy, clauses: [...policy.clauses, clause] } };
  const solved = solveAccount(asked, backend, options);
  switch (solved.status) {
    case "infeasible":
      return forbidden(asked, clause, backend);
    case "failed":
      return { outcome: "unknown", message: solved.message };
    default:
      return {
        outcome: "permitted",
        more: difference(solved.terms, optimum.terms),
        trades: changes(optimum, solved),
        within: dollars(optimum.objective - optimum.bound + (solved.objective - solved.bound)),
      };
  }
}

function forbidden(asked: Situation, clause: Clause, backend: Backend): Trial {
  const found = conflict(asked, backend);
  const clashing = found?.clauses ?? [];
  const others = clashing.filter(({ id }) => id !== clause.id);
  const own = repairs(asked, others, backend);
  return {
    outcome: "forbidden",
    clauses: others,
    facts: found?.facts ?? [],
    repairs: own.map((repair) => ({ layer: repair.layer, text: repairText(repair) })),
  };
}

/** To a millionth of a dollar; the total is what its parts add up to as they are told. */
function difference(after: TermAmounts, before: TermAmounts): TermAmounts {
  const parts = {
    drift: dollars(after.drift - before.drift),
    alternates: dollars(after.alternates - before.alternates),
    tax: dollars(after.tax - before.tax),
    trading: dollars(after.trading - before.trading),
    risk: dollars(after.risk - before.risk),
    preferences: dollars(after.preferences - before.preferences),
  };
  return { total: dollars(Object.values(parts).reduce((sum, part) => sum + part, 0)), ...parts };
}

function changes(base: Optimum, asked: Optimum): TradeChange[] {
  const moved = new Map<string, number>();
  const add = ({ trades }: Optimum, sign: number): void => {
    for (const { symbol, side, value } of trades)
      moved.set(symbol, (moved.get(symbol) ?? 0) + sign * (side === "buy" ? value : -value));
  };
  add(asked, 1);
  add(base, -1);
  return [...moved]
    .map(([symbol, change]) => ({ symbol, dollars: dollars(change) }))
    .filter((change) => Math.abs(change.dollars) >= SMALL)
    .sort((a, b) => Math.abs(b.dollars) - Math.abs(a.dollars) || (a.symbol < b.symbol ? -1 : 1));
}
