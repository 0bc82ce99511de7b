/** The test kit: for tests and benchmarks of any package, and for whoever adds a backend. */
export type { Agreement } from "../conformance/agreement.ts";
export { agreement } from "../conformance/agreement.ts";
export type { BoundCase } from "../conformance/conformance.ts";
export { conformance } from "../conformance/conformance.ts";
export { generalProblem } from "../conformance/general.ts";
export type { PortfolioShape } from "../conformance/portfolio.ts";
export { portfolioProblem } from "../conformance/portfolio.ts";
