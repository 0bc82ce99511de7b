/** What the language server and its proving thread say to each other. */
import type { Bundle, Proved } from "@mandate/compiler";

export interface Question {
  readonly number: number;
  readonly bundle: Bundle;
  /** ISO date */
  readonly today: string;
}

export type Answer = { readonly number: number } & (
  | { readonly proved: Proved }
  | { readonly failed: string }
);
