import type {
  AdjustedLot,
  AdjustedPiece,
  AdjustedSale,
  LotPart,
  WashSaleResult,
  WashSaleTotals,
} from "./adjusted.ts";
import { dayText } from "./days.ts";
import { type Decimal, DUST, onGrid, sum, ZERO } from "./exact.ts";
import { termOfDays } from "./holding.ts";
import { matchReplacements } from "./match.ts";
import { gainOf, type LotRecord, type Piece, type SaleRecord } from "./pieces.ts";
import { WashSaleInputError, type WashSaleProblem } from "./problems.ts";
import { readTrades } from "./read.ts";
import type { Trades, WashSaleOptions } from "./trades.ts";
import { type SplitTable, unitsAShare } from "./units.ts";

/**
 * Wash-sale bookkeeping over a household's trades: which losses are disallowed, which replacement shares they attach to,
 * and the basis and holding period of every lot after that (26 U.S.C. §§ 1091(a)-(d), 1223(3); Reg. §§ 1.1091-1 and -2;
 * Rev. Rul. 2008-5; Publication 550). docs/wash-sales.md tells the rules and what is decided where the texts are silent.
 *
 * Exact, and a function of the trades alone: no clock, and the order of the input does not matter. A loss sold less than
 * 31 days before the last trade given may still be washed by a purchase that is not in it yet.
 *
 * @throws WashSaleInputError with every problem found, where the trades cannot be what happened.
 */
export function washSales(trades: Trades, options: WashSaleOptions = {}): WashSaleResult {
  const { lots, sales, splits, problems } = readTrades(trades, options);
  if (problems.length > 0) throw new WashSaleInputError(problems);
  const pieces = matchReplacements(lots, sales, splits);
  const excess = disallowedTooMuch([...pieces.values()].flat());
  if (excess.length > 0) throw new WashSaleInputError(excess);
  return resultOf(pieces, splits);
}

/** Every problem that `washSales` would throw for trades that cannot be read; none where they can. */
export function checkTrades(trades: Trades, options: WashSaleOptions = {}): readonly WashSaleProblem[] {
  return readTrades(trades, options).problems;
}

type PieceName = Pick<AdjustedPiece, "lot" | "part" | "id" | "place">;

/** Earlier bookkeeping cannot have disallowed more than was lost. */
function disallowedTooMuch(pieces: readonly Piece[]): WashSaleProblem[] {
  return pieces.flatMap((piece) => {
    if (piece.sale === undefined || !piece.sale.settled || !piece.lot.taxable) return [];
    if (gainOf(piece).plus(piece.disallowed).lte(DUST)) return [];
    const message = `the sale \`${piece.sale.id}\` has more of its loss disallowed than it lost`;
    return [{ code: "disallowed_too_much", where: piece.sale.id, message }];
  });
}

function resultOf(ofLots: ReadonlyMap<LotRecord, readonly Piece[]>, splits: SplitTable): WashSaleResult {
  const names = new Map<Piece, PieceName>();
  for (const [lot, pieces] of ofLots) {
    pieces.forEach((piece, at) => {
      const id = pieces.length === 1 ? lot.id : `${lot.id}/${at + 1}`;
      names.set(piece, { lot: lot.id, part: at + 1, id, place: names.size });
    });
  }
  const lots: AdjustedLot[] = [];
  const sales: { rank: number; sale: AdjustedSale }[] = [];
  const replacedBy = replacementsOf(names);
  for (const [piece, name] of names) {
    const common = pieceOf(piece, name, names, splits);
    if (piece.sale === undefined) lots.push(common);
    else
      sales.push({ rank: piece.rank, sale: saleOf(piece, piece.sale, common, replacedBy.get(piece) ?? []) });
  }
  // A stable sort: the pieces of one sale stay in the order of the lot.
  const sold = sales.sort((a, b) => a.rank - b.rank).map(({ sale }) => sale);
  const totals = totalsOf(lots, sold);
  return { lots, sales: sold, disallowed: totals.disallowed, totals };
}

/** For each sold piece whose loss was matched, the pieces that replaced it. */
function replacementsOf(names: ReadonlyMap<Piece, PieceName>): Map<Piece, LotPart[]> {
  const replacedBy = new Map<Piece, LotPart[]>();
  for (const [piece, { lot, part }] of names) {
    if (piece.replaces === undefined) continue;
    replacedBy.set(piece.replaces, [...(replacedBy.get(piece.replaces) ?? []), { lot, part }]);
  }
  return replacedBy;
}

function pieceOf(
  piece: Piece,
  name: PieceName,
  names: ReadonlyMap<Piece, PieceName>,
  splits: SplitTable,
): AdjustedPiece {
  const { lot } = piece;
  const replaced = piece.replaces === undefined ? undefined : names.get(piece.replaces);
  const day = piece.sale?.day ?? Number.POSITIVE_INFINITY;
  return {
    ...name,
    account: lot.account,
    taxable: lot.taxable,
    symbol: lot.symbol,
    group: lot.group,
    purchase: lot.purchase,
    acquiredBy: lot.acquiredBy,
    acquired: dayText(lot.day),
    heldFrom: dayText(piece.heldFrom),
    quantity: onGrid(piece.units.div(unitsAShare(splits, lot.symbol, day))),
    cost: piece.cost,
    basis: piece.basis,
    replacement: piece.used,
    replaces: replaced === undefined ? undefined : { lot: replaced.lot, part: replaced.part },
  };
}

function saleOf(
  piece: Piece,
  sale: SaleRecord,
  common: AdjustedPiece,
  replacedBy: readonly LotPart[],
): AdjustedSale {
  const gain = gainOf(piece);
  return {
    ...common,
    sale: sale.id,
    sold: dayText(sale.day),
    proceeds: piece.proceeds,
    gain,
    disallowed: piece.disallowed,
    forfeited: piece.forfeited,
    recognised: piece.lot.taxable ? gain.plus(piece.disallowed) : ZERO,
    term: termOfDays(piece.heldFrom, sale.day),
    replacedBy,
  };
}

function totalsOf(lots: readonly AdjustedLot[], sales: readonly AdjustedSale[]): WashSaleTotals {
  const taxed = sales.filter((sale) => sale.taxable);
  const total = (value: (sale: AdjustedSale) => Decimal): Decimal => sum(taxed.map(value));
  return {
    gain: total((sale) => sale.gain),
    disallowed: total((sale) => sale.disallowed),
    forfeited: total((sale) => sale.forfeited),
    recognised: total((sale) => sale.recognised),
    recognisedShort: total((sale) => (sale.term === "short" ? sale.recognised : ZERO)),
    recognisedLong: total((sale) => (sale.term === "long" ? sale.recognised : ZERO)),
    deferred: sum(lots.map((lot) => lot.basis.minus(lot.cost))),
  };
}
