import { DUST, ZERO } from "./exact.ts";
import { byAcquisition, byDisposal } from "./order.ts";
import { cutFront, cutIntoPieces, gainOf, type LotRecord, type Piece, type SaleRecord } from "./pieces.ts";
import { type SplitTable, unitsAShare } from "./units.ts";

/** The window of 26 U.S.C. § 1091(a): this many days before the sale and after it, the day itself included. */
export const WINDOW_DAYS = 30;

type PiecesOfLots = Map<LotRecord, Piece[]>;

/**
 * Matches losses with replacement shares, share for share, and carries basis and holding period over. Losses are taken
 * in the order of disposal and replacement shares in the order of acquisition. A share can replace only a loss that comes
 * before its own sale, so one pass in that order settles chains too: when a sale's turn comes, its basis is final.
 *
 * @returns each lot's pieces, from its first shares to its last.
 */
export function matchReplacements(
  lots: readonly LotRecord[],
  sales: readonly SaleRecord[],
  splits: SplitTable,
): PiecesOfLots {
  const acquired = [...lots].sort(byAcquisition);
  const ordered = [...sales].sort(byDisposal);
  const pieces = cutIntoPieces(acquired, ordered);
  const pools = poolsOf(acquired);
  for (const sale of ordered) {
    if (sale.settled || !sale.lot.taxable) continue;
    const candidates = pools.get(sale.lot.pool) ?? [];
    // A copy: matching cuts pieces of this very list.
    for (const piece of [...(pieces.get(sale.lot) ?? [])]) {
      if (piece.sale === sale) washPiece(piece, sale, candidates, pieces, splits);
    }
  }
  return pieces;
}

/** Takes replacement shares for a sold piece for as long as it is a loss and there are any. */
function washPiece(
  sold: Piece,
  sale: SaleRecord,
  candidates: readonly LotRecord[],
  pieces: PiecesOfLots,
  splits: SplitTable,
): void {
  while (gainOf(sold).lt(DUST.neg())) {
    const replacement = firstReplacement(sold, sale, candidates, pieces);
    if (replacement === undefined) return;
    const [matched, by] = cutAlike(sold, replacement, sale.day, pieces, splits);
    settle(matched, by, sale.day);
    if (matched === sold) return;
  }
}

/**
 * The earliest acquired shares that can replace the sold ones: of another purchase, bought within the window, not used,
 * and not themselves disposed of before (those no longer keep the position that the loss gives up: Rev. Rul. 56-602).
 * Shares held at the opening of the day and sold on it at a gain come last: the loss must not reduce that gain
 * (Publication 550).
 */
function firstReplacement(
  sold: Piece,
  sale: SaleRecord,
  candidates: readonly LotRecord[],
  pieces: PiecesOfLots,
): Piece | undefined {
  let last: Piece | undefined;
  for (let at = firstOnOrAfter(candidates, sale.day - WINDOW_DAYS); at < candidates.length; at += 1) {
    const lot = candidates[at];
    if (lot === undefined || lot.day > sale.day + WINDOW_DAYS) break;
    if (lot.purchase === sold.lot.purchase) continue;
    for (const piece of pieces.get(lot) ?? []) {
      if (piece.used || piece.rank <= sold.rank) continue;
      if (!isGainOfTheDay(piece, sale.day)) return piece;
      last ??= piece;
    }
  }
  return last;
}

function isGainOfTheDay(piece: Piece, day: number): boolean {
  return piece.sale?.day === day && piece.lot.day < day && piece.lot.taxable && gainOf(piece).gt(ZERO);
}

/** Cuts both to the same number of shares, counted as they stood on `day`. */
function cutAlike(
  sold: Piece,
  replacement: Piece,
  day: number,
  pieces: PiecesOfLots,
  splits: SplitTable,
): [Piece, Piece] {
  const soldUnit = unitsAShare(splits, sold.lot.symbol, day);
  const otherUnit = unitsAShare(splits, replacement.lot.symbol, day);
  const difference = sold.units.times(otherUnit).comparedTo(replacement.units.times(soldUnit));
  if (difference === 0) return [sold, replacement];
  if (difference < 0) {
    const units = sold.units.times(otherUnit).div(soldUnit);
    return [sold, cutFromList(replacement, units, pieces)];
  }
  return [cutFromList(sold, replacement.units.times(soldUnit).div(otherUnit), pieces), replacement];
}

/** Cuts the front off a piece and puts it before the rest in its lot's list. */
function cutFromList(piece: Piece, units: Piece["units"], pieces: PiecesOfLots): Piece {
  const front = cutFront(piece, units);
  const list = pieces.get(piece.lot) ?? [];
  list.splice(list.indexOf(piece), 0, front);
  return front;
}

/**
 * Disallows the loss of `sold` and carries it to `by`: its basis grows by the loss (26 U.S.C. § 1091(d), which comes to
 * the same), its holding period by the days the sold shares were held (§ 1223(3)). Bought in an account that is not
 * taxable, it carries nothing and the loss is gone (Rev. Rul. 2008-5).
 */
function settle(sold: Piece, by: Piece, day: number): void {
  const loss = gainOf(sold).neg();
  sold.disallowed = loss;
  by.used = true;
  by.replaces = sold;
  if (by.lot.taxable) {
    by.basis = by.basis.plus(loss);
    by.heldFrom -= day - sold.heldFrom;
  } else {
    sold.forfeited = loss;
  }
}

/** The lots that can replace, by pool, in the order of acquisition. */
function poolsOf(acquired: readonly LotRecord[]): Map<string, LotRecord[]> {
  const pools = new Map<string, LotRecord[]>();
  for (const lot of acquired) {
    if (lot.acquiredBy === "other") continue;
    const pool = pools.get(lot.pool);
    if (pool === undefined) pools.set(lot.pool, [lot]);
    else pool.push(lot);
  }
  return pools;
}

/** The place of the first lot acquired on `day` or after (lots sorted by acquisition). */
function firstOnOrAfter(lots: readonly LotRecord[], day: number): number {
  let [low, high] = [0, lots.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((lots[middle]?.day ?? 0) < day) low = middle + 1;
    else high = middle;
  }
  return low;
}
