/** Completion items for what is wanted. */
import { amount, chosen, type OptionIR, offer, type SymbolInfo, setters } from "@mandate/compiler";
import { type CompletionItem, CompletionItemKind, InsertTextFormat, type Range } from "vscode-languageserver";
import { accountsOf } from "../projects/meant.ts";
import type { Snapshot } from "../projects/snapshot.ts";
import { measures, measureText } from "../words/measures.ts";
import { written } from "../words/written.ts";
import type { Wanted } from "./wanted.ts";

/** An item without its place in the text; what comes first in a list has a lower rank. */
export interface Offer {
  readonly label: string;
  readonly kind: CompletionItemKind;
  readonly rank: number;
  readonly detail?: string;
  /** beside the label, dimmer */
  readonly description?: string;
  /** if it is not the label */
  readonly insert?: string;
  readonly snippet?: boolean;
  /** letters that find it, if they are not the label's */
  readonly filter?: string;
  /** of the symbol that documentation is made from, when the item is looked at */
  readonly key?: string;
  readonly about?: string;
}

const kinds: Readonly<Record<string, CompletionItemKind>> = {
  "asset class": CompletionItemKind.Module,
  list: CompletionItemKind.Value,
  sleeve: CompletionItemKind.Struct,
  model: CompletionItemKind.Class,
  profile: CompletionItemKind.Interface,
  limit: CompletionItemKind.Constant,
  preference: CompletionItemKind.Variable,
  security: CompletionItemKind.EnumMember,
  attribute: CompletionItemKind.Field,
};

const accountFacts = [
  "registration",
  "value",
  "household",
  "model",
  "profile",
  "advisor",
  "name",
  "st_rate",
  "lt_rate",
  "cash",
];

/** Everything that fits one thing that is wanted, the likeliest kinds first. */
export function offersFor(
  snapshot: Snapshot,
  wanted: Wanted,
  variables: readonly string[],
): readonly Offer[] {
  const { model } = snapshot.compilation;
  switch (wanted.want) {
    case "symbols":
      return ofKinds(snapshot, wanted.kinds);
    case "securities":
      return securities(snapshot);
    case "sets":
      return [
        ...variables.map(
          (name): Offer => ({ label: name, kind: CompletionItemKind.Variable, rank: 0, detail: "variable" }),
        ),
        ...ofKinds(snapshot, ["asset class", "list"]),
        ...securities(snapshot),
      ];
    case "ranges":
      return ["securities", "issuers", "classes"].map((word) => plainWord(word));
    case "measures":
      return [
        ...measures.map(
          (measure): Offer => ({
            label: measure.name,
            kind: CompletionItemKind.Function,
            rank: 2,
            detail: measure.unit,
            about: measureText(measure),
            ...(measure.forms.some(({ parameters }) => parameters.length > 0) &&
            measure.forms[0]?.label !== measure.name
              ? { insert: `${measure.name}($1)$0`, snippet: true }
              : {}),
          }),
        ),
      ];
    case "attributes":
      return model.partial.attributes.map(
        ({ name, type }): Offer => ({
          label: name,
          kind: CompletionItemKind.Field,
          rank: 1,
          detail: type,
          key: name,
          ...(type === "flag"
            ? {}
            : { insert: `${written(name)} ${type === "text" ? '= "$1"$0' : ">= $0"}`, snippet: true }),
        }),
      );
    case "values":
      return valuesOf(snapshot, wanted.attribute);
    case "options":
      return optionsOf(snapshot, wanted.menu, wanted.forChoice);
    case "choices": {
      const option = allOptions(snapshot).find(({ name }) => name === wanted.option);
      return option === undefined ? [] : choicesOf(option, wanted.inCondition);
    }
    case "facts":
      return [
        ...accountFacts.map(
          (name): Offer => ({
            label: name,
            kind: CompletionItemKind.Property,
            rank: 1,
            detail: "fact of the account",
          }),
        ),
        ...model.partial.attributes.map(
          ({ name, type }): Offer => ({
            label: name,
            kind: CompletionItemKind.Property,
            rank: 3,
            detail: `${type}, a column of the book`,
          }),
        ),
      ];
    case "accounts":
      return [...accountsOf(snapshot).values()].map(({ id, declarations }): Offer => {
        const title = declarations.find(({ node }) => node.title !== undefined)?.node.title?.value;
        return {
          label: id,
          kind: CompletionItemKind.Reference,
          rank: 1,
          ...(title === undefined ? {} : { detail: title }),
        };
      });
    case "words":
      return wanted.words.map((word) => plainWord(word));
  }
}

function plainWord(word: string): Offer {
  return { label: word, kind: CompletionItemKind.Keyword, rank: 1 };
}

function ofKinds(snapshot: Snapshot, wanted: readonly string[]): readonly Offer[] {
  const found: Offer[] = [];
  for (const symbol of snapshot.compilation.model.symbols.values()) {
    const rank = wanted.indexOf(symbol.kind);
    if (rank >= 0) found.push(ofSymbol(symbol, rank + 1));
  }
  // It is there whether or not somebody declares it.
  if (wanted.includes("asset class") && !found.some(({ label }) => label === "Cash"))
    found.push({ label: "Cash", kind: CompletionItemKind.Module, rank: 1, detail: "asset class" });
  return found;
}

function ofSymbol({ name, kind, title, key }: SymbolInfo, rank: number): Offer {
  return {
    label: name,
    kind: kinds[kind] ?? CompletionItemKind.Text,
    rank,
    detail: kind,
    ...(title === undefined ? {} : { description: title }),
    insert: written(name),
    key,
  };
}

function securities(snapshot: Snapshot): readonly Offer[] {
  return snapshot.compilation.model.partial.universe.map(
    ({ symbol, name, class: of }): Offer => ({
      label: symbol,
      kind: CompletionItemKind.EnumMember,
      rank: 5,
      detail: of,
      description: name,
      insert: written(symbol),
      // A security is looked for by its name as often as by its symbol.
      filter: `${symbol} ${name}`,
      key: `security ${symbol}`,
    }),
  );
}

function valuesOf(snapshot: Snapshot, attribute: string): readonly Offer[] {
  const { universe, attributes } = snapshot.compilation.model.partial;
  if (attributes.find(({ name }) => name === attribute)?.type !== "text") return [];
  const values = new Set(universe.flatMap(({ attributes: all }) => all[attribute] ?? []));
  return [...values].sort().map(
    (value): Offer => ({
      label: JSON.stringify(value),
      kind: CompletionItemKind.Value,
      rank: 1,
      detail: attribute,
    }),
  );
}

function allOptions(snapshot: Snapshot): readonly OptionIR[] {
  return snapshot.compilation.model.partial.menus.flatMap(({ options }) => options);
}

function optionsOf(snapshot: Snapshot, menu: string | undefined, forChoice: boolean): readonly Offer[] {
  return allOptions(snapshot)
    .filter(
      ({ name, forEachClass }) =>
        (menu === undefined || name.startsWith(`${menu}.`)) && !(forChoice && forEachClass),
    )
    .map((option): Offer => {
      const label = menu === undefined ? option.name : option.name.slice(menu.length + 1);
      return {
        label,
        kind: CompletionItemKind.Property,
        rank: 3,
        detail: `${offer(option)}; by default ${chosen(option.default, option)}`,
        description: `set by ${setters(option)}`,
        key: `option ${option.name}`,
        ...(forChoice ? { insert: `${label} = ` } : {}),
      };
    });
}

/** What a menu permits: each case, or the ends of the range with the default. */
function choicesOf(option: OptionIR, inCondition: boolean): readonly Offer[] {
  const standard = chosen(option.default, option);
  const item = (label: string, detail: string, rank = 1): Offer => ({
    label,
    kind: CompletionItemKind.EnumMember,
    rank,
    detail,
  });
  const marked = (label: string, detail: string): Offer =>
    item(label, label === standard ? `${detail}, the default` : detail, label === standard ? 1 : 2);
  const { type } = option;
  const none = option.default.kind === "none" && !inCondition ? [marked("none", "no choice")] : [];
  switch (type.type) {
    case "choice":
      return type.cases.map(({ name, value }) => marked(name, `= ${value}`));
    case "flag":
      return [marked("on", "yes"), marked("off", "no")];
    case "lists":
      return [...type.lists.map((name) => ({ ...item(name, "list"), key: name })), ...none];
    default: {
      const ends = [
        ...(type.low === undefined
          ? []
          : [marked(amount(type.low, type.type), "the least that is permitted")]),
        ...(type.high === undefined
          ? []
          : [marked(amount(type.high, type.type), "the most that is permitted")]),
      ];
      const middle =
        option.default.kind === "quantity" && !ends.some(({ label }) => label === standard)
          ? [item(standard, "the default")]
          : [];
      return [...middle, ...ends, ...none];
    }
  }
}

/** As the protocol wants it; `range` is what it replaces. A client without snippets gets the label alone. */
export function itemOf(offered: Offer, range: Range, uri: string, snippets: boolean): CompletionItem {
  const { label, kind, rank, detail, description, filter, key, about } = offered;
  const isSnippet = offered.snippet === true && snippets;
  const newText = offered.snippet === true && !snippets ? label : (offered.insert ?? label);
  return {
    label,
    kind,
    sortText: `${rank} ${label}`,
    textEdit: { range, newText },
    ...(isSnippet ? { insertTextFormat: InsertTextFormat.Snippet } : {}),
    ...(detail === undefined ? {} : { detail }),
    ...(description === undefined ? {} : { labelDetails: { description } }),
    ...(filter === undefined ? {} : { filterText: filter }),
    ...(about === undefined ? {} : { documentation: { kind: "markdown", value: about } }),
    ...(key === undefined ? {} : { data: { uri, key } }),
  };
}
