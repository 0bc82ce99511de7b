/** The model as a table: targets, bands, and what an account holds against them. */
import type { PreviewModel, PreviewNode } from "@mandate/lsp";
import { escaped, leadsTo, length, percent } from "./html.ts";

const HEIGHT = 18;
/** Weights are fractions of the account; noise of the last digits is nothing outside of a band. */
const TOLERANCE = 5e-5;

/** Of a class that holds many securities (a direct index), so many are shown, and the others together. */
const SHOWN = 10;

interface Row {
  readonly node: PreviewNode;
  readonly level: number;
  readonly hue: number;
}

function rowsOf(nodes: readonly PreviewNode[], level: number, hue?: number): Row[] {
  return summed(nodes).flatMap((node, index) => {
    const own = hue ?? index % 6;
    return [{ node, level, hue: own }, ...rowsOf(node.children, level + 1, own)];
  });
}

/** The largest holdings of a long level, and one row for all the others; classes are never left out. */
function summed(nodes: readonly PreviewNode[]): readonly PreviewNode[] {
  const holdings = nodes.filter(({ kind }) => kind === "holding");
  if (holdings.length <= SHOWN + 2) return nodes;
  const shown = new Set([...holdings].sort((a, b) => b.target - a.target).slice(0, SHOWN));
  const others = holdings.filter((node) => !shown.has(node));
  const [first] = others;
  if (first === undefined) return nodes;
  const sum = (part: (node: PreviewNode) => number): number =>
    others.reduce((total, node) => total + part(node), 0);
  const held = others.some((node) => node.held !== undefined);
  return [
    ...nodes.filter((node) => node.kind === "class" || shown.has(node)),
    {
      name: `and ${others.length} more`,
      kind: "holding",
      target: sum(({ target }) => target),
      alternates: [],
      children: [],
      source: first.source,
      ...(held
        ? {
            held: {
              before: sum((node) => node.held?.before ?? 0),
              after: sum((node) => node.held?.after ?? 0),
            },
          }
        : {}),
    },
  ];
}

export function bandTable({ name, nodes }: PreviewModel): string {
  const rows = rowsOf(nodes, 0);
  const held = rows.some(({ node }) => node.held !== undefined);
  // As much of the scale as is used, so that a band of a few points can be seen.
  const most = Math.max(
    ...rows.map(({ node: { target, band, held: has } }) =>
      Math.max(target, band?.high ?? 0, has?.before ?? 0, has?.after ?? 0),
    ),
    0.01,
  );
  const scale = Math.min(1, Math.ceil(most * 10) / 10);
  const heads = ["Part", "Target", "Band", ...(held ? ["Before", "After"] : [])];
  const columns = heads.map(
    (head, index) => `<th scope="col"${index === 0 ? "" : ' class="number"'}>${head}</th>`,
  );
  const axis = `<th scope="col" class="scale"><div class="axis"><span>0 %</span><span>${percent(scale)}</span></div></th>`;
  const key = held ? " A ring is what is held before, a dot after the trades." : "";
  return [
    `<table class="bands"><caption>Targets and bands of ${escaped(name)}, in % of the account.${key}</caption>`,
    `<thead><tr>${columns.join("")}${axis}</tr></thead>`,
    `<tbody>${rows.map((row) => tableRow(row, scale, held)).join("")}</tbody></table>`,
  ].join("");
}

function tableRow({ node, level, hue }: Row, scale: number, heldAtAll: boolean): string {
  const { target, band, held } = node;
  const outside = (weight: number): boolean =>
    band !== undefined && (weight < band.low - TOLERANCE || weight > band.high + TOLERANCE);
  const cell = (weight: number | undefined): string => {
    if (weight === undefined) return '<td class="number"></td>';
    return outside(weight)
      ? `<td class="number outside">${percent(weight)}<span class="hidden"> outside its band</span></td>`
      : `<td class="number">${percent(weight)}</td>`;
  };
  const alternates =
    node.alternates.length === 0
      ? ""
      : ` <span class="muted">or ${escaped(node.alternates.join(", "))}</span>`;
  const title = node.title === undefined ? "" : ` title="${escaped(node.title)}"`;
  return [
    `<tr class="${node.kind}"><th scope="row" class="level${Math.min(level, 4)}"><button type="button" class="link"${title}${leadsTo(node.source)}>${escaped(node.name)}</button>${alternates}</th>`,
    `<td class="number">${percent(target)}</td>`,
    `<td class="number">${band === undefined ? "" : `${percent(band.low).replace(" %", "")} – ${percent(band.high)}`}</td>`,
    ...(heldAtAll ? [cell(held?.before), cell(held?.after)] : []),
    `<td class="scale">${track(node, scale, hue)}</td></tr>`,
  ].join("");
}

/** The band as a bar, the target as a line in it, what is held as a ring before and a dot after. */
function track({ target, band, held }: PreviewNode, scale: number, hue: number): string {
  const at = (weight: number): string => length(Math.min(1, weight / scale));
  const middle = HEIGHT / 2;
  const marks = [
    `<line class="rail" x1="0" x2="100%" y1="${middle}" y2="${middle}"/>`,
    ...(band === undefined
      ? []
      : [
          `<rect class="band" x="${at(band.low)}" width="${length((band.high - band.low) / scale)}" y="4" height="${HEIGHT - 8}" rx="2"/>`,
        ]),
    `<line class="target" x1="${at(target)}" x2="${at(target)}" y1="1" y2="${HEIGHT - 1}"/>`,
    ...(held === undefined
      ? []
      : [
          `<circle class="before" cx="${at(held.before)}" cy="${middle}" r="4"/>`,
          `<circle class="after" cx="${at(held.after)}" cy="${middle}" r="3.5"/>`,
        ]),
  ];
  return `<svg class="track hue${hue}" aria-hidden="true" width="100%" height="${HEIGHT}">${marks.join("")}</svg>`;
}
