/** One level of a model or sleeve: its shares are whole. */
import { catalogue } from "../catalogue/index.ts";
import type { Place } from "../diagnostics/diagnostic.ts";
import type { Env } from "../env.ts";
import { Exact, percentText } from "../numbers/decimal.ts";
import type { Entry } from "./allocation.ts";

const { models } = catalogue;

/**
 * The entries with a share each; a single one without is all of its parent. Reports what does not add up at `place`,
 * where the level's parent is declared, and gives undefined.
 */
export function checkLevel(
  env: Env,
  entries: readonly Entry[],
  parent: string,
  place: Place,
): readonly Entry[] | undefined {
  const [only, ...others] = entries;
  if (only === undefined) return [];
  if (others.length === 0 && only.share === undefined && !only.broken)
    return [{ ...only, share: new Exact(1) }];
  const missing = entries.filter(({ share, broken }) => share === undefined && !broken);
  for (const entry of missing) {
    env.reporter.report(
      models.missingWeight,
      { file: entry.unit.path, span: entry.nameSpan },
      { found: entry.name },
    );
  }
  if (missing.length > 0 || entries.some(({ broken }) => broken)) return undefined;
  const sum = entries.reduce((total, { share }) => total.plus(share ?? 0), new Exact(0));
  if (sum.equals(1)) return entries;
  env.reporter.report(
    models.doesNotAddUp,
    place,
    { what: parent, sum: percentText(sum) },
    {
      related: entries.map((entry) => ({
        file: entry.unit.path,
        span: entry.nameSpan,
        message: `\`${entry.name}\` is ${percentText(entry.share ?? "0")}`,
      })),
    },
  );
  return undefined;
}
