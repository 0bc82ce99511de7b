/** Which options a clause's amounts depend on. */
import type { Clause, Expr, Preference, Rule } from "../bundle/index.ts";

function readsOf(expr: Expr, found: Set<string>): void {
  switch (expr.e) {
    case "option":
      found.add(expr.option);
      return;
    case "add":
    case "subtract":
    case "multiply":
    case "divide":
      readsOf(expr.left, found);
      readsOf(expr.right, found);
      return;
    case "negate":
    case "abs":
    case "before":
      readsOf(expr.of, found);
      return;
    case "max":
    case "min":
      for (const part of expr.of) readsOf(part, found);
      return;
    case "sum":
      readsOf(expr.body, found);
      return;
    case "constant":
    case "fact":
    case "measure":
    case "total":
    case "average":
    case "cost":
      return;
  }
}

/** Options that a rule needs a value of. */
function ruleReads(rule: Rule): ReadonlySet<string> {
  const found = new Set<string>();
  if (rule.rule === "compare") {
    readsOf(rule.left, found);
    readsOf(rule.right, found);
  } else {
    readsOf(rule.amount, found);
  }
  return found;
}

const known = new WeakMap<Clause | Preference, readonly ReadonlySet<string>[]>();

/** For each rule of a clause, the options that it needs a value of. */
export function optionsRead(clause: Clause | Preference): readonly ReadonlySet<string>[] {
  const before = known.get(clause);
  if (before !== undefined) return before;
  const reads = clause.rules.map(ruleReads);
  known.set(clause, reads);
  return reads;
}
