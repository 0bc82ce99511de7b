/** Which layer may declare what (language.md, "Authority"). */
import type { Declaration } from "@mandate/dsl";
import type { Layer } from "../bundle/index.ts";

const FIRM: readonly Layer[] = ["firm"];
const BELOW: readonly Layer[] = ["advisor", "client"];
const ALL: readonly Layer[] = ["firm", "advisor", "client"];

const WHO: Readonly<Record<Declaration["kind"], readonly Layer[]>> = {
  AssetClass: FIRM,
  Attribute: FIRM,
  Sleeve: FIRM,
  Model: FIRM,
  Menu: FIRM,
  Objective: FIRM,
  Waive: FIRM,
  Equivalents: FIRM,
  WashSalesAllowed: FIRM,
  List: ["firm", "advisor"],
  Profile: ["firm", "advisor"],
  LimitDeclaration: FIRM,
  PreferDeclaration: FIRM,
  FreeClause: FIRM,
  Account: BELOW,
  Household: BELOW,
  Test: ALL,
};

const CALLED: Readonly<Record<Declaration["kind"], string>> = {
  AssetClass: "an asset class",
  Attribute: "an attribute",
  Sleeve: "a sleeve",
  Model: "a model",
  Menu: "a menu",
  Objective: "the objective",
  Waive: "a waiver",
  Equivalents: "a group of equivalents",
  WashSalesAllowed: "`wash sales allowed`",
  List: "a list",
  Profile: "a profile",
  LimitDeclaration: "a limit for all accounts",
  PreferDeclaration: "a preference for all accounts",
  FreeClause: "a clause for all accounts",
  Account: "an account",
  Household: "a household",
  Test: "a test",
};

export function mayDeclare(kind: Declaration["kind"], layer: Layer): boolean {
  return WHO[kind].includes(layer);
}

/** `a model`, for people. */
export function called(kind: Declaration["kind"]): string {
  return CALLED[kind];
}

/** Whose it is: `the firm's to say`, … */
export function owner(kind: Declaration["kind"]): string {
  const who = WHO[kind];
  if (kind === "LimitDeclaration" || kind === "PreferDeclaration" || kind === "FreeClause") {
    return 'the firm\'s, and belongs inside `account "…" { }` here';
  }
  if (who === BELOW) return "the advisors' and the clients'";
  return who.length === 1 ? "the firm's" : "the firm's and the advisors'";
}

/** `an advisor`, `a client`, `the firm` */
export function whose(layer: Layer): string {
  return layer === "firm" ? "the firm" : layer === "advisor" ? "an advisor" : "a client";
}
