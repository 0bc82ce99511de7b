/** What each limit that binds costs an account, exactly. */
import { sourceText } from "../explain/reasons.ts";
import { limitName, measured, standing, table, usd } from "../explain/words.ts";
import { dollars } from "../proposal/json.ts";
import { exactPrices } from "../solve/index.ts";
import { type Inquiry, inquire } from "./inquiry.ts";

export interface LimitPrice {
  readonly name: string;
  readonly layer: string;
  readonly source: string;
  /** where the account is at its optimum */
  readonly level: string;
  /** the same in words: `at 5.00%`, `none sold` */
  readonly standing: string;
  /** by how much the limit was loosened */
  readonly step: string;
  /** USD that the step would save; absent where the looser account could not be solved */
  readonly saves?: number;
  /** USD by which that may be wrong */
  readonly within: number;
}

export interface Prices {
  readonly account: string;
  readonly obstacle?: string;
  /** the dearest first */
  readonly limits: readonly LimitPrice[];
}

/**
 * Solves the account once more for each limit that binds, with that limit a step looser.
 * @throws RunError for an account that the book has not
 */
export async function priceLimits(inquiry: Inquiry): Promise<Prices> {
  const answer = await inquire(inquiry, ({ situation, optimum, backend, options }) => {
    const limits = exactPrices(situation, optimum, backend, options).map((price): LimitPrice => {
      const { clause, unit } = price.limit;
      const name = limitName(price.limit);
      return {
        name,
        layer: clause.source.layer,
        source: sourceText(clause.source),
        level: measured(price.level, unit),
        standing: standing(name, price.level, unit),
        step: measured(price.step, unit),
        ...(price.saves === undefined ? {} : { saves: dollars(price.saves) }),
        within: dollars(price.within),
      };
    });
    const dearest = limits.sort((a, b) => (b.saves ?? 0) - (a.saves ?? 0) || (a.name < b.name ? -1 : 1));
    // Several rules of a clause that say the same: the one that costs more speaks.
    const told = new Set<string>();
    return {
      limits: dearest.filter(
        ({ name, source }) => !told.has(`${name} ${source}`) && told.add(`${name} ${source}`),
      ),
    };
  });
  return { account: inquiry.account, limits: [], ...answer };
}

/** Half a cent: what a page would show as nothing. */
const NOTHING = 0.005;

function saving({ saves, within }: LimitPrice): string {
  if (saves === undefined) return "could not be solved";
  const margin = within >= NOTHING ? `, to within ${usd(within)}` : "";
  return saves < NOTHING ? `saves nothing${margin}` : `saves ${usd(saves)}${margin}`;
}

/** The page, without a line break at its end. */
export function pricesPage(prices: Prices): string {
  const lines = [`Account ${prices.account}: what each limit that binds costs`, ""];
  if (prices.obstacle !== undefined) return [...lines, `  ${prices.obstacle}`].join("\n");
  if (prices.limits.length === 0) return [...lines, "  no limit binds"].join("\n");
  const rows = prices.limits.map((limit) => [
    limit.name,
    limit.standing,
    `${limit.step} looser ${saving(limit)}`,
    limit.layer,
    limit.source,
  ]);
  lines.push(...table(rows, new Set()));
  return lines.join("\n");
}
