/** What the formatter must know of the tree: where the items of blocks begin, which signs belong to their neighbour. */
import type { Token } from "../tokens/lex.ts";
import * as V from "../tokens/vocabulary.ts";
import type { Declaration, Node } from "../tree/index.ts";

export interface Shape {
  /** offsets at which an item of a block begins (a clause, a rule, an entry), and its kind */
  readonly items: ReadonlyMap<number, string>;
  /** offsets at which a called name ends, so that its parenthesis follows at once */
  readonly callees: ReadonlySet<number>;
  /** offsets of signs that belong to what follows them */
  readonly signs: ReadonlySet<number>;
}

/** Kinds of nodes that stand as items in a block. */
const itemKinds = new Set(
  (
    "AssetClass Allocation Use Option ComparisonRule MinimumRule ModelClause ProfileClause ChooseClause TiltClause " +
    "SubstituteClause NeverClause KeepClause SellByClause ExcludeClause ReserveClause RaiseClause LimitClause " +
    "PreferClause TightenClause TransitionClause RegistrationFact CashFact HouseholdFact LotFact ActivityFact YearFact " +
    "TestAccount Expect PriceEntry DriftTerm RiskTerm TaxTerm TradingTerm WashSalesAllowed"
  ).split(" "),
);
/** Items that are words and not nodes: the word, and what must stand before it in its block. */
const wordItems = new Set(["on", "prices", "cost", "accounts"]);

/** The shape of one declaration, whose tokens are `tokens`. */
export function shapeOf(
  declaration: Declaration,
  extra: readonly Declaration[],
  tokens: readonly Token[],
): Shape {
  const items = new Map<number, string>();
  const callees = new Set<number>();
  const signs = new Set<number>();
  const starts = new Set<number>();
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) for (const inner of value) visit(inner);
    else if (typeof value === "object" && value !== null) {
      const node = value as Partial<Node> & { operator?: unknown; callee?: Node };
      if (node.kind !== undefined && node.span !== undefined) {
        if (itemKinds.has(node.kind)) items.set(node.span.start, node.kind);
        if (node.kind === "Call" && node.callee !== undefined) callees.add(node.callee.span.end);
        if (node.kind === "Sum") callees.add(node.span.start + 3);
        if (node.kind === "Unary" && node.operator === "-") signs.add(node.span.start);
        if (node.kind === "PricePer" || node.kind === "Date" || node.kind === "Text")
          starts.add(node.span.start);
      }
      for (const key in value) if (key !== "span") visit(value[key as keyof typeof value]);
    }
  };
  visit(declaration);
  for (const other of extra) visit(other);
  if (declaration.kind !== "LimitDeclaration") addWords(declaration, tokens, starts, items);
  return { items, callees, signs };
}

function addWords(
  declaration: Declaration,
  tokens: readonly Token[],
  starts: Set<number>,
  items: Map<number, string>,
): void {
  for (let i = 1; i + 1 < tokens.length; i++) {
    const token = tokens[i] as Token;
    const next = tokens[i + 1] as Token;
    if (!wordItems.has(token.image)) continue;
    const before = tokens[i - 1] as Token;
    if (token.image === "prices" && declaration.kind === "Test" && next.tokenType === V.LBrace)
      items.set(token.startOffset, token.image);
    if (!starts.has(next.startOffset)) continue;
    if (token.image === "accounts" && declaration.kind === "Household")
      items.set(token.startOffset, token.image);
    if (token.image === "on" && declaration.kind === "Test" && isTestLevel(tokens, i))
      items.set(token.startOffset, token.image);
    const inPrefer = declaration.kind === "PreferDeclaration" || before.tokenType !== V.K("risk");
    if (token.image === "cost" && declaration.kind !== "Objective" && inPrefer)
      items.set(token.startOffset, token.image);
  }
}

function isTestLevel(tokens: readonly Token[], index: number): boolean {
  let depth = 0;
  for (let i = 0; i < index; i++) {
    if (tokens[i]?.tokenType === V.LBrace) depth++;
    else if (tokens[i]?.tokenType === V.RBrace) depth--;
  }
  return depth === 1;
}
