/** Whether an account came out as a test expects (language.md, "Tests in the language"). */
import type { ClauseBase, ClauseCitation, Condition, ExpectationIR, Expr } from "@mandate/compiler";
import { holds, type Tolerance } from "../exact/condition.ts";
import { costs } from "../exact/costs.ts";
import { exact } from "../exact/decimal.ts";
import { evaluate } from "../exact/expression.ts";
import type { Context } from "../exact/measures.ts";
import { resolveSet } from "../exact/sets.ts";
import { measured } from "../explain/words.ts";
import type { Outcome } from "../propose/outcome.ts";

/** `expect` tolerates half a cent and 1e-9 of weight, after rounding to shares. */
const TOLERANCE: Tolerance = { money: exact("0.005"), other: exact("1e-9") };

/** Letters and digits of a clause's opening words, case and spacing aside. */
function folded(text: string): string {
  return text.toLowerCase().replace(/\s+/g, " ").trim();
}

/** A clause is cited by its name, or by its opening words; `account "1001".Tech` by both. */
function cites(citation: ClauseCitation, clause: ClauseBase): boolean {
  if (citation.words !== undefined) {
    return [clause.text, clause.name].some((text) => folded(text).startsWith(folded(citation.words ?? "")));
  }
  if (citation.name === undefined) return false;
  if (citation.account !== undefined) return clause.id === `account "${citation.account}".${citation.name}`;
  return (
    clause.name === citation.name || clause.id === citation.name || clause.id.endsWith(`.${citation.name}`)
  );
}

function listed(names: readonly string[]): string {
  return names.length === 0 ? "nothing" : names.map((name) => `\`${name}\``).join(", ");
}

/** What a feasible account was, where it should not have been; or the other way round. */
function outcome(tested: Outcome): string {
  const { proposal } = tested;
  switch (proposal.status) {
    case "infeasible": {
      const why = tested.conflict.map((clause) => clause.name);
      return why.length > 0 ? `is infeasible: ${listed(why)} cannot hold together` : `is infeasible`;
    }
    case "quarantined":
      return `cannot be solved: ${proposal.reason}`;
    default:
      return "is feasible";
  }
}

function shown(after: Context, expr: Expr): string {
  const value = evaluate(after, expr);
  return value === undefined
    ? "cannot be measured"
    : `is ${measured(Number(value.toFixed(9)), expr.unit.unit)}`;
}

/** Values of what a condition compares, for a failure's message. */
function actual(after: Context, condition: Condition): string {
  switch (condition.c) {
    case "compare":
      return shown(after, condition.left);
    case "between":
      return shown(after, condition.of);
    case "all":
    case "any": {
      const wrong = condition.of.find((part) => !holds(after, part, new Map(), TOLERANCE));
      return wrong === undefined ? "does not hold" : actual(after, wrong);
    }
    default:
      return "does not hold";
  }
}

/** `citing A, B`: A and B together, and no fewer, cannot hold. */
function citing(citations: readonly ClauseCitation[], tested: Outcome): string | undefined {
  if (citations.length === 0) return undefined;
  const cited = citations.map((citation) => tested.clauses.filter((clause) => cites(citation, clause)));
  const unknown = citations.find((_, at) => cited[at]?.length === 0);
  if (unknown !== undefined) return `${outcome(tested)}, and has no clause \`${unknown.text}\``;
  const { permits } = tested;
  if (permits === undefined) return outcome(tested);
  const ids = (groups: readonly (readonly ClauseBase[])[]): Set<string> =>
    new Set(groups.flatMap((group) => group.map((clause) => clause.id)));
  if (permits(ids(cited))) return outcome(tested);
  const idle = citations.find((_, at) => !permits(ids(cited.filter((_group, other) => other !== at))));
  return idle === undefined ? undefined : `${outcome(tested)}, with or without \`${idle.text}\``;
}

/** The account after its trades, with its cost terms at hand: only tests may ask for them. */
function priced(after: Context): Context {
  const terms = costs(after);
  return { ...after, costs: (term) => terms[term] };
}

/** Undefined if the expectation is met; else what came instead. */
export function disappointment(expectation: ExpectationIR, tested: Outcome): string | undefined {
  const { after } = tested;
  switch (expectation.expect) {
    case "feasible":
      return after === undefined ? outcome(tested) : undefined;
    case "infeasible":
      if (tested.proposal.status !== "infeasible") return outcome(tested);
      return citing(expectation.citing, tested);
    case "binding": {
      if (after === undefined) return outcome(tested);
      if (tested.binding.some((clause) => cites(expectation.clause, clause))) return undefined;
      return `does not bind; what binds is ${listed([...new Set(tested.binding.map((clause) => clause.name))])}`;
    }
    case "no trade": {
      if (after === undefined) return outcome(tested);
      const set = resolveSet(after.situation, expectation.of, new Map());
      const traded = after.trades.filter((trade) => {
        const index = after.situation.market.securities.get(trade.symbol)?.index;
        return index !== undefined && set.members.has(index);
      });
      if (traded.length === 0) return undefined;
      const words = traded.map((trade) => `${trade.side} ${trade.quantity.toFixed()} ${trade.symbol}`);
      return `trades: ${words.join(", ")}`;
    }
    case "condition": {
      if (after === undefined) return outcome(tested);
      const context = priced(after);
      return holds(context, expectation.condition, new Map(), TOLERANCE)
        ? undefined
        : actual(context, expectation.condition);
    }
  }
}
