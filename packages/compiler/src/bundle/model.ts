/** Models with absolute weights. */
import type { Source } from "./clause.ts";

export interface BandIR {
  /** of the account, as fractions, clipped to 0..1 */
  readonly low: string;
  readonly high: string;
  /** `±5pp`: moves with its target; `33%..43%` does not */
  readonly around?: string;
  readonly source: Source;
}

export interface MemberIR {
  readonly symbol: string;
  /** cost of holding it instead of the preferred one: fraction of its value (semantics.md 2, alternates) */
  readonly rate: string;
}

export type ModelNode =
  | {
      readonly node: "class";
      readonly class: string;
      /** of the parent, as written (fraction) */
      readonly share: string;
      /** of the account (fraction, exact to 30 digits) */
      readonly target: string;
      readonly band?: BandIR;
      readonly children: readonly ModelNode[];
      readonly source: Source;
    }
  | {
      readonly node: "holding";
      /** the preferred one first */
      readonly members: readonly MemberIR[];
      readonly share: string;
      readonly target: string;
      readonly band?: BandIR;
      readonly source: Source;
    };

export interface ModelIR {
  readonly name: string;
  readonly title?: string;
  readonly base?: string;
  readonly nodes: readonly ModelNode[];
  readonly source: Source;
}
