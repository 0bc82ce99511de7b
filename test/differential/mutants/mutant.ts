/** An error to plant in the lowering. */
export interface Mutant {
  readonly name: string;
  /** in packages/runtime/src/lowering */
  readonly file: string;
  /** stands in the file exactly once */
  readonly find: string;
  readonly replace: string;
}
