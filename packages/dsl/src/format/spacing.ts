/** The space between two tokens on a line. */
import { spanOf, type Token } from "../tokens/lex.ts";
import * as V from "../tokens/vocabulary.ts";
import type { Shape } from "./shape.ts";

const tightBefore = new Set([V.Comma, V.Colon, V.RParen, V.Dot, V.DotDot, V.Squared, V.Semicolon]);
const tightAfter = new Set([V.LParen, V.Dot, V.DotDot, V.PlusMinus]);

/** One space or none; two between the items of a block on one line. */
export function gap(left: Token, right: Token, shape: Shape): string {
  if (tightBefore.has(right.tokenType) || tightAfter.has(left.tokenType)) return "";
  if (right.tokenType === V.LParen && shape.callees.has(spanOf(left).end)) return "";
  if (left.tokenType === V.Minus && shape.signs.has(left.startOffset)) return "";
  if (left.tokenType === V.LBrace && right.tokenType === V.RBrace) return "";
  if (left.tokenType === V.LBrace || right.tokenType === V.RBrace) return " ";
  return shape.items.has(right.startOffset) ? "  " : " ";
}

/** The token as it is written: a quantity with the least space inside. */
export function written(token: Token): string {
  if (token.tokenType !== V.Quantity) return token.image;
  return token.image
    .replace(/\s+/g, " ")
    .replace(/ (?=%|bps|bp|pp)/, "")
    .replace(/^\$ /, "$");
}
