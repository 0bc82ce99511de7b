/** The grammar as text, from the parser itself: so that the reference cannot say anything else than the parser does. */
import type { ISerializedGast } from "chevrotain";
import { parser } from "../parse.ts";
import { spelling } from "../recovery/words.ts";
import * as V from "../tokens/vocabulary.ts";

type Serialized = ISerializedGast & {
  readonly definition?: readonly Serialized[];
  readonly name?: string;
  readonly separator?: { readonly name: string };
};

const categories = new Map<string, string>([
  [V.NameLike.name, "NAME"],
  [V.Quantity.name, "QUANTITY"],
  [V.DateToken.name, "DATE"],
  [V.StringToken.name, "TEXT"],
  [V.BinaryOperator.name, "OPERATOR"],
  [V.Arithmetic.name, "SIGN"],
  [V.PlusMinus.name, '( "±" | "+/-" )'],
  [V.Squared.name, '( "²" | "^2" )'],
  [V.Minus.name, '"-"'],
  [V.LessEqual.name, '"<="'],
]);
const spelt = new Map(V.vocabulary.map((type) => [type.name, spelling(type)]));

const lexical = `(* What the words in capitals are. *)
NAME      = letter, { letter | digit | "_" } | "\`", { any character but a back-tick }, "\`" ;
TEXT      = '"', { any character of the line, with \\" and \\\\ }, '"' ;
DATE      = year, "-", month, "-", day ;
QUANTITY  = [ "$" ], digits, [ "%" | "bps" | "pp" | "K" | "M" | "B" | "shares" | "days" | "months" | "years" ] ;
SIGN      = "+" | "-" | "*" | "/" ;
OPERATOR  = SIGN | ".." | "=" | "!=" | "<" | "<=" | ">" | ">=" | "in" | "and" | "or" | "except" | "where" ;
(* Operators, the loosest first: except where; or; and; not; comparisons, in, is chosen; ..; + -; * /; unary -; this year. *)
`;

/** The grammar in EBNF (ISO 14977's signs), one production a rule, in the parser's order. */
export function grammarText(): string {
  const rules = parser().getSerializedGastProductions() as Serialized[];
  const productions = rules.map((rule) => `${rule.name ?? ""} = ${row(rule.definition ?? [])} ;`);
  return `${productions.join("\n")}\n\n${lexical}`;
}

function row(parts: readonly Serialized[]): string {
  const written = parts.map(one).filter((part) => part !== "");
  return written.join(", ");
}

function one(part: Serialized): string {
  const inner = part.definition ?? [];
  switch (part.type) {
    case "Terminal":
      return terminal(part.name ?? "");
    case "NonTerminal":
      return part.name ?? "";
    case "Option":
      return `[ ${row(inner)} ]`;
    case "Alternation": {
      const ways = inner.map((way) => row(way.definition ?? [])).filter((way) => way !== "");
      return ways.length === 1 ? "" : `( ${ways.join(" | ")} )`;
    }
    case "Repetition":
      return `{ ${row(inner)} }`;
    case "RepetitionMandatory":
      return `${row(inner)}, { ${row(inner)} }`;
    case "RepetitionWithSeparator":
      return `[ ${row(inner)}, { ${separator(part)}, ${row(inner)} } ]`;
    case "RepetitionMandatoryWithSeparator":
      return `${row(inner)}, { ${separator(part)}, ${row(inner)} }`;
    default:
      return row(inner);
  }
}

function separator(part: Serialized): string {
  return terminal(part.separator?.name ?? "");
}

function terminal(name: string): string {
  return categories.get(name) ?? `"${spelt.get(name) ?? name}"`;
}
