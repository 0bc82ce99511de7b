/** What the name under a cursor stands for: a symbol of the project, a variable of a `for each`, or an account. */
import type { Place, SymbolInfo } from "@mandate/compiler";
import type { Account, Expression, ForEach, Name, Node, Span, Sum, Text } from "@mandate/dsl";
import { everyNode, pathTo } from "./nodes.ts";
import type { Here, Snapshot } from "./snapshot.ts";

export type Meant =
  | { readonly is: "symbol"; readonly span: Span; readonly symbol: SymbolInfo }
  | { readonly is: "variable"; readonly span: Span; readonly variable: LocalVariable }
  | { readonly is: "account"; readonly span: Span; readonly account: AccountUses };

/** What a `for each` or `sum` runs over, and where its variable stands. */
export interface LocalVariable {
  readonly name: string;
  readonly declaration: Span;
  /** without the declaration, in the order of the text */
  readonly uses: readonly Span[];
  readonly range: Expression;
}

export interface AccountUses {
  readonly id: string;
  /** its blocks, one a layer */
  readonly declarations: readonly (Place & { readonly node: Account })[];
  /** in households and waivers */
  readonly uses: readonly Place[];
}

export function meantAt(here: Here, offset: number): Meant | undefined {
  const { snapshot, source } = here;
  const path = pathTo(source.parsed.file.declarations, offset);
  const leaf = path.at(-1);
  if (leaf === undefined) return undefined;
  if (isName(leaf)) {
    const variable = variableAt(path, leaf);
    if (variable !== undefined) return { is: "variable", span: leaf.span, variable };
    const symbol = snapshot.compilation.model.at(source.path, offset);
    return symbol === undefined ? undefined : { is: "symbol", span: leaf.span, symbol };
  }
  if (isText(leaf) && isAccountId(path)) {
    const account = accountsOf(snapshot).get(leaf.value);
    return account === undefined ? undefined : { is: "account", span: leaf.span, account };
  }
  return undefined;
}

/** A symbol's places in one file or all; the declaration first. */
export function placesOf(meant: Meant, file: string): readonly Place[] {
  switch (meant.is) {
    case "symbol":
      return [
        ...(meant.symbol.declaration === undefined ? [] : [meant.symbol.declaration]),
        ...meant.symbol.references,
      ];
    case "variable":
      return [meant.variable.declaration, ...meant.variable.uses].map((span) => ({ file, span }));
    case "account":
      return [...meant.account.declarations, ...meant.account.uses];
  }
}

/** Where it is declared; an account may be in each layer. */
export function declarationsOf(meant: Meant, file: string): readonly Place[] {
  switch (meant.is) {
    case "symbol":
      return meant.symbol.declaration === undefined ? [] : [meant.symbol.declaration];
    case "variable":
      return [{ file, span: meant.variable.declaration }];
    case "account":
      return meant.account.declarations;
  }
}

const accounts = new WeakMap<Snapshot, ReadonlyMap<string, AccountUses>>();

/** Every account that a policy names. Accounts of tests are the tests' own. */
export function accountsOf(snapshot: Snapshot): ReadonlyMap<string, AccountUses> {
  const known = accounts.get(snapshot);
  if (known !== undefined) return known;
  const found = new Map<
    string,
    { id: string; declarations: (Place & { readonly node: Account })[]; uses: Place[] }
  >();
  const entry = ({ value }: Text) => {
    const before = found.get(value) ?? { id: value, declarations: [], uses: [] };
    found.set(value, before);
    return before;
  };
  for (const { path, tree } of snapshot.compilation.model.files) {
    const at = ({ span }: Node): Place => ({ file: path, span });
    for (const node of tree.declarations) {
      if (node.kind === "Account") entry(node.account).declarations.push({ ...at(node.account), node });
      else if (node.kind === "Household") for (const id of node.accounts) entry(id).uses.push(at(id));
      else if (node.kind === "Waive") entry(node.account).uses.push(at(node.account));
    }
  }
  accounts.set(snapshot, found);
  return found;
}

/** The variable that a name is, where a `for each` or `sum` around it declares one. */
function variableAt(path: readonly Node[], name: Name): LocalVariable | undefined {
  // Only a name that stands alone: in `a.b` the first may be a menu, never a variable.
  for (const node of [...path].reverse()) {
    const binder = bindersOf(node).find(({ variable }) => variable.text === name.text);
    if (binder === undefined) continue;
    const uses: Span[] = [];
    for (const inner of everyNode([node]))
      if (isReference(inner) && inner.path.length === 1 && inner.path[0]?.text === name.text)
        uses.push(inner.span);
    const all = [binder.variable.span, ...uses];
    if (!all.some(({ start, end }) => start === name.span.start && end === name.span.end)) return undefined;
    return { name: name.text, declaration: binder.variable.span, uses, range: binder.range };
  }
  return undefined;
}

/** The variables that stand for something inside a node. */
export function bindersOf(node: Node): readonly (ForEach | Sum)[] {
  if (isSum(node)) return [node];
  return isRule(node) ? node.forEach : [];
}

function isAccountId(path: readonly Node[]): boolean {
  const kind = path.at(-2)?.kind;
  if (path.some((node) => node.kind === "Test")) return false;
  const leaf = path.at(-1);
  const parent = path.at(-2);
  if (kind === "Household") return isHousehold(parent) && parent.name !== leaf;
  if (kind === "Account") return isAccount(parent) && parent.account === leaf;
  if (kind === "Waive") return isWaive(parent) && parent.account === leaf;
  return false;
}

export function isName(node: Node | undefined): node is Name {
  return node?.kind === "Name";
}
function isText(node: Node): node is Text {
  return node.kind === "Text";
}
function isSum(node: Node): node is Sum {
  return node.kind === "Sum";
}
function isRule(node: Node): node is Node & { readonly forEach: readonly ForEach[] } {
  return node.kind === "ComparisonRule";
}
function isReference(node: Node): node is Node & { readonly path: readonly Name[] } {
  return node.kind === "Reference";
}
function isHousehold(node: Node | undefined): node is Node & { readonly name: Text } {
  return node?.kind === "Household";
}
export function isAccount(node: Node | undefined): node is Account {
  return node?.kind === "Account";
}
function isWaive(node: Node | undefined): node is Node & { readonly account: Text } {
  return node?.kind === "Waive";
}
