/** A model with the weights that its levels multiply out to. */
import { type BandIR, type ModelIR, type ModelNode, sourceText, weight } from "@mandate/compiler";
import { columns } from "../text/columns.ts";

/** One line of a model, its depth from 0. */
export interface ModelLine {
  readonly depth: number;
  readonly name: string;
  /** of the parent */
  readonly share: string;
  /** of the account */
  readonly target: string;
  readonly band: string;
}

/** The lines of a model, outermost first, as its author ordered them. */
export function modelLines(nodes: readonly ModelNode[], depth = 0): readonly ModelLine[] {
  return nodes.flatMap((node) => [
    {
      depth,
      name: node.node === "class" ? node.class : node.members.map(({ symbol }) => symbol).join(" or "),
      share: weight(node.share),
      target: weight(node.target),
      band: bandText(node.band),
    },
    ...(node.node === "class" ? modelLines(node.children, depth + 1) : []),
  ]);
}

function bandText(band: BandIR | undefined): string {
  return band === undefined ? "" : `${weight(band.low)} to ${weight(band.high)}`;
}

export function modelText(model: ModelIR): string {
  const title = model.title === undefined ? "" : ` "${model.title}"`;
  const base = model.base === undefined ? "" : `, made from ${model.base}`;
  return `model ${model.name}${title}${base} (${sourceText(model.source)})\n${treeText(model.nodes)}`;
}

/** Lines of nodes as an aligned table. */
export function treeText(nodes: readonly ModelNode[]): string {
  const rows = modelLines(nodes).map(({ depth, name, share, target, band }) => [
    `${"  ".repeat(depth)}${name}`,
    share,
    target,
    band,
  ]);
  return columns([["", "of its parent", "of the account", "band"], ...rows], "  ");
}
