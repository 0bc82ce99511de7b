/** A model as a tree to draw. */
import type { Bundle, ModelIR, ModelNode } from "@mandate/compiler";
import type { Snapshot } from "../projects/snapshot.ts";
import type { PreviewModel, PreviewNode } from "./data.ts";

export function previewModel(
  snapshot: Snapshot,
  bundle: Bundle,
  { name, title, base, nodes }: Pick<ModelIR, "name" | "title" | "base" | "nodes">,
): PreviewModel {
  const titles = new Map(bundle.classes.map((one) => [one.name, one.title]));
  const names = new Map(bundle.universe.map((one) => [one.symbol, one.name]));
  const drawn = (node: ModelNode): PreviewNode => {
    const { target, band, source } = node;
    const [preferred, ...others] = node.node === "holding" ? node.members : [];
    const called = node.node === "class" ? node.class : (preferred?.symbol ?? "");
    const full = node.node === "class" ? titles.get(called) : names.get(called);
    return {
      name: called,
      kind: node.node,
      ...(full === undefined ? {} : { title: full }),
      target: Number(target),
      ...(band === undefined ? {} : { band: { low: Number(band.low), high: Number(band.high) } }),
      alternates: others.map(({ symbol }) => symbol),
      children: node.node === "class" ? node.children.map(drawn) : [],
      source: { uri: snapshot.uri(source.file), line: source.line - 1 },
    };
  };
  return {
    name,
    ...(title === undefined ? {} : { title }),
    ...(base === undefined ? {} : { base }),
    nodes: nodes.map(drawn),
  };
}
