/** The outline of a file: declarations, and inside them what has a name of its own. */
import type { AccountClause, AllocationItem, AssetClass, Declaration, Name, Node, Text } from "@mandate/dsl";
import { type DocumentSymbol, DocumentSymbolRequest, SymbolKind } from "vscode-languageserver";
import { type Here, rangeAt } from "../projects/snapshot.ts";
import { inDocument } from "./feature.ts";

export const documentSymbols = inDocument(
  DocumentSymbolRequest.type,
  { documentSymbolProvider: { label: "Mandate" } },
  (here) => outline(here),
);

/** Sorted as in the text. What has a mistake in it shows as far as it was understood. */
function outline(here: Here): DocumentSymbol[] {
  return here.source.parsed.file.declarations.flatMap((declaration) => ofDeclaration(here, declaration));
}

interface Item {
  readonly node: Node;
  readonly name: Name | Text | Node;
  readonly label: string;
  readonly detail?: string | undefined;
  readonly kind: SymbolKind;
  readonly children?: readonly DocumentSymbol[];
}

function symbol(here: Here, { node, name, label, detail, kind, children = [] }: Item): DocumentSymbol[] {
  // The protocol wants a name that is not empty, and a selection inside of the range.
  if (label.trim() === "") return [];
  const { start, end } = node.span;
  const selection = name.span.start >= start && name.span.end <= end ? name.span : { start, end: start };
  return [
    {
      name: label,
      ...(detail === undefined || detail === "" ? {} : { detail }),
      kind,
      range: rangeAt(here, node.span),
      selectionRange: rangeAt(here, selection),
      children: [...children],
    },
  ];
}

function ofDeclaration(here: Here, node: Declaration): DocumentSymbol[] {
  const named = (name: Name, kind: SymbolKind, detail?: string, children: readonly DocumentSymbol[] = []) =>
    symbol(here, { node, name, label: name.text, kind, detail, children });
  switch (node.kind) {
    case "AssetClass":
      return assetClass(here, node);
    case "Attribute":
      return named(node.name, SymbolKind.Field, node.type.text);
    case "List":
      return named(node.name, SymbolKind.Array, node.title?.value);
    case "Sleeve":
      return named(
        node.name,
        SymbolKind.Struct,
        node.title?.value,
        "items" in node.source ? node.source.items.flatMap((item) => allocation(here, item)) : [],
      );
    case "Model":
      return named(
        node.name,
        SymbolKind.Class,
        node.title?.value ?? (node.base === undefined ? undefined : `is ${node.base.text}`),
        node.items.flatMap((item) => allocation(here, item)),
      );
    case "Objective":
      return symbol(here, { node, name: node, label: "objective", kind: SymbolKind.Operator });
    case "Menu":
      return named(
        node.name,
        SymbolKind.Enum,
        node.title?.value,
        node.options.flatMap((option) =>
          symbol(here, {
            node: option,
            name: option.name,
            label: option.name.text,
            detail: option.type.name.text,
            kind: SymbolKind.EnumMember,
          }),
        ),
      );
    case "LimitDeclaration":
      return named(node.limit.name, SymbolKind.Constant, node.limit.title?.value);
    case "PreferDeclaration":
      return named(node.prefer.name, SymbolKind.Variable, node.prefer.title?.value);
    case "Profile":
      return named(node.name, SymbolKind.Interface, node.title?.value, clauses(here, node.clauses));
    case "Waive":
      return symbol(here, {
        node,
        name: node.limit,
        label: `waive ${node.limit.text}`,
        detail: `account ${node.account.value}`,
        kind: SymbolKind.Event,
      });
    case "Equivalents":
      return named(node.name, SymbolKind.Array, node.title?.value);
    case "Account":
      return symbol(here, {
        node,
        name: node.account,
        label: `account ${node.account.value}`,
        detail: node.title?.value,
        kind: SymbolKind.Object,
        children: clauses(here, node.clauses),
      });
    case "Household":
      return symbol(here, {
        node,
        name: node.name,
        label: `household ${node.name.value}`,
        kind: SymbolKind.Package,
      });
    case "FreeClause":
      return clauses(here, [node.clause]);
    case "WashSalesAllowed":
      return symbol(here, { node, name: node, label: "wash sales allowed", kind: SymbolKind.Boolean });
    case "Test":
      return symbol(here, {
        node,
        name: node.title,
        label: node.title.value,
        detail: "test",
        kind: SymbolKind.Method,
      });
  }
}

function assetClass(here: Here, node: AssetClass): DocumentSymbol[] {
  return symbol(here, {
    node,
    name: node.name,
    label: node.name.text,
    detail: node.title?.value,
    kind: SymbolKind.Namespace,
    children: node.children.flatMap((child) => assetClass(here, child)),
  });
}

function allocation(here: Here, node: AllocationItem): DocumentSymbol[] {
  const { text } = here.source;
  const weight = node.weight === undefined ? "" : text.slice(node.weight.span.start, node.weight.span.end);
  if (node.kind === "Use")
    return symbol(here, {
      node,
      name: node.sleeve,
      label: node.sleeve.text,
      detail: weight,
      kind: SymbolKind.Struct,
    });
  const [first, ...others] = node.members;
  if (first === undefined) return [];
  return symbol(here, {
    node,
    name: first.name,
    label: [first, ...others].map(({ name }) => name.text).join(" or "),
    detail: weight,
    kind: node.children === undefined ? SymbolKind.Number : SymbolKind.Namespace,
    children: (node.children ?? []).flatMap((child) => allocation(here, child)),
  });
}

/** Clauses with a name; the others are what they say, and too many for an outline. */
function clauses(here: Here, all: readonly AccountClause[]): DocumentSymbol[] {
  return all.flatMap((node) => {
    if (node.kind === "LimitClause")
      return symbol(here, {
        node,
        name: node.limit.name,
        label: node.limit.name.text,
        kind: SymbolKind.Constant,
      });
    if (node.kind === "PreferClause")
      return symbol(here, {
        node,
        name: node.prefer.name,
        label: node.prefer.name.text,
        kind: SymbolKind.Variable,
      });
    return [];
  });
}
