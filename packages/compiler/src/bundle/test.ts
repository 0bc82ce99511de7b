/** Tests of the language, typed. */
import type { PolicyBlock } from "./block.ts";
import type { Source } from "./clause.ts";
import type { Condition, SetRef } from "./expression.ts";

export interface TestLot {
  readonly symbol: string;
  readonly quantity: string;
  readonly unitCost: string;
  readonly acquired: string;
}

export interface TestActivity {
  readonly symbol: string;
  readonly side: "buy" | "sell";
  readonly quantity: string;
  readonly price: string;
  readonly date: string;
  /** signed; with its term (a loss is short unless the test says otherwise) */
  readonly gain?: string;
  readonly term?: "short" | "long";
}

export interface TestAccountIR {
  readonly account: string;
  readonly household?: string;
  readonly registration: "taxable" | "traditional" | "roth" | "exempt";
  readonly shortRate: string;
  readonly longRate: string;
  readonly cash: string;
  readonly realised: { readonly short: string; readonly long: string };
  readonly carrying: { readonly short: string; readonly long: string };
  readonly lots: readonly TestLot[];
  readonly activity: readonly TestActivity[];
  readonly block: PolicyBlock;
}

/** `Cash.band`, `SingleIssuer`, `account "1001".Tech`, or a clause's opening words */
export interface ClauseCitation {
  readonly name?: string;
  readonly account?: string;
  readonly words?: string;
  /** as the author wrote it */
  readonly text: string;
}

export type ExpectationIR = {
  readonly source: Source;
  readonly text: string;
  /** absent: the test's only account */
  readonly account?: string;
} & (
  | { readonly expect: "feasible" }
  | { readonly expect: "infeasible"; readonly citing: readonly ClauseCitation[] }
  | { readonly expect: "binding"; readonly clause: ClauseCitation }
  | { readonly expect: "no trade"; readonly of: SetRef }
  | { readonly expect: "condition"; readonly condition: Condition }
);

export interface TestIR {
  readonly name: string;
  readonly on: string;
  readonly prices: Readonly<Record<string, string>>;
  readonly accounts: readonly TestAccountIR[];
  readonly expects: readonly ExpectationIR[];
  readonly source: Source;
}
