/** Texts with one mistake in them, made from texts without. */
import { lex, spanOf, type Token } from "../tokens/lex.ts";

export type Mutation = "delete" | "duplicate" | "insert" | "truncate";
export const mutations: readonly Mutation[] = ["delete", "duplicate", "insert", "truncate"];

export interface Mutant {
  readonly mutation: Mutation;
  readonly text: string;
  /** the range of the original text that was touched */
  readonly touched: { readonly start: number; readonly end: number };
}

/** What is put in where something is inserted; chosen by the token's number, so that the same text gives the same mutants. */
const strangers = [
  "{",
  "}",
  "(",
  ")",
  ",",
  ";",
  "<=",
  "limit",
  "because",
  "Stranger",
  "5%",
  '"text"',
  "=",
  "..",
  "and",
  ":",
];

/** The mutant of `text` at its token number `index`. */
export function mutant(text: string, tokens: readonly Token[], index: number, mutation: Mutation): Mutant {
  const touched = spanOf(tokens[index] as Token);
  const before = text.slice(0, touched.start);
  const own = text.slice(touched.start, touched.end);
  const after = text.slice(touched.end);
  switch (mutation) {
    case "delete":
      return { mutation, touched, text: before + after };
    case "duplicate":
      return { mutation, touched, text: `${before}${own} ${own}${after}` };
    case "insert":
      return {
        mutation,
        touched,
        text: `${before}${own} ${strangers[(index * 7) % strangers.length]} ${after}`,
      };
    case "truncate":
      return { mutation, touched: { start: touched.start, end: text.length }, text: before };
  }
}

/** Every mutant of `text`, or each `step`-th of them. */
export function* mutants(text: string, step = 1): Generator<Mutant> {
  const { tokens } = lex(text);
  let count = 0;
  for (let index = 0; index < tokens.length; index++) {
    for (const mutation of mutations) if (count++ % step === 0) yield mutant(text, tokens, index, mutation);
  }
}
