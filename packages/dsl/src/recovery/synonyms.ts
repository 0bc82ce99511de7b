/** What people write where a policy has a word or a sign of its own: other words for the same, in other languages and in speech. */
import type { TokenType } from "chevrotain";
import type { Token } from "../tokens/lex.ts";
import * as V from "../tokens/vocabulary.ts";

interface Synonym {
  /** the words that were written */
  readonly words: readonly string[];
  /** what may be meant by them, the likeliest first */
  readonly meant: readonly TokenType[];
}

const ceiling =
  "at most|less than|no more than|not more than|no greater than|is at most|is less than|is below|below|under|max|maximum|up to";
const floor =
  "at least|more than|greater than|no less than|not less than|is at least|is more than|is above|above|over|min";
const keywords: Readonly<Record<string, string>> = {
  till: "until",
  "up until": "until",
  before: "by",
  extends: "is",
  like: "is",
  if: "when",
  every: "each",
  all: "each",
  any: "each",
  tax: "taxes",
  allows: "allow",
  permit: "allow",
  owned: "held",
  immediately: "now",
  today: "now",
  replace: "substitute",
  swap: "substitute",
  set: "choose",
  pick: "choose",
  above: "beyond",
  over: "beyond",
  past: "beyond",
  x: "times",
  by: "with",
  for: "with",
  waiveable: "waivable",
  grandfather: "grandfathered",
  reason: "because",
  class: "classes",
  accounts: "account",
  account: "accounts",
  hold: "keep",
  retain: "keep",
  purchase: "buy",
  divested: "divest",
  within: "in",
  a: "per",
  minimal: "minimum",
  with: "where",
};

const synonyms: readonly Synonym[] = [
  ...ceiling.split("|").map((words) => ({ words: words.split(" "), meant: [V.LessEqual] })),
  ...floor.split("|").map((words) => ({ words: words.split(" "), meant: [V.GreaterEqual] })),
  { words: ["equals"], meant: [V.Equal] },
  { words: ["is"], meant: [V.Equal] },
  { words: ["to"], meant: [V.DotDot] },
  ...Object.entries(keywords).map(([words, meant]) => ({ words: words.split(" "), meant: [V.K(meant)] })),
].sort((a, b) => b.words.length - a.words.length);

/** What may be meant by the words at `at`, and how many of them there are: the most words first. */
export function synonymsAt(
  tokens: readonly Token[],
  at: number,
): readonly { readonly drop: number; readonly type: TokenType }[] {
  return synonyms
    .filter(({ words }) => words.every((word, i) => tokens[at + i]?.image.toLowerCase() === word))
    .flatMap(({ words, meant }) => meant.map((type) => ({ drop: words.length, type })));
}
