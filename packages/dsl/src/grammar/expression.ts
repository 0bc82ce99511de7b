/** Expressions: quantities, sets and conditions, in one family. */
import { EMPTY_ALT, type IOrAlt } from "chevrotain";
import { spanOf, type Token } from "../tokens/lex.ts";
import * as V from "../tokens/vocabulary.ts";
import type { Call, ClassesOf, Expression, Held, Name, PricePer } from "../tree/index.ts";
import { BaseParser, type Building, type Rule, said } from "./base.ts";
import { arrange, isCondition, type Operand } from "./precedence.ts";

const K = V.K;
/** No prefix is by far the commonest: one array for all of them. */
const noPrefixes: readonly Token[] = [];

/** What follows a line of a limit, a preference or a test, and nothing that is still being written. */
const afterCondition = new Set([V.RBrace, K("expect"), K("for"), K("minimum"), K("cost")]);

export class ExpressionParser extends BaseParser {
  /** Any expression; it ends where no operator follows. */
  readonly expression: Rule<Expression> = this.rule("expression", () => {
    const operands: Operand[] = [this.SUBRULE(this.operand)];
    const operators: Token[] = [];
    this.MANY(() => {
      operators.push(this.CONSUME(V.BinaryOperator));
      operands.push(this.SUBRULE2(this.operand));
    });
    if (this.RECORDING_PHASE) return missing;
    return arrange(operands, operators, this.found);
  });

  /** An amount: as an expression, but nothing that compares or selects. */
  readonly amount: Rule<Expression> = this.rule("amount", () => {
    const operands: Operand[] = [this.SUBRULE(this.operand)];
    const operators: Token[] = [];
    this.MANY(() => {
      operators.push(this.CONSUME(V.Arithmetic));
      operands.push(this.SUBRULE2(this.operand));
    });
    if (this.RECORDING_PHASE) return missing;
    return arrange(operands, operators, this.found);
  });

  /** An amount, or two with `..` between them */
  readonly range: Rule<Expression> = this.rule("range", () => {
    const first = this.LA(1);
    const low = this.SUBRULE(this.amount);
    const high = this.OPTION(() => {
      this.CONSUME(V.DotDot);
      return this.SUBRULE2(this.amount);
    });
    if (high === undefined) return low;
    return { kind: "Range", span: this.from(first), low, high };
  });

  /** What a limit's line or an expectation must be: a comparison, not a bare amount. */
  readonly condition: Rule<Expression> = this.rule("condition", () => {
    const node = this.SUBRULE(this.expression);
    // Where its block ends or goes on, an amount alone is all that was said: the compiler has the better words for it.
    const whole = isCondition(node) || afterCondition.has(this.LA(1).tokenType);
    if (whole && !this.RECORDING_PHASE) return node;
    // An amount alone leaves the second way only, and no comparison can follow here: the parser reports
    // exactly that, at the token after the amount.
    this.OR({
      DEF: [
        { GATE: () => !isCondition(node), ALT: () => this.CONSUME(V.LessEqual) },
        { GATE: () => isCondition(node), ALT: EMPTY_ALT() },
      ],
      IGNORE_AMBIGUITIES: true,
    });
    return node;
  });

  readonly operand: Rule<Operand> = this.rule("operand", () => {
    let prefixes: Token[] | undefined;
    this.MANY(() => {
      const token = this.OR([
        { ALT: () => this.CONSUME(V.Minus) },
        { ALT: () => this.CONSUME(K("not")) },
        { ALT: () => this.CONSUME(K("where")) },
      ]);
      if (prefixes === undefined) prefixes = [token];
      else prefixes.push(token);
    });
    const first = this.LA(1);
    let node: Expression = this.SUBRULE(this.primary);
    this.MANY2(() => {
      this.OR2([
        {
          ALT: () => {
            this.CONSUME(K("this"));
            this.CONSUME(K("year"));
            node = { kind: "ThisYear", span: this.from(first), operand: node };
          },
        },
        {
          ALT: () => {
            this.CONSUME(K("is"));
            const not = this.OPTION(() => this.CONSUME2(K("not")));
            this.CONSUME(K("chosen"));
            node = { kind: "IsChosen", span: this.from(first), operand: node, negated: not !== undefined };
          },
        },
      ]);
    });
    return { prefixes: prefixes ?? noPrefixes, node };
  });

  // Made once: an array of closures a call would cost more than the choice does.
  private readonly primaries: IOrAlt<Expression>[] = [
    {
      ALT: () => {
        const token = this.CONSUME(V.Quantity);
        return token.image === "" ? { kind: "Missing", span: spanOf(token) } : this.quantityFrom(token);
      },
    },
    { ALT: () => this.SUBRULE(this.date) },
    { ALT: () => this.SUBRULE(this.string) },
    { ALT: () => this.SUBRULE(this.parentheses) },
    { ALT: () => this.SUBRULE(this.braces) },
    { ALT: () => this.SUBRULE(this.sum) },
    { ALT: () => this.SUBRULE(this.held) },
    { ALT: () => this.SUBRULE(this.classes) },
    { ALT: () => this.SUBRULE(this.trackingError) },
    { ALT: () => this.SUBRULE(this.reference) },
  ];
  readonly primary: Rule<Expression> = this.rule("primary", () =>
    this.OR<Expression>({
      DEF: this.primaries,
      IGNORE_AMBIGUITIES: true,
    }),
  );

  private readonly parentheses: Rule<Expression> = this.rule("parentheses", () => {
    const first = this.CONSUME(V.LParen);
    const inner = this.SUBRULE(this.expression);
    this.CONSUME(V.RParen);
    return { kind: "Parentheses", span: this.from(first), inner };
  });

  private readonly braces: Rule<Expression> = this.rule("braces", () => {
    const first = this.CONSUME(V.LBrace);
    const items: Expression[] = [];
    this.MANY_SEP({ SEP: V.Comma, DEF: () => items.push(this.SUBRULE(this.expression)) });
    this.CONSUME(V.RBrace);
    return { kind: "Braces", span: this.from(first), items };
  });

  private readonly sum: Rule<Expression> = this.rule("sum", () => {
    const first = this.CONSUME(V.Roles.sum);
    this.CONSUME(V.LParen);
    const variable = this.SUBRULE(this.name);
    let range: Expression | undefined;
    this.OPTION(() => {
      this.CONSUME(K("in"));
      range = this.SUBRULE(this.expression);
    });
    const colon = this.CONSUME(V.Colon);
    range ??= this.noRange(colon);
    const body = this.SUBRULE2(this.expression);
    this.CONSUME(V.RParen);
    return { kind: "Sum", span: this.from(first), variable, range, body };
  });

  /** `sum(s: …)` is told once, for what it lacks: as four missing tokens it would be told four times. */
  private noRange(colon: Token): Expression {
    if (this.RECORDING_PHASE) return missing;
    const span = { start: colon.startOffset, end: colon.startOffset };
    // a colon that nobody wrote is told of where it is missing
    if (colon.image === "") return { kind: "Missing", span };
    const expected = "what to add up over, as in `s in Tech`,";
    this.found.push({ code: "MDT1008", what: "expected", expected, found: ":", context: "a `sum`", span });
    return { kind: "Missing", span };
  }

  private readonly held: Rule<Expression> = this.rule("held", () => {
    const first = this.CONSUME(V.Roles.held);
    const comparison = this.OR<Held["comparison"]>([
      { ALT: () => said("less than", this.CONSUME(K("less")), this.CONSUME(K("than"))) },
      { ALT: () => said("more than", this.CONSUME(K("more")), this.CONSUME2(K("than"))) },
      {
        ALT: () => {
          this.CONSUME(K("at"));
          return this.OR2<Held["comparison"]>([
            { ALT: () => said("at least", this.CONSUME(K("least"))) },
            { ALT: () => said("at most", this.CONSUME(K("most"))) },
          ]);
        },
      },
    ]);
    const duration = this.SUBRULE(this.amount);
    return { kind: "Held", span: this.from(first), comparison, duration };
  });

  private readonly classes: Rule<Expression> = this.rule("classes", () => {
    const first = this.CONSUME(K("classes"));
    const of = this.OPTION(() => {
      this.CONSUME(K("of"));
      return this.SUBRULE(this.operand);
    });
    const node: Building<ClassesOf> = { kind: "Classes", span: this.from(first) };
    if (of !== undefined && !this.RECORDING_PHASE) node.of = arrange([of], [], this.found);
    return node;
  });

  private readonly trackingError: Rule<Expression> = this.rule("trackingError", () => {
    const first = this.CONSUME(V.Roles.tracking);
    this.CONSUME(K("error"));
    const span = this.from(first);
    return { kind: "Reference", span, path: [{ kind: "Name", span, text: "tracking error", quoted: false }] };
  });

  /** A name, a path of names, or a name that is called */
  private readonly reference: Rule<Expression> = this.rule("reference", () => {
    const first = this.CONSUME(V.NameLike);
    const name = this.nameFrom(first);
    const next = this.LA(1).tokenType;
    if (next !== V.LParen && next !== V.Dot && first.image !== "" && !this.RECORDING_PHASE) {
      // the commonest by far: spared the choice below, which says the same
      return { kind: "Reference", span: name.span, path: [name] };
    }
    return this.OR<Expression>([
      {
        ALT: () => {
          this.CONSUME(V.LParen);
          const items: Expression[] = [];
          let of: Expression | undefined;
          this.OPTION(() => {
            this.AT_LEAST_ONE_SEP({ SEP: V.Comma, DEF: () => items.push(this.SUBRULE(this.expression)) });
            this.OPTION2(() => {
              this.CONSUME(K("of"));
              of = this.SUBRULE2(this.expression);
            });
          });
          this.CONSUME(V.RParen);
          const node: Building<Call> = {
            kind: "Call",
            span: this.from(first),
            callee: name,
            arguments: items,
          };
          if (of !== undefined) node.of = of;
          return node;
        },
      },
      {
        ALT: () => {
          const path: Name[] = [name];
          this.AT_LEAST_ONE(() => {
            this.CONSUME(V.Dot);
            path.push(this.SUBRULE(this.name));
          });
          return { kind: "Reference", span: this.from(first), path };
        },
      },
      {
        ALT: () => {
          if (first.image === "") return { kind: "Missing", span: name.span };
          return { kind: "Reference", span: name.span, path: [name] };
        },
      },
    ]);
  });

  /** `50bps per 1pp`, `$3 per trade`, `15bps per 1%²` */
  readonly pricePer: Rule<PricePer> = this.rule("pricePer", () => {
    const first = this.LA(1);
    const rate = this.SUBRULE(this.amount);
    this.CONSUME(K("per"));
    const per = this.OR<PricePer["per"]>([
      { ALT: () => this.quantityFrom(this.CONSUME(V.Quantity)) },
      { ALT: () => this.SUBRULE(this.name) },
    ]);
    const squared = this.OPTION(() => this.CONSUME(V.Squared)) !== undefined;
    return { kind: "PricePer", span: this.from(first), rate, per, squared };
  });
}

const missing: Expression = { kind: "Missing", span: { start: 0, end: 0 } };
