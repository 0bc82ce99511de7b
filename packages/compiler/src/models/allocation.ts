/** A model or sleeve as a tree of names and shares, before targets: inheritance and `use` already worked in. */
import type { Span } from "@mandate/dsl";
import type { Decimal } from "decimal.js";
import type { FileUnit } from "../files/unit.ts";

export interface BandNode {
  readonly node: { readonly span: Span };
  readonly text: string;
  readonly unit: FileUnit;
  /** half-width, or the two ends; of the account */
  readonly around?: Decimal;
  readonly low?: Decimal;
  readonly high?: Decimal;
}

export interface MemberNode {
  /** index into the universe; undefined where the name is wrong (reported) */
  readonly index: number | undefined;
  readonly name: string;
  readonly rate: Decimal;
}

interface Common {
  /** for messages and for finding what a derived model restates */
  readonly name: string;
  /** of the parent; undefined where the author gave none, or a wrong one */
  readonly share: Decimal | undefined;
  readonly shareText?: string;
  /** the author wrote a share that cannot be read: silence about sums */
  readonly broken: boolean;
  readonly band?: BandNode;
  /** the band is the base model's, and stands there in the text */
  readonly bandInherited?: boolean;
  readonly unit: FileUnit;
  readonly span: Span;
  readonly nameSpan: Span;
}

export type Entry =
  | (Common & {
      readonly kind: "class";
      readonly class: string;
      readonly children: readonly Entry[];
      readonly braces: boolean /** the children are the base model's */;
      readonly inherited?: boolean;
    })
  | (Common & { readonly kind: "holding"; readonly members: readonly MemberNode[]; readonly sleeve?: string })
  /** a sleeve in its place; its entries' shares are of the sleeve */
  | (Common & { readonly kind: "use"; readonly sleeve: string; readonly entries: readonly Entry[] })
  /** a name that stands for nothing: reported, and silent from then on */
  | (Common & { readonly kind: "unknown" });
