/** Tests in the language. */
import type { Token } from "../tokens/lex.ts";
import * as V from "../tokens/vocabulary.ts";
import type {
  AccountClause,
  AccountFact,
  ActivityFact,
  ClauseReference,
  Expect,
  Expectation,
  LotFact,
  Name,
  PriceEntry,
  RegistrationFact,
  Test,
  TestAccount,
  YearFact,
} from "../tree/index.ts";
import { AllocationParser } from "./allocation.ts";
import { type Building, type Rule, said } from "./base.ts";

const K = V.K;
const nowhere = { start: 0, end: 0 };

export class TestParser extends AllocationParser {
  readonly test: Rule<Test> = this.rule("test", () => {
    const doc = this.docBefore(this.LA(1));
    const first = this.CONSUME(K("test"));
    const title = this.SUBRULE(this.string);
    const prices: PriceEntry[] = [];
    const accounts: TestAccount[] = [];
    const expects: Expect[] = [];
    const node: Building<Test> = { kind: "Test", span: nowhere, title, prices, accounts, expects };
    if (doc !== undefined) node.doc = doc;
    this.CONSUME(V.LBrace);
    this.MANY(() => {
      const part = this.LA(1);
      this.OR([
        {
          ALT: () => {
            this.CONSUME(K("on"));
            const on = this.SUBRULE(this.date);
            if (node.on !== undefined) this.repeated("on", part);
            else node.on = on;
          },
        },
        {
          ALT: () => {
            this.CONSUME(K("prices"));
            this.CONSUME2(V.LBrace);
            this.MANY2(() => prices.push(this.SUBRULE(this.price)));
            this.CONSUME2(V.RBrace);
          },
        },
        { ALT: () => accounts.push(this.SUBRULE(this.testAccount)) },
        { ALT: () => expects.push(this.SUBRULE(this.expect)) },
      ]);
    });
    this.CONSUME(V.RBrace);
    node.span = this.from(first);
    return node;
  });

  private readonly price: Rule<PriceEntry> = this.rule("price", () => {
    const first = this.LA(1);
    const security = this.SUBRULE(this.name);
    const price = this.SUBRULE(this.signed);
    return { kind: "PriceEntry", span: this.from(first), security, price };
  });

  private readonly testAccount: Rule<TestAccount> = this.rule("testAccount", () => {
    const first = this.CONSUME(K("account"));
    const account = this.SUBRULE(this.string);
    const clauses: AccountClause[] = [];
    const facts: AccountFact[] = [];
    this.CONSUME(V.LBrace);
    this.MANY(() => {
      this.OR([
        { ALT: () => clauses.push(this.SUBRULE(this.accountClause)) },
        {
          ALT: () => {
            const part = this.LA(1);
            const fact = this.SUBRULE(this.fact);
            if (facts.some((other) => saysTheSame(other, fact))) this.repeated(wordOf(fact), part);
            else facts.push(fact);
          },
        },
      ]);
    });
    this.CONSUME(V.RBrace);
    return { kind: "TestAccount", span: this.from(first), account, clauses, facts };
  });

  private readonly fact: Rule<AccountFact> = this.rule("fact", () => {
    const first = this.LA(1);
    return this.OR<AccountFact>([
      { ALT: () => this.SUBRULE(this.registration) },
      {
        ALT: () => {
          this.CONSUME(K("cash"));
          const amount = this.SUBRULE(this.amount);
          return { kind: "CashFact", span: this.from(first), amount };
        },
      },
      {
        ALT: () => {
          this.CONSUME(K("household"));
          const household = this.SUBRULE(this.string);
          return { kind: "HouseholdFact", span: this.from(first), household };
        },
      },
      { ALT: () => this.SUBRULE(this.lot) },
      { ALT: () => this.SUBRULE(this.activity) },
      { ALT: () => this.SUBRULE(this.year) },
    ]);
  });

  private readonly registration: Rule<RegistrationFact> = this.rule("registration", () => {
    const first = this.LA(1);
    const registration = this.OR<RegistrationFact["registration"]>([
      { ALT: () => said("taxable", this.CONSUME(K("taxable"))) },
      { ALT: () => said("traditional", this.CONSUME(K("traditional"))) },
      { ALT: () => said("roth", this.CONSUME(K("roth"))) },
      { ALT: () => said("exempt", this.CONSUME(K("exempt"))) },
    ]);
    const node: Building<RegistrationFact> = { kind: "RegistrationFact", span: nowhere, registration };
    this.OPTION(() => {
      this.CONSUME(K("at"));
      this.AT_LEAST_ONE_SEP({
        SEP: V.Comma,
        DEF: () => {
          const rate = this.SUBRULE(this.signed);
          this.OR2([
            {
              ALT: () => {
                const term = this.CONSUME(K("short"));
                if (node.short !== undefined) this.repeated("short", term);
                else node.short = rate;
              },
            },
            {
              ALT: () => {
                const term = this.CONSUME(K("long"));
                if (node.long !== undefined) this.repeated("long", term);
                else node.long = rate;
              },
            },
          ]);
        },
      });
    });
    node.span = this.from(first);
    return node;
  });

  private readonly lot: Rule<LotFact> = this.rule("lot", () => {
    const first = this.CONSUME(K("lot"));
    const security = this.SUBRULE(this.name);
    const quantity = this.SUBRULE(this.signed);
    this.CONSUME(K("at"));
    const cost = this.SUBRULE2(this.signed);
    this.CONSUME(K("bought"));
    const acquired = this.SUBRULE(this.date);
    return { kind: "LotFact", span: this.from(first), security, quantity, cost, acquired };
  });

  private readonly activity: Rule<ActivityFact> = this.rule("activity", () => {
    const first = this.LA(1);
    const side = this.OR<ActivityFact["side"]>([
      { ALT: () => said("sold", this.CONSUME(K("sold"))) },
      { ALT: () => said("bought", this.CONSUME(K("bought"))) },
    ]);
    const security = this.SUBRULE(this.name);
    const quantity = this.SUBRULE(this.signed);
    this.CONSUME(K("at"));
    const price = this.SUBRULE2(this.signed);
    this.CONSUME(K("on"));
    const date = this.SUBRULE(this.date);
    const node: Building<ActivityFact> = {
      kind: "ActivityFact",
      span: nowhere,
      side,
      security,
      quantity,
      price,
      date,
    };
    this.OPTION(() => {
      node.result = this.SUBRULE(this.result);
    });
    node.span = this.from(first);
    return node;
  });

  /** `at a loss of $800`, `at a long gain of $50` */
  private readonly result: Rule<NonNullable<ActivityFact["result"]>> = this.rule("result", () => {
    const first = this.CONSUME(K("at"));
    this.CONSUME(K("a"));
    const term = this.OPTION(() =>
      this.OR<"short" | "long">([
        { ALT: () => said("short", this.CONSUME(K("short"))) },
        { ALT: () => said("long", this.CONSUME(K("long"))) },
      ]),
    );
    const sign = this.OR2<"gain" | "loss">([
      { ALT: () => said("gain", this.CONSUME(K("gain"))) },
      { ALT: () => said("loss", this.CONSUME(K("loss"))) },
    ]);
    this.CONSUME(K("of"));
    const amount = this.SUBRULE(this.signed);
    const span = this.from(first);
    return term === undefined ? { span, sign, amount } : { span, sign, term, amount };
  });

  private readonly year: Rule<YearFact> = this.rule("year", () => {
    const first = this.LA(1);
    const what = this.OR<YearFact["what"]>([
      { ALT: () => said("realised", this.CONSUME(K("realised"))) },
      { ALT: () => said("carrying", this.CONSUME(K("carrying"))) },
    ]);
    const node: Building<YearFact> = { kind: "YearFact", span: nowhere, what };
    this.AT_LEAST_ONE_SEP({
      SEP: V.Comma,
      DEF: () => {
        const part = this.LA(1);
        const term = this.OR2<"short" | "long">([
          { ALT: () => said("short", this.CONSUME(K("short"))) },
          { ALT: () => said("long", this.CONSUME(K("long"))) },
        ]);
        const amount = this.SUBRULE(this.signed);
        if (node[term] !== undefined) this.repeated(term, part);
        else node[term] = amount;
      },
    });
    this.OPTION(() => {
      this.CONSUME(K("this"));
      this.CONSUME(K("year"));
    });
    node.span = this.from(first);
    return node;
  });

  private readonly expect: Rule<Expect> = this.rule("expect", () => {
    const first = this.CONSUME(K("expect"));
    const account = this.OPTION(() => {
      const text = this.SUBRULE(this.string);
      this.CONSUME(V.Colon);
      return text;
    });
    const expectation = this.SUBRULE(this.expectation);
    const node: Building<Expect> = { kind: "Expect", span: this.from(first), expectation };
    if (account !== undefined) node.account = account;
    return node;
  });

  private readonly expectation: Rule<Expectation> = this.rule("expectation", () => {
    const first = this.LA(1);
    return this.OR<Expectation>({
      DEF: [
        {
          ALT: () => {
            this.CONSUME(K("feasible"));
            return { kind: "ExpectFeasible", span: this.from(first) };
          },
        },
        { ALT: () => this.SUBRULE(this.infeasible) },
        {
          ALT: () => {
            this.CONSUME(K("binding"));
            const clause = this.SUBRULE(this.clauseReference);
            return { kind: "ExpectBinding", span: this.from(first), clause };
          },
        },
        {
          ALT: () => {
            this.CONSUME(K("no"));
            this.CONSUME(K("trade"));
            this.CONSUME(K("in"));
            const subject = this.SUBRULE(this.expression);
            return { kind: "ExpectNoTrade", span: this.from(first), subject };
          },
        },
        {
          ALT: () => {
            const condition = this.SUBRULE(this.condition);
            return { kind: "ExpectCondition", span: this.from(first), condition };
          },
        },
      ],
      IGNORE_AMBIGUITIES: true,
    });
  });

  private readonly infeasible: Rule<Expectation> = this.rule("infeasible", () => {
    const first = this.CONSUME(K("infeasible"));
    const citing: ClauseReference[] = [];
    this.OPTION(() => {
      this.CONSUME(K("citing"));
      this.AT_LEAST_ONE_SEP({ SEP: V.Comma, DEF: () => citing.push(this.SUBRULE(this.clauseReference)) });
    });
    return { kind: "ExpectInfeasible", span: this.from(first), citing };
  });

  private readonly clauseReference: Rule<ClauseReference> = this.rule("clauseReference", () => {
    const first: Token = this.LA(1);
    const path: Name[] = [];
    const node: Building<ClauseReference> = { kind: "ClauseReference", span: nowhere, path };
    this.OR({
      DEF: [
        {
          ALT: () => {
            node.words = this.SUBRULE(this.string);
          },
        },
        {
          ALT: () => {
            this.CONSUME(K("account"));
            node.account = this.SUBRULE2(this.string);
            this.AT_LEAST_ONE(() => {
              this.CONSUME(V.Dot);
              path.push(this.SUBRULE(this.name));
            });
          },
        },
        { ALT: () => this.AT_LEAST_ONE_SEP({ SEP: V.Dot, DEF: () => path.push(this.SUBRULE2(this.name)) }) },
      ],
      IGNORE_AMBIGUITIES: true,
    });
    node.span = this.from(first);
    return node;
  });
}

/** Whether two facts are about the same thing, of which an account has one. */
function saysTheSame(one: AccountFact, other: AccountFact): boolean {
  if (one.kind === "LotFact" || one.kind === "ActivityFact" || one.kind !== other.kind) return false;
  return one.kind !== "YearFact" || other.kind !== "YearFact" || one.what === other.what;
}

function wordOf(fact: AccountFact): string {
  switch (fact.kind) {
    case "RegistrationFact":
      return fact.registration;
    case "YearFact":
      return fact.what;
    case "HouseholdFact":
      return "household";
    default:
      return "cash";
  }
}
