/**
 * `explain ACCOUNT --why-not "sell AAPL"`: what somebody expected, as limits of the language. The account is then solved
 * once more with such a limit, so that whatever answers is the same machinery that proposes.
 */

/** One way to read what was asked. */
export interface Attempt {
  /** as an answer repeats it: `selling all AAPL` */
  readonly what: string;
  /** a limit's body: `` shares(`AAPL`) <= 0 shares `` */
  readonly limit: string;
}

export interface Question {
  readonly asked: string;
  /** the security that is to be traded; absent where the question is a limit of its own */
  readonly trade?: { readonly side: "buy" | "sell"; readonly symbol: string };
  /** what is meant most likely, then less of the same, for where the first is not permitted */
  readonly attempts: readonly Attempt[];
}

const TRADE =
  /^(?<side>buy|sell)(?:ing)?\s+(?:(?<all>all)\s+(?:of\s+)?|(?<amount>\$?[\d.,]+[kKmM]?%?)\s*(?<shares>shares?)?\s+(?:of\s+)?)?(?:`(?<quoted>[^`]+)`|(?<bare>\S+))$/i;

/** What a purchase without an amount stands for. */
const SOME = "1%";

/** The smallest trade that is worth asking for. */
const ANY = "$1";

/**
 * @param asked `sell AAPL`, `sell all AAPL`, `buy 100 shares of VTI`, `buy $5,000 VTI`, `sell 2% of XOM`, or any limit of
 *   the language: `weight(Equity) >= 62%`
 */
export function questionOf(asked: string): Question {
  const found = TRADE.exec(asked.trim())?.groups;
  const symbol = found?.quoted ?? found?.bare;
  if (found === undefined || symbol === undefined) {
    return { asked, attempts: [{ what: `to have \`${asked.trim()}\``, limit: asked.trim() }] };
  }
  const side = found.side?.toLowerCase() === "buy" ? "buy" : "sell";
  const name = `\`${symbol}\``;
  const verb = side === "buy" ? "buying" : "selling";
  const measure = `${side === "buy" ? "bought" : "sold"}(${name})`;
  const least: Attempt = { what: `${verb} any ${symbol}`, limit: `${measure} >= ${ANY}` };
  const trade = { side, symbol } as const;
  if (found.amount !== undefined) {
    const plain = /^[\d.,]+$/.test(found.amount);
    const amount = plain ? `${found.amount} shares` : found.amount;
    return {
      asked,
      trade,
      attempts: [{ what: `${verb} ${amount} of ${symbol}`, limit: `${measure} >= ${amount}` }, least],
    };
  }
  const most: Attempt =
    side === "sell"
      ? { what: `selling all ${symbol}`, limit: `shares(${name}) <= 0 shares` }
      : { what: `buying ${SOME} of the account in ${symbol}`, limit: `${measure} >= ${SOME}` };
  return { asked, trade, attempts: [most, least] };
}
