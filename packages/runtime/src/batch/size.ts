/**
 * How much a rule comes to once its loops are written out. A line of policy such as three nested `for each` over the
 * universe would fill the memory of any machine: it is refused before anything is solved (policies are untrusted text).
 */
import type { Bundle, ClauseBase, Condition, Expr, Loop, Rule, SetRef } from "@mandate/compiler";

/**
 * Measures that one rule may look at in an account. A loop over a universe of 20,000 with five measures a turn fits; a
 * loop in a loop over 317 securities does not.
 */
const MOST_OF_A_RULE = 100_000;

/** And all the firm's rules together, which every account has. */
const MOST_OF_ALL = 2_000_000;

function members(bundle: Bundle, ref: SetRef): number {
  switch (ref.set) {
    case "fixed":
      return bundle.sets[ref.id]?.members.length ?? 0;
    // An issuer's securities or a class's may be many; what an account chooses is not known yet.
    case "variable":
    case "chosen":
      return bundle.universe.length;
    case "lots":
      return members(bundle, ref.of);
    case "union":
      return Math.min(bundle.universe.length, members(bundle, ref.left) + members(bundle, ref.right));
    case "intersection":
      return Math.min(members(bundle, ref.left), members(bundle, ref.right));
    case "difference":
      return members(bundle, ref.left);
  }
}

function turns(bundle: Bundle, { range }: Loop): number {
  return range.over === "classes" ? range.classes.length : members(bundle, range.of);
}

function measures(bundle: Bundle, expr: Expr): number {
  switch (expr.e) {
    case "sum":
      return turns(bundle, expr.loop) * measures(bundle, expr.body);
    case "add":
    case "subtract":
    case "multiply":
    case "divide":
      return measures(bundle, expr.left) + measures(bundle, expr.right);
    case "before":
    case "negate":
    case "abs":
      return measures(bundle, expr.of);
    case "max":
    case "min":
      return expr.of.reduce((sum, each) => sum + measures(bundle, each), 0);
    default:
      return 1;
  }
}

function ofCondition(bundle: Bundle, condition: Condition): number {
  switch (condition.c) {
    case "all":
    case "any":
      return condition.of.reduce((sum, each) => sum + ofCondition(bundle, each), 0);
    case "not":
      return ofCondition(bundle, condition.of);
    case "compare":
      return measures(bundle, condition.left) + measures(bundle, condition.right);
    case "between":
      return (
        measures(bundle, condition.of) + measures(bundle, condition.low) + measures(bundle, condition.high)
      );
    default:
      return 1;
  }
}

function ofRule(bundle: Bundle, rule: Rule): number {
  if (rule.rule !== "compare") return 1;
  const all = rule.loops.reduce((product, loop) => product * turns(bundle, loop), 1);
  return all * (measures(bundle, rule.left) + measures(bundle, rule.right));
}

/** A clause or a preference. */
interface Sized extends ClauseBase {
  readonly when?: Condition;
  readonly rules: readonly Rule[];
}

/** @returns what to say of the first clause that is too large; undefined if none is */
export function tooLarge(bundle: Bundle): string | undefined {
  const shown = (count: number): string =>
    Number.isSafeInteger(count) ? count.toLocaleString("en-US") : "countless";
  const firm: Sized[] = [...bundle.clauses, ...bundle.preferences];
  const blocks = [
    ...bundle.profiles.map(({ block }) => block),
    ...bundle.accounts.flatMap((account) => account.blocks),
  ];
  let total = 0;
  const size = (clause: Sized): number =>
    (clause.when === undefined ? 0 : ofCondition(bundle, clause.when)) +
    Math.max(0, ...clause.rules.map((rule) => ofRule(bundle, rule)));
  for (const clause of [...firm, ...blocks.flatMap((block) => [...block.clauses, ...block.preferences])]) {
    const most = size(clause);
    if (most > MOST_OF_A_RULE) {
      const { file, line } = clause.source;
      return `\`${clause.name}\` (${file}:${line}) looks at ${shown(most)} measures in every account, and ${shown(MOST_OF_A_RULE)} are the most that are solved; put fewer securities into its loops, or fewer loops into one another`;
    }
  }
  for (const clause of firm) total += clause.rules.reduce((sum, rule) => sum + ofRule(bundle, rule), 0);
  if (total <= MOST_OF_ALL) return undefined;
  return `the firm's limits and preferences look at ${shown(total)} measures in every account, and ${shown(MOST_OF_ALL)} are the most that are solved; put fewer securities into their loops`;
}
