/** Clauses: what stands inside limits, preferences, accounts and profiles. */
import type { IOrAlt } from "chevrotain";
import { foundWords } from "../recovery/words.ts";
import * as V from "../tokens/vocabulary.ts";
import type {
  AccountClause,
  ChooseClause,
  ComparisonRule,
  DateLiteral,
  ExcludeClause,
  Expression,
  ForEach,
  KeepClause,
  Limit,
  Rule as LimitRule,
  MinimumRule,
  ModelClause,
  Name,
  Prefer,
  PricePer,
  ProfileClause,
  RaiseClause,
  ReserveClause,
  SellByClause,
  Text,
  TightenClause,
  WaiverGrant,
} from "../tree/index.ts";
import { type Building, type Rule, said } from "./base.ts";
import { ExpressionParser } from "./expression.ts";

const K = V.K;
type Direction = WaiverGrant["direction"];

export class ClauseParser extends ExpressionParser {
  readonly limit: Rule<Limit> = this.rule("limit", () => {
    const doc = this.docBefore(this.LA(1));
    const first = this.CONSUME(K("limit"));
    const node: Building<Limit> = {
      kind: "Limit",
      span: nowhere,
      name: this.SUBRULE(this.name),
      rules: [],
      grandfathered: false,
    };
    if (doc !== undefined) node.doc = doc;
    this.OPTION(() => {
      node.title = this.SUBRULE(this.string);
    });
    this.OPTION2(() => {
      this.CONSUME(K("when"));
      node.when = this.SUBRULE(this.expression);
    });
    this.CONSUME(V.LBrace);
    const rules: LimitRule[] = [];
    this.MANY(() => rules.push(this.SUBRULE(this.limitRule)));
    node.rules = rules;
    this.CONSUME(V.RBrace);
    this.MANY2(() => {
      const part = this.LA(1);
      this.OR([
        {
          ALT: () => {
            const reason = this.SUBRULE(this.because);
            if (node.because !== undefined) this.repeated("because", part);
            else node.because = reason;
          },
        },
        {
          ALT: () => {
            this.CONSUME(K("grandfathered"));
            if (node.grandfathered) this.repeated("grandfathered", part);
            node.grandfathered = true;
          },
        },
        {
          ALT: () => {
            const grant = this.SUBRULE(this.waivable);
            if (node.waivable !== undefined) this.repeated("waivable", part);
            else node.waivable = grant;
          },
        },
      ]);
    });
    node.span = this.from(first);
    return node;
  });

  readonly because: Rule<Text> = this.rule("because", () => {
    this.CONSUME(K("because"));
    return this.SUBRULE(this.string);
  });

  private readonly waivable: Rule<WaiverGrant> = this.rule("waivable", () => {
    const first = this.CONSUME(K("waivable"));
    this.CONSUME(K("by"));
    const by = this.SUBRULE(this.name);
    const direction = this.SUBRULE(this.direction);
    const level = this.SUBRULE(this.amount);
    const node: Building<WaiverGrant> = { kind: "WaiverGrant", span: nowhere, by, direction, level };
    this.OPTION(() => {
      this.CONSUME(K("for"));
      node.duration = this.SUBRULE2(this.amount);
    });
    node.span = this.from(first);
    return node;
  });

  /** `up to`, `down to` */
  protected readonly direction: Rule<Direction> = this.rule("direction", () => {
    const direction = this.OR<Direction>([
      { ALT: () => said("up to", this.CONSUME(K("up"))) },
      { ALT: () => said("down to", this.CONSUME(K("down"))) },
    ]);
    this.CONSUME(K("to"));
    return direction;
  });

  private readonly limitRule: Rule<LimitRule> = this.rule("limitRule", () =>
    this.OR<LimitRule>({
      DEF: [{ ALT: () => this.SUBRULE(this.minimum) }, { ALT: () => this.SUBRULE(this.comparison) }],
      IGNORE_AMBIGUITIES: true,
    }),
  );

  private readonly minimum: Rule<MinimumRule> = this.rule("minimum", () => {
    const first = this.CONSUME(V.Roles.minimum);
    const what = this.OR<MinimumRule["what"]>([
      { ALT: () => said("trade", this.CONSUME(K("trade"))) },
      { ALT: () => said("holding", this.CONSUME(K("holding"))) },
    ]);
    const amount = this.SUBRULE(this.amount);
    return { kind: "MinimumRule", span: this.from(first), what, amount };
  });

  private readonly comparison: Rule<ComparisonRule> = this.rule("comparison", () => {
    const first = this.LA(1);
    const forEach: ForEach[] = [];
    this.MANY(() => forEach.push(this.SUBRULE(this.forEach)));
    const condition = this.SUBRULE(this.condition);
    return { kind: "ComparisonRule", span: this.from(first), forEach, condition };
  });

  private readonly forEach: Rule<ForEach> = this.rule("forEach", () => {
    const first = this.CONSUME(V.Roles.forEach);
    this.CONSUME(K("each"));
    const variable = this.SUBRULE(this.name);
    this.CONSUME(K("in"));
    const range = this.SUBRULE(this.expression);
    this.CONSUME(V.Colon);
    return { kind: "ForEach", span: this.from(first), variable, range };
  });

  readonly prefer: Rule<Prefer> = this.rule("prefer", () => {
    const doc = this.docBefore(this.LA(1));
    const first = this.CONSUME(K("prefer"));
    const node: Building<Prefer> = {
      kind: "Prefer",
      span: nowhere,
      name: this.SUBRULE(this.name),
      rules: [],
    };
    if (doc !== undefined) node.doc = doc;
    this.OPTION(() => {
      node.title = this.SUBRULE(this.string);
    });
    this.OPTION2(() => {
      this.CONSUME(K("when"));
      node.when = this.SUBRULE(this.expression);
    });
    this.CONSUME(V.LBrace);
    const rules: ComparisonRule[] = [];
    this.MANY(() => {
      const part = this.LA(1);
      this.OR({
        DEF: [
          {
            ALT: () => {
              const price: PricePer = this.SUBRULE(this.cost);
              if (node.cost !== undefined) this.repeated("cost", part);
              else node.cost = price;
            },
          },
          { ALT: () => rules.push(this.SUBRULE(this.comparison)) },
        ],
        IGNORE_AMBIGUITIES: true,
      });
    });
    node.rules = rules;
    const closer = this.CONSUME(V.RBrace);
    this.MANY2(() => {
      const part = this.LA(1);
      this.OR2([
        {
          ALT: () => {
            const reason = this.SUBRULE(this.because);
            if (node.because !== undefined) this.repeated("because", part);
            else node.because = reason;
          },
        },
        {
          // Outside its braces, where a reader puts the price of it all: read for what it means, and told once.
          ALT: () => {
            const price = this.SUBRULE2(this.cost);
            if (node.cost !== undefined) this.repeated("cost", part);
            else {
              this.outside("cost", "prefer", closer, part);
              node.cost = price;
            }
          },
        },
      ]);
    });
    node.span = this.from(first);
    return node;
  });

  private readonly cost: Rule<PricePer> = this.rule("cost", () => {
    this.CONSUME(K("cost"));
    return this.SUBRULE(this.pricePer);
  });

  /** What an account, a profile or the firm's layer may say; `model` and `profile` only inside of those */
  private readonly accountClauses: IOrAlt<AccountClause>[] = [
    { ALT: () => this.SUBRULE(this.freeClause) },
    {
      ALT: () => this.SUBRULE(this.modelClause),
    },
    { ALT: () => this.SUBRULE(this.profileClause) },
    {
      ALT: () => {
        const limit = this.SUBRULE(this.limit);
        return { kind: "LimitClause", span: limit.span, limit };
      },
    },
    {
      ALT: () => {
        const prefer = this.SUBRULE(this.prefer);
        return { kind: "PreferClause", span: prefer.span, prefer };
      },
    },
  ];
  readonly accountClause: Rule<AccountClause> = this.rule("accountClause", () =>
    this.OR<AccountClause>(this.accountClauses),
  );

  /** The clauses that may also stand on their own in a file */
  private readonly freeClauses: IOrAlt<Building<AccountClause>>[] = [
    { ALT: () => this.SUBRULE(this.choose) },
    {
      ALT: () => {
        this.CONSUME(K("tilt"));
        const amount = this.SUBRULE(this.amount);
        this.CONSUME(K("to"));
        const to = this.SUBRULE(this.name);
        this.CONSUME(K("from"));
        const from = this.SUBRULE2(this.name);
        return { kind: "TiltClause", span: nowhere, amount, to, from };
      },
    },
    {
      ALT: () => {
        this.CONSUME(K("substitute"));
        const security = this.SUBRULE3(this.name);
        this.CONSUME(K("with"));
        return { kind: "SubstituteClause", span: nowhere, security, with: this.SUBRULE4(this.name) };
      },
    },
    {
      ALT: () => {
        this.CONSUME(K("never"));
        const side = this.OR2<"buy" | "sell">([
          { ALT: () => said("buy", this.CONSUME(K("buy"))) },
          { ALT: () => said("sell", this.CONSUME(K("sell"))) },
        ]);
        return { kind: "NeverClause", span: nowhere, side, subject: this.SUBRULE(this.expression) };
      },
    },
    { ALT: () => this.SUBRULE(this.keep) },
    { ALT: () => this.SUBRULE(this.sellBy) },
    { ALT: () => this.SUBRULE(this.exclude) },
    { ALT: () => this.SUBRULE(this.reserve) },
    { ALT: () => this.SUBRULE(this.raise) },
    { ALT: () => this.SUBRULE(this.tighten) },
    {
      ALT: () => {
        this.CONSUME(K("trade"));
        this.CONSUME(K("at"));
        this.CONSUME(K("most"));
        const amount = this.SUBRULE2(this.amount);
        if (this.breaksOff()) this.withoutRun(amount);
        else {
          this.CONSUME(K("per"));
          this.CONSUME(K("run"));
        }
        return { kind: "TransitionClause", span: nowhere, amount };
      },
    },
  ];

  /** `trade at most 20%` and no more: neither of the two words that follow is there, nor anything in the place of one. */
  private breaksOff(): boolean {
    if (this.RECORDING_PHASE) return false;
    const next = this.LA(1);
    return next.tokenType !== K("per") && next.image !== "run" && this.LA(2).image !== "run";
  }

  /** Told once, for both words: one by one they would be two mistakes, and neither repair alone leads on. */
  private withoutRun(amount: Expression): void {
    if (amount.kind === "Missing") return;
    const next = this.LA(1);
    const { end } = amount.span;
    this.found.push({
      code: "MDT1008",
      what: "expected",
      expected: "`per run`",
      found: foundWords(Number.isNaN(next.startOffset) ? undefined : next, false),
      context: "`trade`",
      insert: " per run",
      span: { start: end, end },
    });
  }

  readonly freeClause: Rule<AccountClause> = this.rule("freeClause", () => {
    const first = this.LA(1);
    const node = this.OR<Building<AccountClause>>(this.freeClauses);
    this.MANY(() => {
      const part = this.LA(1);
      const reason = this.SUBRULE(this.because);
      if (this.RECORDING_PHASE) return;
      if (node.because !== undefined) this.repeated("because", part);
      else node.because = reason;
    });
    if (!this.RECORDING_PHASE) node.span = this.from(first);
    return node;
  });

  private readonly modelClause: Rule<ModelClause> = this.rule("modelClause", () => {
    const first = this.CONSUME(K("model"));
    const node: Building<ModelClause> = {
      kind: "ModelClause",
      span: nowhere,
      model: this.SUBRULE(this.name),
    };
    this.OPTION(() => {
      node.because = this.SUBRULE(this.because);
    });
    node.span = this.from(first);
    return node;
  });

  private readonly profileClause: Rule<ProfileClause> = this.rule("profileClause", () => {
    const first = this.CONSUME(K("profile"));
    const profiles = this.SUBRULE(this.names);
    const node: Building<ProfileClause> = { kind: "ProfileClause", span: nowhere, profiles };
    this.OPTION(() => {
      node.because = this.SUBRULE(this.because);
    });
    node.span = this.from(first);
    return node;
  });

  private readonly choose: Rule<ChooseClause> = this.rule("choose", () => {
    this.CONSUME(K("choose"));
    const option: Name[] = [];
    this.AT_LEAST_ONE_SEP({ SEP: V.Dot, DEF: () => option.push(this.SUBRULE(this.name)) });
    this.CONSUME(V.Equal);
    const values: ChooseClause["values"][number][] = [];
    this.AT_LEAST_ONE_SEP2({ SEP: V.Comma, DEF: () => values.push(this.SUBRULE(this.expression)) });
    return { kind: "ChooseClause", span: nowhere, option, values };
  });

  private readonly keep: Rule<KeepClause> = this.rule("keep", () => {
    this.CONSUME(K("keep"));
    const node: Building<KeepClause> = {
      kind: "KeepClause",
      span: nowhere,
      subject: this.SUBRULE(this.expression),
    };
    this.OPTION(() => {
      node.until = this.SUBRULE(this.until);
    });
    return node;
  });

  private readonly sellBy: Rule<SellByClause> = this.rule("sellBy", () => {
    this.CONSUME(K("sell"));
    const node: Building<SellByClause> = {
      kind: "SellByClause",
      span: nowhere,
      subject: this.SUBRULE(this.expression),
    };
    this.OPTION(() => {
      this.CONSUME(K("by"));
      node.by = this.SUBRULE(this.date);
    });
    return node;
  });

  protected readonly until: Rule<DateLiteral> = this.rule("until", () => {
    this.CONSUME(K("until"));
    return this.SUBRULE(this.date);
  });

  private readonly exclude: Rule<ExcludeClause> = this.rule("exclude", () => {
    this.CONSUME(K("exclude"));
    const node: Building<ExcludeClause> = {
      kind: "ExcludeClause",
      span: nowhere,
      subject: this.SUBRULE(this.expression),
    };
    this.OPTION(() => {
      node.manner = this.SUBRULE(this.manner);
    });
    return node;
  });

  private readonly manner: Rule<NonNullable<ExcludeClause["manner"]>> = this.rule("manner", () =>
    this.OR<NonNullable<ExcludeClause["manner"]>>([
      {
        ALT: () => {
          this.CONSUME(K("divest"));
          return this.OR2<NonNullable<ExcludeClause["manner"]>>([
            { ALT: () => said("divest now", this.CONSUME(K("now"))) },
            {
              ALT: () =>
                said(
                  "divest as taxes allow",
                  this.CONSUME(K("as")),
                  this.CONSUME(K("taxes")),
                  this.CONSUME(K("allow")),
                ),
            },
          ]);
        },
      },
      {
        ALT: () =>
          said(
            "keep what is held",
            this.CONSUME(V.Roles.keepWhat),
            this.CONSUME(K("what")),
            this.CONSUME(K("is")),
            this.CONSUME(K("held")),
          ),
      },
    ]),
  );

  private readonly reserve: Rule<ReserveClause> = this.rule("reserve", () => {
    this.CONSUME(K("reserve"));
    this.CONSUME(K("cash"));
    const amount = this.SUBRULE(this.amount);
    const node: Building<ReserveClause> = { kind: "ReserveClause", span: nowhere, amount };
    this.OPTION(() => {
      node.until = this.SUBRULE(this.until);
    });
    return node;
  });

  private readonly raise: Rule<RaiseClause> = this.rule("raise", () => {
    this.CONSUME(K("raise"));
    this.CONSUME(K("cash"));
    const amount = this.SUBRULE(this.amount);
    const node: Building<RaiseClause> = { kind: "RaiseClause", span: nowhere, amount };
    this.OPTION(() => {
      this.CONSUME(K("by"));
      node.by = this.SUBRULE(this.date);
    });
    return node;
  });

  private readonly tighten: Rule<TightenClause> = this.rule("tighten", () => {
    this.CONSUME(K("tighten"));
    const limit = this.SUBRULE(this.name);
    const only = this.OPTION(() => {
      this.CONSUME(K("for"));
      return this.SUBRULE2(this.name);
    });
    this.CONSUME(K("to"));
    const level = this.SUBRULE(this.amount);
    const node: Building<TightenClause> = { kind: "TightenClause", span: nowhere, limit, level };
    if (only !== undefined) node.for = only;
    return node;
  });
}

/** Stands in until the node's last token is known. */
const nowhere = { start: 0, end: 0 };
