/** Tests in the language (language.md, "Tests in the language"). */
import type { AccountClause } from "./clause.ts";
import type { DateLiteral, Expression, Name, Text } from "./expression.ts";
import type { Node } from "./span.ts";

/** `taxable at 37% short, 20% long`, `traditional`, `roth`, `exempt` */
export interface RegistrationFact extends Node {
  readonly kind: "RegistrationFact";
  readonly registration: "taxable" | "traditional" | "roth" | "exempt";
  readonly short?: Expression;
  readonly long?: Expression;
}
export interface CashFact extends Node {
  readonly kind: "CashFact";
  readonly amount: Expression;
}
export interface HouseholdFact extends Node {
  readonly kind: "HouseholdFact";
  readonly household: Text;
}
/** `lot AAPL 100 shares at $50 bought 2015-01-05` */
export interface LotFact extends Node {
  readonly kind: "LotFact";
  readonly security: Name;
  readonly quantity: Expression;
  readonly cost: Expression;
  readonly acquired: DateLiteral;
}
/** `sold AAPL 40 shares at $90 on 2026-11-10 at a loss of $800`, `bought …` */
export interface ActivityFact extends Node {
  readonly kind: "ActivityFact";
  readonly side: "bought" | "sold";
  readonly security: Name;
  readonly quantity: Expression;
  readonly price: Expression;
  readonly date: DateLiteral;
  readonly result?: {
    readonly span: Node["span"];
    readonly sign: "gain" | "loss";
    readonly term?: "short" | "long";
    readonly amount: Expression;
  };
}
/** `realised short $2,000, long -$500 this year`, `carrying short $0, long $3,000` */
export interface YearFact extends Node {
  readonly kind: "YearFact";
  readonly what: "realised" | "carrying";
  readonly short?: Expression;
  readonly long?: Expression;
}

export type AccountFact = RegistrationFact | CashFact | HouseholdFact | LotFact | ActivityFact | YearFact;

export interface TestAccount extends Node {
  readonly kind: "TestAccount";
  readonly account: Text;
  readonly clauses: readonly AccountClause[];
  readonly facts: readonly AccountFact[];
}

/** `Cash.band`, `SingleIssuer`, `"reserve cash"` (a clause's opening words), `account "1001".Tech` */
export interface ClauseReference extends Node {
  readonly kind: "ClauseReference";
  readonly account?: Text;
  readonly path: readonly Name[];
  readonly words?: Text;
}

export type Expectation =
  | (Node & { readonly kind: "ExpectFeasible" })
  | (Node & { readonly kind: "ExpectInfeasible"; readonly citing: readonly ClauseReference[] })
  | (Node & { readonly kind: "ExpectBinding"; readonly clause: ClauseReference })
  | (Node & { readonly kind: "ExpectNoTrade"; readonly subject: Expression })
  | (Node & { readonly kind: "ExpectCondition"; readonly condition: Expression });

export interface Expect extends Node {
  readonly kind: "Expect";
  /** `expect "t1": …` */
  readonly account?: Text;
  readonly expectation: Expectation;
}

export interface PriceEntry extends Node {
  readonly kind: "PriceEntry";
  readonly security: Name;
  readonly price: Expression;
}

export interface Test extends Node {
  readonly kind: "Test";
  readonly doc?: string;
  readonly title: Text;
  readonly on?: DateLiteral;
  readonly prices: readonly PriceEntry[];
  readonly accounts: readonly TestAccount[];
  readonly expects: readonly Expect[];
}
