/** Inlay hints: weights of the account in model trees, what a level adds up to where it is not 100 %, options in effect. */
import { amount, choiceText, chosen, type OptionIR } from "@mandate/compiler";
import type { Account, AllocationItem, Model, Name, Node, Profile } from "@mandate/dsl";
import { Decimal } from "decimal.js";
import { type InlayHint, InlayHintKind, InlayHintRequest } from "vscode-languageserver";
import { everyNode } from "../projects/nodes.ts";
import { type Here, positionAt, spanAt } from "../projects/snapshot.ts";
import { ownNode } from "../words/weights.ts";
import { inDocument } from "./feature.ts";

export const inlayHints = inDocument(
  InlayHintRequest.type,
  { inlayHintProvider: true },
  (here, { range }) => {
    const { start, end } = spanAt(here, range);
    return here.source.parsed.file.declarations
      .filter(({ span }) => span.start <= end && span.end >= start)
      .flatMap((node) => {
        if (node.kind === "Model") return modelHints(here, node);
        if (node.kind === "Account" || node.kind === "Profile")
          return [...choiceHints(here, node), ...profileHints(here, node)];
        return node.kind === "LimitDeclaration" || node.kind === "PreferDeclaration"
          ? optionHints(here, node)
          : [];
      });
  },
);

function hint(here: Here, offset: number, label: string, tooltip: string): InlayHint {
  return { position: positionAt(here, offset), label, tooltip, kind: InlayHintKind.Type, paddingLeft: true };
}

/** At the top level a percent is of the account already; below, it is what both make together. */
function modelHints(here: Here, model: Model): InlayHint[] {
  return [
    ...levelSum(here, model.items, model.name.span.end, model.base !== undefined),
    ...model.items.flatMap((item) => inside(here, item)),
  ];
}

function inside(here: Here, item: AllocationItem): InlayHint[] {
  if (item.kind === "Use" || item.children === undefined) return [];
  const [first] = item.children;
  return [
    ...(first === undefined ? [] : levelSum(here, item.children, first.span.start, false)),
    ...item.children.flatMap((child, _, all) => [
      // An only child is all of its class, whose weight stands just before it.
      ...(all.length === 1 ? [] : absolute(here, child)),
      ...inside(here, child),
    ]),
  ];
}

/** Hundredths of a percent, as in tables. */
const PLACES = 4;

function absolute(here: Here, item: AllocationItem): InlayHint[] {
  const placed = ownNode(here.snapshot, here.source.path, item.span.start);
  const after = item.kind === "Use" ? undefined : (item.weight ?? item.members.at(-1));
  if (placed === undefined || after === undefined) return [];
  const label = `= ${amount(new Decimal(placed.node.target).toDecimalPlaces(PLACES).toFixed(), "percent")}`;
  return [hint(here, after.span.end, label, `of the account, in ${placed.model.name}`)];
}

/** While a level is being written, what its shares come to. A derived model restates only some of its base's. */
function levelSum(here: Here, items: readonly AllocationItem[], at: number, derived: boolean): InlayHint[] {
  if (derived || items.length < 2) return [];
  let sum = new Decimal(0);
  for (const { weight: written } of items) {
    if (written?.kind !== "Quantity" || (written.unit !== "%" && written.unit !== "bps")) return [];
    sum = sum.plus(new Decimal(written.value).div(written.unit === "%" ? 100 : 10_000));
  }
  return sum.equals(1)
    ? []
    : [
        hint(
          here,
          at,
          `Σ ${amount(sum.toFixed(), "percent")}`,
          "what this level adds up to; it must be 100 %",
        ),
      ];
}

function optionNamed(here: Here, path: readonly Name[]): OptionIR | undefined {
  const name = path.map(({ text }) => text).join(".");
  const { menus } = here.snapshot.compilation.model.partial;
  return menus.flatMap(({ options }) => options).find((one) => one.name === name);
}

/** Which default a choice takes the place of. */
function choiceHints(here: Here, { clauses }: Account | Profile): InlayHint[] {
  return clauses.flatMap((clause) => {
    const option = clause.kind === "ChooseClause" ? optionNamed(here, clause.option) : undefined;
    if (option === undefined) return [];
    const label = `instead of ${chosen(option.default, option)}`;
    return [hint(here, clause.span.end, label, `the default of ${option.name}`)];
  });
}

/** What a profile chooses for the account, but for what the account chooses for itself. */
function profileHints(here: Here, { clauses }: Account | Profile): InlayHint[] {
  const { partial } = here.snapshot.compilation.model;
  const own = new Set(
    clauses.flatMap((clause) =>
      clause.kind === "ChooseClause" ? [optionNamed(here, clause.option)?.name] : [],
    ),
  );
  return clauses.flatMap((clause) => {
    if (clause.kind !== "ProfileClause") return [];
    return clause.profiles.flatMap(({ text, span }) => {
      const choices = partial.profiles.find(({ name }) => name === text)?.block.choices ?? [];
      const taken = choices
        .filter(({ option }) => !own.has(option))
        .map(({ option, value }) => `${option} = ${choiceText(option, value, partial)}`);
      return taken.length === 0
        ? []
        : [hint(here, span.end, taken.join(", "), `what ${text} chooses, unless the account chooses itself`)];
    });
  });
}

/** In a rule: what an option stands at where nobody chooses. */
function optionHints(here: Here, rule: Node): InlayHint[] {
  return [...everyNode([rule])].flatMap((node) => {
    const option = isReference(node) ? optionNamed(here, node.path) : undefined;
    if (option === undefined) return [];
    return [
      hint(
        here,
        node.span.end,
        `default ${chosen(option.default, option)}`,
        `where nobody chooses ${option.name}`,
      ),
    ];
  });
}

function isReference(node: Node): node is Node & { readonly path: readonly Name[] } {
  return node.kind === "Reference";
}
