import type { Span } from "./tree/span.ts";

/** What the parser found wrong, without words: the compiler's catalogue has the sentences (MDT1xxx). */
export type SyntaxFinding = { readonly span: Span; readonly related?: readonly Span[] } & (
  | { readonly code: "MDT1001"; readonly what: "unexpected character"; readonly found: string }
  | { readonly code: "MDT1002"; readonly what: "unclosed string" }
  | { readonly code: "MDT1003"; readonly what: "unclosed comment" }
  | { readonly code: "MDT1004"; readonly what: "unclosed back-tick" }
  | {
      readonly code: "MDT1005";
      readonly what: "impossible date";
      readonly found: string;
      /** the day as policies write it, where only one can be meant */
      readonly meant?: string;
    }
  | {
      readonly code: "MDT1006";
      readonly what: "malformed number";
      readonly found: string;
      /** the number as policies write it, where only one can be meant */
      readonly meant?: string;
    }
  | {
      readonly code: "MDT1007";
      readonly what: "unknown declaration";
      readonly found: string;
      readonly near?: string;
    }
  | {
      readonly code: "MDT1008";
      readonly what: "expected";
      readonly expected: string;
      readonly found: string;
      readonly context: string;
      readonly insert?: string;
    }
  | {
      readonly code: "MDT1009";
      readonly what: "unexpected";
      readonly found: string;
      readonly context: string;
      /** what belongs in its place, in words */
      readonly instead?: string;
      /** the text to put in its place, where it is known; empty: nothing belongs there */
      readonly insert?: string;
      /** the word that the clause around it begins with, where it has one */
      readonly clause?: string;
    }
  | { readonly code: "MDT1010"; readonly what: "unclosed brace"; readonly opener: string }
  | { readonly code: "MDT1011"; readonly what: "stray closer"; readonly found: string }
  | { readonly code: "MDT1012"; readonly what: "too deep" }
  | { readonly code: "MDT1013"; readonly what: "repeated part"; readonly part: string }
  | {
      readonly code: "MDT1014";
      readonly what: "foreign spelling";
      readonly found: string;
      /** as policies write it */
      readonly meant: string;
    }
  | { readonly code: "MDT1015"; readonly what: "too long" }
  | {
      /** related: the brace that it belongs before */
      readonly code: "MDT1016";
      readonly what: "outside";
      readonly part: string;
      readonly block: string;
      readonly found: string;
      /** inside of the block's braces, or before them */
      readonly belongs: "inside" | "before";
    }
);
