/** The answer to `--why-not`, readable in half a minute. */
import { sourceText } from "../explain/reasons.ts";
import { change, clauseLines, table, usd } from "../explain/words.ts";
import type { Reply } from "./ask.ts";
import type { Trial } from "./trial.ts";

const TERMS = ["drift", "alternates", "tax", "trading", "risk", "preferences"] as const;

/** Trades that an answer lists. */
const MOST = 8;

type Permitted = Extract<Trial, { readonly outcome: "permitted" }>;
type Forbidden = Extract<Trial, { readonly outcome: "forbidden" }>;

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function sentence(text: string): string {
  return `${capital(text)}${/[.?!]$/.test(text) ? "" : "."}`;
}

/** USD below which two totals are the same. */
const CENT = 0.01;

function permitted(what: string, { more, trades, within }: Permitted): string[] {
  if (trades.length === 0)
    return [`${capital(what)} is what the optimum does already, before rounding to shares.`];
  const lines: string[] = [];
  if (more.total < CENT) {
    lines.push(`${capital(what)} costs nothing more: other trades are as good, and fewer or smaller.`);
  } else {
    lines.push(
      `${capital(what)} is permitted, and would cost ${usd(more.total)} more than what is proposed:`,
    );
  }
  const rows = TERMS.filter((term) => Math.abs(more[term]) >= CENT).map((term) => [term, change(more[term])]);
  lines.push(...table(rows, new Set([1])));
  if (within >= CENT) lines.push(`  (both totals are proved to within ${usd(within)} together)`);
  lines.push("The trades would differ so, before rounding to shares:");
  const shown = trades.slice(0, MOST).map(({ symbol, dollars }) => {
    return [
      dollars > 0 ? "buy more, or sell less" : "sell more, or buy less",
      symbol,
      usd(Math.abs(dollars)),
    ];
  });
  lines.push(...table(shown, new Set([2])));
  if (trades.length > MOST) lines.push(`  and ${trades.length - MOST} smaller changes`);
  return lines;
}

function forbidden(what: string, trial: Forbidden): string[] {
  const lines: string[] = [];
  if (trial.clauses.length > 0) {
    lines.push(`${capital(what)} is not permitted. With it, these cannot hold together:`);
    lines.push(
      ...clauseLines(
        trial.clauses.map(({ source, name, text }) => {
          return { layer: source.layer, name, text, source: sourceText(source) };
        }),
      ),
    );
  } else if (trial.why !== undefined) {
    lines.push(`${capital(what)} is not possible: ${trial.why}.`);
  } else {
    lines.push(`${capital(what)} is not possible, whatever the policy says.`);
  }
  if (trial.facts.length > 0)
    lines.push(`They clash because of what no policy can change: ${trial.facts.join(", ")}.`);
  if (trial.repairs.length > 0) {
    lines.push("What would be enough, by whose word it is:");
    lines.push(
      ...table(
        trial.repairs.map(({ layer, text }) => [layer, text]),
        new Set(),
      ),
    );
  }
  return lines;
}

/** The page, without a line break at its end. */
export function replyPage(reply: Reply): string {
  const lines = [`Account ${reply.account}: why not \`${reply.asked.trim()}\`?`];
  if (reply.obstacle !== undefined) lines.push("", sentence(reply.obstacle));
  for (const { what, trial } of reply.trials) {
    lines.push("");
    if (trial.outcome === "permitted") lines.push(...permitted(what, trial));
    else if (trial.outcome === "forbidden") lines.push(...forbidden(what, trial));
    else lines.push(`Whether ${what} is permitted could not be decided: ${trial.message}.`);
  }
  return lines.join("\n");
}
