import type { LotRecord, SaleRecord } from "./pieces.ts";

/** By code unit, so that the order is the same in every locale. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The order of acquisition (Reg. § 1.1091-1(c), (d)): by day, by sequence within it where known, then by id. */
export function byAcquisition(a: LotRecord, b: LotRecord): number {
  return a.day - b.day || a.sequence - b.sequence || compareText(a.id, b.id);
}

/**
 * The order of disposal; sales of one day whose order is not known are taken in the order in which the shares were
 * originally acquired (Reg. § 1.1091-1(b)).
 */
export function byDisposal(a: SaleRecord, b: SaleRecord): number {
  return a.day - b.day || a.sequence - b.sequence || byAcquisition(a.lot, b.lot) || compareText(a.id, b.id);
}
