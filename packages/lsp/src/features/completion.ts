/** Completion: what the parser takes at the place, and for names what they could be; documentation when asked. */
import type { Layer } from "@mandate/compiler";
import { type Expected, expectedAt, type Token } from "@mandate/dsl";
import {
  type CompletionItem,
  CompletionItemKind,
  type CompletionList,
  CompletionRequest,
  CompletionResolveRequest,
} from "vscode-languageserver";
import { itemOf, type Offer, offersFor } from "../completion/items.ts";
import { clauses, declarations, mayBegin, type Snippet } from "../completion/snippets.ts";
import { type Wanted, wantedNames } from "../completion/wanted.ts";
import { type Here, offsetAt, rangeAt } from "../projects/snapshot.ts";
import { aboutSymbol } from "../words/about.ts";
import { type Feature, feature, inDocument } from "./feature.ts";

const complete = inDocument(
  CompletionRequest.type,
  { completionProvider: { resolveProvider: true, triggerCharacters: [".", "(", "=", "{", "`", '"'] } },
  (here, { position, textDocument }, { client }): CompletionList | null => {
    const offset = offsetAt(here, position);
    const { text } = here.source;
    const { next, before, start } = expectedAt(text, offset);
    const snippets = client.textDocument?.completion?.completionItem?.snippetSupport === true;
    const units = unitsAfter(before, offset);
    const range = rangeAt(here, { start, end: wordEnd(text, offset) });
    const items = [
      ...units.map((unit) => itemOf(unit.offer, rangeAt(here, unit.span), textDocument.uri, snippets)),
      ...offers(here, next, before, text.slice(start, offset)).map((offer) =>
        itemOf(offer, range, textDocument.uri, snippets),
      ),
    ];
    return { isIncomplete: false, items: once(items) };
  },
  // Whoever types waits for the list, not for a check of all that the letter may mean elsewhere.
  "lately",
);

const resolve = feature(CompletionResolveRequest.type, {}, (world, item): CompletionItem => {
  const { uri, key } = dataOf(item.data);
  const here = uri === undefined ? undefined : world.lately(uri);
  const symbol = key === undefined ? undefined : here?.snapshot.compilation.model.symbols.get(key);
  if (here === undefined || symbol === undefined) return item;
  return { ...item, documentation: { kind: "markdown", value: aboutSymbol(here.snapshot, symbol) } };
});

export const completion: Feature = {
  capabilities: complete.capabilities,
  register: (register) => {
    complete.register(register);
    resolve.register(register);
  },
};

function dataOf(data: unknown): { readonly uri?: string; readonly key?: string } {
  if (typeof data !== "object" || data === null) return {};
  const { uri, key }: { uri?: unknown; key?: unknown } = data;
  return { ...(typeof uri === "string" ? { uri } : {}), ...(typeof key === "string" ? { key } : {}) };
}

/** Replacing a name means all of it, also what stands behind the cursor. */
function wordEnd(text: string, offset: number): number {
  return offset + (/^[\p{L}\p{M}\p{Nd}_]*`?/u.exec(text.slice(offset, offset + 200))?.[0].length ?? 0);
}

function offers(
  { snapshot, source }: Here,
  next: readonly Expected[],
  before: readonly Token[],
  typed: string,
): readonly Offer[] {
  const layer = snapshot.compilation.model.files.find(({ path }) => path === source.path)?.layer;
  const found: Offer[] = [];
  const names = next.filter(({ what }) => what === "name");
  const wanted = new Map<string, Wanted>();
  for (const expected of names)
    for (const one of wantedNames(expected, before)) wanted.set(JSON.stringify(one), one);
  const variables = variablesIn(before);
  for (const one of wanted.values()) found.push(...offersFor(snapshot, one, variables));
  // A name in back-ticks is a name: no word of the language is written so.
  if (typed.startsWith("`"))
    return found.map((offer) => ({
      ...offer,
      insert: offer.insert ?? offer.label,
      filter: `\`${offer.label}`,
    }));
  for (const { what, spelling, rules } of next) {
    if (what !== "word" || noise(spelling, rules, wanted)) continue;
    const begins = beginsDeclaration(rules);
    if (begins && !mayBegin(spelling, layer)) continue;
    found.push({ label: spelling, kind: CompletionItemKind.Keyword, rank: begins ? 6 : 4 });
  }
  found.push(...snippetsFor(next, layer));
  if (next.some(({ what }) => what === "text") && before.at(-1)?.image === "account")
    found.push(...quoted(offersFor(snapshot, { want: "accounts" }, [])));
  if (
    next.some(({ what }) => what === "text") &&
    ["accounts", ","].includes(before.at(-1)?.image ?? "") &&
    before[0]?.image === "household"
  )
    found.push(...quoted(offersFor(snapshot, { want: "accounts" }, [])));
  return found;
}

function quoted(all: readonly Offer[]): readonly Offer[] {
  return all.map((offer) => ({ ...offer, label: JSON.stringify(offer.label) }));
}

/** Words that an expression could begin with everywhere are offered only where an expression of that kind makes sense. */
function noise(word: string, rules: readonly string[], wanted: ReadonlyMap<string, Wanted>): boolean {
  const kinds = new Set([...wanted.values()].map(({ want }) => want));
  if (!rules.includes("operand")) return false;
  switch (word) {
    case "sum":
    case "tracking":
      return !kinds.has("measures");
    case "held":
    case "not":
      return !kinds.has("attributes");
    case "where":
      return !kinds.has("sets");
    case "classes":
      return !kinds.has("ranges");
    default:
      return false;
  }
}

function beginsDeclaration(rules: readonly string[]): boolean {
  return (
    rules[0] === "declaration" &&
    !rules.some((rule) => rule === "clauses" || rule === "accountClause") &&
    rules.length <= 4
  );
}

function snippetsFor(next: readonly Expected[], layer: Layer | undefined): readonly Offer[] {
  const begins = new Set(
    next
      .filter(({ what, rules }) => what === "word" && beginsDeclaration(rules) && rules.length <= 3)
      .map(({ spelling }) => spelling),
  );
  const inBlock = new Set(
    next
      .filter(({ what, rules }) => what === "word" && rules.includes("accountClause"))
      .map(({ spelling }) => spelling),
  );
  const offered = ({ label, body, about, word }: Snippet): Offer => ({
    label,
    kind: CompletionItemKind.Snippet,
    rank: 7,
    insert: body,
    snippet: true,
    about,
    filter: word,
  });
  return [
    ...(begins.has("account") || begins.has("test")
      ? declarations.filter(({ word }) => begins.has(word) && mayBegin(word, layer)).map(offered)
      : []),
    ...clauses.filter(({ word }) => inBlock.has(word)).map(offered),
  ];
}

/** The variables of every `for each` and `sum` that is open before the place. */
function variablesIn(before: readonly Token[]): readonly string[] {
  return before.flatMap(({ image }, index) => {
    const previous = before[index - 1]?.image;
    const isVariable =
      (previous === "each" || (previous === "(" && before[index - 2]?.image === "sum")) &&
      before[index + 1]?.image === "in";
    return isVariable ? [image] : [];
  });
}

/** Directly behind a bare number: the units that it may have. */
function unitsAfter(
  before: readonly Token[],
  offset: number,
): readonly { readonly offer: Offer; readonly span: { start: number; end: number } }[] {
  const last = before.at(-1);
  if (
    last === undefined ||
    !/^\d[\d,.]*$/.test(last.image) ||
    last.startOffset + last.image.length !== offset
  )
    return [];
  const span = { start: last.startOffset, end: offset };
  const units = [
    [`${last.image}%`, "percent"],
    [`${last.image}bps`, "basis points"],
    [`${last.image}pp`, "percentage points"],
    [`$${last.image}`, "dollars"],
    [`${last.image} shares`, "shares"],
    [`${last.image} days`, "a time"],
  ] as const;
  return units.map(([label, detail]) => ({
    span,
    offer: { label, detail, kind: CompletionItemKind.Unit, rank: 0, filter: label.replace("$", "") },
  }));
}

/** The same name may be wanted for two reasons. */
function once(items: readonly CompletionItem[]): CompletionItem[] {
  const seen = new Set<string>();
  return items.filter(({ label, kind }) => {
    const key = `${kind} ${label}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
