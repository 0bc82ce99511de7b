/** What kinds of names make sense at a place: the parser says where we are, the words before it say the rest. */
import type { Expected, Token } from "@mandate/dsl";

/** What is wanted; a place may want several. */
export type Wanted =
  | { readonly want: "symbols"; readonly kinds: readonly string[] }
  | { readonly want: "securities" }
  /** classes, lists, securities, variables: whatever has a weight */
  | { readonly want: "sets" }
  | { readonly want: "ranges" }
  | { readonly want: "measures" }
  | { readonly want: "attributes" }
  /** texts that a column of the universe has */
  | { readonly want: "values"; readonly attribute: string }
  /** `Menu.option`; of one menu only, without its name; those that are chosen, or also those that are tilted */
  | { readonly want: "options"; readonly menu?: string; readonly forChoice: boolean }
  /** what may be chosen for an option */
  | { readonly want: "choices"; readonly option: string; readonly inCondition: boolean }
  | { readonly want: "facts" }
  | { readonly want: "accounts" }
  | { readonly want: "words"; readonly words: readonly string[] };

const setMeasures = new Set(["weight", "value", "shares", "target", "drift", "bought", "sold", "traded"]);
const comparisons = new Set(["=", "!=", "≠", "<", "<=", "≤", ">", ">=", "≥"]);
const words = (...all: string[]): Wanted => ({ want: "words", words: all });
const symbols = (...kinds: string[]): Wanted => ({ want: "symbols", kinds });

/**
 * What a name at a place could be.
 *
 * @param before the declaration's tokens up to the place
 */
export function wantedNames({ rules }: Expected, before: readonly Token[]): readonly Wanted[] {
  const last = before.at(-1)?.image ?? "";
  const inside = (...names: string[]): boolean => names.some((name) => rules.includes(name));
  if (inside("reference")) return inExpression(rules, before);
  if (inside("member")) return [symbols("asset class"), { want: "securities" }];
  if (inside("useItem")) return [symbols("sleeve")];
  if (inside("modelClause") || (inside("model") && last === "is")) return [symbols("model")];
  if (inside("profileClause")) return [symbols("profile")];
  if (inside("choose"))
    return last === "."
      ? [{ want: "options", menu: before.at(-2)?.image ?? "", forChoice: true }]
      : [{ want: "options", forChoice: true }];
  if (inside("optionType"))
    return last === ":"
      ? [words("money", "percent", "pp", "flag", "shares", "number", "count")]
      : lastOf(before, "lists");
  if (inside("attribute")) return last === ":" ? [words("text", "flag", "number")] : [];
  if (inside("optionItem") && (last === "by" || last === ",")) return [words("advisor", "client")];
  if (inside("clauseReference", "citation") || last === "binding" || last === "citing")
    return [symbols("limit", "preference", "asset class")];
  if (last === "tighten" || last === "waive") return [symbols("limit")];
  if (last === "waivable" || (last === "by" && before.at(-2)?.image === "waivable"))
    return [words("compliance")];
  if (last === "per") return [words("trade", "year")];
  if (last === "to" || last === "from") return [symbols("asset class")];
  if (["substitute", "with", "for", "lot", "prices", "sold", "bought"].includes(last))
    return [{ want: "securities" }];
  if (inside("test") && (last === "{" || rules.at(-2) === "priceEntry" || inside("prices")))
    return [{ want: "securities" }];
  if (inside("equivalents") && last !== "equivalents") return [{ want: "securities" }];
  return [];
}

function lastOf(before: readonly Token[], word: string): readonly Wanted[] {
  return before.slice(-12).some(({ image }) => image === word) ? [symbols("list")] : [];
}

function inExpression(rules: readonly string[], before: readonly Token[]): readonly Wanted[] {
  const last = before.at(-1)?.image ?? "";
  if (last === ".") return afterDot(before.at(-2)?.image ?? "");
  const bracket = openBracket(before);
  const within = before.slice(bracket + 1);
  const callee = before[bracket]?.image === "(" ? (before[bracket - 1]?.image ?? "") : "";
  const condition = whereIn(within);
  const compared = comparisons.has(last) ? leftOf(before) : undefined;
  if (compared !== undefined) {
    if (condition) return [{ want: "values", attribute: compared }];
    if (compared === "account.registration") return [words("taxable", "traditional", "roth", "exempt")];
    if (/^[^.]+\.[^.]+$/.test(compared) && !compared.startsWith("account.") && !compared.startsWith("cost."))
      return [{ want: "choices", option: compared, inCondition: !rules.includes("choose") }];
    return [{ want: "options", forChoice: false }, { want: "measures" }];
  }
  if (condition) return [{ want: "attributes" }, symbols("list", "asset class")];
  if (setMeasures.has(callee)) return [{ want: "sets" }];
  if (callee === "count") return [words("holdings", "trades")];
  if (callee === "gains" || callee === "losses") return [words("short", "long")];
  if (callee === "average")
    return within.some(({ image }) => image === "of") ? [{ want: "sets" }] : [{ want: "attributes" }];
  if (rules.includes("forEach") || last === "in") return [{ want: "ranges" }, { want: "sets" }];
  if (rules.includes("choose")) return chosenNow(before);
  if (rules.includes("list") || rules.includes("freeClause") || last === "in")
    return [{ want: "ranges" }, { want: "sets" }];
  if (
    last === "when" ||
    ((last === "and" || last === "or" || last === "not") && before.some(({ image }) => image === "when"))
  )
    return [{ want: "options", forChoice: false }, words("account")];
  if (rules.includes("optionItem")) return [words("none", "on", "off"), symbols("list")];
  if (rules.includes("test") && last === "in") return [{ want: "sets" }];
  return [{ want: "measures" }, { want: "options", forChoice: false }, words("account")];
}

function afterDot(first: string): readonly Wanted[] {
  if (first === "account") return [{ want: "facts" }];
  if (first === "cost")
    return [words("total", "drift", "alternates", "tax", "trading", "risk", "preferences")];
  return [{ want: "options", menu: first, forChoice: false }];
}

/** `choose Menu.option = A, |`: the option's choices once more. */
function chosenNow(before: readonly Token[]): readonly Wanted[] {
  const at = before.findLastIndex(({ image }) => image === "=");
  const option = leftOf(before.slice(0, at + 1));
  return option === undefined ? [] : [{ want: "choices", option, inCondition: false }];
}

/** Where the innermost bracket that is still open stands; -1 if none is. */
function openBracket(before: readonly Token[]): number {
  let depth = 0;
  for (let index = before.length - 1; index >= 0; index--) {
    const image = before[index]?.image;
    if (image === ")" || image === "}") depth++;
    else if (image === "(" || image === "{") {
      if (depth === 0) return index;
      depth--;
    }
  }
  return -1;
}

/** Whether a condition on attributes goes on: `where a and |`. A colon or an operator of amounts has ended it. */
function whereIn(within: readonly Token[]): boolean {
  const where = within.findLastIndex(({ image }) => image === "where");
  return (
    where >= 0 &&
    !within.slice(where).some(({ image }) => image === ":" || image === "{" || image === "because")
  );
}

/** The name, with its path, before the comparison that was just written. */
function leftOf(before: readonly Token[]): string | undefined {
  const path: string[] = [];
  let index = before.length - 2;
  for (; index >= 0; index -= 2) {
    path.unshift(bare(before[index]?.image ?? ""));
    if (before[index - 1]?.image !== ".") break;
  }
  return path.length === 0 ? undefined : path.join(".");
}

function bare(image: string): string {
  return image.startsWith("`") ? image.slice(1, -1) : image;
}
