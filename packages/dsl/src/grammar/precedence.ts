/**
 * Operators by precedence. The grammar takes an expression as a flat row of operands and operators (one rule call an
 * operand instead of one a level) and this gives it its shape.
 */
import type { SyntaxFinding } from "../finding.ts";
import { spanOf, type Token } from "../tokens/lex.ts";
import * as V from "../tokens/vocabulary.ts";
import type { BinaryOperator, Expression, Span } from "../tree/index.ts";

/** An operand with the prefixes before it (`not`, `-`, `where`), in the order of the text. */
export interface Operand {
  readonly prefixes: readonly Token[];
  readonly node: Expression;
}

const level = { loosest: 1, or: 2, and: 3, comparison: 5, range: 6, sum: 7, product: 8 } as const;

const precedence = new Map<number, number>();
const spelling = new Map<number, BinaryOperator>();
const operator = (type: { tokenTypeIdx?: number }, text: BinaryOperator, at: number): void => {
  precedence.set(type.tokenTypeIdx ?? -1, at);
  spelling.set(type.tokenTypeIdx ?? -1, text);
};
operator(V.K("except"), "except", level.loosest);
operator(V.K("or"), "or", level.or);
operator(V.K("and"), "and", level.and);
operator(V.K("in"), "in", level.comparison);
operator(V.Equal, "=", level.comparison);
operator(V.NotEqual, "!=", level.comparison);
operator(V.Less, "<", level.comparison);
operator(V.LessEqual, "<=", level.comparison);
operator(V.Greater, ">", level.comparison);
operator(V.GreaterEqual, ">=", level.comparison);
operator(V.Plus, "+", level.sum);
operator(V.Minus, "-", level.sum);
operator(V.Times, "*", level.product);
operator(V.Divide, "/", level.product);
precedence.set(V.K("where").tokenTypeIdx ?? -1, level.loosest);
precedence.set(V.DotDot.tokenTypeIdx ?? -1, level.range);

/** A longer chain of what cannot be regrouped would nest its left-leaning tree deeper than a stack is. */
const longestChain = 1000;
/** Operators whose long rows are grouped in halves: what they mean does not depend on the grouping. */
const associative = new Set([V.Plus, V.Times, V.K("and"), V.K("or")]);
/** Shorter rows lean to the left, as they are read. */
const shortRow = 64;

/** The expression of `operands` joined by `operators` (one fewer). */
export function arrange(
  operands: readonly Operand[],
  operators: readonly Token[],
  found: SyntaxFinding[],
): Expression {
  const first = operands[0] as Operand;
  if (operators.length === 0 && first.prefixes.length === 0) return first.node;
  const last = operators.length > shortRow ? tooManyInARow(operators) : undefined;
  if (last !== undefined) {
    const span = spanOf(last);
    found.push({ code: "MDT1015", what: "too long", span });
    return {
      kind: "Missing",
      span: { start: startOf(first), end: (operands.at(-1) as Operand).node.span.end },
    };
  }
  let at = 0;
  let prefix = 0;

  const climb = (lowest: number): Expression => {
    let left = unary();
    for (let next = operators[at]; next !== undefined; next = operators[at]) {
      const own = precedence.get(next.tokenTypeIdx) ?? 0;
      if (own < lowest) break;
      if (associative.has(next.tokenType)) {
        left = row(left, next, own);
        continue;
      }
      at++;
      prefix = 0;
      const right = climb(next.tokenType === V.K("where") ? level.or : own + 1);
      left = join(left, next, right, found);
    }
    return left;
  };

  /** A run of one associative operator. */
  const row = (first: Expression, sign: Token, own: number): Expression => {
    const parts = [first];
    const signs: Token[] = [];
    for (
      let next = operators[at];
      next?.tokenType === sign.tokenType && next.image !== "";
      next = operators[at]
    ) {
      at++;
      prefix = 0;
      signs.push(next);
      parts.push(climb(own + 1));
    }
    if (signs.length === 0) {
      at++;
      prefix = 0;
      return join(first, sign, climb(own + 1), found);
    }
    return grouped(parts, signs, 0, parts.length, found);
  };

  const unary = (): Expression => {
    const operand = operands[at] as Operand;
    const token = operand.prefixes[prefix];
    if (token === undefined) return operand.node;
    prefix++;
    const start = token.startOffset;
    if (token.tokenType === V.Minus) {
      const inner = unary();
      return { kind: "Unary", span: { start, end: inner.span.end }, operator: "-", operand: inner };
    }
    if (token.tokenType === V.K("not")) {
      const inner = climb(level.comparison);
      return { kind: "Unary", span: { start, end: inner.span.end }, operator: "not", operand: inner };
    }
    const condition = climb(level.or);
    return { kind: "Where", span: { start, end: condition.span.end }, condition };
  };

  return climb(level.loosest);
}

/** The operator with which a row that cannot be regrouped gets too long; undefined if none does. */
function tooManyInARow(operators: readonly Token[]): Token | undefined {
  const counts: number[] = [];
  const latest: (Token | undefined)[] = [];
  for (const token of operators) {
    const own = precedence.get(token.tokenTypeIdx) ?? 0;
    // what binds looser begins its operands anew
    counts.length = Math.min(counts.length, own + 1);
    const grows = !associative.has(token.tokenType) || latest[own]?.tokenType !== token.tokenType;
    latest[own] = token;
    const count = (counts[own] ?? 0) + (grows ? 1 : 0);
    if (count > longestChain) return token;
    counts[own] = count;
  }
  return undefined;
}

/** The parts `from`..`to` joined: in halves where there are many, else from the left. */
function grouped(
  parts: readonly Expression[],
  signs: readonly Token[],
  from: number,
  to: number,
  found: SyntaxFinding[],
): Expression {
  if (to - from <= shortRow) {
    let left = parts[from] as Expression;
    for (let i = from + 1; i < to; i++)
      left = join(left, signs[i - 1] as Token, parts[i] as Expression, found);
    return left;
  }
  const middle = (from + to) >> 1;
  const left = grouped(parts, signs, from, middle, found);
  const right = grouped(parts, signs, middle, to, found);
  return join(left, signs[middle - 1] as Token, right, found);
}

function startOf(operand: Operand): number {
  return operand.prefixes[0]?.startOffset ?? operand.node.span.start;
}

function join(left: Expression, token: Token, right: Expression, found: SyntaxFinding[]): Expression {
  const span: Span = { start: left.span.start, end: right.span.end };
  // an operator that recovery invented: which one was meant, nobody knows
  if (token.image === "") return { kind: "Missing", span };
  if (token.tokenType === V.K("where")) return { kind: "Where", span, subject: left, condition: right };
  if (token.tokenType === V.DotDot) return { kind: "Range", span, low: left, high: right };
  const operator = spelling.get(token.tokenTypeIdx) ?? "=";
  const node: Expression = { kind: "Binary", span, operator, operatorSpan: spanOf(token), left, right };
  if (left.kind === "Binary" && isComparison(left.operator) && isComparison(operator)) {
    found.push({
      code: "MDT1009",
      what: "unexpected",
      found: token.image,
      context: "a comparison of what is compared already",
      span: node.operatorSpan,
    });
    return { kind: "Missing", span };
  }
  return node;
}

function isComparison(operator: BinaryOperator): boolean {
  return precedenceOf(operator) === level.comparison;
}

function precedenceOf(operator: BinaryOperator): number {
  for (const [index, text] of spelling) if (text === operator) return precedence.get(index) ?? 0;
  return 0;
}

/** Whether the expression says something that holds or does not, rather than an amount or a set. */
export function isCondition(node: Expression): boolean {
  switch (node.kind) {
    case "Binary":
      return node.operator === "or" || node.operator === "and" || isComparison(node.operator);
    case "Unary":
      return node.operator === "not";
    case "IsChosen":
    case "Held":
    case "Missing":
      return true;
    case "Parentheses":
      return isCondition(node.inner);
    default:
      return false;
  }
}
