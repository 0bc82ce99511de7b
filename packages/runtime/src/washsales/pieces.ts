import type { Decimal } from "./exact.ts";
import { proRata, ZERO } from "./exact.ts";

/** A lot as read: days as numbers, the household and tax status of its account resolved. */
export interface LotRecord {
  readonly id: string;
  readonly account: string;
  readonly taxable: boolean;
  readonly symbol: string;
  readonly group: string;
  /** Household and group: only lots of one pool can replace each other. */
  readonly pool: string;
  readonly purchase: string;
  readonly day: number;
  readonly sequence: number;
  readonly acquiredBy: "buy" | "reinvest" | "other";
  readonly heldFrom: number;
  readonly used: boolean;
  /** Units (see units.ts). */
  readonly units: Decimal;
  readonly cost: Decimal;
}

/** What one sale took from one lot. */
export interface SaleRecord {
  readonly id: string;
  readonly lot: LotRecord;
  readonly day: number;
  readonly sequence: number;
  readonly units: Decimal;
  readonly proceeds: Decimal;
  /** Settled by earlier bookkeeping: never matched again. */
  readonly settled: boolean;
  readonly disallowed: Decimal;
  readonly forfeited: Decimal;
}

/**
 * Shares of one lot with one fate. The engine works on these: a lot starts as one piece for each sale, in the order of
 * disposal, and one for what is open; matching splits them further.
 */
export interface Piece {
  readonly lot: LotRecord;
  readonly sale: SaleRecord | undefined;
  /** The place of the sale in the order of disposal; Infinity where open. */
  readonly rank: number;
  units: Decimal;
  cost: Decimal;
  basis: Decimal;
  proceeds: Decimal;
  heldFrom: number;
  disallowed: Decimal;
  forfeited: Decimal;
  /** It has replaced a loss, and can replace no other. */
  used: boolean;
  /** The loss that it has replaced in this run. */
  replaces: Piece | undefined;
}

/** Proceeds less basis: negative for a loss. Only of a sold piece. */
export function gainOf(piece: Piece): Decimal {
  return piece.proceeds.minus(piece.basis);
}

/** The lots' pieces before any matching, each lot's in the order of disposal. `ordered` are the sales in that order. */
export function cutIntoPieces(
  lots: readonly LotRecord[],
  ordered: readonly SaleRecord[],
): Map<LotRecord, Piece[]> {
  const pieces = new Map<LotRecord, Piece[]>();
  for (const lot of lots) pieces.set(lot, [openPiece(lot)]);
  ordered.forEach((sale, rank) => {
    const ofLot = pieces.get(sale.lot);
    const rest = ofLot?.at(-1);
    if (ofLot === undefined || rest === undefined) return;
    const cost = sale.units.eq(rest.units) ? rest.cost : proRata(rest.cost, sale.units, rest.units);
    ofLot.splice(-1, 0, {
      ...rest,
      sale,
      rank,
      units: sale.units,
      cost,
      basis: cost,
      proceeds: sale.proceeds,
      disallowed: sale.disallowed,
      forfeited: sale.forfeited,
    });
    rest.units = rest.units.minus(sale.units);
    rest.cost = rest.cost.minus(cost);
    rest.basis = rest.cost;
    if (rest.units.isZero()) ofLot.pop();
  });
  return pieces;
}

/** Cuts `units` off the front of a piece; the piece keeps the rest. Money is shared pro rata, nothing is lost. */
export function cutFront(piece: Piece, units: Decimal): Piece {
  const part = (total: Decimal): Decimal => proRata(total, units, piece.units);
  const front: Piece = {
    ...piece,
    units,
    cost: part(piece.cost),
    basis: part(piece.basis),
    proceeds: part(piece.proceeds),
    disallowed: part(piece.disallowed),
    forfeited: part(piece.forfeited),
  };
  piece.units = piece.units.minus(units);
  piece.cost = piece.cost.minus(front.cost);
  piece.basis = piece.basis.minus(front.basis);
  piece.proceeds = piece.proceeds.minus(front.proceeds);
  piece.disallowed = piece.disallowed.minus(front.disallowed);
  piece.forfeited = piece.forfeited.minus(front.forfeited);
  return front;
}

function openPiece(lot: LotRecord): Piece {
  return {
    lot,
    sale: undefined,
    rank: Number.POSITIVE_INFINITY,
    units: lot.units,
    cost: lot.cost,
    basis: lot.cost,
    proceeds: ZERO,
    heldFrom: lot.heldFrom,
    disallowed: ZERO,
    forfeited: ZERO,
    used: lot.used,
    replaces: undefined,
  };
}
