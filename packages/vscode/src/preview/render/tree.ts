/** A model as nested bars: a row a level, as wide as the account. */
import type { PreviewModel, PreviewNode } from "@mandate/lsp";
import { escaped, leadsTo, length, percent } from "./html.ts";

const ROW = 30;
/** Between rows; a band lies in it, under the edge that it lets move. */
const GAP = 9;
const BAND = 4;
/** Classes at the top each have a hue of the theme's charts; what is inside shares it. */
const HUES = 6;

/** Rows below a node, itself included. */
function depth(node: PreviewNode): number {
  return 1 + Math.max(0, ...node.children.map(depth));
}

/** The picture; the table beside it says the same to those who do not see it. */
export function treePicture({ name, nodes }: PreviewModel): string {
  const rows = Math.max(1, ...nodes.map(depth));
  const height = rows * (ROW + GAP);
  const parts: string[] = [];
  let left = 0;
  for (const [index, node] of nodes.entries()) {
    parts.push(drawn(node, left, 0, index % HUES));
    left += node.target;
  }
  return `<svg class="tree" role="img" aria-label="${escaped(`model ${name}, level by level`)}" width="100%" height="${height}">${parts.join("")}</svg>`;
}

function drawn(node: PreviewNode, left: number, row: number, hue: number): string {
  const { name, target, band, children, alternates } = node;
  const y = row * (ROW + GAP);
  const words = [
    `${node.title === undefined ? name : `${name}, ${node.title}`}: ${percent(target)}`,
    ...(band === undefined ? [] : [`band ${percent(band.low)} to ${percent(band.high)}`]),
    ...(alternates.length === 0 ? [] : [`or ${alternates.join(", ")}`]),
  ].join("; ");
  // Words as the page sets them, since a drawing's own cannot give way: the weight goes first, then the name is shortened.
  const label = `<foreignObject width="100%" height="100%"><div class="label"><span>${escaped(name)}</span><span class="weight">${percent(target)}</span></div></foreignObject>`;
  const bar = `<svg x="${length(left)}" y="${y}" width="${length(target)}" height="${ROW}" class="part hue${hue} ${node.kind}"${leadsTo(node.source)}><title>${escaped(words)}</title><rect width="100%" height="100%" rx="2"/>${label}</svg>`;
  const whisker = band === undefined ? "" : reach(band, left, y + ROW + 1, hue);
  let inside = left;
  const below = children.map((child) => {
    const part = drawn(child, inside, row + 1, hue);
    inside += child.target;
    return part;
  });
  return bar + whisker + below.join("");
}

/** Where a bar may end: from its lowest weight to its highest. */
function reach(band: { low: number; high: number }, left: number, y: number, hue: number): string {
  const high = Math.min(1, left + band.high);
  const low = Math.min(high, left + band.low);
  return `<rect class="reach hue${hue}" x="${length(low)}" y="${y}" width="${length(high - low)}" height="${BAND}" rx="2"/>`;
}
