/** Costs of proposals for tests of how these are written. */
import { ZERO } from "../../exact/decimal.ts";
import type { CostTerms } from "../proposal.ts";

export const NO_COST: CostTerms = {
  total: ZERO,
  drift: ZERO,
  alternates: ZERO,
  tax: ZERO,
  trading: ZERO,
  risk: ZERO,
  preferences: ZERO,
};
