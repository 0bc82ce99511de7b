/** What lines of the same kind, one below the other, have in columns. */
import type { Token } from "../tokens/lex.ts";
import * as V from "../tokens/vocabulary.ts";
import type { Align, Cell } from "./lines.ts";
import type { Shape } from "./shape.ts";
import { gap, written } from "./spacing.ts";

/** A token of an item that stays on one line, and where it begins there. */
interface Placed {
  readonly token: Token;
  readonly column: number;
  readonly before: Token | undefined;
  /** braces and parentheses around it */
  readonly depth: number;
}

const braced = new Set(["limit", "prefer", "account", "profile", "equivalents"]);

/** The columns of an item, if its kind has any: none of them inside of braces. */
export function alignOf(tokens: readonly Token[], from: number, to: number, shape: Shape): Align | undefined {
  const row = place(tokens, from, to, shape).filter(({ depth }) => depth === 0);
  const word = tokens[from]?.image ?? "";
  const kind = shape.items.get(tokens[from]?.startOffset ?? -1);
  if (kind === "Allocation" || kind === "Use") {
    const weight = row.find(({ token, before }) => token.tokenType === V.Quantity && endsName(before));
    const found = align("allocation", [
      right("weight", weight),
      left("band", find(row, "band")),
      left("brace", brace(row)),
    ]);
    return found === undefined ? undefined : { ...found, nested: true };
  }
  if (kind === "ChooseClause") return align("choose", [left("=", find(row, "="))]);
  if (kind === "Option") {
    const type = row.find(({ before }) => before?.tokenType === V.Colon);
    return align("option", [
      left("type", type),
      left("default", find(row, "default")),
      left("set", find(row, "set")),
    ]);
  }
  if (kind === "LotFact") {
    const quantity = row.find(({ token }) => token.tokenType === V.Quantity);
    return align("lot", [
      right("quantity", quantity),
      left("at", find(row, "at")),
      left("bought", find(row, "bought")),
    ]);
  }
  if (kind?.endsWith("Term") === true && from > 0) return align("term", [left("price", row[priceOf(row)])]);
  if (word === "list" && kind === undefined) return align("list", [left("=", find(row, "="))]);
  if (word === "attribute" && kind === undefined)
    return align("attribute", [
      left(
        "type",
        row.find(({ before }) => before?.tokenType === V.Colon),
      ),
    ]);
  return braced.has(word) ? align(word, [left("brace", brace(row))]) : undefined;
}

/** Where the price of an objective's term begins: `drift of classes | cost …`, `trading | commission …` */
function priceOf(row: readonly Placed[]): number {
  return row[0]?.token.image === "drift" ? 3 : 1;
}

function endsName(token: Token | undefined): boolean {
  return token?.tokenType.CATEGORIES?.includes(V.NameLike) === true && !/^(?:band|cost)$/.test(token.image);
}

function place(tokens: readonly Token[], from: number, to: number, shape: Shape): readonly Placed[] {
  let column = 0;
  let depth = 0;
  return tokens.slice(from, to).map((token, i) => {
    const before = i === 0 ? undefined : tokens[from + i - 1];
    column += before === undefined ? 0 : written(before).length + gap(before, token, shape).length;
    if (token.tokenType === V.RBrace || token.tokenType === V.RParen) depth--;
    const placed = { token, column, before, depth };
    if (token.tokenType === V.LBrace || token.tokenType === V.LParen) depth++;
    return placed;
  });
}

function find(row: readonly Placed[], word: string): Placed | undefined {
  return row.find(({ token }, i) => i > 0 && token.image === word);
}

function brace(row: readonly Placed[]): Placed | undefined {
  return row.find(({ token }) => token.tokenType === V.LBrace);
}

function left(kind: string, placed: Placed | undefined): Cell | undefined {
  return placed === undefined ? undefined : { kind, column: placed.column, width: 0 };
}

function right(kind: string, placed: Placed | undefined): Cell | undefined {
  if (placed === undefined) return undefined;
  return { kind, column: placed.column, width: written(placed.token).length };
}

function align(key: string, cells: readonly (Cell | undefined)[]): Align | undefined {
  const found = cells.filter((cell) => cell !== undefined);
  return found.length === 0 ? undefined : { key, cells: found };
}
