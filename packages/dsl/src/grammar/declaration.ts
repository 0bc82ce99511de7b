/** Declarations, and the parser as a whole. */
import type { IOrAlt } from "chevrotain";
import type { SyntaxFinding } from "../finding.ts";
import { spanOf, type Token } from "../tokens/lex.ts";
import * as V from "../tokens/vocabulary.ts";
import type {
  Account,
  AccountClause,
  AssetClass,
  Attribute,
  Comment,
  Declaration,
  Equivalents,
  Household,
  List,
  Name,
  Profile,
  Text,
  Waive,
} from "../tree/index.ts";
import type { Building, Rule } from "./base.ts";
import { MenuParser } from "./menu.ts";

const K = V.K;
const nowhere = { start: 0, end: 0 };

/** Where a parse stopped: which token it could not take, and the names of those it could have. */
export interface Stop {
  readonly token: Token;
  readonly expected: readonly string[];
}

export interface Outcome {
  readonly declarations: readonly Declaration[];
  readonly findings: readonly SyntaxFinding[];
  readonly stop?: Stop;
}

export class MandateParser extends MenuParser {
  private out: Declaration[] = [];

  constructor() {
    super();
    this.performSelfAnalysis();
  }

  /**
   * Parses a row of declarations strictly: it stops at the first token that fits nowhere.
   * @param docs the documentation comments of `text`, in order
   * @param floor the end of the token before `tokens`, -1 if there is none
   */
  run(text: string, tokens: Token[], docs: readonly Comment[], floor = -1): Outcome {
    this.text = text;
    this.floor = floor;
    this.docs = docs;
    this.found = [];
    this.out = [];
    this.besides = [];
    this.input = tokens;
    this.file();
    const outcome = { declarations: this.out, findings: this.found };
    const error = this.errors[0];
    if (error === undefined) return outcome;
    return { ...outcome, stop: { token: error.token, expected: error.message.split("\n") } };
  }

  private readonly file: Rule<void> = this.rule("file", () => {
    this.MANY(() => {
      const declaration = this.SUBRULE(this.declaration);
      if (this.RECORDING_PHASE) return;
      this.out.push(declaration);
      if (this.besides.length > 0) {
        this.out.push(...this.besides);
        this.besides = [];
      }
    });
  });

  private readonly declarations: IOrAlt<Declaration>[] = [
    { ALT: () => this.SUBRULE(this.account) },
    { ALT: () => this.SUBRULE(this.limitDeclaration) },
    { ALT: () => this.SUBRULE(this.assetClass) },
    { ALT: () => this.SUBRULE(this.attribute) },
    { ALT: () => this.SUBRULE(this.list) },
    { ALT: () => this.SUBRULE(this.sleeve) },
    { ALT: () => this.SUBRULE(this.model) },
    { ALT: () => this.SUBRULE(this.objective) },
    { ALT: () => this.SUBRULE(this.menu) },
    { ALT: () => this.SUBRULE(this.preferDeclaration) },
    { ALT: () => this.SUBRULE(this.profile) },
    { ALT: () => this.SUBRULE(this.waive) },
    { ALT: () => this.SUBRULE(this.equivalents) },
    { ALT: () => this.SUBRULE(this.household) },
    { ALT: () => this.SUBRULE(this.washSales) },
    { ALT: () => this.SUBRULE(this.test) },
    { ALT: () => this.SUBRULE(this.freeDeclaration) },
  ];
  private readonly declaration: Rule<Declaration> = this.rule("declaration", () =>
    this.OR<Declaration>(this.declarations),
  );

  private documented<T extends Declaration>(built: T, doc: string | undefined, title?: Text): T {
    const node: { doc?: string; title?: Text } = built;
    if (doc !== undefined) node.doc = doc;
    if (title !== undefined) node.title = title;
    return built;
  }

  private readonly limitDeclaration: Rule<Declaration> = this.rule("limitDeclaration", () => {
    const limit = this.SUBRULE(this.limit);
    return this.documented<Declaration>({ kind: "LimitDeclaration", span: limit.span, limit }, limit.doc);
  });

  private readonly preferDeclaration: Rule<Declaration> = this.rule("preferDeclaration", () => {
    const prefer = this.SUBRULE(this.prefer);
    return this.documented<Declaration>({ kind: "PreferDeclaration", span: prefer.span, prefer }, prefer.doc);
  });

  private readonly freeDeclaration: Rule<Declaration> = this.rule("freeDeclaration", () => {
    const doc = this.docBefore(this.LA(1));
    const clause = this.SUBRULE(this.freeClause);
    return this.documented<Declaration>({ kind: "FreeClause", span: clause.span, clause }, doc);
  });

  private readonly assetClass: Rule<AssetClass> = this.rule("assetClass", () => {
    const doc = this.docBefore(this.LA(1));
    const first = this.CONSUME(K("asset"));
    this.CONSUME(K("class"));
    const name = this.SUBRULE(this.name);
    const title = this.OPTION(() => this.SUBRULE(this.string));
    const children: AssetClass[] = [];
    this.OPTION2(() => {
      this.CONSUME(V.LBrace);
      this.MANY(() => children.push(this.SUBRULE(this.assetClass)));
      this.CONSUME(V.RBrace);
    });
    return this.documented<AssetClass>(
      { kind: "AssetClass", span: this.from(first), name, children },
      doc,
      title,
    );
  });

  private readonly attribute: Rule<Attribute> = this.rule("attribute", () => {
    const doc = this.docBefore(this.LA(1));
    const first = this.CONSUME(K("attribute"));
    const name = this.SUBRULE(this.name);
    this.CONSUME(V.Colon);
    const type = this.SUBRULE2(this.name);
    return this.documented<Attribute>({ kind: "Attribute", span: this.from(first), name, type }, doc);
  });

  private readonly list: Rule<List> = this.rule("list", () => {
    const doc = this.docBefore(this.LA(1));
    const first = this.CONSUME(K("list"));
    const name = this.SUBRULE(this.name);
    const title = this.OPTION(() => this.SUBRULE(this.string));
    const source = this.OR<List["source"]>([
      {
        ALT: () => {
          this.CONSUME(K("from"));
          return { from: this.SUBRULE2(this.string) };
        },
      },
      {
        ALT: () => {
          this.CONSUME(V.Equal);
          return { set: this.SUBRULE(this.expression) };
        },
      },
    ]);
    return this.documented<List>({ kind: "List", span: this.from(first), name, source }, doc, title);
  });

  private readonly clauses: Rule<AccountClause[]> = this.rule("clauses", () => {
    const clauses: AccountClause[] = [];
    this.CONSUME(V.LBrace);
    this.MANY(() => clauses.push(this.SUBRULE(this.accountClause)));
    this.CONSUME(V.RBrace);
    return clauses;
  });

  private readonly profile: Rule<Profile> = this.rule("profile", () => {
    const doc = this.docBefore(this.LA(1));
    const first = this.CONSUME(K("profile"));
    const name = this.SUBRULE(this.name);
    const title = this.OPTION(() => this.SUBRULE(this.string));
    const clauses = this.SUBRULE(this.clauses);
    return this.documented<Profile>({ kind: "Profile", span: this.from(first), name, clauses }, doc, title);
  });

  private readonly account: Rule<Account> = this.rule("account", () => {
    const doc = this.docBefore(this.LA(1));
    const first = this.CONSUME(K("account"));
    const account = this.SUBRULE(this.string);
    const title = this.OPTION(() => this.SUBRULE2(this.string));
    const clauses = this.SUBRULE(this.clauses);
    return this.documented<Account>(
      { kind: "Account", span: this.from(first), account, clauses },
      doc,
      title,
    );
  });

  private readonly equivalents: Rule<Equivalents> = this.rule("equivalents", () => {
    const doc = this.docBefore(this.LA(1));
    const first = this.CONSUME(K("equivalents"));
    const name = this.SUBRULE(this.name);
    const title = this.OPTION(() => this.SUBRULE(this.string));
    const members: Name[] = [];
    this.CONSUME(V.LBrace);
    this.MANY_SEP({ SEP: V.Comma, DEF: () => members.push(this.SUBRULE2(this.name)) });
    this.CONSUME(V.RBrace);
    return this.documented<Equivalents>(
      { kind: "Equivalents", span: this.from(first), name, members },
      doc,
      title,
    );
  });

  private readonly household: Rule<Household> = this.rule("household", () => {
    const doc = this.docBefore(this.LA(1));
    const first = this.CONSUME(K("household"));
    const name = this.SUBRULE(this.string);
    const accounts: Text[] = [];
    this.CONSUME(V.LBrace);
    this.MANY(() => {
      this.CONSUME(K("accounts"));
      this.AT_LEAST_ONE_SEP({ SEP: V.Comma, DEF: () => accounts.push(this.SUBRULE2(this.string)) });
    });
    this.CONSUME(V.RBrace);
    return this.documented<Household>({ kind: "Household", span: this.from(first), name, accounts }, doc);
  });

  private readonly waive: Rule<Waive> = this.rule("waive", () => {
    const doc = this.docBefore(this.LA(1));
    const first = this.CONSUME(K("waive"));
    const limit = this.SUBRULE(this.name);
    let header = this.LA(0);
    const node: Building<Partial<Waive>> & Pick<Building<Waive>, "span"> = {
      kind: "Waive",
      span: nowhere,
      limit,
    };
    this.MANY(() => {
      const part = this.LA(1);
      const once = (repeated: boolean, name: string, set: () => void): void => {
        if (repeated) this.repeated(name, part);
        else set();
      };
      this.OR([
        {
          ALT: () => {
            this.CONSUME(K("for"));
            const only = this.SUBRULE2(this.name);
            once(node.for !== undefined, "for", () => (node.for = only));
            header = this.LA(0);
          },
        },
        {
          ALT: () => {
            this.CONSUME(K("in"));
            this.CONSUME(K("account"));
            const account = this.SUBRULE(this.string);
            once(node.account !== undefined, "in account", () => (node.account = account));
            header = this.LA(0);
          },
        },
        {
          ALT: () => {
            const direction = this.SUBRULE(this.direction);
            const level = this.SUBRULE(this.amount);
            once(node.level !== undefined, direction, () => Object.assign(node, { direction, level }));
          },
        },
        {
          ALT: () => {
            const until = this.SUBRULE(this.until);
            once(node.until !== undefined, "until", () => (node.until = until));
          },
        },
        {
          ALT: () => {
            const because = this.SUBRULE(this.because);
            once(node.because !== undefined, "because", () => (node.because = because));
          },
        },
        {
          ALT: () => {
            this.CONSUME(K("approved"));
            this.CONSUME(K("by"));
            const by = this.SUBRULE2(this.string);
            once(node.approvedBy !== undefined, "approved by", () => (node.approvedBy = by));
          },
        },
        {
          ALT: () => {
            this.CONSUME(K("on"));
            const on = this.SUBRULE(this.date);
            once(node.on !== undefined, "on", () => (node.on = on));
          },
        },
      ]);
    });
    const at = { start: spanOf(header).end, end: spanOf(header).end };
    const context = `waiver of \`${limit.text}\``;
    if (node.account === undefined) {
      node.account = { kind: "Text", span: at, value: "", missing: true };
      this.lacks("`in account` and the account's number", context, at, first);
    }
    if (node.level === undefined) {
      node.direction = "up to";
      node.level = { kind: "Missing", span: at };
      this.lacks("`up to` and a level", context, at, first);
    }
    node.span = this.from(first);
    return this.documented<Waive>(node as Waive, doc);
  });

  private lacks(expected: string, context: string, span: { start: number; end: number }, found: Token): void {
    if (this.RECORDING_PHASE) return;
    this.found.push({ code: "MDT1008", what: "expected", expected, found: found.image, context, span });
  }
}
