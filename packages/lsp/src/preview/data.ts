/** What `mandate/preview` is asked and answers: plain data, drawn by whoever asked. */
import type { AccountView } from "@mandate/runtime";

/** The request's name in the protocol. */
export const PREVIEW = "mandate/preview";

export interface PreviewParams {
  readonly textDocument: { readonly uri: string };
  readonly position: { readonly line: number; readonly character: number };
  /** the account to show, whatever is under the cursor */
  readonly account?: string;
}

/** A part of a model; weights are fractions of the account. */
export interface PreviewNode {
  /** the class, or the preferred security */
  readonly name: string;
  readonly kind: "class" | "holding";
  /** of a class as declared, of a security as the universe has it */
  readonly title?: string;
  readonly target: number;
  readonly band?: { readonly low: number; readonly high: number };
  /** securities that may stand in for the preferred one, in their order */
  readonly alternates: readonly string[];
  /** what the account holds in this place, before its proposal and after it; where it was solved */
  readonly held?: { readonly before: number; readonly after: number };
  readonly children: readonly PreviewNode[];
  readonly source: { readonly uri: string; readonly line: number };
}

export interface PreviewModel {
  readonly name: string;
  readonly title?: string;
  /** the model that it restates */
  readonly base?: string;
  readonly nodes: readonly PreviewNode[];
}

/** What became of an account's proposal. */
export type PreviewOutcome =
  | { readonly state: "solved"; readonly view: AccountView }
  /** the account is not solved, and why */
  | {
      readonly state: "quarantined" | "errors" | "no book" | "not in book" | "unreadable" | "no reader";
      readonly why: string;
    };

export type PreviewAnswer =
  | { readonly kind: "model"; readonly model: PreviewModel; readonly errors: number }
  | {
      readonly kind: "account";
      readonly account: string;
      readonly title?: string;
      /** as the account follows it, after tilts, substitutes and exclusions where the book tells its row */
      readonly model?: PreviewModel;
      readonly outcome: PreviewOutcome;
      readonly errors: number;
    }
  /** nothing under the cursor has a portfolio, or what has one does not compile for now */
  | { readonly kind: "nothing"; readonly why: string; readonly errors: number };
