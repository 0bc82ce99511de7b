/**
 * The words and signs of the language.
 *
 * Keywords are contextual: each is in the category `NameLike`, so that a class may be called `Cash`, an attribute
 * `fund`, an option `exclude`. Where a word's role depends on the word after it (`for each`, `minimum trade`) the lexer
 * gives it a type of its own (`Roles`), which keeps the whole grammar LL(1): no backtracking, one table look-up a choice.
 */
import { createToken, Lexer, type TokenType } from "chevrotain";

/** Anything that can be a name: a word, a keyword, a name in back-ticks. */
export const NameLike = createToken({ name: "NameLike", pattern: Lexer.NA });
/** Signs and words between two operands. */
export const BinaryOperator = createToken({ name: "BinaryOperator", pattern: Lexer.NA });
/** `+ - * /`: the operators that an amount may contain. */
export const Arithmetic = createToken({
  name: "Arithmetic",
  pattern: Lexer.NA,
  categories: [BinaryOperator],
});

export const Identifier = createToken({ name: "Identifier", pattern: Lexer.NA, categories: [NameLike] });
export const QuotedName = createToken({ name: "QuotedName", pattern: Lexer.NA, categories: [NameLike] });
export const Quantity = createToken({ name: "Quantity", pattern: Lexer.NA });
export const DateToken = createToken({ name: "Date", pattern: Lexer.NA });
export const StringToken = createToken({ name: "String", pattern: Lexer.NA });

/** How signs are written; a pattern may take more, which the lexer then says. */
const spellings = new Map<TokenType, readonly string[]>();

const sign = (
  name: string,
  pattern: string | RegExp,
  written: readonly string[] = [],
  categories: TokenType[] = [],
): TokenType => {
  const type = createToken({ name, pattern, categories });
  spellings.set(type, written.length === 0 && typeof pattern === "string" ? [pattern] : written);
  return type;
};

export const PlusMinus = sign("PlusMinus", /±|\+\/[-−–]/, ["±", "+/-"]);
export const DotDot = sign("DotDot", /\.\.\.?|…/, [".."], [BinaryOperator]);
export const LessEqual = sign("LessEqual", /<=|≤|=</, ["<=", "≤"], [BinaryOperator]);
export const GreaterEqual = sign("GreaterEqual", />=|≥|=>/, [">=", "≥"], [BinaryOperator]);
export const NotEqual = sign("NotEqual", /!=|≠|<>/, ["!=", "≠"], [BinaryOperator]);
export const Less = sign("Less", "<", [], [BinaryOperator]);
export const Greater = sign("Greater", ">", [], [BinaryOperator]);
export const Equal = sign("Equal", /==?|:=/, ["="], [BinaryOperator]);
export const Plus = sign("Plus", "+", [], [Arithmetic]);
export const Minus = sign("Minus", /[-−–—]/, ["-", "−"], [Arithmetic]);
export const Times = sign("Times", /[*×]/, ["*"], [Arithmetic]);
export const Divide = sign("Divide", /[/÷]/, ["/"], [Arithmetic]);
export const Squared = sign("Squared", /²|\^2/, ["²", "^2"]);
export const Dot = sign("Dot", ".");
export const Comma = sign("Comma", ",");
export const Colon = sign("Colon", ":");
export const Semicolon = sign("Semicolon", ";");
export const LBrace = sign("LBrace", "{");
export const RBrace = sign("RBrace", "}");
export const LParen = sign("LParen", "(");
export const RParen = sign("RParen", ")");

/** The spellings of a sign that a policy may use, the usual one first; none for what is no sign. */
export function signSpellings(type: TokenType): readonly string[] {
  return spellings.get(type) ?? [];
}

/** The signs, longest first where one begins another. */
export const signs: readonly TokenType[] = [
  PlusMinus,
  DotDot,
  LessEqual,
  GreaterEqual,
  NotEqual,
  Less,
  Greater,
  Equal,
  Plus,
  Minus,
  Times,
  Divide,
  Squared,
  Dot,
  Comma,
  Colon,
  Semicolon,
  LBrace,
  RBrace,
  LParen,
  RParen,
];

const plainWords = [
  ..."a account accounts allow allowed approved as asset at attribute band because beyond binding bought buy by".split(
    " ",
  ),
  ..."carrying cash choice choose chosen citing class classes commission cost default divest down drift each".split(
    " ",
  ),
  ..."equivalents error exclude exempt expect feasible for from gain grandfathered held holding household".split(
    " ",
  ),
  ..."infeasible is keep least less limit list lists long loss lot menu minimum model more most netted never no not".split(
    " ",
  ),
  ..."now objective of on option per prefer prices profile raise realised reserve risk roth run sales securities".split(
    " ",
  ),
  ..."sell set short sleeve sold substitute sum taxable taxes test than this ticket tighten tilt times to tracking".split(
    " ",
  ),
  ..."trade trading traditional until unused up use waivable waive wash what when with worth year".split(" "),
] as const;
const operatorWords = ["except", "where", "or", "and", "in"] as const;

const types = new Map<string, TokenType>();
for (const word of plainWords) {
  types.set(word, createToken({ name: `'${word}'`, pattern: Lexer.NA, categories: [NameLike] }));
}
for (const word of operatorWords) {
  types.set(
    word,
    createToken({ name: `'${word}'`, pattern: Lexer.NA, categories: [NameLike, BinaryOperator] }),
  );
}

/** The keywords by their spelling. */
export const keywords: ReadonlyMap<string, TokenType> = types;

/** The type of the keyword `word`. */
export function K(word: string): TokenType {
  const type = types.get(word);
  if (type === undefined) throw new Error(`not a keyword: ${word}`);
  return type;
}

const role = (name: string): TokenType => createToken({ name, pattern: Lexer.NA, categories: [NameLike] });

/** Keywords whose role is decided by the word after them. */
export const Roles = {
  forEach: role("'for' each"),
  minimum: role("'minimum' what"),
  sum: role("'sum' of"),
  held: role("'held' how long"),
  tracking: role("'tracking' error"),
  use: role("'use' sleeve"),
  keepWhat: role("'keep' what"),
} as const;

/** Every token type that the grammar knows. */
export const vocabulary: TokenType[] = [
  NameLike,
  BinaryOperator,
  Arithmetic,
  Identifier,
  QuotedName,
  Quantity,
  DateToken,
  StringToken,
  ...signs,
  ...types.values(),
  ...Object.values(Roles),
];
