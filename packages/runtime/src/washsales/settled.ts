import type { AdjustedPiece, WashSaleResult } from "./adjusted.ts";
import type { BoughtLot, SoldShares, Trades } from "./trades.ts";

/**
 * A result as trades again, to which later trades can be added: each piece a lot with its adjusted basis and holding
 * period, replacement shares marked as used, disallowed losses as settled. `washSales` of them changes nothing.
 *
 * Lots carry their place as `sequence`: give a later lot of the same day a higher one. Quantities of a symbol that has split are those of the result: give no split of the first input again.
 */
export function settledTrades(result: WashSaleResult): Trades {
  return {
    lots: [...result.lots, ...result.sales].map(settledLot),
    sales: result.sales.map((sale, at): SoldShares => {
      const { disallowed, forfeited, quantity, proceeds, sold } = sale;
      const id = `${sale.sale} of ${sale.id}`;
      return { id, lot: sale.id, date: sold, sequence: at, quantity, proceeds, disallowed, forfeited };
    }),
  };
}

function settledLot(piece: AdjustedPiece): BoughtLot {
  const { id, account, symbol, group, purchase, quantity, acquiredBy, heldFrom } = piece;
  return {
    ...{ id, account, symbol, group, purchase, quantity, acquiredBy, heldFrom },
    date: piece.acquired,
    sequence: piece.place,
    cost: piece.basis,
    usedAsReplacement: piece.replacement,
  };
}
