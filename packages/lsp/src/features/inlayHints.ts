/** Inlay hints: weights of the account in model trees, what a level adds up to where it is not 100 %, options in effect. */
import { amount, chosen, weight } from "@mandate/compiler";
import type { Account, AllocationItem, Model, Profile } from "@mandate/dsl";
import { Decimal } from "decimal.js";
import { type InlayHint, InlayHintKind, InlayHintRequest } from "vscode-languageserver";
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
        return node.kind === "Account" || node.kind === "Profile" ? choiceHints(here, node) : [];
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
    ...item.children.flatMap((child) => [...absolute(here, child), ...inside(here, child)]),
  ];
}

function absolute(here: Here, item: AllocationItem): InlayHint[] {
  const placed = ownNode(here.snapshot, here.source.path, item.span.start);
  const after = item.kind === "Use" ? undefined : (item.weight ?? item.members.at(-1));
  if (placed === undefined || after === undefined) return [];
  const label = `= ${weight(placed.node.target)}`;
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

/** What the block leaves to the menus' defaults stands at its end; what it chooses is written already. */
function choiceHints(here: Here, node: Account | Profile): InlayHint[] {
  const { partial } = here.snapshot.compilation.model;
  const hints: InlayHint[] = [];
  for (const clause of node.clauses) {
    if (clause.kind !== "ChooseClause") continue;
    const name = clause.option.map(({ text }) => text).join(".");
    const option = partial.menus.flatMap(({ options }) => options).find((one) => one.name === name);
    if (option === undefined) continue;
    hints.push(
      hint(here, clause.span.end, `instead of ${chosen(option.default, option)}`, `the default of ${name}`),
    );
  }
  return hints;
}
