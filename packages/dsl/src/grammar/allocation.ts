/** Models and sleeves: what is held, at which weight, inside which band. */
import * as V from "../tokens/vocabulary.ts";
import type { Allocation, AllocationItem, Band, Member, Model, Sleeve, Use } from "../tree/index.ts";
import type { Building, Rule } from "./base.ts";
import { ClauseParser } from "./clause.ts";

const K = V.K;
const nowhere = { start: 0, end: 0 };

export class AllocationParser extends ClauseParser {
  readonly sleeve: Rule<Sleeve> = this.rule("sleeve", () => {
    const doc = this.docBefore(this.LA(1));
    const first = this.CONSUME(K("sleeve"));
    const name = this.SUBRULE(this.name);
    const title = this.OPTION(() => this.SUBRULE(this.string));
    const source = this.OR<Sleeve["source"]>([
      {
        ALT: () => {
          this.CONSUME(K("from"));
          return { from: this.SUBRULE2(this.string) };
        },
      },
      { ALT: () => ({ items: this.SUBRULE(this.allocations) }) },
    ]);
    const node: Building<Sleeve> = { kind: "Sleeve", span: this.from(first), name, source };
    if (doc !== undefined) node.doc = doc;
    if (title !== undefined) node.title = title;
    return node;
  });

  readonly model: Rule<Model> = this.rule("model", () => {
    const doc = this.docBefore(this.LA(1));
    const first = this.CONSUME(K("model"));
    const node: Building<Model> = { kind: "Model", span: nowhere, name: this.SUBRULE(this.name), items: [] };
    if (doc !== undefined) node.doc = doc;
    this.OPTION(() => {
      node.title = this.SUBRULE(this.string);
    });
    this.OR([
      {
        ALT: () => {
          this.CONSUME(K("is"));
          node.base = this.SUBRULE2(this.name);
          this.OPTION2(() => {
            node.items = this.SUBRULE(this.allocations);
          });
        },
      },
      {
        ALT: () => {
          node.items = this.SUBRULE2(this.allocations);
        },
      },
    ]);
    node.span = this.from(first);
    return node;
  });

  private readonly allocations: Rule<AllocationItem[]> = this.rule("allocations", () => {
    const items: AllocationItem[] = [];
    this.CONSUME(V.LBrace);
    this.MANY(() => {
      const item = this.OR<AllocationItem>({
        DEF: [{ ALT: () => this.SUBRULE(this.useItem) }, { ALT: () => this.SUBRULE(this.allocation) }],
        IGNORE_AMBIGUITIES: true,
      });
      items.push(item);
    });
    this.CONSUME(V.RBrace);
    return items;
  });

  private readonly useItem: Rule<Use> = this.rule("useItem", () => {
    const first = this.CONSUME(V.Roles.use);
    const node: Building<Use> = { kind: "Use", span: nowhere, sleeve: this.SUBRULE(this.name) };
    this.OPTION(() => {
      node.weight = this.SUBRULE(this.signed);
    });
    node.span = this.from(first);
    return node;
  });

  private readonly allocation: Rule<Allocation> = this.rule("allocation", () => {
    const first = this.LA(1);
    const members: Member[] = [this.SUBRULE(this.member)];
    const node: Building<Allocation> = { kind: "Allocation", span: nowhere, members };
    this.MANY(() => {
      this.CONSUME(K("or"));
      members.push(this.SUBRULE2(this.member));
    });
    this.MANY2(() => {
      const part = this.LA(1);
      this.OR([
        {
          ALT: () => {
            const weight = this.SUBRULE(this.signed);
            if (node.weight !== undefined) this.repeated("weight", part);
            else node.weight = weight;
          },
        },
        {
          ALT: () => {
            const band = this.SUBRULE(this.band);
            if (node.band !== undefined) this.repeated("band", part);
            else node.band = band;
          },
        },
        {
          ALT: () => {
            // after the weight: `BND or AGG 60% cost 2bps`, still the last member's
            this.CONSUME(K("cost"));
            const cost = this.SUBRULE(this.amount);
            if (this.RECORDING_PHASE) return;
            const last = members[members.length - 1] as Building<Member>;
            if (last.cost !== undefined) this.repeated("cost", part);
            else last.cost = cost;
          },
        },
      ]);
    });
    this.OPTION(() => {
      const opener = this.LA(1);
      node.children = this.SUBRULE(this.allocations);
      const block = this.RECORDING_PHASE ? "" : (members[0]?.name.text ?? "");
      // Behind its braces, where a reader looks for what holds of it all: read for what it means, and told once.
      this.MANY3(() => {
        const part = this.LA(1);
        this.OR2([
          {
            ALT: () => {
              const weight = this.SUBRULE2(this.signed);
              if (node.weight !== undefined) return this.repeated("weight", part);
              this.outside("weight", block, opener, part);
              node.weight = weight;
            },
          },
          {
            ALT: () => {
              const band = this.SUBRULE2(this.band);
              if (node.band !== undefined) return this.repeated("band", part);
              this.outside("band", block, opener, part);
              node.band = band;
            },
          },
        ]);
      });
    });
    node.span = this.from(first);
    return node;
  });

  private readonly member: Rule<Member> = this.rule("member", () => {
    const first = this.LA(1);
    const node: Building<Member> = { kind: "Member", span: nowhere, name: this.SUBRULE(this.name) };
    this.OPTION(() => {
      this.CONSUME(K("cost"));
      node.cost = this.SUBRULE(this.amount);
    });
    node.span = this.from(first);
    return node;
  });

  private readonly band: Rule<Band> = this.rule("band", () => {
    const first = this.CONSUME(K("band"));
    const around = this.OPTION(() => this.CONSUME(V.PlusMinus)) !== undefined;
    const value = this.SUBRULE(this.range);
    return { kind: "Band", span: this.from(first), value, around };
  });
}
