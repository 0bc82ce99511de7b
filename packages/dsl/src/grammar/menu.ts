/** Menus and the objective. */
import * as V from "../tokens/vocabulary.ts";
import type {
  CostStep,
  Expression,
  Menu,
  Name,
  Objective,
  ObjectiveTerm,
  Option,
  OptionType,
  WashSalesAllowed,
} from "../tree/index.ts";
import { type Building, type Rule, said } from "./base.ts";
import { TestParser } from "./test.ts";

const K = V.K;
const nowhere = { start: 0, end: 0 };

export class MenuParser extends TestParser {
  /** `wash sales allowed` inside an objective: the same declaration as outside of it */
  protected besides: WashSalesAllowed[] = [];

  readonly menu: Rule<Menu> = this.rule("menu", () => {
    const doc = this.docBefore(this.LA(1));
    const first = this.CONSUME(K("menu"));
    const name = this.SUBRULE(this.name);
    const title = this.OPTION(() => this.SUBRULE(this.string));
    const options: Option[] = [];
    this.CONSUME(V.LBrace);
    this.MANY(() => options.push(this.SUBRULE(this.optionItem)));
    this.CONSUME(V.RBrace);
    const node: Building<Menu> = { kind: "Menu", span: this.from(first), name, options };
    if (doc !== undefined) node.doc = doc;
    if (title !== undefined) node.title = title;
    return node;
  });

  private readonly optionItem: Rule<Option> = this.rule("optionItem", () => {
    const doc = this.docBefore(this.LA(1));
    const first = this.CONSUME(K("option"));
    const name = this.SUBRULE(this.name);
    const forEachClass =
      this.OPTION(() => {
        this.CONSUME(V.Roles.forEach);
        this.CONSUME(K("each"));
        return this.CONSUME(K("class"));
      }) !== undefined;
    this.CONSUME(V.Colon);
    const type = this.SUBRULE(this.optionType);
    const node: Building<Option> = { kind: "Option", span: nowhere, name, forEachClass, type, setBy: [] };
    if (doc !== undefined) node.doc = doc;
    this.MANY(() => {
      const part = this.LA(1);
      this.OR([
        {
          ALT: () => {
            this.CONSUME(K("in"));
            const range = this.SUBRULE(this.range);
            if (node.range !== undefined) this.repeated("in", part);
            else node.range = range;
          },
        },
        {
          ALT: () => {
            this.CONSUME(K("default"));
            const values: Expression[] = [];
            this.AT_LEAST_ONE_SEP({ SEP: V.Comma, DEF: () => values.push(this.SUBRULE(this.amount)) });
            if (node.default !== undefined) this.repeated("default", part);
            else node.default = values;
          },
        },
        {
          ALT: () => {
            this.CONSUME(K("set"));
            this.CONSUME(K("by"));
            const by = this.SUBRULE(this.names);
            if (this.RECORDING_PHASE) return;
            if (node.setBy.length > 0) this.repeated("set by", part);
            else node.setBy = by;
          },
        },
      ]);
    });
    node.span = this.from(first);
    return node;
  });

  private readonly optionType: Rule<OptionType> = this.rule("optionType", () => {
    const first = this.LA(1);
    const cases: OptionType["cases"][number][] = [];
    const lists: Name[] = [];
    const name = this.OR<Name>({
      DEF: [
        {
          ALT: () => {
            const word = this.nameFrom(this.CONSUME(K("choice")));
            this.CONSUME(V.LBrace);
            this.MANY_SEP({ SEP: V.Comma, DEF: () => cases.push(this.SUBRULE(this.optionCase)) });
            this.CONSUME(V.RBrace);
            return word;
          },
        },
        {
          ALT: () => {
            const word = this.nameFrom(this.CONSUME(K("lists")));
            this.CONSUME(K("of"));
            this.CONSUME2(V.LBrace);
            this.MANY_SEP2({ SEP: V.Comma, DEF: () => lists.push(this.SUBRULE(this.name)) });
            this.CONSUME2(V.RBrace);
            return word;
          },
        },
        { ALT: () => this.SUBRULE2(this.name) },
      ],
      IGNORE_AMBIGUITIES: true,
    });
    return { kind: "OptionType", span: this.from(first), name, cases, lists };
  });

  private readonly optionCase: Rule<OptionType["cases"][number]> = this.rule("optionCase", () => {
    const first = this.LA(1);
    const name = this.SUBRULE(this.name);
    const value = this.OPTION(() => {
      this.CONSUME(V.Equal);
      return this.SUBRULE(this.signed);
    });
    const span = this.from(first);
    return value === undefined ? { name, span } : { name, value, span };
  });

  readonly objective: Rule<Objective> = this.rule("objective", () => {
    const doc = this.docBefore(this.LA(1));
    const first = this.CONSUME(K("objective"));
    const terms: ObjectiveTerm[] = [];
    this.CONSUME(V.LBrace);
    this.MANY(() => {
      this.OR([
        { ALT: () => terms.push(this.SUBRULE(this.driftTerm)) },
        { ALT: () => terms.push(this.SUBRULE(this.riskTerm)) },
        { ALT: () => terms.push(this.SUBRULE(this.taxTerm)) },
        { ALT: () => terms.push(this.SUBRULE(this.tradingTerm)) },
        { ALT: () => this.besides.push(this.SUBRULE(this.washSales)) },
      ]);
    });
    this.CONSUME(V.RBrace);
    const node: Building<Objective> = { kind: "Objective", span: this.from(first), terms };
    if (doc !== undefined) node.doc = doc;
    return node;
  });

  readonly washSales: Rule<WashSalesAllowed> = this.rule("washSales", () => {
    const doc = this.docBefore(this.LA(1));
    const first = this.CONSUME(K("wash"));
    this.CONSUME(K("sales"));
    this.CONSUME(K("allowed"));
    const node: Building<WashSalesAllowed> = { kind: "WashSalesAllowed", span: this.from(first) };
    if (doc !== undefined) node.doc = doc;
    return node;
  });

  private readonly driftTerm: Rule<ObjectiveTerm> = this.rule("driftTerm", () => {
    const first = this.CONSUME(K("drift"));
    this.CONSUME(K("of"));
    const of = this.OR<"classes" | "securities">([
      { ALT: () => said("classes", this.CONSUME(K("classes"))) },
      { ALT: () => said("securities", this.CONSUME(K("securities"))) },
    ]);
    this.CONSUME(K("cost"));
    const steps: CostStep[] = [];
    this.AT_LEAST_ONE_SEP({ SEP: V.Comma, DEF: () => steps.push(this.SUBRULE(this.costStep)) });
    return { kind: "DriftTerm", span: this.from(first), of, steps };
  });

  private readonly costStep: Rule<CostStep> = this.rule("costStep", () => {
    const first = this.LA(1);
    const price = this.SUBRULE(this.pricePer);
    const beyond = this.OPTION(() => {
      this.CONSUME(K("beyond"));
      return this.SUBRULE(this.amount);
    });
    const span = this.from(first);
    return beyond === undefined
      ? { kind: "CostStep", span, price }
      : { kind: "CostStep", span, price, beyond };
  });

  private readonly riskTerm: Rule<ObjectiveTerm> = this.rule("riskTerm", () => {
    const first = this.CONSUME(K("risk"));
    this.CONSUME(K("cost"));
    const price = this.SUBRULE(this.pricePer);
    return { kind: "RiskTerm", span: this.from(first), price };
  });

  private readonly taxTerm: Rule<ObjectiveTerm> = this.rule("taxTerm", () => {
    const first = this.CONSUME(K("taxes"));
    const node: Building<Extract<ObjectiveTerm, { kind: "TaxTerm" }>> = {
      kind: "TaxTerm",
      span: nowhere,
      netted: false,
    };
    this.MANY(() => {
      const part = this.LA(1);
      this.OR([
        {
          ALT: () => {
            this.CONSUME(K("netted"));
            if (node.netted) this.repeated("netted", part);
            node.netted = true;
          },
        },
        {
          ALT: () => {
            this.CONSUME(K("times"));
            const times = this.SUBRULE(this.amount);
            if (node.times !== undefined) this.repeated("times", part);
            else node.times = times;
          },
        },
        {
          ALT: () => {
            this.CONSUME(K("unused"));
            this.CONSUME(K("loss"));
            this.CONSUME(K("worth"));
            const worth = this.SUBRULE2(this.amount);
            if (node.unusedLossWorth !== undefined) this.repeated("unused loss worth", part);
            else node.unusedLossWorth = worth;
          },
        },
      ]);
    });
    node.span = this.from(first);
    return node;
  });

  private readonly tradingTerm: Rule<ObjectiveTerm> = this.rule("tradingTerm", () => {
    const first = this.CONSUME(K("trading"));
    const node: Building<Extract<ObjectiveTerm, { kind: "TradingTerm" }>> = {
      kind: "TradingTerm",
      span: nowhere,
    };
    this.MANY(() => {
      const part = this.LA(1);
      const which = this.OR<"commission" | "ticket">([
        { ALT: () => said("commission", this.CONSUME(K("commission"))) },
        { ALT: () => said("ticket", this.CONSUME(K("ticket"))) },
      ]);
      const amount = this.SUBRULE(this.amount);
      if (node[which] !== undefined) this.repeated(which, part);
      else node[which] = amount;
    });
    node.span = this.from(first);
    return node;
  });
}
