/** One line: medians in milliseconds over accounts of one size. */
export interface RiskRow {
  securities: number;
  factors: number;
  /** `priced`: a risk cost; `limited`: a tracking error at 80 % of what the optimum without a limit has */
  kind: "priced" | "limited";
  columns: number;
  rows: number;
  /** the same account without risk, by HiGHS: checks included */
  linear: number;
  risk: number;
  /** cutting planes over HiGHS's linear programs; NaN where they were not run */
  cuts: number;
  /** largest relative difference of the optima from those of cutting planes; NaN where they were not run */
  worst: number;
  /** interior point iterations an account */
  iterations: number;
  /** accounts whose certificate verified, and those that were handed to cutting planes */
  certified: number;
  handedOver: number;
}
/**
 * Measures the solver of problems with risk beside linear programs of the same accounts, in one run.
 * @param now milliseconds from any origin
 */
export declare function benchRisk(now?: () => number): Promise<RiskRow[]>;
