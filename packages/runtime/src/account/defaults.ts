/** What data.md says of cells that are left empty. */

/** full bid-ask spread, a fraction of the price */
export const DEFAULT_SPREAD = "0.0005";

/** smallest tradable quantity, shares */
export const DEFAULT_INCREMENT = "1";
